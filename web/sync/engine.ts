/**
 * Keeps one database and its cloud equal: woken by an edit, a signal, a look, a timer or a button, in one
 * tab at a time; what fails is tried again, ever more patiently. It drains with no further event.
 */
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { SAMPLE } from '../db/databases.ts'
import type { Surroundings } from '../import/browser.ts'
import { wait_ms } from '../import/waits.ts'
import type { Cloud } from './cloud.ts'
import { passes, problemOf } from './problems.ts'
import { firstSizes, moveTo, type Progress, syncRound } from './round.ts'

export interface SyncState {
  readonly now:
    | Progress
    /** Nothing to do, or an edit that goes in a moment. */
    | { readonly kind: 'resting' }
    | { readonly kind: 'asking' }
    /** The system knows that there is no signal. */
    | { readonly kind: 'offline' }
    /** `again_ms`: when it is tried by itself (wall clock); null = something must be done first. */
    | { readonly kind: 'failed'; readonly problem: Problem; readonly again_ms: number | null }
  /** Rows that the cloud has not seen as they are now. */
  readonly waiting: number
  /** Rows that wait for a newer cloud. */
  readonly held: number
  /** Rows that the cloud refused. */
  readonly refused: number
  /** When all was last known to be equal (wall clock); null = not since the app was opened. */
  readonly synced_ms: number | null
}

export interface SyncEngine {
  /** The same object until it changes. */
  readonly state: () => SyncState
  readonly onState: (listener: () => void) => () => void
  /** Now. Resolves when it came to an end, well or not. */
  readonly sync: () => Promise<void>
  /** Brings a history that belongs to another cloud along to this one. */
  readonly move: () => Promise<void>
  readonly close: () => void
}

export interface SyncWorld extends Surroundings {
  readonly db: Pick<Db, 'name' | 'query' | 'run' | 'watch'>
  readonly cloud: Cloud
  /** Runs the work while no other tab runs one of that name. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>
}

/** Several edits in a row go together. */
const EDIT_MS = 100
/** Well below the patience of a tab that waits for its turn (alone.ts). */
const TURN_MS = 45_000
/** What other devices did is asked for, while the app is open. */
const POLL_MS = 60_000

export function openSync({ db, cloud, ...world }: SyncWorld): SyncEngine {
  if (db.name === SAMPLE) throw new Error('the sample never syncs')
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  const sizes = firstSizes()
  let state: SyncState = { now: { kind: 'resting' }, waiting: 0, held: 0, refused: 0, synced_ms: null }
  let running: Promise<void> | null = null
  let again = false
  let tries = 0
  let cancelTimer = () => {}

  const unwatch = db.watch('sync', null, ({ waiting, held, refused }) => {
    const more = waiting > state.waiting
    show({ waiting, held, refused })
    // During a round the round itself sees it; after a failure the next try brings it along.
    if (more && running === null && state.now.kind === 'resting') wakeIn(EDIT_MS)
  })
  const unhope = world.onHope(() => {
    tries = 0
    void wake()
  })
  void wake()

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sync: wake,
    async move() {
      await moveTo(cloud, db, closing.signal)
      await wake()
    },
    close() {
      closing.abort()
      cancelTimer()
      unwatch()
      unhope()
    },
  }

  function wake(): Promise<void> {
    again = true
    if (closing.signal.aborted) return Promise.resolve()
    running ??= drain().finally(() => {
      running = null
      // An edit whose news came between the round's last look and here.
      if (state.now.kind === 'resting' && state.waiting > 0) wakeIn(EDIT_MS)
    })
    return running
  }

  function wakeIn(ms: number): void {
    cancelTimer()
    if (!closing.signal.aborted) cancelTimer = world.after(ms, () => void wake())
  }

  async function drain(): Promise<void> {
    cancelTimer()
    while (again && !closing.signal.aborted) {
      again = false
      if (!world.online()) {
        show({ now: { kind: 'offline' } })
        // No event may come: some systems do not tell that the signal is back.
        wakeIn(POLL_MS)
        return
      }
      try {
        show({ now: { kind: 'asking' } })
        await world.alone(`rangebook-sync:${db.name}`, async () => {
          const until_ms = world.now() + TURN_MS
          const whole = await syncRound({
            db,
            cloud,
            sizes,
            signal: closing.signal,
            onProgress: now => show({ now }),
            tired: () => world.now() > until_ms,
          })
          if (!whole) again = true
        })
        if (again) continue
        const { waiting, held, refused } = await db.query('sync', null)
        tries = 0
        show({ now: { kind: 'resting' }, waiting, held, refused, synced_ms: world.now() })
      } catch (error) {
        if (!closing.signal.aborted) failed(error)
        return
      }
    }
    wakeIn(POLL_MS * (0.75 + world.random() / 2))
  }

  function failed(error: unknown): void {
    const problem = problemOf(error)
    // The database is stopped, and the app says so; or a bug, which is tried again as seldom as all else.
    if (problem === null) console.error(error)
    const known = problem ?? {
      kind: 'failed',
      says: 'Sync failed. It is tried again.',
      cure: 'retry' as const,
    }
    tries++
    const in_ms = problem === null || passes(problem) ? wait_ms('no_signal', tries, world.random()) : null
    show({ now: { kind: 'failed', problem: known, again_ms: in_ms === null ? null : world.now() + in_ms } })
    if (in_ms !== null) wakeIn(in_ms)
  }

  function show(change: Partial<SyncState>): void {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
}
