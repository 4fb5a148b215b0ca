import { clubOfCode, codeOfClubId } from '../../../shared/golf/clubs.ts'
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { endOf } from './mergeEnds.ts'
import { textOrNull } from './shots.ts'
import { beginStep, endStep, ensureRow, nothing, type Step, setOne } from './step.ts'
import { clubNamed } from './words.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

const noName: Problem = { kind: 'no_name', says: 'A club of yours needs a name.' }

export function addClub(tx: Tx, command: Of<'add_club'>, context: CommandContext): Outcome {
  const name = textOrNull(command.name)
  if (name === null) return { ok: false, problem: noName }
  const step = beginStep(tx, command, context)
  ensureRow(step, 'clubs', command.new_id)
  setOne(step, 'clubs', command.new_id, 'name', name)
  setOne(step, 'clubs', command.new_id, 'category', command.category)
  setOne(step, 'clubs', command.new_id, 'loft_deg', command.loft_deg)
  return { ...endStep(step, { says: `${name} added to the bag` }), ids: [command.new_id] }
}

export function setClub(tx: Tx, command: Of<'set_club'>, context: CommandContext): Outcome {
  const { club_id: id, set } = command
  const was = clubNamed(tx, id)
  const step = beginStep(tx, command, context)
  const done: string[] = []
  ensureClub(step, id)
  if (set.name !== undefined) {
    const name = textOrNull(set.name)
    if (name === null && codeOfClubId(id) === null) return { ok: false, problem: noName }
    setOne(step, 'clubs', id, 'name', name)
    done.push(`is now called ${clubNamed(tx, id)}`)
  }
  if (set.category !== undefined) {
    setOne(step, 'clubs', id, 'category', set.category)
    done.push(
      set.category === null ? 'has no category of its own any more' : `is now of category ${set.category}`,
    )
  }
  if (set.loft_deg !== undefined) {
    setOne(step, 'clubs', id, 'loft_deg', set.loft_deg)
    done.push(set.loft_deg === null ? 'has no loft of its own any more' : `now has ${set.loft_deg}° of loft`)
  }
  if (set.retired !== undefined) {
    setOne(step, 'clubs', id, 'retired', set.retired ? 1 : 0)
    done.push(set.retired ? 'out of the bag' : 'back in the bag')
  }
  return endStep(step, { says: `${was} ${done.join(', ')}` })
}

/** Over the whole history: readers follow `merged_into`, and what arrives for the merged club goes along. */
export function mergeClubs(tx: Tx, command: Of<'merge_clubs'>, context: CommandContext): Outcome {
  const into = endOf(tx, 'clubs', command.into)
  if (endOf(tx, 'clubs', command.club_id) === into) return nothing(command.id)
  const was = clubNamed(tx, command.club_id)
  const step = beginStep(tx, command, context)
  ensureClub(step, command.club_id)
  ensureClub(step, into)
  setOne(step, 'clubs', command.club_id, 'merged_into', into)
  return endStep(step, { says: `${was} merged into ${clubNamed(tx, into)}` })
}

export function unmergeClub(tx: Tx, command: Of<'unmerge_club'>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  setOne(step, 'clubs', command.club_id, 'merged_into', null)
  return endStep(step, { says: `${ownName(tx, command.club_id)} stands by itself again` })
}

/** A club that the source names gets its row with its code. */
export function ensureClub(step: Step, id: string): boolean {
  const code = codeOfClubId(id)
  return ensureRow(step, 'clubs', id, code === null ? {} : { code })
}

/** Its own name, not that of the club it is merged into. */
function ownName(tx: Tx, id: string): string {
  const club = tx.get<{ name: string | null }>('SELECT name FROM clubs WHERE id = ?', [id])
  const code = codeOfClubId(id)
  return club?.name ?? (code === null ? 'The club' : clubOfCode(code).name)
}
