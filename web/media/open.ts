/** The pictures of one open database, in this browser. */
import type { Db } from '../db/client.ts'
import { type Files, openFiles } from '../db/files.ts'
import { alone } from '../import/alone.ts'
import { browser } from '../import/browser.ts'
import { type Budget, openBudget } from './budget.ts'
import { type CopiesInUse, openCopies } from './copies.ts'
import { type MediaFetcher, openFetcher } from './fetcher.ts'

export interface Media {
  readonly fetcher: MediaFetcher
  readonly files: Files
  readonly budget: Budget
  readonly copies: CopiesInUse
}

export function openMedia(db: Db): Media {
  const files = openFiles(db.name)
  const budget = openBudget()
  const copies = openCopies()
  const fetcher = openFetcher({
    db,
    files,
    budget,
    copies: copies.now,
    ...browser,
    fetch: (...request) => fetch(...request),
    alone,
    pause: (ms, signal) =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, ms)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
  })
  return { fetcher, files, budget, copies }
}
