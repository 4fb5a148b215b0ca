/** The cloud as the engine sees it: questions, each answered by one JSON value that is checked here. */
import {
  type AboutAnswer,
  type BegunAnswer,
  type CompareAnswer,
  type CompareRequest,
  type DeleteAnswer,
  type FilesRequest,
  type HoldsAnswer,
  type NewestAnswer,
  type NewestRequest,
  NotAnAnswer,
  type PullAnswer,
  type PullRequest,
  type PushAnswer,
  type PushRequest,
  type ReadRequest,
  type RemovableAnswer,
  type Request,
  readAbout,
  readBegun,
  readCompared,
  readDeleted,
  readHolds,
  readNewest,
  readPulled,
  readPushed,
  readRemovable,
  readSettled,
  readStored,
  readWarehouse,
  type SettleAnswer,
  type StoredAnswer,
  type WarehouseAnswer,
} from '../../shared/sync/wire.ts'

/** One golfer at one cloud. All reject with a CloudError. */
export interface Cloud {
  readonly user_id: string
  readonly about: (signal: AbortSignal) => Promise<AboutAnswer>
  readonly settle: (request: Request, signal: AbortSignal) => Promise<SettleAnswer>
  readonly newest: (request: NewestRequest, signal: AbortSignal) => Promise<NewestAnswer>
  readonly push: (request: PushRequest, signal: AbortSignal) => Promise<PushAnswer>
  readonly pull: (request: PullRequest, signal: AbortSignal) => Promise<PullAnswer>
  readonly stored: (request: FilesRequest, signal: AbortSignal) => Promise<StoredAnswer>
  readonly removable: (request: Request, signal: AbortSignal) => Promise<RemovableAnswer>
  /** All that the golfer has there, a part at a time. */
  readonly deleteAccount: (signal: AbortSignal) => Promise<DeleteAnswer>
  /** Whether a warehouse was filled from there, which holds what is deleted until its next run. */
  readonly warehouseHolds: (signal: AbortSignal) => Promise<WarehouseAnswer>
  /** After that: the same golfer begins anew. */
  readonly beginAgain: (signal: AbortSignal) => Promise<BegunAnswer>
  readonly holds: (signal: AbortSignal) => Promise<HoldsAnswer>
  readonly compare: (request: CompareRequest, signal: AbortSignal) => Promise<CompareAnswer>
  /** Rows by name; those that are not there are not in the answer. */
  readonly read: (request: ReadRequest, signal: AbortSignal) => Promise<NewestAnswer>
}

/**
 * no_signal: nothing was reached. timeout: it took too long, here or there. signed_out: the session is over.
 * not_set_up: the functions or the bucket are not there. full: it takes no more. unreadable: a text that no
 * Postgres can hold, found before our function was asked. down: all else, that
 * may pass.
 */
export type CloudTrouble =
  | 'no_signal'
  | 'timeout'
  | 'signed_out'
  | 'not_set_up'
  | 'full'
  | 'unreadable'
  | 'down'

export class CloudError extends Error {
  readonly kind: CloudTrouble
  constructor(kind: CloudTrouble, cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
  }
}

/** A function of migrations/cloud by its name; rejects with a CloudError. */
export type CallCloud = (
  name:
    | 'about_cloud'
    | 'settle_epoch'
    | 'newest_sessions'
    | 'push_changes'
    | 'pull_changes'
    | 'stored_files'
    | 'removable_files'
    | 'about_rows'
    | 'delete_account'
    | 'begin_again'
    | 'warehouse_holds'
    | 'compare_rows'
    | 'read_rows',
  request: Request | null,
  signal: AbortSignal,
) => Promise<unknown>

export function cloudOver(user_id: string, call: CallCloud): Cloud {
  async function ask<T>(read: (json: unknown) => T, ...question: Parameters<CallCloud>): Promise<T> {
    const json = await call(...question)
    try {
      return read(json)
    } catch (error) {
      if (error instanceof NotAnAnswer) throw new CloudError('down', error)
      throw error
    }
  }
  return {
    user_id,
    about: signal => ask(readAbout, 'about_cloud', null, signal),
    settle: (request, signal) => ask(readSettled, 'settle_epoch', request, signal),
    newest: (request, signal) => ask(readNewest, 'newest_sessions', request, signal),
    async push(request, signal) {
      try {
        return await ask(readPushed, 'push_changes', request, signal)
      } catch (error) {
        if (!(error instanceof CloudError && error.kind === 'unreadable')) throw error
        const { cloud_id, schema_version, now_ms } = await ask(readAbout, 'about_cloud', null, signal)
        return { kind: 'malformed', cloud_id, schema_version, now_ms }
      }
    },
    pull: (request, signal) => ask(readPulled, 'pull_changes', request, signal),
    stored: (request, signal) => ask(readStored, 'stored_files', request, signal),
    removable: (request, signal) => ask(readRemovable, 'removable_files', request, signal),
    deleteAccount: signal => ask(readDeleted, 'delete_account', null, signal),
    warehouseHolds: signal => ask(readWarehouse, 'warehouse_holds', null, signal),
    beginAgain: signal => ask(readBegun, 'begin_again', null, signal),
    holds: signal => ask(readHolds, 'about_rows', null, signal),
    compare: (request, signal) => ask(readCompared, 'compare_rows', request, signal),
    read: (request, signal) => ask(readNewest, 'read_rows', request, signal),
  }
}
