/** A raw report that came back from the cloud: kept if it is what its name says, and somebody still names it. */
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import { decompressUpTo, payloadId } from './payload.ts'

const wrong: Problem = {
  kind: 'damaged_file',
  says: 'What the cloud holds of this report is damaged, so it was not kept. Fetch its link again.',
  cure: 'retry',
}

export async function payloadKept(
  tx: Tx,
  { id, payload_id, bytes }: Extract<Command, { kind: 'payload_kept' }>,
): Promise<Outcome> {
  const row = tx.get<{ bytes: number | null }>('SELECT bytes FROM payloads WHERE id = ?', [payload_id])
  const says = 'The report is here again'
  if (!row || (await tx.payload(payload_id)))
    return { ok: true, command_id: id, rows: 0, says, undoable: false }
  const text = await decompressUpTo(bytes, row.bytes ?? MOST_BYTES)
  if (text === null || (await payloadId(text)) !== payload_id) return { ok: false, problem: wrong }
  tx.putPayload(payload_id, bytes)
  return { ok: true, command_id: id, rows: 0, says, undoable: false }
}

/** Of a row that does not say. */
const MOST_BYTES = 64 * 1024 * 1024
