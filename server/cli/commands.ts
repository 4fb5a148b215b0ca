/** Every command there is, in the order of the help. */
import { cloudGrantEarlier, cloudMigrate } from './cloud.ts'
import type { Command } from './command.ts'
import { hubBackup, hubCode, hubRestore } from './hub.ts'
import { status } from './status.ts'

export const commands: readonly Command[] = [
  status,
  hubCode,
  hubBackup,
  hubRestore,
  cloudMigrate,
  cloudGrantEarlier,
]
