/** What the history and the undo bar call things. */
import { clubOfCode } from '../../../shared/golf/clubs.ts'
import { formatDate } from '../../../shared/golf/dates.ts'
import { numbersIn } from '../queries/numbers.ts'
import type { Tx } from '../sql.ts'
import { endOf } from './mergeEnds.ts'

type Look = Pick<Tx, 'all' | 'get'>

export function shotsSaid(n: number): string {
  return n === 1 ? '1 shot' : `${n.toLocaleString('en')} shots`
}

/** "Shot 40" where it is one, else "12 shots". */
export function shotsNamed(look: Look, ids: readonly string[], changed: number): string {
  const [id] = ids
  if (ids.length !== 1 || id === undefined) return shotsSaid(changed)
  const at = look.get<{ at_session: string }>('SELECT at_session FROM placed_shots WHERE id = ?', [id])
  const number = at && numbersIn(look, [at.at_session]).get(id)
  return number === undefined ? '1 shot' : `Shot ${number}`
}

export function clubNamed(look: Look, club_id: string): string {
  const end = endOf(look, 'clubs', club_id)
  const club = look.get<{ name: string | null; code: string | null }>(
    'SELECT name, code FROM clubs WHERE id = ?',
    [end],
  )
  const code = club?.code ?? /^code:(.*)$/.exec(end)?.[1] ?? null
  return club?.name ?? (code === null ? 'a club without a name' : clubOfCode(code).name)
}

/** The golfer's name for it in quotes, else its date. */
export function sessionNamed(look: Look, session_id: string): string {
  const session = look.get<{ name: string | null; practice_date: string | null }>(
    'SELECT name, practice_date FROM sessions WHERE id = ?',
    [session_id],
  )
  if (session?.name) return `“${session.name}”`
  return session?.practice_date
    ? `the session of ${formatDate(session.practice_date, 'words')}`
    : 'a session without a date'
}

export function groupNamed(look: Look, group_id: string): string {
  const group = look.get<{ label: string | null }>('SELECT label FROM groups WHERE id = ?', [group_id])
  return group?.label ? `“${group.label}”` : 'a group without a label'
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What an edited field is called where an undo had to leave it. */
const FIELDS: { readonly [field: string]: string } = {
  club_id: 'club',
  practice_date: 'date',
  merged_into: 'merge',
  same_as: 'double',
  deleted_at: 'deletion',
  session_id: 'session',
  excluded: 'in or out of the figures',
  purged: 'deletion for good',
  loft_deg: 'loft',
  retired: 'in or out of the bag',
  value: 'setting',
}

export function fieldNamed(field: string): string {
  return FIELDS[field] ?? field
}

export function rowNamed(look: Look, table: string, id: string): string {
  switch (table) {
    case 'shots':
      return shotsNamed(look, [id], 1)
    case 'sessions':
      return capital(sessionNamed(look, id))
    case 'groups':
      return groupNamed(look, id)
    case 'clubs':
      return clubNamed(look, id)
    default:
      return capital(id.replaceAll('_', ' '))
  }
}
