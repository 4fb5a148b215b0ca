import { type Db, openDb } from '../db/client.ts'
import { currentDatabase, LOCAL, SAMPLE, switchTo } from '../db/databases.ts'
import type { Launch } from '../import/launch.ts'
import { type Imports, openImports } from '../import/open.ts'

/** A database and what works on it: opened together, closed together. */
export interface Opened {
  readonly db: Db
  readonly imports: Imports
}

export function openCurrent(launch: Launch | null): Opened {
  // A link belongs into the golfer's own history, not among the sample.
  if (launch && currentDatabase() === SAMPLE) switchTo(LOCAL)
  const db = openDb(currentDatabase())
  return { db, imports: openImports(db, launch) }
}

export function close({ db, imports }: Opened): void {
  imports.queue.close()
  db.close()
}
