/** The import engine of one open database, in this browser. */
import type { Db } from '../db/client.ts'
import { whileRunning } from '../pwa/running.ts'
import { alone } from './alone.ts'
import { browser } from './browser.ts'
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
    ...browser,
    fetch: (...request) => fetch(...request),
    alone: (name, work) => whileRunning(alone(name, work)),
  })
  const arrives = launch && launch.kind !== 'join' && isSecureContext
  return { queue, arrival: arrives ? takeLaunch(db, launch, caches) : null }
}
