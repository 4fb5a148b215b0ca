/**
 * Brings the pictures that are wanted: one shot after the other, in one tab at a time, single shots before
 * sessions, until all are here, nobody wants them any more, or something stops it. What is wanted stands in
 * the database, so it goes on after a reload; what came is kept, so nothing is fetched twice.
 */
import type { Db } from '../db/client.ts'
import type { MediaTarget, NewCommand, Problem } from '../db/command.ts'
import { filesLock } from '../db/files.ts'
import { ProblemError } from '../db/problems.ts'
import type { MediaWant } from '../db/query.ts'
import type { Surroundings } from '../import/browser.ts'
import { wait_ms } from '../import/waits.ts'
import type { Budget } from './budget.ts'
import type { Brought, ShotWorld } from './shot.ts'
import { budgetReached, canCome, hashesOf, isSame, isWhole, NO_SIGNAL } from './wanted.ts'

export interface MediaState {
  /** What comes in now, here in this tab. */
  readonly fetching: {
    readonly want: MediaTarget
    readonly shots: { readonly done: number; readonly of: number }
    /** Of the shot in hand. */
    readonly files: { readonly done: number; readonly of: number }
  } | null
  /** Why nothing comes in though something is wanted; it goes on by itself. */
  readonly held: Problem | null
  /** How often files went, as nobody names them or to make room: then the rest takes less. */
  readonly swept: number
}

export interface MediaFetcher {
  /** The same object until it changes. */
  readonly state: () => MediaState
  readonly onState: (listener: () => void) => () => void
  /** Also again, what was stopped. This and `stop` throw a ProblemError where it can't be saved. */
  readonly want: (want: MediaTarget) => Promise<void>
  /** What came so far stays. */
  readonly stop: (want: MediaTarget) => Promise<void>
  readonly close: () => void
}

export interface FetcherWorld extends Surroundings, Omit<ShotWorld, 'db' | 'budget_bytes'> {
  readonly db: Pick<Db, 'name' | 'query' | 'run' | 'watch'>
  readonly budget: Budget
  /** Runs the work while no other tab runs one of that name. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>
}

const IDLE: MediaState = { fetching: null, held: null, swept: 0 }
/** Nobody waits for the sweep: it leaves the opening of the app alone. */
const SWEEP_AFTER_MS = 5_000

export function openFetcher({ db, budget, ...world }: FetcherWorld): MediaFetcher {
  const lock = filesLock(db.name)
  const shotWorld: ShotWorld = { ...world, db, budget_bytes: budget.bytes }
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  let state = IDLE
  let wants: readonly MediaWant[] = []
  let current: { readonly want: MediaTarget; readonly abort: AbortController } | null = null
  let hold: { readonly tries: number; readonly until_ms: number } | null = null
  let draining = false
  let again = false
  let rows: number | null = null
  let cancelTimer = () => {}

  const unwatchWants = db.watch('media_wants', null, now => {
    wants = now
    if (current && !wants.some(want => current && isOpen(want) && isSame(want, current.want)))
      current.abort.abort()
    wake()
  })
  // Rows only go where shots were deleted for good, here or elsewhere: then their files go too.
  const unwatchRows = db.watch('media_count', null, count => {
    if (rows !== null && count < rows) sweep()
    rows = count
  })
  const unhope = world.onHope(() => {
    hold = null
    wake()
  })
  const unbudget = budget.onChange(() => {
    const room = world.copies()?.makeRoom(0, budget.bytes(), world.now())
    // What is over and has to stay, stays; the next fetch says so.
    room?.then(() => show({ swept: state.swept + 1 })).catch(() => {})
    for (const want of wants) if (want.problem?.kind === budgetReached.kind) wanted(want).catch(() => {})
  })
  const cancelSweep = world.after(SWEEP_AFTER_MS, sweep)

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async want(want) {
      hold = null
      await wanted(want)
      wake()
    },
    stop: ({ of, id }) => run({ kind: 'unwant_media', want: { of, id } }),
    close() {
      closing.abort()
      current?.abort.abort()
      cancelTimer()
      cancelSweep()
      unwatchWants()
      unwatchRows()
      unhope()
      unbudget()
      world.files.close()
    },
  }

  function wanted({ of, id }: MediaTarget): Promise<void> {
    return run({ kind: 'want_media', want: { of, id } })
  }

