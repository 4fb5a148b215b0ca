import type { Gap } from '../../../shared/golf/gapping.ts'
import { Card } from '../../ui/Card.tsx'
import { clubColor, shapePath } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useWidthInText } from '../../ui/width.ts'
import { axisOver, ENOUGH_SHOTS, type Yardage } from './yardages.ts'
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

/** Stock carry of each club, from cover to long; holes between clubs stand behind. */
export function YardagesPicture({
  yardages,
  holes,
}: {
  readonly yardages: readonly Yardage[]
  readonly holes: readonly Gap<Yardage>[]
}) {
  const display = useDisplay()
  const [frame, width] = useWidthInText<HTMLDivElement>()
  const distance = (m: number) => display.number('carry_m', m)
  const ends = yardages.flatMap(({ stock }) => [
    distance(stock.cover_m),
    distance(stock.stock_m),
    distance(stock.long_m),
  ])
  const { from, to, ticks } = axisOver(ends, TICK)
  const narrow = width < NARROW_PX
  const names_px = narrow ? SHORT_NAMES_PX : NAMES_PX
  const room_px = Math.max(1, width - names_px - 2 * END_PX)
  const x = (value: number) => names_px + END_PX + ((value - from) / Math.max(1, to - from)) * room_px
  const bottom = yardages.length * ROW_PX
  const unit = display.unit('carry_m')
  const said = `Carry by club: ${yardages
    .map(({ name, stock }) => `${name} ${Math.round(distance(stock.stock_m))}`)
    .join(', ')} ${unit}`

  return (
    <Card>
      <div ref={frame} className="yardages num">
        {width > 0 && (
          <svg viewBox={`0 0 ${width} ${bottom + AXIS_PX}`} role="img" aria-label={said}>
            {holes.map(({ longer, shorter }) => (
              <rect
                key={longer.id}
                className="hole"
                x={x(distance(shorter.stock.long_m))}
                width={Math.max(2, x(distance(longer.stock.cover_m)) - x(distance(shorter.stock.long_m)))}
                y={0}
                height={bottom}
              />
            ))}
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
                carry={Math.round(distance(yardage.stock.stock_m)).toString()}
              />
            ))}
          </svg>
        )}
      </div>
    </Card>
  )
}

function Row({
  yardage: {
    place,
    stock: { n, stock_m, cover_m, long_m },
  },
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
  const at = x(stock_m)
  // The figure stands at the side that has room.
  const left = at > width * 0.7
  const figure_x = left ? Math.min(at, x(cover_m)) - 14 : Math.max(at, x(long_m)) + 14
  return (
    <g className={few ? 'yardage few' : 'yardage'} transform={`translate(0 ${y + ROW_PX / 2})`}>
      <text className="name" x={0} y={5}>
        {label}
      </text>
      {!few && <line className="half" x1={x(cover_m)} x2={x(long_m)} y1={0} y2={0} stroke={color} />}
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
