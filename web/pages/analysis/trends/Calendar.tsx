import { dayNumber } from '../../../../shared/golf/dates.ts'
import { useDisplay } from '../../../ui/display.ts'
import { useWidth } from '../../../ui/width.ts'
import { dayShort } from './words.ts'

const CELL_PX = 15
const GAP_PX = 3
const WORDS_PX = 20

/** How many shots on which day: a column a week, Monday at the top, as many weeks as there is room for. */
export function Calendar({
  volume,
}: {
  readonly volume: readonly { readonly date: string; readonly n: number }[]
}) {
  const display = useDisplay()
  const [ref, width] = useWidth<HTMLDivElement>(334)
  const days = volume.map(({ date, n }) => ({ date, n, day: dayNumber(date) }))
  const last = Math.max(...days.map(({ day }) => day))
  if (days.length === 0) return null
  const weeks = Math.max(1, Math.floor((width + GAP_PX) / (CELL_PX + GAP_PX)))
  // 1970-01-01 was a Thursday.
  const weekOf = (day: number) => Math.floor((day + 3) / 7)
  const first = weekOf(last) - weeks + 1
  const most = Math.max(...days.map(({ n }) => n))
  const byDay = new Map(days.map(one => [one.day, one]))
  const shown = days.filter(({ day }) => weekOf(day) >= first)
  const all = days.reduce((sum, { n }) => sum + n, 0)
  return (
    <div ref={ref} className="calendar">
      <svg
        role="img"
        width={width}
        height={7 * (CELL_PX + GAP_PX) + WORDS_PX}
        aria-label={`${all.toLocaleString('en')} shots on ${days.length} practice days, the last on ${display.date(days.find(({ day }) => day === last)?.date ?? null)}.`}
      >
        {Array.from({ length: weeks * 7 }, (_, i) => {
          const day = first * 7 - 3 + i
          const found = byDay.get(day)
          return (
            <rect
              key={day}
              className={found ? 'hit' : 'none'}
              x={Math.floor(i / 7) * (CELL_PX + GAP_PX)}
              y={(i % 7) * (CELL_PX + GAP_PX)}
              width={CELL_PX}
              height={CELL_PX}
              rx={3}
              style={found && { fillOpacity: 0.3 + 0.7 * (found.n / most) }}
            >
              {found && <title>{`${display.date(found.date)}: ${found.n}`}</title>}
            </rect>
          )
        })}
        {Array.from({ length: weeks }, (_, week) => {
          const monday = (first + week) * 7 - 3
          const [, month] = dayShort(monday).split(' ')
          const [, before] = dayShort(monday - 7).split(' ')
          if (month === before || week > weeks - 2) return null
          return (
            <text key={monday} x={week * (CELL_PX + GAP_PX)} y={7 * (CELL_PX + GAP_PX) + 14}>
              {month}
            </text>
          )
        })}
      </svg>
      <p className="soft">
        {all.toLocaleString('en')} shots on {days.length} practice {days.length === 1 ? 'day' : 'days'}
        {shown.length < days.length && `, ${shown.length} of them shown`}. A column is a week.
      </p>
    </div>
  )
}
