/** What the coach answers and keeps. */
import type { Note, Period } from '../../shared/golf/coachAnswers.ts'
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

export interface CoachQueries {
  /** Newest first, the newest twenty. */
  notes: { params: Period; answer: readonly Note[] }
  findings: { params: ShotFilter; answer: CoachAnswer }
}
