import { isDate } from '../../../shared/golf/dates.ts'
import { compareValues } from '../../../shared/sync/merge.ts'
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { endOf } from './mergeEnds.ts'
import { tagsOf, textOrNull } from './shots.ts'
import { beginStep, endStep, ensureRow, nothing, setEach, setField, setOne } from './step.ts'
import { capital, sessionNamed } from './words.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>
type DeleteOrRestore = 'delete_sessions' | 'restore_sessions'

const notADate: Problem = {
  kind: 'not_a_date',
  says: 'That is no date of the calendar. Nothing was changed.',
}

export function setSession(tx: Tx, command: Of<'set_session'>, context: CommandContext): Outcome {
  const { session_id: id, set } = command
  if (set.practice_date !== undefined && !isDate(set.practice_date)) return { ok: false, problem: notADate }
  const was = capital(sessionNamed(tx, id))
  const step = beginStep(tx, command, context)
  const done: string[] = []
  ensureRow(step, 'sessions', id)
  if (set.name !== undefined) {
    const name = textOrNull(set.name)
    setOne(step, 'sessions', id, 'name', name)
    done.push(name === null ? 'has no name of its own any more' : `is now called “${name}”`)
  }
  if (set.practice_date !== undefined) {
    setOne(step, 'sessions', id, 'practice_date', set.practice_date, true)
    done.push('has a new date')
  }
  if (set.notes !== undefined) {
    setOne(step, 'sessions', id, 'notes', textOrNull(set.notes))
    done.push('has new notes')
  }
  if (set.tags !== undefined) {
    const tags = tagsOf(set.tags).sort(compareValues)
    setOne(step, 'sessions', id, 'tags', tags.length === 0 ? null : JSON.stringify(tags))
    done.push(tags.length === 0 ? 'has no tags any more' : `is tagged ${tags.join(', ')}`)
  }
  return endStep(step, { says: `${was} ${done.join(', ')}` })
}

export function deleteSessions(tx: Tx, command: Of<DeleteOrRestore>, context: CommandContext): Outcome {
  const says = sessionsNamed(tx, command.session_ids)
  const step = beginStep(tx, command, context)
  for (const id of command.session_ids) ensureRow(step, 'sessions', id)
  setField(step, {
    table: 'sessions',
    field: 'deleted_at',
    value: '?',
    values: [step.made_at],
    where: 'deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))',
    bound: [JSON.stringify(command.session_ids)],
  })
  return endStep(step, { says: `${says} deleted` })
}

export function restoreSessions(tx: Tx, command: Of<DeleteOrRestore>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  setEach(step, 'sessions', JSON.stringify(command.session_ids), 'deleted_at', null)
  return endStep(step, { says: `${sessionsNamed(tx, command.session_ids)} restored` })
}

/** Nothing is rewritten: readers follow `merged_into`, and what arrives for a merged session later goes along. */
export function mergeSessions(tx: Tx, command: Of<'merge_sessions'>, context: CommandContext): Outcome {
  const into = endOf(tx, 'sessions', command.into)
  // Who ends in it already stays as it is: sending it there again could close a ring.
  const ids = command.session_ids.filter(id => endOf(tx, 'sessions', id) !== into)
  if (ids.length === 0) return nothing(command.id)
  const step = beginStep(tx, command, context)
  for (const id of [...ids, into]) ensureRow(step, 'sessions', id)
  const says = sessionsNamed(tx, ids)
  setEach(step, 'sessions', JSON.stringify(ids), 'merged_into', into)
  return endStep(step, { says: `${says} merged into ${sessionNamed(tx, into)}` })
}

export function unmergeSession(tx: Tx, command: Of<'unmerge_session'>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  setOne(step, 'sessions', command.session_id, 'merged_into', null)
  return endStep(step, { says: `${capital(sessionNamed(tx, command.session_id))} stands by itself again` })
}

function sessionsNamed(tx: Tx, ids: readonly string[]): string {
  const [id] = ids
  return ids.length === 1 && id !== undefined ? capital(sessionNamed(tx, id)) : `${ids.length} sessions`
}
