/** The earlier system's dates: text as written, never through a time zone. */
import { isDate } from '../golf/dates.ts'
import type { GolfStatsRow } from './golf_stats.ts'
import { text } from './golf_stats_fields.ts'

/**
 * The practice date of a row; null where its `session_date` is empty or is the moment of import,
 * which some versions wrote there. A midnight behind a date is no time of day.
 */
export function golfStatsDate(row: GolfStatsRow, warnings: Set<string>): string | null {
  const written = text(row, 'session_date')
  if (written === null) {
    warnings.add('Some shots have no practice date. Give it to their sessions.')
    return null
  }
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)|$)/.exec(written)
  const date = found?.[1]
  if (date === undefined || !isDate(date)) {
    warnings.add('Some practice dates could not be read. Give them to their sessions.')
    return null
  }
  const time = found?.[2]
  if (time === undefined || /^00:00(:00)?$/.test(time)) return date
  if (text(row, 'date_added')?.slice(0, 10) === date) {
    warnings.add('Some shots have the moment of their import as practice date: it was left out.')
    return null
  }
  return date
}

/** SQLite's `2025-01-02 03:04:05`, which is UTC, or ISO, as ISO UTC; null where it is neither. */
export function instant(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)?(Z|[+-]00:?00)?$/.exec(
    value.trim(),
  )
  if (!found?.[1] || !isDate(found[1])) return null
  return `${found[1]}T${found[2]}.${(found[3] ?? '').padEnd(3, '0')}Z`
}
