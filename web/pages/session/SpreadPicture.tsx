import type { Figure } from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { ShotLine } from '../../db/query.ts'
import { useDisplay } from '../../ui/display.ts'
import { useWidth } from '../../ui/width.ts'
import { ticks } from './frame.ts'
import type { Summary } from './summary.ts'
import './spread.css'

const HEIGHT_PX = 96
const FLOOR_PX = 72
const DOT_PX = 8
/** At both ends, so that no tick's words are cut. */
const SIDE_PX = 24

/** Each shot's value as a dot over the axis, equal ones upon each other; the middle half lies on a band. */
export function SpreadPicture({
  figure,
  shots,
  summary: { n, median, low, high },
}: {
  readonly figure: Figure
  readonly shots: readonly ShotLine[]
  readonly summary: Summary
}) {
  const display = useDisplay()
  const [ref, width] = useWidth<HTMLDivElement>(358)
  const number = (si: number) => display.number(figure, si)
  const values = shots.flatMap(shot => figureOf(shot, figure) ?? []).map(number)
  const from = Math.min(...values)
  const to = Math.max(...values)
  if (median === null || low === null || high === null || from === to) return null
  const scale = (width - 2 * SIDE_PX) / (to - from)
  const x = (value: number) => SIDE_PX + (value - from) * scale
  const columns = new Map<number, number>()
  for (const value of values) {
    const column = Math.round((x(value) - SIDE_PX) / DOT_PX)
    columns.set(column, (columns.get(column) ?? 0) + 1)
  }
  // Thousands of shots: a column is a bar as high as its dots, pressed together.
  const rise_px = Math.min(DOT_PX, (FLOOR_PX - 12) / Math.max(...columns.values()))
  const left = Math.min(x(number(low)), x(number(high)))
  return (
    <div className="spread-picture" ref={ref}>
      <svg
        width={width}
        height={HEIGHT_PX}
        role="img"
        aria-label={`${n} shots from ${display.measure(figure, display.si(figure, from))} to ${display.measure(figure, display.si(figure, to))}`}
      >
        <rect
          className="half"
          x={left}
          width={Math.abs(x(number(high)) - x(number(low)))}
          y={0}
          height={FLOOR_PX}
        />
        {[...columns].map(([column, n]) => (
          <line
            key={column}
            className={rise_px === DOT_PX ? 'dotted' : 'bar'}
            x1={SIDE_PX + column * DOT_PX}
            x2={SIDE_PX + column * DOT_PX}
            y1={FLOOR_PX - DOT_PX / 2}
            y2={FLOOR_PX - DOT_PX / 2 - (n - 1) * rise_px - 0.1}
          />
        ))}
        <line className="axis" x1={0} x2={width} y1={FLOOR_PX} y2={FLOOR_PX} />
        <line className="median" x1={x(number(median))} x2={x(number(median))} y1={0} y2={FLOOR_PX} />
        {ticks(from, to, scale, 64).map(tick => (
          <text key={tick} x={x(tick)} y={HEIGHT_PX - 6} textAnchor="middle">
            {display.cell(figure, display.si(figure, tick)).replace(/\.0+(?!\d)/, '')}
          </text>
        ))}
      </svg>
    </div>
  )
}
