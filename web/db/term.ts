/** One ownership of a database: it is open, and the calls of all tabs are answered. */
import type { SqlJsStatic } from 'sql.js'
import type { Staged } from './backup/stage.ts'
import type { RestorePreview } from './backup.ts'
import type { Command, Outcome } from './command.ts'
import type { CommandContext } from './commands/context.ts'
import { LogError } from './idb.ts'
import { type Announcement, type Call, channels, type ToAll, type ToOwner, type ToTab } from './messages.ts'
import type { Migration } from './migrate.ts'
import * as problems from './problems.ts'
import { ProblemError } from './problems.ts'
import type { Reader, Tx } from './sql.ts'
import { openStore, type Store } from './store.ts'

/** What a worker is made of; another registry in tests. */
export interface Engine {
  readonly loadSql: () => Promise<SqlJsStatic>
  readonly migrations: readonly Migration[]
  readonly prepare: (run: (sql: string) => void) => void
  readonly queries: {
    readonly [name: string]: {
      readonly tables: readonly string[]
      readonly keeps?: true
      readonly read: (reader: Reader, params: never) => unknown
    }
  }
  readonly runCommand: (tx: Tx, command: Command, context: CommandContext) => Promise<Outcome>
  readonly now: () => number
  readonly uuid: () => string
}

const QUIET_MS = 3_000
const PROGRESS_EVERY_MS = 50

export interface Term {
  readonly ended: Promise<void>
  hear(message: ToOwner, reply: (answer: ToTab) => void): void
  end(): void
}

