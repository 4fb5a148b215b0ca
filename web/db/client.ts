/**
 * The page's door to the database. `openDb` starts this tab's worker and returns at once; answers
 * come from whichever tab's worker owns the database.
 */
import type { Command, NewCommand, Outcome, Problem } from './command.ts'
import type { Answer, Params, QueryName } from './query.ts'

export type DbState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly owner: boolean }
  /** The database can't be used: damaged, emptied by the browser, made by a newer version, no WebAssembly. */
  | { readonly kind: 'stopped'; readonly problem: Problem; readonly offers: readonly Offer[] }

/** What a golfer whose database is stopped may do: a button each. */
export type Offer = 'reload' | 'export' | Recovery
/**
 * last_good_copy: go on with the copy before the damage and what can be replayed on it.
 * put_back: write what is still in memory to the emptied store.
 * start_afresh: give up what was there.
 */
export type Recovery = 'last_good_copy' | 'put_back' | 'start_afresh'

export interface Progress {
  readonly done: number
  readonly of: number
}

/** Its functions need no `this`: they may be taken off it. */
export interface Db {
  readonly name: string
  /** The same object until the state changes. */
  readonly state: () => DbState
  readonly onState: (listener: (state: DbState) => void) => () => void
  readonly query: <Q extends QueryName>(name: Q, params: Params<Q>) => Promise<Answer<Q>>
  /** Calls back when the answer is there, and again whenever a commit of any tab may have changed it. */
  readonly watch: <Q extends QueryName>(
    name: Q,
    params: Params<Q>,
    listener: (answer: Answer<Q>) => void,
  ) => () => void
  /**
   * Resolves when durable. A repeated id is the same command. Cancel rolls the whole back. Never rejects:
   * what went wrong is the outcome's problem.
   */
  readonly run: (
    command: NewCommand | Command,
    options?: { signal?: AbortSignal; onProgress?: (p: Progress) => void },
  ) => Promise<Outcome>
  /** The database as a SQLite file; where it is stopped, what can still be read of it. */
  readonly exportFile: () => Promise<Uint8Array<ArrayBuffer>>
  /** Carries out one of the offers of a stopped database. */
  readonly recover: (how: Recovery) => Promise<void>
  readonly close: () => void
}
