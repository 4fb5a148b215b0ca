/** The sync of one open database, in this browser; loaded when a cloud is in use, and not before. */
import type { Db } from '../db/client.ts'
import { alone } from '../import/alone.ts'
import { browser } from '../import/browser.ts'
import { whileRunning } from '../pwa/running.ts'
import type { Cloud } from './cloud.ts'
import { openSync, type SyncEngine } from './engine.ts'

export function openCloudSync(db: Db, cloud: Cloud): SyncEngine {
  return openSync({ ...browser, db, cloud, alone: (name, work) => whileRunning(alone(name, work)) })
}
