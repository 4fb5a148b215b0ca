/**
 * One round with the cloud: until the outbox is empty and the cursor stands at the head. It may end at any
 * await, by an error or with the page, and the next one goes on from there.
 */
import { SCHEMA_VERSION } from '../../shared/schema/catalogue.ts'
import { MAX_ROWS, type Pushed, type Request } from '../../shared/sync/wire.ts'
import type { Db } from '../db/client.ts'
import type { NewCommand } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { Bound, SyncStanding } from '../db/query.ts'
import { type Cloud, CloudError } from './cloud.ts'
import { accountDeleted, appTooOld, busy, notUnderstood, SyncTrouble, stuck } from './problems.ts'

export interface Progress {
  readonly kind: 'sending' | 'receiving'
  /** Rows, or revisions. */
  readonly done: number
  readonly of: number
}

/** How much goes at once: halved where it was too much, doubled where it was not. */
export interface Sizes {
  push_rows: number
  pull_rows: number
}

export const firstSizes = (): Sizes => ({ push_rows: 500, pull_rows: 1_000 })

interface RoundWorld {
  readonly db: Pick<Db, 'query' | 'run'>
  readonly cloud: Cloud
  readonly sizes: Sizes
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Whether another tab should have its turn. */
  readonly tired: () => boolean
}

/** Characters; the cloud takes 4 MB, and a slow signal a while for one. */
const PUSH_BYTES = 1_000_000
/** Shown before all the rest on a new device. */
const NEWEST = 5
/** Settling and restamping take one try each; another device may come between. */
const TRIES = 5

