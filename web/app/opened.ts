import { type Db, openDb } from '../db/client.ts'
import { currentDatabase, ownDatabase, SAMPLE, switchTo } from '../db/databases.ts'
import type { Launch } from '../import/launch.ts'
import { type Imports, openImports } from '../import/open.ts'
import { type Media, openMedia } from '../media/open.ts'
import { whileRunning } from '../pwa/running.ts'
import { type CloudOf, openCloudOf } from '../sync/account.ts'

/** A database and what works on it: opened together, closed together. */
export interface Opened {
  readonly db: Db
  readonly imports: Imports
  readonly media: Media
  readonly cloud: CloudOf
}

export function openCurrent(launch: Launch | null): Opened {
  // A link belongs into the golfer's own history, not among the sample; and the sample never syncs.
  if (launch && currentDatabase() === SAMPLE) switchTo(ownDatabase())
  const db = notCut(openDb(currentDatabase()))
  const cloud = openCloudOf(db, launch?.kind === 'join' ? launch.code : null)
  const media = openMedia(db)
  cloud.onChange(() => media.copies.set(cloud.connection()?.files.copies ?? null))
  return { db, imports: openImports(db, launch), media, cloud }
}

/** An update of the app waits for what a database is doing. */
function notCut(db: Db): Db {
  return {
    ...db,
    run: (...command) => whileRunning(db.run(...command)),
    exportFile: () => whileRunning(db.exportFile()),
    exportAs: (...request) => whileRunning(db.exportAs(...request)),
    recover: how => whileRunning(db.recover(how)),
  }
}

export function close({ db, imports, media, cloud }: Opened): void {
  cloud.close()
  imports.queue.close()
  media.fetcher.close()
  db.close()
}
