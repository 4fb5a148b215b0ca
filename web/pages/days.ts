import { localDate } from '../../shared/golf/dates.ts'
import type { HistoryLine } from '../db/query.ts'

export interface Day {
  /** YYYY-MM-DD where the golfer is now. */
  readonly date: string
  readonly lines: readonly HistoryLine[]
}

/** Steps by the day on which they were made, in the order they come. */
export function byDay(lines: readonly HistoryLine[]): readonly Day[] {
  const days: { date: string; lines: HistoryLine[] }[] = []
  for (const line of lines) {
    const date = localDate(new Date(line.made_at))
    const last = days.at(-1)
    if (last?.date === date) last.lines.push(line)
    else days.push({ date, lines: [line] })
  }
  return days
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Hours and minutes of an instant, where the golfer is. */
export function timeSaid(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** "today" and "yesterday", else as the golfer writes dates. */
export function daySaid(date: string, now: Date, write: (date: string) => string): string {
  if (date === localDate(now)) return 'today'
  const before = new Date(now)
  before.setDate(now.getDate() - 1)
  return date === localDate(before) ? 'yesterday' : write(date)
}
