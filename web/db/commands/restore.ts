/**
 * A backup into the history: a merge, row by row, as two devices that meet. Clocks are kept, but for those
 * ahead of this device's time; its id stays behind. With `truth` the file's edits are then made once more,
 * as one step of now, so that they win over what was edited since, and can be taken back.
 */
import { newStamps, restamped } from '../../../shared/files/restamp.ts'
import { editColumns, type SyncedTable } from '../../../shared/schema/catalogue.ts'
import { type Clock, receive } from '../../../shared/sync/clock.ts'
import type { State } from '../../../shared/sync/merge.ts'
import { compareSpan, newIn, type Span, spansOf } from '../backup/compare.ts'
import type { Staged } from '../backup/stage.ts'
import { namesOf } from '../backup/tables.ts'
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { remakeMergeEnds } from './mergeEnds.ts'
import { beginStep, deviceClock, endStep, setField, writeState } from './step.ts'
import { write } from './upsert.ts'
import { shotsSaid } from './words.ts'

export async function restore(
  tx: Tx,
  command: Extract<Command, { kind: 'restore' }>,
  context: CommandContext,
): Promise<Outcome> {
  const { staged } = context
  if (!staged) throw new Error('a restore without its staged file')
  const { last } = deviceClock(tx, context)
  const renewed = newStamps(staged.ahead, last, context.now())
  for (const { table, id } of staged.rows_ahead) restamp(tx, table, id, renewed.by_old)
  const rows = await merge(tx, staged, context)
  for (const table of ['clubs', 'sessions', 'shots'] as const) remakeMergeEnds(tx, table)
  await takePayloads(tx, context)
  const latest = staged.latest === null ? renewed.last : receive(renewed.last, staged.latest)
  if (latest !== last) writeState(tx, 'clock', latest)
  if (command.truth) return makeTruth(tx, command, context, rows.all)
  return {
    ok: true,
    command_id: command.id,
    rows: rows.all,
    says: rows.all === 0 ? 'Nothing new in this backup' : `Backup restored: ${restoredSaid(rows)}`,
    undoable: false,
  }
}

interface Merged {
  readonly all: number
  readonly new_shots: number
  readonly changed_shots: number
}

async function merge(tx: Tx, staged: Staged, context: CommandContext): Promise<Merged> {
  const of = [...staged.counts.values()].reduce((sum, n) => sum + n, 0)
  let [done, all, new_shots, changed_shots] = [0, 0, 0, 0]
  for (const span of spansOf(staged.counts)) {
    const { updates } = compareSpan(tx, span)
    const added = insertNew(tx, span)
    write(tx, span.table, { inserts: [], updates })
    all += added + updates.length
    if (span.table === 'shots') {
      new_shots += added
      changed_shots += updates.length
    }
    done += span.last - span.first + 1
    context.progress({ done: Math.min(done, of), of })
    await context.yieldNow()
    context.signal.throwIfAborted()
  }
  all += tx.run(
    `INSERT INTO main.unknown_rows (table_name, row_id, row)
    SELECT table_name, row_id, row FROM staged.unknown_rows WHERE true
    ON CONFLICT (table_name, row_id) DO NOTHING`,
  )
  return { all, new_shots, changed_shots }
}

function insertNew(tx: Tx, { table, first, last }: Span): number {
  const names = namesOf(table).join(', ')
  tx.run(
    `INSERT INTO main.outbox (table_name, row_id, commit_no) SELECT '${table}', s.id, ? FROM ${newIn(table)}
    ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
    [tx.commit_no, first, last],
  )
  return tx.run(`INSERT INTO main.${table} (${names}) SELECT ${names} FROM ${newIn(table)}`, [first, last])
}

function restamp(tx: Tx, table: SyncedTable, id: string, by_old: ReadonlyMap<string, Clock>): void {
  const row = tx.get<State>(`SELECT * FROM staged.${table} WHERE id = ?`, [id])
  if (!row) return
  const renewed = restamped(table, row, by_old)
  const names = namesOf(table).filter(name => renewed[name] !== row[name])
  tx.run(`UPDATE staged.${table} SET ${names.map(name => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...names.map(name => renewed[name] ?? null),
    id,
  ])
}

/** Bytes that are not here yet; those of a report or a file that is all deleted for good stay away. */
async function takePayloads(tx: Tx, context: CommandContext): Promise<void> {
  const files = tx.all<{ id: string }>(
    `SELECT f.id FROM staged.payload_files AS f JOIN main.payloads AS p ON p.id = f.id
    WHERE NOT EXISTS (
      SELECT 1 FROM main.shots WHERE shots.id > p.report_id || '_' AND shots.id < p.report_id || '\`'
      GROUP BY 1 HAVING min(coalesce(purged, 0)) = 1
    ) AND NOT EXISTS (SELECT 1 FROM main.settings AS g WHERE g.id = 'gone:' || p.id AND g.value = 'true')`,
  )
  for (const { id } of files) {
    context.signal.throwIfAborted()
    if (await tx.payload(id)) continue
    const file = tx.get<{ gzip: Uint8Array<ArrayBuffer> }>(
      'SELECT gzip FROM staged.payload_files WHERE id = ?',
      [id],
    )
    if (file) tx.putPayload(id, file.gzip)
  }
}

/** `purged` is no edit to go back on: what is deleted for good stays so. */
function makeTruth(
  tx: Tx,
  command: Extract<Command, { kind: 'restore' }>,
  context: CommandContext,
  merged: number,
): Outcome {
  const step = beginStep(tx, command, context)
  step.facts = merged
  for (const table of ['groups', 'sessions', 'shots', 'clubs', 'settings'] as const) {
    const kept = table === 'shots' ? ' AND purged IS NOT 1' : ''
    for (const field of editColumns(table)) {
      if (field === 'purged') continue
      setField(step, {
        table,
        field,
        value: `(SELECT s.${field} FROM staged.${table} AS s WHERE s.id = ${table}.id)`,
        values: [],
        where: `id IN (SELECT id FROM staged.${table})${kept}`,
        bound: [],
      })
    }
  }
  return endStep(step, {
    says: rows =>
      rows === 0
        ? 'Backup restored'
        : `Backup made the truth: ${rows.toLocaleString('en')} rows as they were`,
  })
}

function restoredSaid({ new_shots, changed_shots }: Merged): string {
  if (new_shots > 0) return `${shotsSaid(new_shots)} taken in`
  return changed_shots > 0 ? `${shotsSaid(changed_shots)} completed` : 'no new shots, other things completed'
}
