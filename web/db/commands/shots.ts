/** Edits of shots: one, many, or all that a filter finds. */
import type { Command, Outcome, ShotSelection } from '../command.ts'
import { selectedIds } from '../queries/filter.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, ensureRow, nothing, type Step, setEach, setField, setOne } from './step.ts'
import { clubNamed, sessionNamed, shotsNamed, shotsSaid } from './words.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>
type DeleteOrRestore = 'delete_shots' | 'restore_shots'

export function setShots(tx: Tx, command: Of<'set_shots'>, context: CommandContext): Outcome {
  const { set } = command
  const done: string[] = []
  return withShots(tx, command, context, (step, ids) => {
    if (set.excluded !== undefined) {
      setEach(step, 'shots', ids, 'excluded', set.excluded ? 1 : 0)
      done.push(set.excluded ? 'left out of the figures' : 'counted in the figures')
    }
    if (set.club_id !== undefined) {
      setEach(step, 'shots', ids, 'club_id', set.club_id)
      done.push(set.club_id === null ? 'back to the group’s club' : `now ${clubNamed(tx, set.club_id)}`)
    }
    if (set.notes !== undefined) {
      setEach(step, 'shots', ids, 'notes', textOrNull(set.notes))
      done.push(textOrNull(set.notes) === null ? 'without notes' : 'with new notes')
    }
    if (set.session_id !== undefined) {
      setEach(step, 'shots', ids, 'session_id', set.session_id)
      done.push(
        set.session_id === null ? 'back in their session' : `moved to ${sessionNamed(tx, set.session_id)}`,
      )
    }
    return () => done.join(', ')
  })
}

/** A shot's tags are a set: each once, in order, none is null. */
export function tagShots(tx: Tx, command: Of<'tag_shots'>, context: CommandContext): Outcome {
  const add = tagsOf(command.add ?? [])
  const remove = tagsOf(command.remove ?? []).filter(tag => !add.includes(tag))
  return withShots(tx, command, context, (step, ids) => {
    setField(step, {
      table: 'shots',
      field: 'tags',
      value: `(
        SELECT nullif(json_group_array(tag ORDER BY tag), '[]') FROM (
          SELECT value AS tag FROM json_each(coalesce(tags, '[]')) WHERE value NOT IN (SELECT value FROM json_each(?))
          UNION SELECT value FROM json_each(?)
        )
      )`,
      values: [JSON.stringify(remove), JSON.stringify(add)],
      where: 'id IN (SELECT value FROM json_each(?))',
      bound: [ids],
    })
    const words = [
      add.length > 0 ? `tagged ${add.join(', ')}` : null,
      remove.length > 0 ? `no longer tagged ${remove.join(', ')}` : null,
    ]
    return () => words.filter(word => word !== null).join(', ')
  })
}

export function deleteShots(tx: Tx, command: Of<DeleteOrRestore>, context: CommandContext): Outcome {
  return withShots(tx, command, context, (step, ids) => {
    setField(step, {
      table: 'shots',
      field: 'deleted_at',
      value: '?',
      values: [step.made_at],
      where: 'deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))',
      bound: [ids],
    })
    return () => 'deleted'
  })
}

export function restoreShots(tx: Tx, command: Of<DeleteOrRestore>, context: CommandContext): Outcome {
  return withShots(tx, command, context, (step, ids) => {
    setEach(step, 'shots', ids, 'deleted_at', null)
    return () => 'restored'
  })
}

export function splitSession(tx: Tx, command: Of<'split_session'>, context: CommandContext): Outcome {
  const ids = selectedIds(tx, command.shots)
  if (ids.length === 0) return nothing(command.id)
  const step = beginStep(tx, command, context)
  ensureRow(step, 'sessions', command.new_id)
  if (command.practice_date !== null)
    setOne(step, 'sessions', command.new_id, 'practice_date', command.practice_date)
  const name = textOrNull(command.name)
  if (name !== null) setOne(step, 'sessions', command.new_id, 'name', name)
  const moved = setEach(step, 'shots', JSON.stringify(ids), 'session_id', command.new_id)
  return {
    ...endStep(step, { says: `${shotsSaid(moved)} split off into ${sessionNamed(tx, command.new_id)}` }),
    ids: [command.new_id],
  }
}

function withShots(
  tx: Tx,
  command: { readonly id: string; readonly kind: Command['kind']; readonly shots: ShotSelection },
  context: CommandContext,
  edit: (step: Step, idsJson: string) => () => string,
): Outcome {
  // Once: after the first field is set, a filter might find others.
  const ids = selectedIds(tx, command.shots)
  if (ids.length === 0) return nothing(command.id)
  const step = beginStep(tx, command, context)
  const what = edit(step, JSON.stringify(ids))
  return endStep(step, { says: changed => `${shotsNamed(tx, ids, changed)} ${what()}` })
}

export function textOrNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

/** Each once, in the order of their code points, as SQLite sorts them. */
export function tagsOf(words: readonly string[]): string[] {
  return [...new Set(words.map(word => word.trim()).filter(word => word !== ''))]
}