/** From the lock's grant until it is lost: the database is open, and calls of all tabs are answered. */
export function beginTerm({
  broken,
  engine,
  name,
  tab,
  expected,
}: {
  /** The worker's memory can't be trusted any more. */
  broken: () => void
  engine: Engine
  name: string
  tab: string
  expected: boolean
}): Term {
  const term = engine.uuid()
  const toAll = new BroadcastChannel(channels.all(name))
  const fromTabs = new BroadcastChannel(channels.owner(name))
  const toTabs = new Map<string, BroadcastChannel>()
  const running = new Map<string, AbortController>()
  let over = false
  let store: Store | null = null
  let announced: Announcement['state'] = { kind: 'opening' }
  let quiet: ReturnType<typeof setTimeout> | undefined
  let finish = () => {}
  const ended = new Promise<void>(resolve => {
    finish = resolve
  })

  fromTabs.onmessage = ({ data }: MessageEvent<ToOwner>) =>
    hear(data, answer => toTab(data.tab).postMessage(answer))
  announce()
  const opening = openStore({ ...engine, name, sql: engine.loadSql(), expected }).then(opened => {
    if (over) opened.close()
    store = opened
    stateMayHaveChanged()
    return opened
  })
  opening.catch(error => {
    if (isFenced(error)) return end()
    console.error(error)
    announced = { kind: 'stopped', ...problems.workerFailed }
    announce()
  })

  function say(message: ToAll): void {
    if (!over) toAll.postMessage(message)
  }

  function announce(): void {
    const written = announced.kind === 'ready' && (store?.seq() ?? 0) > 0
    say({ kind: 'owner', term, tab, state: announced, version: engine.migrations.length, written })
  }

  function stateMayHaveChanged(): void {
    if (!store) return
    const stop = store.stopped()
    const same = stop
      ? announced.kind === 'stopped' && announced.problem === stop.problem
      : announced.kind === 'ready'
    if (same) return
    announced = stop ? { kind: 'stopped', ...stop } : { kind: 'ready' }
    announce()
  }

  function toTab(of: string): BroadcastChannel {
    let channel = toTabs.get(of)
    if (!channel) {
      channel = new BroadcastChannel(channels.tab(name, of))
      toTabs.set(of, channel)
    }
    return channel
  }

  function hear(message: ToOwner, reply: (answer: ToTab) => void): void {
    switch (message.kind) {
      case 'hello':
        announce()
        return
      case 'bye':
        toTabs.get(message.tab)?.close()
        toTabs.delete(message.tab)
        return
      case 'ping':
        reply({ kind: 'heard', term })
        return
      case 'cancel':
        running.get(message.id)?.abort()
        return
      case 'call':
        reply({ kind: 'heard', term })
        // Repeated while it runs: it is answered once.
        if (!running.has(message.id)) void answer(message.id, message.call, reply)
        return
      default:
        message satisfies never
    }
  }

  async function answer(id: string, call: Call, reply: (answer: ToTab) => void): Promise<void> {
    const abort = new AbortController()
    running.set(id, abort)
    clearTimeout(quiet)
    try {
      const answered = await carryOut(await opening, id, call, abort.signal, reply)
      if (!over) reply(answered)
    } catch (error) {
      if (isFenced(error)) return end()
      if (error instanceof WebAssembly.RuntimeError) return broken()
      if (!over) reply(refusal(id, call, error, abort.signal))
    } finally {
      running.delete(id)
      stateMayHaveChanged()
      if (running.size === 0 && !over) quiet = setTimeout(tidy, QUIET_MS)
    }
  }

  function refusal(id: string, call: Call, error: unknown, signal: AbortSignal): ToTab {
    let problem = problems.failed
    if (error instanceof ProblemError) problem = error.problem
    else if (signal.aborted) problem = problems.cancelled
    else console.error(error)
    if (call.do === 'run') return { kind: 'outcome', term, id, outcome: { ok: false, problem } }
    return { kind: 'refused', term, id, problem }
  }

  async function carryOut(
    store: Store,
    id: string,
    call: Call,
    signal: AbortSignal,
    reply: (answer: ToTab) => void,
  ): Promise<ToTab> {
    const context = contextOf(id, signal, reply)
    switch (call.do) {
      case 'query': {
        const query = engine.queries[call.name]
        if (!query) throw new ProblemError(problems.newer.problem)
        return store.read(async reader => {
          const value = await query.read(reader, call.params as never)
          const { tables, keeps = false } = query
          return { kind: 'answer', term, id, value, seq: store.seq(), tables, keeps }
        })
      }
      case 'run':
        return { kind: 'outcome', term, id, outcome: await run(store, call.command, context) }
      case 'export':
        return { kind: 'done', term, id, value: await store.exportFile() }
      case 'export_as': {
        const { exportAs } = await import('./backup/export.ts')
        const copy = await store.copy()
        try {
          const value = await exportAs({ copy, payload: store.payload }, call.request, context)
          return { kind: 'done', term, id, value }
        } finally {
          copy.close()
        }
      }
      case 'preview_restore': {
        const staged = await stage(call.file, context)
        try {
          return { kind: 'done', term, id, value: await preview(store, staged, context) }
        } finally {
          staged.close()
        }
      }
      case 'recover':
        await store.recover(call.how)
        return { kind: 'done', term, id, value: null }
      default:
        return call satisfies never
    }
  }

  function contextOf(id: string, signal: AbortSignal, reply: (answer: ToTab) => void): CommandContext {
    let lastProgress_ms = 0
    return {
      now: engine.now,
      loadSql: engine.loadSql,
      uuid: engine.uuid,
      signal,
      yieldNow,
      progress(progress) {
        const now_ms = performance.now()
        if (now_ms - lastProgress_ms < PROGRESS_EVERY_MS || over) return
        lastProgress_ms = now_ms
        reply({ kind: 'progress', term, id, ...progress })
      },
    }
  }

  async function stage(file: Blob, context: CommandContext): Promise<Staged> {
    const { stageOrThrow } = await import('./backup/stage.ts')
    return stageOrThrow(file, context)
  }

  /** A stopped database has nothing to compare with: it is to be begun anew with what the file holds. */
  async function preview(store: Store, staged: Staged, context: CommandContext): Promise<RestorePreview> {
    const { previewOf } = await import('./backup/preview.ts')
    if (store.stopped()) return previewOf(staged, null, context)
    return (await store.write(tx => previewOf(staged, tx, context), staged.database)).value
  }

  async function run(store: Store, command: Command, context: CommandContext): Promise<Outcome> {
    // Read and checked before its transaction, so that edits go on meanwhile.
    const staged = command.kind === 'restore' ? await stage(command.file, context) : undefined
    try {
      const { value, tables } = await store.write(async tx => {
        context.signal.throwIfAborted()
        const outcome = await engine.runCommand(tx, command, { ...context, ...(staged && { staged }) })
        if (!outcome.ok) throw new NotDone(outcome)
        context.signal.throwIfAborted()
        return outcome
      }, staged?.database)
      if (tables.length > 0) say({ kind: 'changed', term, seq: store.seq(), tables })
      return value
    } catch (error) {
      if (error instanceof NotDone) return error.outcome
      throw error
    } finally {
      staged?.close()
    }
  }

  async function tidy(): Promise<void> {
    try {
      await store?.tidy()
    } catch (error) {
      if (isFenced(error)) return end()
      // Nothing is lost by a fold that failed: the log is still there.
      console.warn(error)
    }
    stateMayHaveChanged()
  }

  function end(): void {
    if (over) return
    over = true
    clearTimeout(quiet)
    for (const abort of running.values()) abort.abort()
    for (const channel of [toAll, fromTabs, ...toTabs.values()]) channel.close()
    store?.close()
    finish()
  }

  return { ended, hear, end }
}

/** Ends the transaction of a command that was not done: its outcome says why. */
class NotDone extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('not done')
    this.outcome = outcome
  }
}

function isFenced(error: unknown): boolean {
  return error instanceof LogError && error.trouble === 'fenced'
}

/** A turn of the event loop, without the delay that timers get. */
function yieldNow(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
