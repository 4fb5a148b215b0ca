/** The sync of one open database, in this browser; loaded when a cloud is in use, and not before. */
import type { Db } from '../db/client.ts'
import { openStoredFiles } from '../db/stored.ts'
import { alone } from '../import/alone.ts'
import { browser } from '../import/browser.ts'
import { whileRunning } from '../pwa/running.ts'
import type { Cloud } from './cloud.ts'
import { openSync, type SyncEngine } from './engine.ts'
import { type FileSync, openFileSync } from './fileSync.ts'
import type { CloudFiles } from './files.ts'
import { onWifi, onWireChange, openSending } from './sending.ts'

export function openCloudSync(db: Db, cloud: Cloud): SyncEngine {
  return openSync({ ...browser, db, cloud, alone: (name, work) => whileRunning(alone(name, work)) })
}

/** Its pictures and raw reports, beside that engine. */
export function openCloudFileSync(
  db: Db,
  cloud: Cloud,
  cloudFiles: CloudFiles,
  engine: SyncEngine,
): FileSync {
  return openFileSync({
    ...browser,
    db,
    cloud,
    cloudFiles,
    engine,
    files: openStoredFiles(db.name),
    sending: openSending(db.name),
    onWifi,
    onHope(hope) {
      const stops = [browser.onHope(hope), onWireChange(hope)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    // An update need not wait for hours of uploads: a file that is cut is sent again.
    alone,
  })
}
