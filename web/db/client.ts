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
  | { readonly kind: 'stopped'; readonly problem: Problem }

export interface Progress {
  readonly done: number
  readonly of: number
}

export interface Db {
  readonly name: string
  state(): DbState
  onState(listener: (state: DbState) => void): () => void
  query<Q extends QueryName>(name: Q, params: Params<Q>): Promise<Answer<Q>>
  /** Calls back at once when the answer is there, and again whenever a commit of any tab changed it. */
  watch<Q extends QueryName>(name: Q, params: Params<Q>, listener: (answer: Answer<Q>) => void): () => void
  /** Resolves when durable. A repeated id is the same command. Cancel rolls the whole back. */
  run(
    command: NewCommand | Command,
    options?: { signal?: AbortSignal; onProgress?: (p: Progress) => void },
  ): Promise<Outcome>
  /** The database as a SQLite file. */
  exportFile(): Promise<Uint8Array>
  close(): void
}
