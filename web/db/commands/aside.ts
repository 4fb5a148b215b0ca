/** Pieces of a report that could not be read: tried again, or given up. */
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import { endTaking, setAside, takeIn } from './accept.ts'
import type { CommandContext } from './context.ts'
import { fileKey, readKept } from './keptFile.ts'
import { readPayload } from './payload.ts'
import { beginStep, nothing } from './step.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

/** Reads the whole payload again: what is known already changes nothing. */
export async function retrySetAside(
  tx: Tx,
  command: Of<'retry_set_aside'>,
  context: CommandContext,
): Promise<Outcome> {
  const payloads = tx.all<{ payload_id: string; report_id: string }>(
    `SELECT DISTINCT payload_id, report_id FROM set_aside WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(command.ids)],
  )
  if (payloads.length === 0) return nothing(command.id)
  const step = beginStep(tx, command, context)
  const taken = []
  for (const { payload_id, report_id } of payloads) {
    const read =
      report_id === fileKey(payload_id)
        ? await readFileAgain(tx, payload_id, step.made_at)
        : await readPayload(tx, payload_id, report_id)
    if (!read.ok) return read
    taken.push(await takeIn(step, read.arriving, {}, context))
    setAside(step, payload_id, report_id, read.arriving, false)
  }
  return endTaking(step, taken)
}

/** As the golfer decided when it was taken in. */
export async function readFileAgain(tx: Tx, payload_id: string, made_at: string) {
  const kept = await readKept(tx, payload_id)
  if (!kept.ok) return kept
  const answers = { mapping: null, overrides: null, practice_date: null, today: made_at.slice(0, 10) }
  const { readFile } = await import('./fileReading.ts')
  return readFile(tx, payload_id, kept.file, answers)
}

export function discardSetAside(tx: Tx, command: Of<'discard_set_aside'>): Outcome {
  const rows = tx.run('DELETE FROM set_aside WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(command.ids),
  ])
  const says = rows === 1 ? '1 piece given up' : `${rows} pieces given up`
  return { ok: true, command_id: command.id, rows, says, undoable: false }
}
