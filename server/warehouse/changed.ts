import type { LogTable } from './tables.ts'
import { WarehouseProblem } from './warehouse.ts'

export function changedByHand(log: LogTable, column: string, is: string, should: string): WarehouseProblem {
  return new WarehouseProblem(
    'changed_by_hand',
    `Column ${column} of ${log.name} is ${is} and should be ${should}: somebody changed the table. Nothing was changed.`,
    `Drop or rename the table ${log.name}: the next sync fills it again from the cloud.`,
  )
}
