/** What a page asks for to leave with, and what it hears of a file to come back from: types alone. */
import type { ShotSelection } from './command.ts'

export interface ExportRequest {
  readonly as: 'csv' | 'json' | 'sqlite'
  /** Null = everything, with steps, trash and raw reports; else these shots with their sessions and clubs. */
  readonly shots: ShotSelection | null
  /** Of the CSV. */
  readonly units: 'si' | 'golfer'
  /** Whether the keys of the report links go along; never in a CSV. */
  readonly keys: boolean
}

export interface RestorePreview {
  /** ISO UTC; null where the file does not say. */
  readonly made_at: string | null
  readonly sessions: RowsCompared
  readonly shots: RowsCompared
  /** Rows of other kinds, new or changed: clubs, groups, steps, settings. */
  readonly others: number
  /** Practice dates, YYYY-MM-DD. */
  readonly from: string | null
  readonly to: string | null
  /** Shots and sessions that lie in the file's trash. */
  readonly trash: number
  readonly steps: number
  /** It holds keys of report links. */
  readonly keys: boolean
}

export interface RowsCompared {
  readonly new: number
  readonly changed: number
  readonly known: number
}
