/**
 * Practice dates: local calendar dates as text. No Date object ever sees them, because `new Date` reads
 * YYYY-MM-DD as midnight UTC and moves it a day west of Greenwich.
 */
import type { Settings } from '../schema/settings.ts'

export type DateStyle = Settings['date_style']

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A date as the golfer's settings write it: Sat 22 Nov 2025, 22.11.2025, 11/22/2025, 2025-11-22. */
export function formatDate(date: string | null, style: DateStyle): string {
  if (date === null) return 'No date'
  const day = readDate(date)
  if (day === null) return date
  const [year, month, dayOfMonth] = [String(day.year), two(day.month), two(day.day)]
  switch (style) {
    case 'words':
      return `${weekdayOf(date)} ${day.day} ${MONTHS[day.month - 1]} ${year}`
    case 'day-first':
      return `${dayOfMonth}.${month}.${year}`
    case 'month-first':
      return `${month}/${dayOfMonth}/${year}`
    case 'iso':
      return date
    default:
      return style satisfies never
  }
}

/** The calendar date of an instant, where this runs. Never for a practice date, which has no instant. */
export function localDate(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** True for a calendar date that exists, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  return readDate(text) !== null
}

export function weekdayOf(date: string): Weekday | null {
  const day = readDate(date)
  // Day 0, 1970-01-01, was a Thursday.
  return day === null ? null : (WEEKDAYS[(((numberOfDay(day) + 3) % 7) + 7) % 7] ?? null)
}

/** The date so many days later, or earlier where negative. */
export function addDays(date: string, days: number): string {
  const day = readDate(date)
  if (day === null) throw new Error(`not a calendar date: ${date}`)
  return dateOfNumber(numberOfDay(day) + days)
}

/** Days since 1970-01-01; NaN where it is no date. */
export function dayNumber(date: string): number {
  const day = readDate(date)
  return day === null ? Number.NaN : numberOfDay(day)
}

/** Days from one date to another, negative where the other is earlier; null where either is no date. */
export function daysBetween(from: string, to: string): number | null {
  const [first, last] = [readDate(from), readDate(to)]
  return first === null || last === null ? null : numberOfDay(last) - numberOfDay(first)
}

function readDate(text: string): Day | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  // Year 0 is MySQL's way of saying that there is no date.
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : null
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

// Days since 1970-01-01 in the proleptic Gregorian calendar and back: Howard Hinnant's chrono-compatible
// algorithms, https://howardhinnant.github.io/date_algorithms.html; the year begins in March.
function numberOfDay({ year, month, day }: Day): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function dateOfNumber(number: number): string {
  const z = number + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
