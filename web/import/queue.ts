/**
 * Brings the links that wait in the database's queue: one after the other, in one tab at a time, whenever
 * there is a signal, until each is ready for its preview or failed for a reason that waiting won't cure.
 */
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import type { QueueEntry } from '../db/query.ts'
import type { Surroundings } from './browser.ts'
import { fetchReport } from './report.ts'
import { isPatient, wait_ms } from './waits.ts'

export interface QueueState {
  /** The report that is coming in now. */
  readonly fetching: { readonly id: string; readonly received_bytes: number } | null
}

export interface ImportQueue {
  /** The same object until it changes. */
  readonly state: () => QueueState
  readonly onState: (listener: () => void) => () => void
  /** Tries an entry at once: one that waits for its next try, or one that failed. */
  readonly retry: (entry: QueueEntry) => Promise<void>
  readonly close: () => void
}

export interface QueueWorld extends Surroundings {
  readonly db: Pick<Db, 'name' | 'query' | 'run' | 'watch'>
  readonly fetch: typeof globalThis.fetch
  /** Runs the work while no other tab runs one of that name. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>
}

interface Wait {
  readonly tries: number
  readonly until_ms: number
  readonly for: Problem['kind']
}

export function openQueue({ db, ...world }: QueueWorld): ImportQueue {
  const waits = new Map<string, Wait>()
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  let state: QueueState = { fetching: null }
  let current: { readonly id: string; readonly abort: AbortController } | null = null
  let draining = false
  let again = false
  let cancelTimer = () => {}

  const unwatch = db.watch('queue', null, entries => {
    // Removed here or in another tab: nobody waits for it any more.
    if (current && !entries.some(({ id }) => id === current?.id)) current.abort.abort()
    wake()
  })
  const unhope = world.onHope(() => {
    for (const [id, wait] of waits) if (wait.for === 'no_signal') waits.delete(id)
    wake()
  })

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async retry(entry) {
      waits.delete(entry.id)
      const { report_id, key } = entry
      if (entry.state === 'failed' && key !== null) {
        await db.run({ kind: 'queue_links', links: [{ report_id, key }] })
      }
      wake()
    },
    close() {
      closing.abort()
      current?.abort.abort()
      cancelTimer()
      unwatch()
      unhope()
    },
  }

  function wake(): void {
    again = true
    if (draining || closing.signal.aborted) return
    // The database is stopped, and the app says so; the next wake finds it well or not.
    drain().catch(() => {})
  }

  async function drain(): Promise<void> {
    draining = true
    cancelTimer()
    try {
      while (again && !closing.signal.aborted) {
        again = false
        if (!world.online() || !(await due())) continue
        // For one report at a time, so that a tab which falls asleep holds up the others for one at most.
        await world.alone(`rangebook-import:${db.name}`, async () => {
          const entry = await due()
          if (entry && !closing.signal.aborted) await bring(entry)
        })
        again = true
      }
    } finally {
      // In the same breath as the last look at `again`, or a wake in between would be lost.
      draining = false
    }
    const next_ms = Math.min(...[...waits.values()].map(({ until_ms }) => until_ms))
    if (Number.isFinite(next_ms) && !closing.signal.aborted) {
      cancelTimer = world.after(Math.max(0, next_ms - world.now()), wake)
    }
  }

  /** The first entry whose turn it is. Asked anew each time: another tab may have brought it. */
  async function due(): Promise<QueueEntry | undefined> {
    const entries = await db.query('queue', null)
    for (const id of waits.keys()) {
      if (!entries.some(entry => entry.id === id && entry.state === 'waiting')) waits.delete(id)
    }
    return entries.find(({ id, state }) => {
      return state === 'waiting' && (waits.get(id)?.until_ms ?? 0) <= world.now()
    })
  }

  async function bring(entry: QueueEntry): Promise<void> {
    const { id, report_id, key } = entry
    const abort = new AbortController()
    current = { id, abort }
    show({ fetching: { id, received_bytes: 0 } })
    const fetched = await fetchReport(world.fetch, { report_id, key: key ?? '' }, abort.signal, bytes =>
      show({ fetching: { id, received_bytes: bytes } }),
    )
    // Not aborted by the watch any longer: what the queue says of it now is our own doing.
    current = null
    if (fetched.kind === 'report') {
      const kept = await db.run({ kind: 'queue_fetched', queue_id: id, text: fetched.text })
      if (!kept.ok) hold(id, kept.problem, null)
    } else if (fetched.kind === 'problem') {
      const { problem, retryAfter_s } = fetched
      const keep = isPatient(problem.kind)
      // Held even if it is said to have failed: that may not get written.
      hold(id, problem, retryAfter_s)
      // Said once: each try that fails alike is no news, and would be a write.
      if (!keep || entry.problem?.kind !== problem.kind) {
        await db.run({ kind: 'queue_failed', queue_id: id, problem, keep })
      }
    }
    show({ fetching: null })
  }

  function hold(id: string, problem: Problem, retryAfter_s: number | null): void {
    const tries = (waits.get(id)?.tries ?? 0) + 1
    const wait = Math.max((retryAfter_s ?? 0) * 1000, wait_ms(problem.kind, tries, world.random()))
    waits.set(id, { tries, until_ms: world.now() + wait, for: problem.kind })
  }

  function show(next: QueueState): void {
    state = next
    for (const listener of listeners) listener()
  }
}
