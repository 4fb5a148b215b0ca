import { useDisplay } from '../../ui/display.ts'
import { exampleShots } from './exampleShots.ts'

const WIDTH = 334
const HEIGHT = 236
/** px a metre, across and along. */
const ACROSS = 7.6
const ALONG = 7.2
const MIDDLE_M = 144.5

const x = (side_m: number) => WIDTH / 2 + side_m * ACROSS
const y = (carry_m: number) => HEIGHT / 2 - (carry_m - MIDDLE_M) * ALONG

const shots = exampleShots()

/** What a session becomes, drawn with shots of nobody: said to be an example. */
export function ExamplePicture() {
  const display = useDisplay()
  const carry = display.shown('carry_m', MIDDLE_M)
  return (
    <figure className="example num">
      <figcaption>
        <span className="example-figure">
          {carry.value}
          <small>{carry.unit} carry</small>
        </span>
        <span className="soft">an example: 7 iron, {shots.length} shots</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`An example: where ${shots.length} shots with a 7 iron landed about the target`}
      >
        <circle className="target" cx={x(0)} cy={y(MIDDLE_M + 1)} r={54} />
        <line className="axis" x1={x(0)} x2={x(0)} y1={4} y2={HEIGHT - 22} strokeDasharray="2 4" />
        <text x={x(0)} y={HEIGHT - 6} textAnchor="middle">
          target
        </text>
        <g transform={`rotate(-14 ${x(2)} ${y(MIDDLE_M)})`}>
          <ellipse className="most" cx={x(2)} cy={y(MIDDLE_M)} rx={122} ry={92} />
          <ellipse className="half" cx={x(2)} cy={y(MIDDLE_M)} rx={74} ry={56} />
        </g>
        {shots.map(({ side_m, carry_m }) => (
          <circle key={`${side_m} ${carry_m}`} className="shot" cx={x(side_m)} cy={y(carry_m)} r={4} />
        ))}
      </svg>
    </figure>
  )
}
