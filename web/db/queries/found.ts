/**
 * Live shots of a filter, for answers over the whole history. Most shots stand where their group stands: groups,
 * of which there are a few thousand, are placed first, and their shots come by index, without five joins a shot.
 * Those that the golfer moved or gave a club of their own come as placed_shots has them.
 */
import type { Measure, Measures } from '../../../shared/schema/rows.ts'
import type { ShotFilter } from '../command.ts'
import type { Reader, SqlValue } from '../sql.ts'
import { filterCondition } from './filter.ts'

export interface Found {
  readonly id: string
  readonly at_club: string | null
  readonly practice_date: string | null
  readonly excluded: number | null
}

/** As placed_shots (views.ts) places them, for shots without an edit of their own. */
const PLACED_GROUPS = `
SELECT groups.id, groups.ball_name,
  coalesce(groups.kind, 'practice') AS kind,
  coalesce(club_ends.end_id, groups.club_id, 'code:' || groups.club_code) AS at_club,
  coalesce(sessions.practice_date, groups.source_date) AS practice_date,
  sessions.deleted_at IS NULL AS live
FROM groups
LEFT JOIN merge_ends AS session_ends ON session_ends.table_name = 'sessions'
  AND session_ends.row_id = groups.default_session_id
LEFT JOIN merge_ends AS club_ends ON club_ends.table_name = 'clubs'
  AND club_ends.row_id = coalesce(groups.club_id, 'code:' || groups.club_code)
LEFT JOIN sessions ON sessions.id = coalesce(session_ends.end_id, groups.default_session_id)
WHERE groups.default_session_id IS NOT NULL`

const UNEDITED = `json_each(?) AS places CROSS JOIN shots ON shots.group_id = places.value
WHERE session_id IS NULL AND club_id IS NULL AND deleted_at IS NULL AND purged IS NOT 1`

const EDITED = `id IN (
  SELECT id FROM shots WHERE session_id IS NOT NULL UNION ALL SELECT id FROM shots WHERE club_id IS NOT NULL
)`

interface PlacedGroup {
  readonly id: string
  readonly ball_name: string | null
  readonly at_club: string | null
  readonly practice_date: string | null
}

type Look = Pick<Reader, 'all' | 'get'>

/** In no order; those left out too, as every answer counts them. */
export function readFound<M extends Measure>(
  reader: Look,
  { excluded: _, ...filter }: ShotFilter,
  measures: readonly M[],
): (Found & Pick<Measures, M>)[] {
  type Row = Found & Pick<Measures, M>
  const more = measures.map(measure => `, ${measure}`).join('')
  const { sql, values } = filterCondition(filter)
  const placed = `SELECT id, at_club, practice_date, excluded${more} FROM placed_shots WHERE ${sql}`
  const groups = groupsOf(reader, filter)
  if (groups === null) return reader.all(placed, values)
  const rows = reader.all<{ -readonly [K in keyof Row]: Row[K] } & { place: number }>(
    `SELECT places.key AS place, shots.id, NULL AS at_club, NULL AS practice_date, excluded${more}
    FROM ${UNEDITED}${butDoubles(reader)}`,
    [idsOf(groups)],
  )
  for (const row of rows) {
    const group = groups[row.place]
    row.at_club = group?.at_club ?? null
    row.practice_date = group?.practice_date ?? null
  }
  const edited = reader.all<Row>(`${placed} AND ${EDITED}`, values)
  return edited.length === 0 ? rows : [...rows, ...edited]
}

/** With which ball, and on which monitor: values of unlike ones differ by themselves. */
export function thingsOf(reader: Look, { excluded: _, ...filter }: ShotFilter): ReadonlySet<string> {
  const { sql, values } = filterCondition(filter)
  const groups = groupsOf(reader, filter)
  const placed = `SELECT DISTINCT (SELECT ball_name FROM groups WHERE groups.id = group_id) AS ball,
    sensor_name AS monitor FROM placed_shots WHERE ${sql}`
  const unedited =
    groups &&
    reader
      .all<{ place: number; monitor: string | null }>(
        `SELECT DISTINCT places.key AS place, sensor_name AS monitor FROM ${UNEDITED}${butDoubles(reader)}`,
        [idsOf(groups)],
      )
      .map(({ place, monitor }) => ({ ball: groups[place]?.ball_name ?? null, monitor }))
  const others = reader.all<{ ball: string | null; monitor: string | null }>(
    groups ? `${placed} AND ${EDITED}` : placed,
    values,
  )
  return new Set(
    [...(unedited ?? []), ...others].flatMap(({ ball, monitor }) => [
      ...(ball === null ? [] : [`ball ${ball}`]),
      ...(monitor === null ? [] : [`monitor ${monitor}`]),
    ]),
  )
}

/** Groups that a filter finds; null where it asks for what only a shot knows, or comes by an index anyway. */
function groupsOf(reader: Look, filter: Omit<ShotFilter, 'excluded'>): readonly PlacedGroup[] | null {
  const { club_id: _c, from: _f, to: _t, kind: _k, ...other } = filter
  if (Object.values(other).some(value => value !== undefined)) return null
  const { sql, values } = filterCondition(filter)
  return reader.all<PlacedGroup>(
    `SELECT id, ball_name, at_club, practice_date FROM (${PLACED_GROUPS}) WHERE ${sql}`,
    values,
  )
}

const idsOf = (groups: readonly PlacedGroup[]): SqlValue => JSON.stringify(groups.map(({ id }) => id))

/** Another source's shots of the same swings: rare. */
function butDoubles(reader: Look): string {
  const any = reader.get("SELECT 1 FROM merge_ends WHERE table_name = 'shots'") !== undefined
  return any ? " AND shots.id NOT IN (SELECT row_id FROM merge_ends WHERE table_name = 'shots')" : ''
}
