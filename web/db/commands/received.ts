/** Rows of the cloud into the database: merged, never taken over; what a row brought along is obeyed. */

import { stampsOf } from '../../../shared/files/restamp.ts'
import { columnsOf, type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import { receive } from '../../../shared/sync/clock.ts'
import { mergeRows, mergeUnknown, type State, sameState } from '../../../shared/sync/merge.ts'
import type { WireElement } from '../../../shared/sync/wire.ts'
import { fromWire, isSynced } from '../../../shared/sync/wire_row.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { remakeMergeEnds } from './mergeEnds.ts'
import { dropFiles, reportsOf } from './purge.ts'
import { deviceClock, writeState } from './step.ts'
import { rowsById } from './upsert.ts'

type Known = State & { readonly id: string }

export function takeRows(
  tx: Tx,
  elements: readonly WireElement[],
  context: Pick<CommandContext, 'uuid'>,
): void {
  const { last } = deviceClock(tx, context)
  const byTable = Map.groupBy(elements, ({ table }) => table)
  let clock = last
  // Pictures after shots: those of a shot that is deleted for good stay away.
  for (const table of syncedTables) {
    const rows = readable(tx, table, byTable.get(table) ?? [])
    if (rows.length === 0) continue
    for (const row of rows) for (const stamp of stampsOf(table, row)) clock = receive(clock, stamp)
    takeTable(tx, table, rows)
  }
  for (const [table, rows] of byTable) if (!isSynced(table)) keepWhole(tx, rows)
  // Once for all of them: one tick a command, and one step a batch.
  if (clock !== last) writeState(tx, 'clock', clock)
}

/** A row that only a newer version can read waits for that. */
function readable(tx: Tx, table: SyncedTable, elements: readonly WireElement[]): Known[] {
  const unreadable: WireElement[] = []
  const rows = elements.flatMap(element => {
    const read = fromWire(table, element.row)
    if (read.ok) return [read.value as Known]
    unreadable.push(element)
    return []
  })
  keepWhole(tx, unreadable)
  return rows
}

const LINKS: { readonly [T in SyncedTable]?: string } = {
  clubs: 'merged_into',
  sessions: 'merged_into',
  shots: 'same_as',
}

function takeTable(tx: Tx, table: SyncedTable, arrived: readonly Known[]): void {
  const rows = table === 'media' ? ofLiveShots(tx, arrived) : arrived
  const there = rowsById(tx, table, rows)
  const link = LINKS[table]
  const purged: string[] = []
  const ahead: string[] = []
  const writes: (() => void)[] = []
  const writing = writer(tx, table)
  let relinked = false
  for (const row of rows) {
    const mine = there.get(row.id)
    if (!mine) {
      writes.push(() => writing.insert(row))
      if (link !== undefined && row[link] !== null) relinked = true
      continue
    }
    const merged: State = { ...mergeRows(table, mine, row), rev: row['rev'] ?? null }
    if (link !== undefined && merged[link] !== mine[link]) relinked = true
    if (merged['purged'] === 1 && mine['purged'] !== 1) purged.push(row.id)
    // Known here and not there, though nobody noted it to be sent.
    if (!sameState(table, merged, row)) ahead.push(row.id)
    if (!sameState(table, merged, mine)) writes.push(() => writing.update(merged))
    else if (mine['rev'] !== merged['rev']) writes.push(() => writing.rev(merged))
  }
  const json = JSON.stringify(purged)
  const reports = purged.length > 0 ? reportsOf(tx, json) : []
  for (const write of writes) write()
  if (purged.length > 0) dropFiles(tx, json, reports)
  if (relinked && (table === 'clubs' || table === 'sessions' || table === 'shots')) remakeMergeEnds(tx, table)
  if (ahead.length > 0) noteAhead(tx, table, ahead)
}

function ofLiveShots(tx: Tx, rows: readonly Known[]): readonly Known[] {
  const gone = new Set(
    tx
      .all<{ id: string }>(
        'SELECT id FROM shots WHERE purged = 1 AND id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(rows.map(row => row['shot_id'] ?? null))],
      )
      .map(({ id }) => id),
  )
  return rows.filter(row => !gone.has(String(row['shot_id'])))
}

function writer(tx: Tx, table: SyncedTable) {
  const names = columnsOf(table).map(([name]) => name)
  const rest = names.filter(name => name !== 'id')
  const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  const update = `UPDATE ${table} SET ${rest.map(name => `${name} = ?`).join(', ')} WHERE id = ?`
  const values = (row: State, of: readonly string[]) => of.map(name => row[name] ?? null)
  return {
    insert: (row: State) => tx.run(insert, values(row, names)),
    update: (row: State) => tx.run(update, [...values(row, rest), row['id'] ?? null]),
    rev: (row: State) =>
      tx.run(`UPDATE ${table} SET rev = ? WHERE id = ?`, [row['rev'] ?? null, row['id'] ?? null]),
  }
}

/** An entry that is there stays as it is: its answer may be on the way. */
function noteAhead(tx: Tx, table: SyncedTable, ids: readonly string[]): void {
  tx.run(
    `INSERT INTO outbox (table_name, row_id, commit_no) SELECT ?, value, ? FROM json_each(?)
    WHERE NOT EXISTS (SELECT 1 FROM refused_rows WHERE table_name = ? AND row_id = value)
    ON CONFLICT (table_name, row_id) DO NOTHING`,
    [table, tx.commit_no, JSON.stringify(ids), table],
  )
}

function keepWhole(tx: Tx, elements: readonly WireElement[]): void {
  for (const { table, row } of elements) {
    const id = row['id']
    if (typeof id !== 'string') continue
    const mine = tx.get<{ row: string }>('SELECT row FROM unknown_rows WHERE table_name = ? AND row_id = ?', [
      table,
      id,
    ])
    tx.run(
      `INSERT INTO unknown_rows (table_name, row_id, row) VALUES (?, ?, ?)
      ON CONFLICT (table_name, row_id) DO UPDATE SET row = excluded.row WHERE row <> excluded.row`,
      [table, id, JSON.stringify(mine ? mergeUnknown(JSON.parse(mine.row), row) : row)],
    )
  }
}
