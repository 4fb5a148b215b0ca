import { figures } from '../../../shared/golf/measures.ts'
import type { Command, Outcome } from '../command.ts'
import { type Keeping, keptRow } from '../kept.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, ensureRow, type Step, setOne } from './step.ts'
import { clubNamed } from './words.ts'

/** Something of the golfer's own is made, changed, or put away (null). */
export function keep(tx: Tx, command: Extract<Command, { kind: 'keep' }>, context: CommandContext): Outcome {
  const { of, kept_id, value } = command.keeping
  const row = keptRow(of, kept_id)
  const step = beginStep(tx, command, context)
  const made = ensureRow(step, 'settings', row)
  setOne(step, 'settings', row, 'value', value === null ? null : JSON.stringify(value))
  return endStep(step, {
    says: `${namedOf(tx, command.keeping)} ${value === null ? 'put away' : made ? MADE[of] : 'changed'}`,
  })
}

const MADE: { readonly [of in Keeping['of']]: string } = {
  goal: 'set',
  question: 'saved',
  test: 'kept',
  run: 'begun',
  note: 'kept',
}

function namedOf(tx: Tx, { of, value }: Keeping): string {
  switch (of) {
    case 'goal':
      return value === null
        ? 'Goal'
        : `Goal for ${figures[value.figure].label.toLowerCase()}, ${clubNamed(tx, value.club_id)},`
    case 'question':
      return value === null ? 'Question' : `Question “${value.name}”`
    case 'test':
    case 'run':
      return value === null ? 'Test' : `Test “${value.name}”`
    case 'note':
      return 'Note'
    default:
      return of satisfies never
  }
}

/** A note that was written before its day's shots came goes to the first of the day's sessions that come. */
export function attachNotes(step: Step, session_ids: readonly string[]): void {
  const notes = step.tx.all<{ row_id: string; text: string; session_id: string }>(
    `SELECT t.id AS row_id, t.value ->> '$.text' AS text, min(s.id) AS session_id
    FROM settings AS t JOIN sessions AS s ON s.practice_date = t.value ->> '$.date'
    WHERE t.id >= 'note:' AND t.id < 'note;' AND s.notes IS NULL AND s.id IN (SELECT value FROM json_each(?))
    GROUP BY t.id`,
    [JSON.stringify(session_ids)],
  )
  for (const { row_id, text, session_id } of notes) {
    setOne(step, 'sessions', session_id, 'notes', text)
    setOne(step, 'settings', row_id, 'value', null)
  }
}
