/** Every command there is, in the order of the help. */
import { cloudGrantEarlier, cloudMigrate } from './cloud.ts'
import { coachAnalyze, coachSummary } from './coach.ts'
import { coachAsk } from './coachAsk.ts'
import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { hubBackup, hubCode, hubRestore } from './hub.ts'
import { postSession } from './postSession.ts'
import { scheduleInstall, scheduleRemove, scheduleShow } from './schedule.ts'
import { status } from './status.ts'
import { syncFull, syncIncremental } from './sync.ts'
import { eraseGolfer, exportParquet, queryWarehouse, verifyWarehouse } from './warehouse.ts'

export const commands: readonly Command[] = [
  status,
  doctor,
  syncIncremental,
  syncFull,
  postSession,
  verifyWarehouse,
  queryWarehouse,
  exportParquet,
  eraseGolfer,
  scheduleInstall,
  scheduleRemove,
  scheduleShow,
  coachSummary,
  coachAnalyze,
  coachAsk,
  hubCode,
  hubBackup,
  hubRestore,
  cloudMigrate,
  cloudGrantEarlier,
]