/** True when both are equal, false when it is tired. Throws a SyncTrouble, a CloudError or a ProblemError. */
export async function syncRound({
  db,
  cloud,
  sizes,
  signal,
  onProgress,
  tired,
}: RoundWorld): Promise<boolean> {
  const left = { settle: TRIES, restamp: TRIES, push: TRIES }
  let asked = false
  let understood = false
  let most_waiting = 0
  let first_cursor: number | null = null

  await join(false)
  const { empty } = await standing()
  if (empty && (await bound()).cursor === 0 && !(await bound()).complete) await preview()
  for (let first = true; ; first = false) {
    const { waiting } = await standing()
    const now = await bound()
    const behind = now.head === null || now.cursor < now.head
    if (waiting === 0 && asked && !behind) return true
    // A step at least, so that ever so slow ones come to an end.
    if (!first && tired()) return false
    most_waiting = Math.max(most_waiting, waiting)
    if (waiting > 0) {
      onProgress({ kind: 'sending', done: most_waiting - waiting, of: most_waiting })
      await push(now)
    } else {
      first_cursor ??= now.cursor
      if (now.head !== null && behind)
        onProgress({ kind: 'receiving', done: now.cursor - first_cursor, of: now.head - first_cursor })
      await pull(now)
    }
  }

  async function standing(): Promise<SyncStanding> {
    signal.throwIfAborted()
    return db.query('sync', null)
  }

  async function bound(): Promise<Bound> {
    const { bound } = await standing()
    if (!bound) throw new SyncTrouble(stuck)
    return bound
  }

  /** Whose database it is, and in which epoch. */
  async function join(again: boolean): Promise<void> {
    const { bound: before } = await standing()
    if (!before || before.user_id !== cloud.user_id || again) {
      const { cloud_id } = await cloud.about(signal)
      await run({ kind: 'sync_bind', cloud_id, user_id: cloud.user_id, anew: false })
    }
    const now = await bound()
    if (now.epoch === 0) await settle(now)
  }

  async function preview(): Promise<void> {
    const now = await bound()
    const answer = await cloud.newest({ ...requestOf(now), sessions: NEWEST }, signal)
    if (answer.kind !== 'previewed') return hindered(answer, now)
    await run({ kind: 'sync_pulled', asked: now, answer })
  }

  async function push(now: Bound): Promise<void> {
    const before = await standing()
    const batch = await db.query('sync_batch', { rows: sizes.push_rows, bytes: PUSH_BYTES })
    if (batch.gone.length > 0) await run({ kind: 'sync_gone', rows: batch.gone })
    if (batch.rows.length === 0) return
    const asking = cloud.push({ ...requestOf(now), rows: batch.rows }, signal)
    const answer = await sized(asking, 'push_rows', batch.rows.length)
    if (answer === null) return
    switch (answer.kind) {
      case 'pushed':
        asked = true
        sizes.push_rows = Math.min(MAX_ROWS, sizes.push_rows * 2)
        await run({ kind: 'sync_pushed', asked: now, sent: batch.sent, answer })
        break
      case 'malformed':
      case 'too_large': {
        // A text that no cloud can read spoils the whole push; else it is this app that is not understood.
        if (answer.kind === 'malformed' && !understood) await pull(now)
        if (batch.rows.length > 1) return halve('push_rows', batch.rows.length)
        const refused = refusedAlone(now, answer)
        await run({ kind: 'sync_pushed', asked: now, sent: batch.sent, answer: refused })
        break
      }
      case 'clock_ahead':
        if (left.restamp-- === 0) throw new SyncTrouble(stuck)
        await run({ kind: 'sync_restamp', now_ms: answer.now_ms, highest: answer.highest })
        return
      default:
        return hindered(answer, now)
    }
    // An answer that takes nothing off the queue, time and again, is no progress.
    if ((await standing()).waiting < before.waiting) left.push = TRIES
    else if (left.push-- === 0) throw new SyncTrouble(stuck)
  }

  async function pull(now: Bound): Promise<void> {
    const asking = cloud.pull({ ...requestOf(now), limit: sizes.pull_rows }, signal)
    const answer = await sized(asking, 'pull_rows', sizes.pull_rows)
    if (answer === null) return
    if (answer.kind !== 'pulled') return hindered(answer, now)
    asked = true
    understood = true
    sizes.pull_rows = Math.min(firstSizes().pull_rows, sizes.pull_rows * 2)
    await run({ kind: 'sync_pulled', asked: now, answer })
  }

  /** Null: it took too long, and half of it is asked next. */
  async function sized<T>(asking: Promise<T>, what: keyof Sizes, rows: number): Promise<T | null> {
    try {
      return await asking
    } catch (error) {
      if (!(error instanceof CloudError && error.kind === 'timeout') || rows <= 1) throw error
      halve(what, rows)
      return null
    }
  }

  function halve(what: keyof Sizes, rows: number): void {
    sizes[what] = Math.max(1, Math.floor(rows / 2))
  }

  async function settle(now: Bound): Promise<void> {
    if (left.settle-- === 0) throw new SyncTrouble(stuck)
    const answer = await cloud.settle(requestOf(now), signal)
    if (answer.kind === 'settled') await run({ kind: 'sync_epoch', epoch: answer.epoch })
    else await hindered(answer, now)
  }

  async function hindered(
    { kind }: { readonly kind: Exclude<Awaited<ReturnType<Cloud['settle']>>['kind'], 'settled'> },
    now: Bound,
  ): Promise<void> {
    switch (kind) {
      case 'out_of_step':
        return settle(now)
      case 'busy':
        throw new SyncTrouble(busy)
      case 'client_too_old':
        throw new SyncTrouble(appTooOld)
      case 'malformed':
        throw new SyncTrouble(notUnderstood)
      case 'account_deleted':
        throw new SyncTrouble(accountDeleted)
      case 'other_cloud':
      case 'other_golfer':
        // The database says which, and what to do; where both agree after all, it is the cloud that errs.
        await join(true)
        throw new SyncTrouble(stuck)
      default:
        kind satisfies never
    }
  }

  async function run(command: NewCommand): Promise<void> {
    signal.throwIfAborted()
    const outcome = await db.run(command)
    if (!outcome.ok) throw new ProblemError(outcome.problem)
  }
}

/** A history goes to another cloud and is brought along: the golfer was asked. Throws as a round does. */
export async function moveTo(cloud: Cloud, db: Pick<Db, 'run'>, signal: AbortSignal): Promise<void> {
  const { cloud_id } = await cloud.about(signal)
  const outcome = await db.run({ kind: 'sync_bind', cloud_id, user_id: cloud.user_id, anew: true })
  if (!outcome.ok) throw new ProblemError(outcome.problem)
}

export function requestOf(bound: Bound): Request {
  const { cloud_id, user_id, epoch, cursor, pulled_token, pushed_token } = bound
  return { client: SCHEMA_VERSION, cloud_id, user_id, epoch, cursor, pulled_token, pushed_token }
}

/** A row that spoils a push even by itself: as if the cloud had answered that row. */
function refusedAlone(
  now: Bound,
  every: Pick<Pushed, 'cloud_id' | 'schema_version' | 'now_ms'> & {
    readonly kind: 'too_large' | 'malformed'
  },
): Pushed {
  const at = now.head ?? now.cursor
  const results = [{ answer: 'refused', reason: every.kind }] as const
  return {
    ...every,
    kind: 'pushed',
    epoch: now.epoch,
    from_rev: at,
    head: at,
    token: null,
    count: 1,
    results: [...results],
  }
}
