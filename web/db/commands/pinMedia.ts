/** Sessions whose pictures stay on this device, whatever the cloud holds. No step of the history. */
import type { Command, Outcome } from '../command.ts'
import { PINS, readPins } from '../queries/files.ts'
import type { Tx } from '../sql.ts'

export function pinMedia(
  tx: Tx,
  { id, session_id, pinned }: Extract<Command, { kind: 'pin_media' }>,
): Outcome {
  const others = readPins(tx).filter(pin => pin !== session_id)
  tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    [PINS, JSON.stringify(pinned ? [...others, session_id] : others)],
  )
  const says = pinned ? 'These pictures stay on this device' : 'These pictures may make room'
  return { ok: true, command_id: id, rows: 0, says, undoable: false }
}
