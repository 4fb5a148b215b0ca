/** Swings that came twice, by a link and in a file: computed anew whenever shots change, and only proposed. */
import { type ShotToMatch, sameShots } from '../../../shared/files/same_shot.ts'
import { addDays } from '../../../shared/golf/dates.ts'
import type { Params, SameShots } from '../query.ts'
import type { Reader } from '../sql.ts'
import { IN_TIME } from './numbers.ts'
import { placedSession, sessionLine } from './sessions.ts'

type Look = Pick<Reader, 'all' | 'get'>

/** Key of the setting by which the golfer keeps two sessions apart. */
export const apartKey = (keep_session: string, same_session: string): string =>
  `apart:${JSON.stringify([keep_session, same_session])}`

export function readSameShots(reader: Reader, { session_id }: Params<'same_shots'>): SameShots[] {
  const groups = groupsToMatch(reader, session_id)
  if (groups.length === 0) return []
  return sameShots(shotsOf(reader, groups))
    .filter(({ keep_session, same_session }) => {
      if (session_id !== undefined && ![keep_session, same_session].includes(session_id)) return false
      const apart = reader.get<{ value: string | null }>('SELECT value FROM settings WHERE id = ?', [
        apartKey(keep_session, same_session),
      ])
      return (apart?.value ?? null) === null
    })
    .map(({ keep_session, same_session, exact, pairs, of }) => ({
      keep: named(reader, keep_session),
      same: named(reader, same_session),
      exact,
      pairs,
      of,
    }))
}

/**
 * Groups whose practice was within a day of one of another source: of a long history from one source none,
 * so that its shots are not read.
 */
function groupsToMatch(look: Look, session_id: string | undefined): string[] {
  const groups = look.all<{ id: string; date: string; source: string; session: string }>(
    `SELECT groups.id, coalesce(sessions.practice_date, source_date) AS date,
      fact_source || CASE WHEN groups.id GLOB '[a-z]*:*' THEN substr(groups.id, 1, instr(groups.id, ':')) ELSE '' END AS source,
      coalesce(end_id, default_session_id) AS session
    FROM groups
    LEFT JOIN merge_ends ON table_name = 'sessions' AND row_id = default_session_id
    LEFT JOIN sessions ON sessions.id = coalesce(end_id, default_session_id)
    WHERE fact_source IS NOT NULL AND sessions.deleted_at IS NULL
      AND coalesce(sessions.practice_date, source_date) IS NOT NULL`,
  )
  const sourcesByDate = new Map<string, Set<string>>()
  for (const { date, source } of groups) {
    const sources = sourcesByDate.get(date)
    if (sources) sources.add(source)
    else sourcesByDate.set(date, new Set([source]))
  }
  const about = session_id === undefined ? null : groups.find(({ session }) => session === session_id)?.date
  if (about === undefined) return []
  const near = (date: string) => [-1, 0, 1].map(days => addDays(date, days))
  const ofOthers = (date: string, source: string) =>
    near(date).some(day => [...(sourcesByDate.get(day) ?? [])].some(other => other !== source))
  return groups
    .filter(({ date, source }) => (about === null || near(about).includes(date)) && ofOthers(date, source))
    .map(({ id }) => id)
}

function shotsOf(look: Look, groups: readonly string[]): ShotToMatch[] {
  return look.all<ShotToMatch>(
    `SELECT id, at_session AS session_id, practice_date, fact_source, ball_speed_mps, carry_m, launch_deg,
      client_session_id, client_shot_id,
      row_number() OVER (PARTITION BY at_session ORDER BY ${IN_TIME}) AS "order"
    FROM placed_shots
    WHERE live AND group_id IN (SELECT value FROM json_each(?)) AND fact_source IS NOT NULL`,
    [JSON.stringify(groups)],
  )
}

function named(reader: Look, id: string): SameShots['keep'] {
  const placed = placedSession(reader, id)
  if (!placed) return { id, title: 'Session', practice_date: null }
  const { title, practice_date } = sessionLine(placed)
  return { id, title, practice_date }
}
