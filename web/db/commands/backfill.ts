/**
 * A kept source is read again by today's parser, which knows more than the one that took it in: what came later
 * is filled, edits stay. One source a command, so that each is durable by itself: it may be stopped and goes on
 * with the next one.
 */
import type { Command, Outcome } from '../command.ts'
import { BACKFILLED, READERS, readBackfilled } from '../queries/backfill.ts'
import type { Tx } from '../sql.ts'
import { endTaking, setAside, takeIn } from './accept.ts'
import { readFileAgain } from './aside.ts'
import type { CommandContext } from './context.ts'
import { fileKey } from './keptFile.ts'
import { readPayload } from './payload.ts'
import { beginStep } from './step.ts'
import { shotsSaid } from './words.ts'

export async function backfill(
  tx: Tx,
  command: Extract<Command, { kind: 'backfill' }>,
  context: CommandContext,
): Promise<Outcome> {
  const { id: command_id, payload_id } = command
  const step = beginStep(tx, command, context)
  const source = tx.get<{ report_id: string | null }>('SELECT report_id FROM payloads WHERE id = ?', [
    payload_id,
  ])
  const report_id = source?.report_id ?? null
  const read =
    report_id === null
      ? await readFileAgain(tx, payload_id, step.made_at)
      : await readPayload(tx, payload_id, report_id)
  if (!read.ok) return read
  const taken = await takeIn(step, read.arriving, {}, context)
  setAside(step, payload_id, report_id ?? fileKey(payload_id), read.arriving, false)
  tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [BACKFILLED, JSON.stringify({ by: READERS, ids: [...new Set([...readBackfilled(tx), payload_id])] })],
  )
  // A step of the history only where it brought shots: those can be taken back.
  if (step.items > 0) return endTaking(step, [taken])
  const says = `${shotsSaid(taken.changed)} completed`
  return { ok: true, command_id, rows: step.facts, says, undoable: false }
}
