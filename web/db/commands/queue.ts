/** The queue of links and files that wait: this device's own, no step of the history. */
import { reportIdOf } from '../../../shared/uneekor/report.ts'
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { type KeptFile, keptText } from './keptFile.ts'
import { compress, parsed, payloadId, readText } from './payload.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

export interface QueueRow {
  readonly id: string
  readonly report_id: string
  readonly key: string | null
  readonly state: 'waiting' | 'ready' | 'failed'
  readonly payload_id: string | null
  readonly file_name: string | null
}

const notWaiting: Problem = { kind: 'not_in_queue', says: 'That report is not waiting any more.' }
const noReport: Problem = {
  kind: 'not_a_report',
  says: 'This file is not a saved Uneekor report. Nothing was changed.',
}

const noShots: Problem = { kind: 'no_rows', says: 'This database of the earlier system holds no shots.' }

export function queueRow(tx: Pick<Tx, 'get'>, id: string): QueueRow | undefined {
  return tx.get<QueueRow>(
    'SELECT id, report_id, key, state, payload_id, file_name FROM import_queue WHERE id = ?',
    [id],
  )
}

/** A report waits once, however often its link is pasted; one that failed is tried again. */
export function queueLinks(tx: Tx, command: Of<'queue_links'>, context: CommandContext): Outcome {
  const added_at = new Date(context.now()).toISOString()
  let rows = 0
  for (const { report_id, key } of command.links) {
    rows += tx.run(
      `INSERT INTO import_queue (id, report_id, key, state, tries, added_at)
      VALUES (?1, ?1, ?2, 'waiting', 0, ?3)
      ON CONFLICT (id) DO UPDATE SET
        key = excluded.key,
        state = CASE state WHEN 'failed' THEN 'waiting' ELSE state END,
        problem = CASE state WHEN 'failed' THEN NULL ELSE problem END
      WHERE key IS NOT excluded.key OR state = 'failed'`,
      [report_id, key, added_at],
    )
  }
  const ids = [...new Set(command.links.map(({ report_id }) => report_id))]
  return queued(command.id, rows, ids.length === 1 ? '1 link waits' : `${ids.length} links wait`, ids)
}

export async function queueFile(
  tx: Tx,
  command: Of<'queue_file'>,
  context: CommandContext,
): Promise<Outcome> {
  const report_id = reportIdOf(parsed(command.text))
  if (report_id === null) return { ok: false, problem: noReport }
  const read = readText(command.text, report_id)
  if (!read.ok) return read
  const id = await payloadId(command.text)
  const rows = tx.run(
    `INSERT INTO import_queue (id, report_id, state, payload_id, tries, added_at)
    VALUES (?1, ?2, 'ready', ?1, 0, ?3) ON CONFLICT (id) DO NOTHING`,
    [id, report_id, new Date(context.now()).toISOString()],
  )
  if (rows > 0) tx.putPayload(id, await compress(command.text))
  return queued(command.id, rows, 'The file is ready', [id])
}

/** A file of shots: read once, so that what can't be read is said at once and kept nowhere. */
export async function queueShots(
  tx: Tx,
  command: Of<'queue_table' | 'queue_golf_stats'>,
  context: CommandContext,
): Promise<Outcome> {
  const file: KeptFile =
    command.kind === 'queue_table'
      ? { format: 'rangebook-table', name: command.name, text: command.text }
      : { format: 'rangebook-golf-stats', name: command.name, tables: command.tables }
  const text = keptText(file)
  const id = await payloadId(text)
  const added_at = new Date(context.now()).toISOString()
  const answers = { mapping: null, overrides: null, practice_date: null, today: added_at.slice(0, 10) }
  const { readFile } = await import('./fileReading.ts')
  const read = readFile(tx, id, file, answers)
  // What the mapping screen can cure is no reason to refuse it.
  if (!read.ok && read.problem.kind !== 'nothing_mapped') return read
  if (read.ok && read.table === null && read.arriving.shots.length + read.arriving.setAside.length === 0) {
    return { ok: false, problem: noShots }
  }
  const rows = tx.run(
    `INSERT INTO import_queue (id, report_id, state, payload_id, tries, added_at, file_name)
    VALUES (?1, '', 'ready', ?1, 0, ?2, ?3) ON CONFLICT (id) DO NOTHING`,
    [id, added_at, file.name],
  )
  if (rows > 0) tx.putPayload(id, await compress(text))
  return queued(command.id, rows, 'The file is ready', [id])
}

/** The source has answered: kept as it came, before anything is read out of it for good. */
export async function queueFetched(tx: Tx, command: Of<'queue_fetched'>): Promise<Outcome> {
  const entry = queueRow(tx, command.queue_id)
  if (!entry) return { ok: false, problem: notWaiting }
  const read = readText(command.text, entry.report_id)
  if (!read.ok) return fail(tx, command.id, entry, read.problem, false)
  const id = await payloadId(command.text)
  if (entry.state === 'ready' && entry.payload_id === id) return queued(command.id, 0, READY, [entry.id])
  tx.putPayload(id, await compress(command.text))
  const rows = tx.run(
    `UPDATE import_queue SET state = 'ready', payload_id = ?, problem = NULL WHERE id = ?`,
    [id, entry.id],
  )
  if (entry.payload_id !== null && entry.payload_id !== id) dropUnlessNamed(tx, entry.payload_id)
  return queued(command.id, rows, READY, [entry.id])
}

const READY = 'The report is ready'

/** `keep`: it goes on waiting, as for a signal; else it waits for the golfer. */
export function queueFailed(tx: Tx, command: Of<'queue_failed'>): Outcome {
  const entry = queueRow(tx, command.queue_id)
  if (!entry) return { ok: false, problem: notWaiting }
  return fail(tx, command.id, entry, command.problem, command.keep)
}

export function queueRemove(tx: Tx, command: Of<'queue_remove'>): Outcome {
  const entry = queueRow(tx, command.queue_id)
  if (!entry) return queued(command.id, 0, 'It was removed already', [])
  const rows = tx.run('DELETE FROM import_queue WHERE id = ?', [entry.id])
  if (entry.payload_id !== null) dropUnlessNamed(tx, entry.payload_id)
  return queued(command.id, rows, 'Removed from the queue', [entry.id])
}

function fail(tx: Tx, command_id: string, entry: QueueRow, problem: Problem, keep: boolean): Outcome {
  const rows = tx.run('UPDATE import_queue SET state = ?, problem = ?, tries = tries + 1 WHERE id = ?', [
    keep ? 'waiting' : 'failed',
    JSON.stringify(problem),
    entry.id,
  ])
  return queued(command_id, rows, problem.says, [entry.id])
}

/** The bytes of a payload go when neither an imported report nor another entry needs them. */
function dropUnlessNamed(tx: Tx, payload_id: string): void {
  const named = tx.get(
    'SELECT 1 FROM payloads WHERE id = ?1 UNION ALL SELECT 1 FROM import_queue WHERE payload_id = ?1',
    [payload_id],
  )
  if (named === undefined) tx.dropPayload(payload_id)
}

function queued(command_id: string, rows: number, says: string, ids: readonly string[]): Outcome {
  return { ok: true, command_id, rows, says, undoable: false, ids }
}
