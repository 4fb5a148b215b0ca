/**
 * The page's door to the database. `openDb` starts this tab's worker and returns at once; answers
 * come from whichever tab's worker owns the database.
 */
import { SCHEMA_VERSION } from '../../shared/schema/catalogue.ts'
import type { ExportRequest, RestorePreview } from './backup.ts'
import type { Command, NewCommand, Outcome, Problem } from './command.ts'
import { forgetHistory, hasHistory, markHistory } from './databases.ts'
import { type Answered, liveQueries } from './live.ts'
import {
  type Announcement,
  type Call,
  channels,
  DATABASE_WORKER,
  FIRST_VISIT_WORKER,
  type FromWorker,
  type ToAll,
  type ToOwner,
  type ToTab,
  type ToWorker,
} from './messages.ts'
import { stoppedDb, whatIsMissing } from './missing.ts'
import * as problems from './problems.ts'
import { ProblemError } from './problems.ts'
import type { Answer, Params, QueryName } from './query.ts'
import { watchSilence } from './silence.ts'
import { uuidv7 } from './uuid.ts'

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

/** What takes its time can be watched and stopped. */
export interface Long {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Its functions need no `this`: they may be taken off it. */
export interface Db {
  readonly name: string
  /** The same object until the state changes. */
  readonly state: () => DbState
  readonly onState: (listener: (state: DbState) => void) => () => void
  readonly query: <Q extends QueryName>(name: Q, params: Params<Q>) => Promise<Answer<Q>>
  /** The answer of a question that is watched, or kept since (live.ts). */
  readonly last: <Q extends QueryName>(name: Q, params: Params<Q>) => Answer<Q> | undefined
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
  readonly run: (command: NewCommand | Command, options?: Long) => Promise<Outcome>
  /** The database as a SQLite file; where it is stopped, what can still be read of it. */
  readonly exportFile: () => Promise<Uint8Array<ArrayBuffer>>
  /** A file to leave with, in the browser's keeping. Rejects with a ProblemError, cancelled too. */
  readonly exportAs: (request: ExportRequest, options?: Long) => Promise<Blob>
  /** What a backup would bring; also where the database is stopped. Rejects with a ProblemError. */
  readonly previewRestore: (file: Blob, options?: Long) => Promise<RestorePreview>
  /** Carries out one of the offers of a stopped database. */
  readonly recover: (how: Recovery) => Promise<void>
  readonly close: () => void
}

/** What `openDb` stands on; another worker in tests. */
export interface Wiring {
  readonly startWorker: () => Worker
  /** Schema version of this build. */
  readonly version: number
}

const browser: Wiring = {
  startWorker: () =>
    new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: navigator.serviceWorker?.controller ? DATABASE_WORKER : FIRST_VISIT_WORKER,
    }),
  version: SCHEMA_VERSION,
}

/** A worker that breaks more often than this is not started again. */
const RESTARTS = 3

interface Pending {
  readonly call: Call
  readonly resolve: (answer: Extract<ToTab, { id: string }>) => void
  readonly reject: (error: ProblemError) => void
  readonly onProgress: ((progress: Progress) => void) | undefined
  cancelled: boolean
}

