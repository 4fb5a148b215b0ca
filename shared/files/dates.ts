/**
 * Dates as monitors write them. A raw date is kept as it stands (its text makes ids); which of its
 * numbers is the day is decided once for the whole file. No time zone anywhere.
 */
import { isDate } from '../golf/dates.ts'

export type DateOrder = 'day-first' | 'month-first'

export interface RawDate {
  /** The date as it stands, without the time: the key of its session. */
  readonly day: string
  /** Settled already: a named month, a year in front, dots between. Else the two first numbers. */
  readonly settled: string | null
  readonly first: number
  readonly second: number
  readonly year: number
  /** Seconds since midnight, local; null = no time given. */
  readonly seconds: number | null
  /** Written with AM or PM, as where the month comes first. */
  readonly meridiem: boolean
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const GERMAN: { readonly [start: string]: number } = { mär: 3, mrz: 3, mai: 5, okt: 10, dez: 12 }

/** The first date in a cell, a title or a file's name. */
export function findDate(text: string): RawDate | null {
  const start = text.slice(0, 200)
  return (
    stamped(start) ??
    yearFirst(start) ??
    named(start, /(?<!\d)(\d{1,2})[ .]{1,2}(\p{L}{3})\p{L}{0,6}\.?,? (\d{4})/u, [1, 2, 3]) ??
    named(start, /(?<!\p{L})(\p{L}{3})\p{L}{0,6}\.? (\d{1,2}),? (\d{4})/u, [2, 1, 3]) ??
    numbered(start)
  )
}

/** Names of files: Uneekor's 26.0113.052242, SkyTrak's 06092026_134151. */
function stamped(text: string): RawDate | null {
  const view = /(?<!\d)(\d\d)\.(\d\d)(\d\d)\.(\d\d)(\d\d)(\d\d)(?!\d)/.exec(text)
  if (view) {
    const [, year, month, day, h, m, s] = view.map(Number)
    return settledDate(view[0], 2000 + (year ?? 0), month ?? 0, day ?? 0, clock(h, m, s))
  }
  const skytrak = /(?<!\d)(\d\d)(\d\d)(20\d\d)_(\d\d)(\d\d)(\d\d)(?!\d)/.exec(text)
  if (!skytrak) return null
  const [, month, day, year, h, m, s] = skytrak.map(Number)
  return settledDate(skytrak[0], year ?? 0, month ?? 0, day ?? 0, clock(h, m, s))
}

function yearFirst(text: string): RawDate | null {
  const found = /(?<!\d)(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(text)
  if (!found) return null
  return settledDate(found[0], Number(found[1]), Number(found[3]), Number(found[4]), timeIn(text, found))
}

function named(text: string, pattern: RegExp, [d, m, y]: readonly [number, number, number]): RawDate | null {
  const found = pattern.exec(text)
  const start = found?.[m]?.toLowerCase() ?? ''
  const month = GERMAN[start] ?? MONTHS.indexOf(start) + 1
  if (!found || month === 0) return null
  return settledDate(found[0], Number(found[y]), month, Number(found[d]), timeIn(text, found))
}

function numbered(text: string): RawDate | null {
  const found = /(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text)
  if (!found) return null
  const [first, second, last] = [Number(found[1]), Number(found[3]), Number(found[4])]
  const year = last < 100 ? 2000 + last : last
  const time = timeIn(text, found)
  // Dots are written where the day comes first.
  if (found[2] === '.') return settledDate(found[0], year, second, first, time)
  return {
    day: found[0],
    settled: null,
    first,
    second,
    year,
    seconds: time?.seconds ?? null,
    meridiem: time?.meridiem ?? false,
  }
}

interface TimeOfDay {
  readonly seconds: number
  readonly meridiem: boolean
}

function settledDate(
  day: string,
  year: number,
  month: number,
  dayOfMonth: number,
  time: TimeOfDay | null,
): RawDate | null {
  const settled = calendarDate(year, month, dayOfMonth)
  if (settled === null) return null
  return {
    day,
    settled,
    first: dayOfMonth,
    second: month,
    year,
    seconds: time?.seconds ?? null,
    meridiem: false,
  }
}

function timeIn(text: string, date: RegExpExecArray): TimeOfDay | null {
  const after = text.slice(date.index + date[0].length)
  // FlightScope and file names divide a time by hyphens: "; 11-09-12", " 14-52-02-049".
  const hyphens = /^[;\sT-]+(\d{1,2})-(\d{2})-(\d{2})(?!\d)/.exec(after)
  if (hyphens) return clock(Number(hyphens[1]), Number(hyphens[2]), Number(hyphens[3]))
  return timeOfDay(after) ?? timeOfDay(text.slice(0, date.index))
}

/** `3:35:37 PM Central Daylight Time`, `15:52`: the time as the clock on the wall had it. */
export function timeOfDay(text: string): TimeOfDay | null {
  const found = /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?:\s*([ap])\.?m)?/i.exec(text.slice(0, 200))
  if (!found) return null
  const half = found[4]?.toLowerCase()
  const hour = Number(found[1])
  const h = half === 'p' && hour < 12 ? hour + 12 : half === 'a' && hour === 12 ? 0 : hour
  const time = clock(h, Number(found[2]), Number(found[3] ?? 0))
  return time && { ...time, meridiem: half !== undefined }
}

const clock = (h = 99, m = 99, s = 99): TimeOfDay | null =>
  h < 24 && m < 60 && s < 60 ? { seconds: h * 3600 + m * 60 + s, meridiem: false } : null

/** YYYY-MM-DD, or null if the calendar has no such day or no monitor was there. */
export function calendarDate(year: number, month: number, day: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return year >= 1990 && year < 2200 && isDate(text) ? text : null
}

export function practiceDate(date: RawDate, order: DateOrder): string | null {
  if (date.settled !== null) return date.settled
  return order === 'day-first'
    ? calendarDate(date.year, date.second, date.first)
    : calendarDate(date.year, date.first, date.second)
}

export interface OrderVerdict {
  readonly order: DateOrder
  /** file: a number past 12 shows it, or only one order has no day to come; custom: neither. */
  readonly by: 'file' | 'custom'
}

/**
 * Which comes first in this file; null where no date leaves a choice. `today` (YYYY-MM-DD) rules
 * out the order by which a shot would be still to come.
 */
export function dateOrder(
  dates: readonly RawDate[],
  today: string,
  decimalComma: boolean,
): OrderVerdict | null {
  const open = dates.filter(date => date.settled === null)
  if (open.length === 0) return null
  const fits = (order: DateOrder) =>
    open.filter(date => {
      const day = practiceDate(date, order)
      return day !== null && day <= today
    }).length
  const [day, month] = [fits('day-first'), fits('month-first')]
  if (day !== month) return { order: day > month ? 'day-first' : 'month-first', by: 'file' }
  return {
    order: decimalComma && !open.some(date => date.meridiem) ? 'day-first' : 'month-first',
    by: 'custom',
  }
}
