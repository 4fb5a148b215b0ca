import type { GroupKind } from '../../../shared/schema/rows.ts'
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, setOne } from './step.ts'
import { capital, clubNamed, groupNamed } from './words.ts'

const AS: { readonly [K in GroupKind]: string } = {
  practice: 'practice',
  drill: 'a drill',
  'warm-up': 'a warm-up',
  test: 'a test',
  round: 'a round',
}

export function setGroup(
  tx: Tx,
  command: Extract<Command, { kind: 'set_group' }>,
  context: CommandContext,
): Outcome {
  const { group_id: id, set } = command
  const step = beginStep(tx, command, context)
  const done: string[] = []
  if (set.kind !== undefined) {
    setOne(step, 'groups', id, 'kind', set.kind, true)
    done.push(`is ${AS[set.kind]}`)
  }
  if (set.club_id !== undefined) {
    setOne(step, 'groups', id, 'club_id', set.club_id)
    done.push(
      set.club_id === null ? 'has the source’s club again' : `was hit with ${clubNamed(tx, set.club_id)}`,
    )
  }
  return endStep(step, { says: `${capital(groupNamed(tx, id))} ${done.join(', ')}` })
}