export function openDb(name: string, wiring: Wiring = browser): Db {
  const missing = whatIsMissing(name)
  if (missing) return stoppedDb(name, missing)

  const tab = uuidv7()
  const live = liveQueries()
  const pending = new Map<string, Pending>()
  const stateListeners = new Set<(state: DbState) => void>()
  const toOwner = new BroadcastChannel(channels.owner(name))
  const toAll = new BroadcastChannel(channels.all(name))
  const toTab = new BroadcastChannel(channels.tab(name, tab))
  let state: DbState = { kind: 'opening' }
  let owner: { readonly term: string; readonly mine: boolean } | null = null
  /** Why it takes no more calls. */
  let over: Problem | null = null
  let marked = hasHistory(name)
  let calls = 0
  let restarts = 0
  let worker = start()
  const watchdog = watchSilence({
    outstanding: () => pending.size > 0 || !owner,
    ask() {
      if (owner) tellOwner({ kind: 'ping', tab })
      else toOwner.postMessage({ kind: 'hello', tab } satisfies ToOwner)
    },
    replace() {
      if (!owner?.mine) toWorker({ kind: 'steal' })
    },
  })

  toAll.onmessage = ({ data }: MessageEvent<ToAll>) => {
    if (data.kind === 'owner') meet(data)
    else if (data.kind === 'removed') {
      become({ kind: 'stopped', ...problems.removed })
      letGo(problems.removed.problem)
    } else if (data.term === owner?.term) {
      watchdog.heard()
      live.changed(data.seq, data.tables)
    }
  }
  toTab.onmessage = ({ data }: MessageEvent<ToTab>) => take(data)
  // The owner, if there is one, announces itself; else our worker is the owner soon.
  toOwner.postMessage({ kind: 'hello', tab } satisfies ToOwner)
  watchdog.start()

  function start(): Worker {
    const started = wiring.startWorker()
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'broken') restart()
      else take(data)
    }
    started.onerror = event => {
      console.error(event.message)
      restart()
    }
    const first: ToWorker = { kind: 'start', name, tab, expected: marked }
    started.postMessage(first)
    return started
  }

  /** Its lock goes with it: another worker, or the new one, takes the database over. */
  function restart(): void {
    worker.terminate()
    if (over) return
    if (restarts++ < RESTARTS) worker = start()
    else if (owner === null || owner.mine) become({ kind: 'stopped', ...problems.workerFailed })
  }

  function become(next: DbState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of stateListeners) listener(next)
  }

  function meet(announced: Announcement): void {
    const isNew = announced.term !== owner?.term
    owner = { term: announced.term, mine: announced.tab === tab }
    watchdog.heard()
    if (announced.written) mark()
    if (announced.version < wiring.version) {
      // An older build would not know our commands: its tab follows, and asks for a reload.
      toWorker({ kind: 'steal' })
      return
    }
    if (announced.version > wiring.version) become({ kind: 'stopped', ...problems.newer })
    else if (announced.state.kind === 'ready') become({ kind: 'ready', owner: owner.mine })
    else become(announced.state)
    if (isNew) for (const [id, { call, cancelled }] of pending) post(id, call, cancelled)
    if (announced.state.kind === 'ready') live.renewAll()
  }

  function take(answer: ToTab): void {
    // From an owner that was replaced: the call was repeated to the new one.
    if (answer.term !== owner?.term) return
    watchdog.heard()
    if (answer.kind === 'heard') return
    const waiting = pending.get(answer.id)
    if (!waiting) return
    if (answer.kind === 'progress') {
      waiting.onProgress?.({ done: answer.done, of: answer.of })
      return
    }
    pending.delete(answer.id)
    if (answer.kind === 'refused') waiting.reject(new ProblemError(answer.problem))
    else waiting.resolve(answer)
  }

  function toWorker(message: ToWorker): void {
    worker.postMessage(message)
  }

  function tellOwner(message: ToOwner): void {
    // Without an owner nothing is sent: whoever becomes it is told all that is pending.
    if (owner?.mine) toWorker(message)
    else if (owner) toOwner.postMessage(message)
  }

  function post(id: string, call: Call, cancelled: boolean): void {
    tellOwner({ kind: 'call', tab, id, call })
    if (cancelled) tellOwner({ kind: 'cancel', tab, id })
  }

  function ask(call: Call, options: Long = {}): Promise<Extract<ToTab, { id: string }>> {
    return new Promise((resolve, reject) => {
      if (over) return reject(new ProblemError(over))
      const id = `${tab} ${++calls}`
      const waiting: Pending = { call, resolve, reject, onProgress: options.onProgress, cancelled: false }
      pending.set(id, waiting)
      const cancel = () => {
        if (!pending.has(id)) return
        waiting.cancelled = true
        tellOwner({ kind: 'cancel', tab, id })
      }
      if (options.signal?.aborted) waiting.cancelled = true
      else options.signal?.addEventListener('abort', cancel, { once: true })
      post(id, call, waiting.cancelled)
      watchdog.start()
    })
  }

  function mark(): void {
    if (marked) return
    marked = true
    markHistory(name)
    toWorker({ kind: 'expect', expected: true })
  }

  function forget(): void {
    marked = false
    forgetHistory(name)
    toWorker({ kind: 'expect', expected: false })
  }

  /** Its worker's lock and connection go with it. */
  function letGo(why: Problem): void {
    over = why
    watchdog.stop()
    worker.terminate()
    for (const channel of [toOwner, toAll, toTab]) channel.close()
    for (const { reject } of pending.values()) reject(new ProblemError(why))
    pending.clear()
  }

  async function query(queryName: QueryName, params: unknown): Promise<Answered> {
    const answer = await ask({ do: 'query', name: queryName, params })
    if (answer.kind !== 'answer') throw new Error(`not an answer: ${answer.kind}`)
    return answer
  }

  async function done(call: Call, options?: Long): Promise<unknown> {
    const answer = await ask(call, options)
    if (answer.kind !== 'done') throw new Error(`not done: ${answer.kind}`)
    return answer.value
  }

  return {
    name,
    state: () => state,
    onState(listener) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    query: async <Q extends QueryName>(queryName: Q, params: Params<Q>) =>
      (await query(queryName, params)).value as Answer<Q>,
    last: <Q extends QueryName>(queryName: Q, params: Params<Q>) =>
      live.last(keyOf(queryName, params)) as Answer<Q> | undefined,
    watch: <Q extends QueryName>(queryName: Q, params: Params<Q>, listener: (answer: Answer<Q>) => void) =>
      live.watch(
        keyOf(queryName, params),
        () => query(queryName, params),
        value => listener(value as Answer<Q>),
      ),
    async run(command, options) {
      const whole: Command = 'id' in command ? command : { ...command, id: uuidv7() }
      try {
        const answer = await ask({ do: 'run', command: whole }, options)
        if (answer.kind !== 'outcome') throw new Error(`not an outcome: ${answer.kind}`)
        if (answer.outcome.ok) mark()
        return answer.outcome
      } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem }
        throw error
      }
    },
    exportFile: async () => (await done({ do: 'export' })) as Uint8Array<ArrayBuffer>,
    exportAs: async (request, options) => (await done({ do: 'export_as', request }, options)) as Blob,
    previewRestore: async (file, options) =>
      (await done({ do: 'preview_restore', file }, options)) as RestorePreview,
    async recover(how) {
      await ask({ do: 'recover', how })
      if (how === 'start_afresh') forget()
    },
    close() {
      if (over) return
      tellOwner({ kind: 'bye', tab })
      letGo(problems.failed)
    },
  }
}

const keyOf = (name: QueryName, params: unknown) => JSON.stringify([name, params])
