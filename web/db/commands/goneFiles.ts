/**
 * A file of another monitor goes with the last of its shots, as a report does. No id says which file a shot is from,
 * and several may hold it: so each kept one is read again. That it is gone is a row of settings, `gone:{payload}`, by
 * which the cloud lets its bytes go, and which is taken back if the file is taken in with shots that are not.
 */
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import { readFileAgain } from './aside.ts'
import type { CommandContext } from './context.ts'
import { fileKey } from './keptFile.ts'
import { enterOutbox, nothing, readState, type Step, setOne, writeState } from './step.ts'

const goneSetting = (payload_id: string) => `gone:${payload_id}`

/** Shots that another device deleted for good: this one may be the only one that has their file. */
export async function dropGoneFiles(
  tx: Tx,
  { id }: Extract<Command, { kind: 'drop_gone_files' }>,
  context: CommandContext,
): Promise<Outcome> {
  const looked = tx.get<{ n: number }>('SELECT count(*) AS n FROM shots WHERE purged = 1')?.n ?? 0
  if (looked > 0 && readState(tx, LOOKED) !== String(looked)) {
    await dropFilesOfNone(tx, new Date(context.now()).toISOString(), null)
    writeState(tx, LOOKED, String(looked))
  }
  return nothing(id)
}

/** How many shots were deleted for good when the files were last looked at. */
const LOOKED = 'gone_files_looked'

/** `clock` null: nobody here decided it, so the mark is older than any edit. */
export async function dropFilesOfNone(tx: Tx, now: string, clock: string | null): Promise<void> {
  const kept = tx.all<{ id: string }>(
    `SELECT id FROM payloads WHERE report_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM settings WHERE settings.id = 'gone:' || payloads.id AND value = 'true')`,
  )
  for (const { id } of kept) {
    // Bytes that are not here are another device's to read.
    const read = await readFileAgain(tx, id, now)
    if (!read.ok || !areGone(tx, read.arriving.shots)) continue
    dropFile(tx, id)
    const row = goneSetting(id)
    const marked = tx.run(
      `INSERT INTO settings (id, value, clocks) VALUES (?, 'true', ?)
      ON CONFLICT (id) DO UPDATE SET value = excluded.value, clocks = excluded.clocks WHERE excluded.clocks <> '{}'`,
      [row, clock === null ? '{}' : JSON.stringify({ value: clock })],
    )
    if (marked > 0) enterOutbox(tx, 'settings', JSON.stringify([row]))
  }
}

/** A file that was just taken in, perhaps read otherwise than when its shots were deleted. */
export function settleGone(step: Step, payload_id: string, shots: readonly { readonly id: string }[]): void {
  const { tx } = step
  const row = goneSetting(payload_id)
  if (!tx.get(`SELECT 1 FROM settings WHERE id = ? AND value = 'true'`, [row])) return
  if (areGone(tx, shots)) dropFile(tx, payload_id)
  else setOne(step, 'settings', row, 'value', 'false')
}

function areGone(tx: Tx, shots: readonly { readonly id: string }[]): boolean {
  const ids = new Set(shots.map(({ id }) => id))
  const gone = tx.get<{ n: number }>(
    'SELECT count(*) AS n FROM shots WHERE purged = 1 AND id IN (SELECT value FROM json_each(?))',
    [JSON.stringify([...ids])],
  )
  return ids.size > 0 && gone?.n === ids.size
}

function dropFile(tx: Tx, payload_id: string): void {
  tx.dropPayload(payload_id)
  tx.run('DELETE FROM set_aside WHERE report_id = ?', [fileKey(payload_id)])
}
