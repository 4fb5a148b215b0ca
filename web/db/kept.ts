/** What the golfer made and keeps: rows of `settings`, by kind and id, synced and undoable like them. */
import type { CombineRun, CombineTest, Scored } from '../../shared/golf/combine.ts'
import type { GoalStand, GolferGoal } from '../../shared/golf/goals.ts'

/** Asked of the SQL screen, under a name. */
export interface Question {
  readonly name: string
  readonly sql: string
}

export interface Kept {
  readonly goal: GolferGoal
  readonly question: Question
  readonly test: CombineTest
  readonly run: CombineRun
  readonly note: DayNote
}

/** Written before the day's shots came; kept by its date, and gone to a session once one comes. */
export interface DayNote {
  /** YYYY-MM-DD */
  readonly date: string
  readonly text: string
}

/** Null puts it away. */
export type Keeping = {
  readonly [K in keyof Kept]: { readonly of: K; readonly kept_id: string; readonly value: Kept[K] | null }
}[keyof Kept]

export const keptRow = (of: keyof Kept, kept_id: string): string => `${of}:${kept_id}`

export interface GoalLine extends GoalStand {
  readonly id: string
}

/** Newest first. */
export interface CombineAnswer {
  readonly tests: readonly { readonly id: string; readonly value: CombineTest }[]
  readonly runs: readonly { readonly id: string; readonly run: CombineRun; readonly scored: Scored }[]
}

export interface KeptQueries {
  combine: { params: null; answer: CombineAnswer }
  /** Saved ones of the SQL screen, newest first. */
  questions: { params: null; answer: readonly { readonly id: string; readonly value: Question }[] }
  /** Newest first; `today` as YYYY-MM-DD where the golfer is. */
  goals: { params: { readonly today: string }; answer: readonly GoalLine[] }
}
