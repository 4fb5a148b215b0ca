/**
 * The golfer's own SQL, on a copy of the database in a worker of its own: what runs for ever is ended with it,
 * and nothing that is written there could reach the history.
 */
import type { Selected, ShotsAnswer } from '../../shared/golf/coachAnswers.ts'
import { COACH_WORKER, CONSOLE_WORKER } from './messages.ts'

export type ConsoleAnswer = (Selected & { readonly kind: 'rows'; readonly ms: number }) | Refused

interface Refused {
  readonly kind: 'problem'
  readonly says: string
}

export interface Console<A> {
  ask(text: string): Promise<A | Refused>
  /** Ends what runs; the next question starts anew, with the history as it is then. */
  stop(): void
}

/** Longer than this nothing runs that was not asked to. */
const PATIENCE_MS = 20_000

type Copy = () => Promise<Uint8Array<ArrayBuffer>>

/** The golfer's, over all that is theirs. */
export const openConsole = (copy: Copy): Console<ConsoleAnswer> => open(copy, CONSOLE_WORKER)
/** The model's, over figures alone. */
export const openCoachConsole = (copy: Copy): Console<ShotsAnswer> => open(copy, COACH_WORKER)

function open<A>(copy: Copy, name: string): Console<A> {
  let worker: Worker | null = null
  let end: ((answer: A | Refused) => void) | null = null

  function stop(says = 'Stopped.') {
    worker?.terminate()
    worker = null
    end?.({ kind: 'problem', says })
    end = null
  }

  async function start(): Promise<Worker> {
    const file = await copy()
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name,
    })
    started.postMessage(file, [file.buffer])
    return started
  }

  return {
    async ask(text) {
      stop('Another question was asked.')
      const own = await start()
      worker = own
      return new Promise(resolve => {
        const late = setTimeout(
          () => stop('It ran for 20 seconds, and was ended. Ask for less.'),
          PATIENCE_MS,
        )
        end = answer => {
          clearTimeout(late)
          resolve(answer)
        }
        own.onmessage = ({ data }: MessageEvent<A>) => {
          end?.(data)
          end = null
          own.terminate()
        }
        own.onerror = () => stop('This device could not run it.')
        own.postMessage(text)
      })
    },
    stop: () => stop(),
  }
}
