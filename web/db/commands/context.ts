import type { SqlJsStatic } from 'sql.js'
import type { Staged } from '../backup/stage.ts'
import type { Progress } from '../client.ts'

/** What a command needs from the world: time, chance, and how a long one reports and stops. */
export interface CommandContext {
  /** Wall clock, ms since 1970. */
  readonly now: () => number
  /** A UUIDv7. */
  readonly uuid: () => string
  /** For files of others, in throwaway databases (foreign.ts). */
  readonly loadSql: () => Promise<SqlJsStatic>
  /** Of a restore: its file, read and checked before the transaction; attached as `staged`. */
  readonly staged?: Staged
  readonly progress: (progress: Progress) => void
  /** Aborted: the command throws the signal's reason, and the transaction is rolled back by its owner. */
  readonly signal: AbortSignal
  /** Lets the worker read its messages, so that a cancel can arrive. */
  readonly yieldNow: () => Promise<void>
}
