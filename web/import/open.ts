/** The import engine of one open database, in this browser. */
import type { Db } from '../db/client.ts'
import { whileRunning } from '../pwa/running.ts'
import { alone } from './alone.ts'
import type { Intake } from './intake.ts'
import { type Launch, takeLaunch } from './launch.ts'
import { type ImportQueue, openQueue } from './queue.ts'

export interface Imports {
  readonly queue: ImportQueue
  /** What became of the link or file that the app was opened with; null if it was opened plainly. */
  readonly arrival: Promise<Intake> | null
}

export function openImports(db: Db, launch: Launch | null): Imports {
  const queue = openQueue({
    db,
    fetch: (...request) => fetch(...request),
    online: () => navigator.onLine,
    onHope(hope) {
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
    alone: (name, work) => whileRunning(alone(name, work)),
    now: Date.now,
    after(ms, call) {
      const timer = setTimeout(call, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  })
  return { queue, arrival: launch && isSecureContext ? takeLaunch(db, launch, caches) : null }
}
