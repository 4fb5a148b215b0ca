/** The coach's rules over a filter's shots. Bounded: of each club the newest days, so that a long history costs one scan. */

import { clubOfCode } from '../../../shared/golf/clubs.ts'
import { findingsOf, followUp, type Opened } from '../../../shared/golf/findings.ts'
import { type CoachClub, type CoachShot, daysNeeded } from '../../../shared/golf/findingsSeen.ts'
import { soundOf } from '../../../shared/golf/findingsSound.ts'
import { measureNames } from '../../../shared/golf/measures.ts'
import type { CoachAnswer } from '../coach.ts'
import { FINDING_ROW } from '../coach.ts'
import type { ShotFilter } from '../command.ts'
import type { Reader, SqlValue } from '../sql.ts'
import { readClubs } from './clubs.ts'
import { filterCondition } from './filter.ts'
import { KEPT_SQL } from './kept.ts'
import { IN_TIME, numbersIn } from './numbers.ts'
import { readSettings } from './settings.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

export function readFindings(reader: Reader, filter: ShotFilter): CoachAnswer {
  const { handedness } = readSettings(reader)
  const opened = readOpened(reader)
  const sound = soundOf(readCoachClubs(reader, filter, opened))
  return {
    ...findingsOf(sound, handedness),
    opened,
    // Of one session nothing can be told about the sessions since.
    follow_ups: filter.session_id === undefined ? opened.map(one => followUp(one, sound, handedness)) : [],
  }
}

/** What the golfer works on, newest first; findings that are done too. */
export function readOpened(reader: Pick<Reader, 'all'>): Opened[] {
  return reader
    .all<{ value: string }>(
      `SELECT value FROM settings WHERE id LIKE '${FINDING_ROW}%' AND value IS NOT NULL AND value <> 'null'`,
    )
    .map(({ value }) => JSON.parse(value) as Opened)
    .sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1))
}

/** A club's shots of one session. */
interface Day {
  readonly at_club: string
  readonly practice_date: string | null
  readonly at_session: string
  readonly n: number
}

interface Row extends Omit<CoachShot, 'number' | 'kept'> {
  readonly at_club: string
  readonly kept: number
}

/** Clubs with their newest shots: now, their own past, and what open findings were found in. */
export function readCoachClubs(
  reader: Reader,
  filter: ShotFilter,
  opened: readonly Opened[] = [],
): CoachClub[] {
  const { sql, values } = counting(filter)
  const [from, n] = isOfPiles(filter)
    ? [`(${PILES}) CROSS JOIN placed_shots ON id = of_pile`, 'sum(in_pile)']
    : ['placed_shots', 'count(*)']
  const days = reader.all<Day>(
    `SELECT at_club, practice_date, at_session, ${n} AS n FROM ${from}
    WHERE ${sql} AND at_club IS NOT NULL GROUP BY at_club, practice_date, at_session ORDER BY practice_date DESC`,
    values,
  )
  const wanted = [...Map.groupBy(days, ({ at_club }) => at_club)].flatMap(([club_id, own]) => {
    const found = opened.filter(one => one.club_id === club_id && !one.done)
    return daysNeeded(
      own,
      found.map(({ date }) => date),
    )
  })
  const keys = [...new Set(wanted.map(({ at_club, practice_date }) => `${practice_date ?? ''} ${at_club}`))]
  const sessions = [...new Set(wanted.map(({ at_session }) => at_session))]
  const rows = reader.all<Row>(
    `SELECT id, at_club, practice_date, at_session AS session_id, group_id, ${KEPT_SQL} AS kept, ${measureNames.join(', ')}
    FROM placed_shots WHERE id IN (WITH ${SHOTS_IN_SESSIONS} SELECT id FROM shots_in)
    AND ${sql} AND coalesce(practice_date, '') || ' ' || at_club IN (SELECT value FROM json_each(?))
    ORDER BY practice_date, at_session, ${IN_TIME}`,
    [JSON.stringify(sessions), ...values, JSON.stringify(keys)],
  )
  const numbers = numbersIn(reader, [...new Set(rows.map(({ session_id }) => session_id))])
  const byClub = Map.groupBy(rows, ({ at_club }) => at_club)
  return readClubs(reader, byClub.keys()).flatMap(({ id, code, name, category, loft_deg }) => {
    const own = byClub.get(id)
    if (!own || category === null || category === 'mixed' || category === 'putter') return []
    // Copied whole: to leave `at_club` out of so wide a row would take as long as all the rules.
    const shots = own.map(row => ({ ...row, kept: row.kept === 1, number: numbers.get(row.id) ?? 0 }))
    return [
      {
        id,
        name,
        code,
        category,
        loft_deg: loft_deg ?? (code === null ? null : clubOfCode(code).loft_deg),
        shots,
      },
    ]
  })
}

/**
 * Shots that stand together wherever they are placed, by one of them: a history has few, and placing each shot takes
 * long. By rowids, which the index holds: for ids each of the wide rows would be read.
 */
const PILES = `SELECT shots.id AS of_pile, in_pile FROM (
    SELECT min(rowid) AS of_row, count(*) AS in_pile FROM shots
    WHERE excluded IS NOT 1 AND deleted_at IS NULL AND purged IS NOT 1 AND rowid NOT IN (
      SELECT shots.rowid FROM merge_ends JOIN shots ON shots.id = row_id WHERE table_name = 'shots'
    )
    GROUP BY group_id, session_id, club_id
  ) CROSS JOIN shots ON shots.rowid = of_row`

/** Whether a filter takes or leaves a pile whole. */
const isOfPiles = ({ tag, where, session_id, deleted, excluded }: ShotFilter) =>
  excluded === false && !deleted && [tag, where, session_id].every(one => one === undefined)

/** Warm-ups and rounds are no practice of a swing, and drills exaggerate: they count where they are asked for. */
function counting(filter: ShotFilter): { sql: string; values: readonly SqlValue[] } {
  const { sql, values } = filterCondition(filter)
  if (filter.kind !== undefined) return { sql, values }
  const left = filter.session_id === undefined ? "'warm-up', 'round', 'drill'" : "'warm-up', 'round'"
  return { sql: `${sql} AND kind NOT IN (${left})`, values }
}
