/** The pictures of one open database, in this browser. */
import type { Db } from '../db/client.ts'
import { type Files, openFiles } from '../db/files.ts'
import { alone } from '../import/alone.ts'
import { type Budget, openBudget } from './budget.ts'
import { type MediaFetcher, openFetcher } from './fetcher.ts'

export interface Media {
  readonly fetcher: MediaFetcher
  readonly files: Files
  readonly budget: Budget
}

export function openMedia(db: Db): Media {
  const files = openFiles(db.name)
  const budget = openBudget()
  const fetcher = openFetcher({
    db,
    files,
    budget,
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
    alone,
    pause: (ms, signal) =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, ms)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
    now: Date.now,
    after(ms, call) {
      const timer = setTimeout(call, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  })
  return { fetcher, files, budget }
}