  async function run(command: NewCommand): Promise<void> {
    const outcome = await db.run(command)
    if (!outcome.ok) throw new ProblemError(outcome.problem)
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
        const want = next()
        if (!want || (hold && hold.until_ms > world.now())) continue
        if (!world.online()) {
          show({ fetching: null, held: NO_SIGNAL })
          continue
        }
        await carryOut(want)
        again = true
      }
    } finally {
      draining = false
      show({ fetching: null, held: next() ? state.held : null })
    }
    if (hold && next() && !closing.signal.aborted) {
      cancelTimer = world.after(Math.max(0, hold.until_ms - world.now()), wake)
    }
  }

  /** A shot is being looked at; a session can wait. */
  function next(): MediaWant | undefined {
    const open = wants.filter(isOpen)
    return open.find(({ of }) => of === 'shot') ?? open[0]
  }

  async function carryOut({ of, id }: MediaWant): Promise<void> {
    const want = { of, id }
    const abort = new AbortController()
    current = { want, abort }
    try {
      await bringAll(want, abort.signal)
    } finally {
      current = null
    }
  }

  async function bringAll(want: MediaTarget, signal: AbortSignal): Promise<void> {
    const { of, todo } = await plan(want)
    const before_ms = world.now()
    let some: Problem | null = null
    for (const [n, shot_id] of todo.entries()) {
      const shots = { done: of - todo.length + n, of }
      const showFiles = (done: number, of: number) =>
        show({ fetching: { want, shots, files: { done, of } }, held: null })
      showFiles(0, 0)
      // One shot at a time, so that a tab which falls asleep holds up the others for one at most.
      const brought = await alone(async () => {
        const bringing = await import('./shot.ts').catch(() => null)
        if (!bringing) return { kind: 'held', problem: NO_SIGNAL, retryAfter_s: null }
        return bringing.bringShot(shotWorld, shot_id, { signal, before_ms, onFile: showFiles })
      })
      switch (brought.kind) {
        case 'all':
          hold = null
          break
        case 'some':
          some = brought.problem
          break
        case 'stopped':
          return giveUp(want, brought.problem)
        case 'held': {
          const tries = (hold?.tries ?? 0) + 1
          const wait = wait_ms(brought.problem.kind, tries, world.random())
          hold = { tries, until_ms: world.now() + Math.max(wait, (brought.retryAfter_s ?? 0) * 1000) }
          show({ fetching: null, held: brought.problem })
          return
        }
        case 'aborted':
          return
        default:
          brought satisfies never
      }
      if (want.of === 'session' && next()?.of === 'shot') return
    }
    if (signal.aborted) return
    if (some) await giveUp(want, some)
    else await run({ kind: 'unwant_media', want })
    wants = await db.query('media_wants', null)
  }

  async function giveUp(want: MediaTarget, problem: Problem): Promise<void> {
    await run({ kind: 'media_failed', want, problem })
    wants = await db.query('media_wants', null)
  }

  /** The shots whose pictures are not all here, and how many there are with them. */
  async function plan({ of, id }: MediaTarget): Promise<{ of: number; todo: readonly string[] }> {
    const one = of === 'shot' ? await db.query('media_of_shot', { id }) : null
    const all = of === 'shot' ? (one ? [one] : []) : await db.query('media_of_session', { id })
    const media = all.filter(shot => canCome(shot, world.copies()))
    const here = await world.files.here(hashesOf(media))
    return {
      of: media.length,
      todo: media.filter(shot => !isWhole(shot, here)).map(({ shot_id }) => shot_id),
    }
  }

  async function alone(work: () => Promise<Brought>): Promise<Brought> {
    let brought: Brought = { kind: 'aborted' }
    await world.alone(lock, async () => {
      if (!closing.signal.aborted) brought = await work()
    })
    return brought
  }

  /** Files that no shot names: of shots deleted for good, or of a fetch that was killed before its rows. */
  function sweep(): void {
    if (closing.signal.aborted) return
    world
      .alone(lock, async () => {
        // Files first: what is put and named after this look is not among them.
        const files = await world.files.hashes()
        if (files.length === 0) return
        const named = new Set(await db.query('media_hashes', null))
        const orphans = files.filter(hash => !named.has(hash))
        if (orphans.length === 0) return
        await world.files.drop(orphans)
        show({ swept: state.swept + 1 })
      })
      // The next opening sweeps again.
      .catch(() => {})
  }

  function show(change: Partial<MediaState>): void {
    const next = { ...state, ...change }
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener()
  }
}

const isOpen = ({ problem }: MediaWant): boolean => problem === null
