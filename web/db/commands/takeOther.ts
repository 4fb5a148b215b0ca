/** Of two edits of a field that did not know each other, the one that lost is made once more, as a step of its own. */
import { columnsOf } from '../../../shared/schema/catalogue.ts'
import { isSynced } from '../../../shared/sync/wire_row.ts'
import type { Command, Outcome, Problem } from '../command.ts'
import { valueSaid } from '../queries/conflicts.ts'
import type { SqlValue, Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, setOne } from './step.ts'
import { fieldNamed, rowNamed } from './words.ts'

const unknown: Problem = { kind: 'unknown_step', says: 'That edit is not in the history of this device.' }

export function takeOther(
  tx: Tx,
  command: Extract<Command, { kind: 'take_other' }>,
  context: CommandContext,
): Outcome {
  const item = tx.get<{ table_name: string; row_id: string; field: string; after: string; value: SqlValue }>(
    `SELECT table_name, row_id, field, after, after ->> '$' AS value FROM command_items WHERE id = ?`,
    [command.item_id],
  )
  if (!item || !isSynced(item.table_name)) return { ok: false, problem: unknown }
  const { table_name: table, row_id, field, after } = item
  const column = columnsOf(table).find(([name]) => name === field)?.[1]
  if (column?.origin !== 'edited') return { ok: false, problem: unknown }
  const step = beginStep(tx, command, context)
  const value = column.type !== 'json' ? item.value : after === 'null' ? null : after
  setOne(step, table, row_id, field, value, true)
  return endStep(step, {
    says: `${rowNamed(tx, table, row_id)}: ${fieldNamed(field)} ${valueSaid(tx, field, after, table)}`,
  })
}
