/** The device's clock was ahead: its stamps are made anew, in their old order, from the cloud's time on. */
import { newStamps, restamped, stampsOf } from '../../../shared/files/restamp.ts'
import { columnsOf, type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import { type Clock, firstClock, isClock, receive, startOf, tick } from '../../../shared/sync/clock.ts'
import type { State } from '../../../shared/sync/merge.ts'
import type { Command } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { deviceClock, enterOutbox, writeState } from './step.ts'

/**
 * Whoever made it, every stamp past both the cloud's time and the highest that it holds: later ones must
 * not fall behind those that are made anew. The only place where a clock goes down.
 */
export function restampAhead(
  tx: Tx,
  { now_ms, highest }: Extract<Command, { kind: 'sync_restamp' }>,
  context: CommandContext,
): void {
  const { device_id } = deviceClock(tx, context)
  const held = highest !== null && isClock(highest) ? highest : null
  const start = startOf(now_ms)
  const past = held !== null && held > start ? held : start
  const rows = syncedTables.flatMap(table => rowsPast(tx, table, past))
  const ahead = new Set<Clock>()
  for (const { table, row } of rows) {
    for (const stamp of stampsOf(table, row)) if (stamp > past) ahead.add(stamp)
  }
  const first = firstClock(device_id)
  const from = tick(held === null ? first : receive(first, held), now_ms)
  const { by_old, last } = newStamps(ahead, from, now_ms)
  for (const { table, row } of rows) write(tx, table, restamped(table, row, by_old))
  for (const [table, ofTable] of Map.groupBy(rows, row => row.table)) {
    enterOutbox(tx, table, JSON.stringify(ofTable.map(({ row }) => row['id'])))
  }
  writeState(tx, 'clock', last)
}

const STAMPS: { readonly [T in SyncedTable]?: string } = { commands: 'clock', shots: 'life' }

function rowsPast(tx: Tx, table: SyncedTable, past: string): { table: SyncedTable; row: State }[] {
  const column = STAMPS[table]
  return tx
    .all<State>(
      `SELECT * FROM ${table}
      WHERE (clocks <> '{}' AND EXISTS (SELECT 1 FROM json_each(clocks) WHERE value > ?))
        ${column === undefined ? '' : `OR ${column} > ?`}`,
      column === undefined ? [past] : [past, past],
    )
    .map(row => ({ table, row }))
}

function write(tx: Tx, table: SyncedTable, row: State): void {
  const names = columnsOf(table).flatMap(([name]) => (name === 'id' ? [] : [name]))
  tx.run(`UPDATE ${table} SET ${names.map(name => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...names.map(name => row[name] ?? null),
    row['id'] ?? null,
  ])
}
