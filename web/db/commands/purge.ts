/**
 * Deletes for good. Measurements and files go; the id and the mark stay, and win over any import. What
 * was written about the shot goes as well: its row keeps nothing to read.
 */
import { factColumns } from '../../../shared/schema/catalogue.ts'
import type { Command, Outcome } from '../command.ts'
import { SHOTS_IN_SESSIONS } from '../queries/views.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { endOf } from './mergeEnds.ts'
import { beginStep, endStep, enterOutbox, nothing, type Step, setEach } from './step.ts'
import { shotsSaid } from './words.ts'

export async function purge(
  tx: Tx,
  command: Extract<Command, { kind: 'purge' }>,
  context: CommandContext,
): Promise<Outcome> {
  // A session that was merged away stands for more than itself: nobody can mean it here.
  const session_ids = command.session_ids.filter(id => endOf(tx, 'sessions', id) === id)
  const shots = tx
    .all<{ id: string }>(
      `WITH ${SHOTS_IN_SESSIONS}
      SELECT id FROM shots WHERE purged IS NOT 1
        AND (id IN (SELECT value FROM json_each(?)) OR id IN (SELECT id FROM shots_in))`,
      [JSON.stringify(session_ids), JSON.stringify(command.shot_ids)],
    )
    .map(({ id }) => id)
  if (shots.length === 0) return nothing(command.id)
  const step = beginStep(tx, command, context)
  const ids = JSON.stringify(shots)
  const reports = reportsOf(tx, ids)
  setEach(step, 'shots', ids, 'purged', 1)
  emptyShots(step, ids)
  emptySessions(step, JSON.stringify(session_ids))
  dropFiles(tx, ids, reports)
  if (tx.get('SELECT 1 FROM payloads WHERE report_id IS NULL LIMIT 1')) {
    await (await import('./goneFiles.ts')).dropFilesOfNone(tx, step.made_at, step.clock)
  }
  return endStep(step, { says: `${shotsSaid(shots.length)} deleted for good`, final: true })
}

/** Facts, and the golfer's words with the purge's clock, so that no other device brings them back. */
function emptyShots(step: Step, ids: string): void {
  const gone = [...factColumns('shots'), 'fact_source', 'parser_version', 'life', 'video_frames']
  step.tx.run(
    `UPDATE shots SET ${gone.map(name => `${name} = NULL`).join(', ')}
    WHERE id IN (SELECT value FROM json_each(?))`,
    [ids],
  )
  forget(step, 'shots', ids, ['notes', 'tags'])
}

function emptySessions(step: Step, ids: string): void {
  forget(step, 'sessions', ids, ['name', 'notes', 'tags'])
  enterOutbox(step.tx, 'sessions', ids)
}

/** Without items: the history must not keep what was deleted for good. */
function forget(step: Step, table: 'shots' | 'sessions', ids: string, fields: readonly string[]): void {
  for (const field of fields) {
    step.tx.run(
      `UPDATE ${table} SET ${field} = NULL, clocks = (
        SELECT json_group_object(key, value ORDER BY key) FROM json_each(json_set(clocks, '$.${field}', ?))
      )
      WHERE ${field} IS NOT NULL AND id IN (SELECT value FROM json_each(?))`,
      [step.clock, ids],
    )
  }
}

/** What lies beside the shots; `reports` are those that they came from. */
export function dropFiles(tx: Tx, shotIds: string, reports: readonly string[]): void {
  dropMedia(tx, shotIds)
  dropReports(tx, reports)
}

/** The rows. Files that nobody names any more are swept up by web/media, which sees rows go. */
function dropMedia(tx: Tx, shotIds: string): void {
  tx.run(
    `DELETE FROM outbox WHERE table_name = 'media' AND row_id IN (
      SELECT id FROM media WHERE shot_id IN (SELECT value FROM json_each(?))
    )`,
    [shotIds],
  )
  tx.run('DELETE FROM media WHERE shot_id IN (SELECT value FROM json_each(?))', [shotIds])
}

/** Where they came from, by what they still say of it: asked before they are emptied. */
export function reportsOf(tx: Tx, shotIds: string): string[] {
  return tx
    .all<{ report_id: string }>(
      `SELECT DISTINCT report_id FROM shots
      WHERE id IN (SELECT value FROM json_each(?)) AND report_id IS NOT NULL`,
      [shotIds],
    )
    .map(({ report_id }) => report_id)
}

/** A raw payload goes with the last of its shots; its row stays, as rows of payloads only ever get added. */
function dropReports(tx: Tx, reports: readonly string[]): void {
  for (const report of reports) {
    const [first, last] = [`${report}_`, `${report}\``]
    // By id: a shot deleted for good names its report nowhere else. "`" is the character after "_".
    const kept = tx.get('SELECT 1 FROM shots WHERE id > ? AND id < ? AND purged IS NOT 1 LIMIT 1', [
      first,
      last,
    ])
    if (kept) continue
    for (const { id } of tx.all<{ id: string }>('SELECT id FROM payloads WHERE report_id = ?', [report])) {
      tx.dropPayload(id)
    }
    tx.run('DELETE FROM set_aside WHERE report_id = ?', [report])
  }
}
