/**
 * The last outcomes, so that a request repeated after a lost answer is answered again and not done again.
 * Slots are used in turn: it stays small for ever.
 */
import type { Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import { headerOf } from './effects.ts'

const SLOTS = 32
/** An undo may leave thousands of fields; what is kept for a repeated request names these many. */
const LEFT_KEPT = 200

export function recordOutcome(tx: Tx, outcome: Extract<Outcome, { ok: true }>): void {
  const { left } = outcome
  const kept = left ? { ...outcome, left: left.slice(0, LEFT_KEPT) } : outcome
  tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [`outcome:${tx.commit_no % SLOTS}`, JSON.stringify(kept)],
  )
}

export function recordedOutcome(tx: Tx, command_id: string): Outcome | null {
  const kept = tx.get<{ value: string }>(
    `SELECT value FROM local_state
    WHERE key >= 'outcome:' AND key < 'outcome;' AND value ->> '$.command_id' = ?`,
    [command_id],
  )
  if (kept) return JSON.parse(kept.value) as Outcome
  const header = headerOf(tx, command_id)
  if (!header) return null
  const { items, says, final } = header
  return { ok: true, command_id, rows: items, says, undoable: items > 0 && final !== 1 }
}
