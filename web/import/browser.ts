/** What every engine stands on: its signal, its looks, its time; a test's own, or the browser's. */
export interface Surroundings {
  /** False only where the system knows that there is no signal. */
  readonly online: () => boolean
  /** Calls back when a try may succeed that failed before: the signal is back, the golfer looks again. */
  readonly onHope: (hope: () => void) => () => void
  /** Wall clock. */
  readonly now: () => number
  readonly after: (ms: number, call: () => void) => () => void
  /** 0 to 1. */
  readonly random: () => number
}

export const browser: Surroundings = {
  online: () => navigator.onLine,
  onHope(hope: () => void): () => void {
    const looked = () => {
      if (document.visibilityState === 'visible') hope()
    }
    addEventListener('online', hope)
    document.addEventListener('visibilitychange', looked)
    return () => {
      removeEventListener('online', hope)
      document.removeEventListener('visibilitychange', looked)
    }
  },
  now: () => Date.now(),
  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
