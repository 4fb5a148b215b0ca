/** The same swing from two sources: one of the two speaks for both, for every reader. */
import type { Command, Outcome } from '../command.ts'
import { apartKey } from '../queries/same.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { endOf } from './mergeEnds.ts'
import { beginStep, endStep, ensureRow, setField, setOne } from './step.ts'
import { sessionNamed, shotsSaid } from './words.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

export function acceptSame(tx: Tx, command: Of<'accept_same'>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  const pairs = command.pairs
    .map(({ keep, same }) => ({ keep: endOf(tx, 'shots', keep), same }))
    .filter(({ keep, same }) => keep !== endOf(tx, 'shots', same))
  const json = JSON.stringify(pairs)
  const shots = setField(step, {
    table: 'shots',
    field: 'same_as',
    value: `(SELECT value ->> '$.keep' FROM json_each(?) WHERE value ->> '$.same' = shots.id)`,
    values: [json],
    where: `purged IS NOT 1 AND id IN (SELECT value ->> '$.same' FROM json_each(?))`,
    bound: [json],
  })
  return endStep(step, { says: `${shotsSaid(shots)} taken as the same, counted once` })
}

export function keepApart(tx: Tx, command: Of<'keep_apart'>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  const key = apartKey(command.keep_session, command.same_session)
  ensureRow(step, 'settings', key)
  setOne(step, 'settings', key, 'value', 'true')
  const [keep, same] = [command.keep_session, command.same_session].map(id => sessionNamed(tx, id))
  return endStep(step, { says: `${keep} and ${same} kept apart` })
}
