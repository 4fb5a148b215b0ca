/**
 * A tab's worker. It waits for the database's lock; with it, it owns the database and serves every
 * tab. Whoever finds the owner silent steals the lock; the one it was stolen from can write no more
 * (the log compares generations), forgets all and waits again.
 */
import type { FromWorker, ToTab, ToWorker } from './messages.ts'
import { beginTerm, type Engine, type Term } from './term.ts'

/** The page, as its worker sees it. */
export interface Port {
  postMessage(message: FromWorker, transfer?: Transferable[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

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

/**
 * At an unsafe address there are no locks; the sample alone is opened there (missing.ts). Of two tabs the log's
 * generations let one write.
 */
async function locked(name: string, how: LockOptions, hold: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(name, how, hold)
  else await hold()
}

function waitToOwn(port: Port, engine: Engine, start: Extract<ToWorker, { kind: 'start' }>): Waiting {
  const { name, tab } = start
  let { expected } = start
  let term: Term | null = null

  /** Owns the database from the lock's grant until it is lost. */
  async function hold(how: LockOptions): Promise<void> {
    const held: Term[] = []
    try {
      await locked(`rangebook ${name}`, how, () => {
        term = beginTerm({ broken, engine, name, tab, expected })
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

  function broken(): void {
    port.postMessage({ kind: 'broken' })
  }
  function failed(error: unknown): void {
    console.error(error)
    broken()
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

function transferables(answer: ToTab): Transferable[] {
  return answer.kind === 'done' && answer.value instanceof Uint8Array ? [answer.value.buffer] : []
}
