/** What the coach answers and keeps. */
import type { Findings, FollowUp, Opened } from '../../shared/golf/findings.ts'
import type { ShotFilter } from './command.ts'

/** Rows of `settings` that hold an open finding begin with this; its key follows. */
export const FINDING_ROW = 'finding:'

export interface CoachAnswer extends Findings {
  /** What the golfer works on, and what is done. */
  readonly opened: readonly Opened[]
  /** Those against the shots since; none where the filter is of one session. */
  readonly follow_ups: readonly FollowUp[]
}

/** The golfer's own words; `club_id` of a shot's. */
export interface Note {
  /** The session's or the shot's. */
  readonly id: string
  readonly of: 'session' | 'shot'
  readonly date: string | null
  readonly club_id: string | null
  readonly text: string
}

/** What a model's SELECT gave; numbers that are none of the shots' are texts. */
export type ShotsAnswer =
  | {
      readonly kind: 'rows'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly (string | number | null)[])[]
      readonly more: boolean
    }
  | { readonly kind: 'problem'; readonly says: string }

export interface CoachQueries {
  /** Newest first, the newest twenty. */
  notes: { params: { readonly from?: string; readonly to?: string }; answer: readonly Note[] }
  findings: { params: ShotFilter; answer: CoachAnswer }
}
