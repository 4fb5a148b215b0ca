import { Card } from '../../ui/Card.tsx'
import { clubColor, shapePath } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useWidthInText } from '../../ui/width.ts'
import { axisOver, ENOUGH_SHOTS, type Step, type Yardage } from './yardages.ts'
import './yardages.css'

const ROW_PX = 42
const AXIS_PX = 28
/** Room for a club's name at the left; a figure stands at the side of its bar that has room for it. */
const NAMES_PX = 108
/** With large text on a small phone the clubs go by their short names. */
const NARROW_PX = 240
const SHORT_NAMES_PX = 52
const END_PX = 10
/** Between the axis' ticks, in the golfer's unit. */
const TICK = 50

/** Stock carry of each club, with the half of the shots around it; a hole between two clubs stands behind. */
export function YardagesPicture({
  yardages,
  hole,
}: {
  readonly yardages: readonly Yardage[]
  readonly hole: Step | null
}) {
  const display = useDisplay()
  const [frame, width] = useWidthInText<HTMLDivElement>()
  const distance = (m: number) => display.number('carry_m', m)
  const ends = yardages.flatMap(({ median_m, half_m }) => [
    distance(median_m - (half_m ?? 0)),
    distance(median_m + (half_m ?? 0)),
  ])
  const { from, to, ticks } = axisOver(ends, TICK)
  const narrow = width < NARROW_PX
  const names_px = narrow ? SHORT_NAMES_PX : NAMES_PX
  const room_px = Math.max(1, width - names_px - 2 * END_PX)
  const x = (value: number) => names_px + END_PX + ((value - from) / Math.max(1, to - from)) * room_px
  const bottom = yardages.length * ROW_PX
  const unit = display.unit('carry_m')
  const said = `Carry by club: ${yardages
    .map(({ name, median_m }) => `${name} ${Math.round(distance(median_m))}`)
    .join(', ')} ${unit}`

  return (
    <Card>
      <div ref={frame} className="yardages num">
        {width > 0 && (
          <svg viewBox={`0 0 ${width} ${bottom + AXIS_PX}`} role="img" aria-label={said}>
            {hole && (
              <rect
                className="hole"
                x={x(distance(hole.shorter.median_m + (hole.shorter.half_m ?? 0)))}
                width={Math.max(
                  2,
                  x(distance(hole.longer.median_m - (hole.longer.half_m ?? 0))) -
                    x(distance(hole.shorter.median_m + (hole.shorter.half_m ?? 0))),
                )}
                y={0}
                height={bottom}
              />
            )}
            {ticks.map(tick => (
              <g key={tick}>
                <line className="axis" x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
                <text x={x(tick)} y={bottom + 20} textAnchor="middle">
                  {tick}
                </text>
              </g>
            ))}
            <text x={0} y={bottom + 20}>
              {unit}
            </text>
            {yardages.map((yardage, row) => (
              <Row
                key={yardage.id}
                yardage={yardage}
                label={narrow ? yardage.short : yardage.label}
                y={row * ROW_PX}
                width={width}
                x={m => x(distance(m))}
                carry={Math.round(distance(yardage.median_m)).toString()}
              />
            ))}
          </svg>
        )}
      </div>
    </Card>
  )
}

function Row({
  yardage: { place, n, median_m, half_m },
  y,
  width,
  x,
  carry,
  label,
}: {
  readonly yardage: Yardage
  readonly y: number
  readonly width: number
  readonly x: (m: number) => number
  readonly carry: string
  readonly label: string
}) {
  const { color, shape } = clubColor(place)
  const few = n < ENOUGH_SHOTS
  const at = x(median_m)
  const half_px = half_m === null ? 0 : x(median_m + half_m) - at
  // The figure stands at the side that has room.
  const left = at > width * 0.7
  const figure_x = left ? at - half_px - 14 : at + half_px + 14
  return (
    <g className={few ? 'yardage few' : 'yardage'} transform={`translate(0 ${y + ROW_PX / 2})`}>
      <text className="name" x={0} y={5}>
        {label}
      </text>
      {half_m !== null && !few && (
        <line className="half" x1={at - half_px} x2={at + half_px} y1={0} y2={0} stroke={color} />
      )}
      <path
        transform={`translate(${at} 0)`}
        d={shapePath(shape)}
        fill={few ? 'var(--card)' : color}
        stroke={color}
        strokeWidth={few ? 1.5 : 0}
      />
      <text className="figure-of" x={figure_x} y={5} textAnchor={left ? 'end' : 'start'}>
        {carry}
      </text>
    </g>
  )
}
