import type { ShotLine } from '../../db/query.ts'
import { Card } from '../../ui/Card.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useWidthInText } from '../../ui/width.ts'
import { binsOf } from './carries.ts'
import './carries.css'

/** Of a bin, in the golfer's unit. */
const BIN = 5
const HEIGHT_PX = 148
const AXIS_PX = 24
/** Under this width of a column every second tick is left out, and so on. */
const TICK_ROOM_PX = 44

/** How often this club's carry fell where: a club with half swings shows two hills, one with mishits a tail. */
export function CarriesPicture({
  shots,
  color,
  median_m,
}: {
  readonly shots: readonly ShotLine[]
  readonly color: string
  readonly median_m: number | null
}) {
  const display = useDisplay()
  const [frame, width] = useWidthInText<HTMLDivElement>()
  const distance = (m: number) => display.number('carry_m', m)
  const unit = display.unit('carry_m')
  const bins = binsOf(shots, distance, BIN)
  const most = Math.max(1, ...bins.map(({ counted, left_out }) => counted + left_out))
  const first = bins[0]?.from ?? 0
  const column_px = width / Math.max(1, bins.length)
  const y = (n: number) => (n / most) * (HEIGHT_PX - 24)
  const every = Math.max(1, Math.ceil(TICK_ROOM_PX / column_px / 2)) * 2 * BIN
  const median_x = median_m === null ? null : ((distance(median_m) - first) / BIN) * column_px
  const leftOut = shots.filter(({ excluded }) => excluded).length

  if (bins.length === 0) return null
  return (
    <Card>
      <div ref={frame} className="carries num">
        {width > 0 && (
          <svg
            viewBox={`0 0 ${width} ${HEIGHT_PX + AXIS_PX}`}
            role="img"
            aria-label={`How often each carry came: ${first} to ${first + bins.length * BIN} ${unit}, ${shots.length} shots`}
          >
            {bins.map(({ from, counted, left_out }, i) => (
              <g key={from} transform={`translate(${i * column_px} ${HEIGHT_PX})`}>
                <rect
                  className="left-out"
                  x={1}
                  width={Math.max(1, column_px - 2)}
                  y={-y(counted + left_out)}
                  height={y(left_out)}
                />
                <rect
                  x={1}
                  width={Math.max(1, column_px - 2)}
                  y={-y(counted)}
                  height={y(counted)}
                  fill={color}
                  fillOpacity={0.6}
                />
                {from % every === 0 && (
                  <text x={0} y={20} textAnchor={i === 0 ? 'start' : 'middle'}>
                    {from}
                  </text>
                )}
              </g>
            ))}
            <line className="axis" x1={0} x2={width} y1={HEIGHT_PX} y2={HEIGHT_PX} />
            {median_x !== null && (
              <>
                <line className="median" x1={median_x} x2={median_x} y1={18} y2={HEIGHT_PX} />
                <text
                  className="median-says"
                  x={median_x}
                  y={12}
                  textAnchor={median_x > width * 0.75 ? 'end' : median_x < width * 0.25 ? 'start' : 'middle'}
                >
                  stock {Math.round(distance(median_m ?? 0))}
                </text>
              </>
            )}
          </svg>
        )}
      </div>
      <p className="soft">
        Shots by carry, {BIN} {unit} a column.
        {leftOut > 0 && ` Outlined: ${leftOut.toLocaleString('en')} left out.`}
      </p>
    </Card>
  )
}
