import { figures } from '../../../shared/golf/measures.ts'
import { FINDING_ROW } from '../coach.ts'
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, ensureRow, setOne } from './step.ts'
import { clubNamed } from './words.ts'

/** A finding is worked on, done, or put away (null): the golfer's own row, synced like a setting. */
export function setFinding(
  tx: Tx,
  command: Extract<Command, { kind: 'set_finding' }>,
  context: CommandContext,
): Outcome {
  const { key, opened } = command
  const step = beginStep(tx, command, context)
  ensureRow(step, 'settings', FINDING_ROW + key)
  setOne(step, 'settings', FINDING_ROW + key, 'value', opened === null ? null : JSON.stringify(opened))
  if (opened === null) return endStep(step, { says: 'Finding put away' })
  const what = figures[opened.goal.figure].label.toLowerCase()
  const club = opened.club_id === null ? '' : `, ${clubNamed(tx, opened.club_id)}`
  return endStep(step, { says: `${opened.done ? 'Done with' : 'Working on'} ${what}${club}` })
}
