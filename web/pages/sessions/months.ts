import { weekdayOf } from '../../../shared/golf/dates.ts'
import type { SessionLine } from '../../db/query.ts'

export interface Month {
  /** YYYY-MM; null holds the sessions without a date. */
  readonly month: string | null
  readonly sessions: readonly SessionLine[]
}

/** Sessions by month, in the order they come: each month once, as long as they come sorted. */
export function byMonth(sessions: readonly SessionLine[]): readonly Month[] {
  const months: { month: string | null; sessions: SessionLine[] }[] = []
  for (const session of sessions) {
    const month = session.practice_date?.slice(0, 7) ?? null
    const last = months.at(-1)
    if (last?.month === month) last.sessions.push(session)
    else months.push({ month, sessions: [session] })
  }
  return months
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export function monthSaid(month: string | null): string {
  if (month === null) return 'No date'
  const name = MONTHS[Number(month.slice(5, 7)) - 1]
  return name === undefined ? month : `${name} ${month.slice(0, 4)}`
}

/** Day and weekday of a practice date. */
export function dayOf(practice_date: string): { readonly day: number; readonly weekday: string } {
  return { day: Number(practice_date.slice(8)), weekday: weekdayOf(practice_date) ?? '' }
}
