/**
 * A tab's worker. It waits for the database's lock; with it, it owns the database and serves every
 * tab. Whoever finds the owner silent steals the lock; the one it was stolen from can write no more
 * (the log compares generations), forgets all and waits again.
 */
import type { SqlJsStatic } from 'sql.js'
import type { Command, Outcome } from './command.ts'
import type { CommandContext } from './commands/context.ts'
import { LogError } from './log.ts'
import {
  type Announcement,
  type Call,
  channels,
  type FromWorker,
  type ToAll,
  type ToOwner,
  type ToTab,
  type ToWorker,
} from './messages.ts'
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
      readonly read: (reader: Reader, params: never) => unknown
    }
  }
  readonly runCommand: (tx: Tx, command: Command, context: CommandContext) => Promise<Outcome>
  readonly now: () => number
  readonly uuid: () => string
}

/** The page, as its worker sees it. */
export interface Port {
  postMessage(message: FromWorker, transfer?: Transferable[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

const QUIET_MS = 3_000
const PROGRESS_EVERY_MS = 50

export function serve(port: Port, engine: Engine): void {
  let mine: Waiting | null = null
  port.onmessage = ({ data }) => {
    if (data.kind === 'start') mine = waitToOwn(port, engine, data)
    else mine?.hear(data)
  }
}

interface Waiting {
  hear(message: Exclude<ToWorker, { kind: 'start' }>): void
}

function waitToOwn(port: Port, engine: Engine, start: Extract<ToWorker, { kind: 'start' }>): Waiting {
  const { name, tab } = start
  let { expected } = start
  let term: Term | null = null

  /** Owns the database from the lock's grant until it is lost. */
  async function hold(how: LockOptions): Promise<void> {
    const held: Term[] = []
    try {
      await navigator.locks.request(`rangebook ${name}`, how, () => {
        term = beginTerm({ port, engine, name, tab, expected })
        held.push(term)
        return term.ended
      })
    } catch (error) {
      // AbortError: the lock was stolen from us.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
    for (const ours of held) {
      ours.end()
      if (term === ours) term = null
    }
  }

  /** First come, first served; whoever lost the lock joins the end of the line. */
  async function queue(): Promise<never> {
    for (;;) await hold({})
  }

  function failed(error: unknown): void {
    console.error(error)
    port.postMessage({ kind: 'broken' })
  }
  queue().catch(failed)

  return {
    hear(message) {
      switch (message.kind) {
        case 'expect':
          expected = message.expected
          return
        case 'steal':
          if (term) return
          // Our place in the line stays: it may come when this is stolen from us in turn.
          hold({ steal: true }).catch(failed)
          return
        default:
          term?.hear(message, answer => port.postMessage(answer, transferables(answer)))
      }
    },
  }
}

interface Term {
  readonly ended: Promise<void>
  hear(message: ToOwner, reply: (answer: ToTab) => void): void
  end(): void
}

/** From the lock's grant until it is lost: the database is open, and calls of all tabs are answered. */
function beginTerm({
  port,
  engine,
  name,
  tab,
  expected,
}: {
  port: Port
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
      if (error instanceof WebAssembly.RuntimeError) return port.postMessage({ kind: 'broken' })
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
    switch (call.do) {
      case 'query': {
        const query = engine.queries[call.name]
        if (!query) throw new ProblemError(problems.newer.problem)
        return store.read(async reader => {
          const value = await query.read(reader, call.params as never)
          return { kind: 'answer', term, id, value, seq: store.seq(), tables: query.tables }
        })
      }
      case 'run': {
        let lastProgress_ms = 0
        const context: CommandContext = {
          now: engine.now,
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
        return { kind: 'outcome', term, id, outcome: await run(store, call.command, context) }
      }
      case 'export':
        return { kind: 'done', term, id, value: await store.exportFile() }
      case 'recover':
        await store.recover(call.how)
        return { kind: 'done', term, id, value: null }
      default:
        return call satisfies never
    }
  }

  async function run(store: Store, command: Command, context: CommandContext): Promise<Outcome> {
    try {
      const { value, tables } = await store.write(async tx => {
        context.signal.throwIfAborted()
        const outcome = await engine.runCommand(tx, command, context)
        if (!outcome.ok) throw new NotDone(outcome)
        context.signal.throwIfAborted()
        return outcome
      })
      if (tables.length > 0) say({ kind: 'changed', term, seq: store.seq(), tables })
      return value
    } catch (error) {
      if (error instanceof NotDone) return error.outcome
      throw error
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

function transferables(answer: ToTab): Transferable[] {
  return answer.kind === 'done' && answer.value instanceof Uint8Array ? [answer.value.buffer] : []
}
