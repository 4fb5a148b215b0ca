/**
 * Live shots of a filter, for answers over the whole history. Most shots stand where their group stands: groups,
 * of which there are a few thousand, are placed first, and their shots come by index, without five joins a shot.
 * Those that the golfer moved or gave a club of their own come as placed_shots has them.
 */
import type { Measure, Measures } from '../../../shared/schema/rows.ts'
import type { ShotFilter } from '../command.ts'
import type { Reader, SqlValue } from '../sql.ts'
import { filterCondition } from './filter.ts'
import { IN_TIME } from './numbers.ts'

export interface Found {
  readonly id: string
  readonly at_club: string | null
  readonly practice_date: string | null
  readonly excluded: number | null
}

/** As placed_shots (views.ts) places them, for shots without an edit of their own. */
const PLACED_GROUPS = `
SELECT groups.id, groups.ball_name, groups.source_date,
  coalesce(session_ends.end_id, groups.default_session_id) AS at_session,
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
  readonly source_date: string | null
  readonly at_session: string
  readonly kind: string
  readonly at_club: string | null
  readonly practice_date: string | null
}

type Look = Pick<Reader, 'all' | 'get'>

/** Nearly in order, the newest first; those left out too, as every answer counts them. */
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

/** In place: days in order, so that a picture may begin with the newest. */
export function newestFirst<S extends Pick<Found, 'practice_date'>>(shots: S[]): S[] {
  return shots.sort((a, b) => compared(b.practice_date ?? '', a.practice_date ?? ''))
}

/** A shot with its place in time within its session: 1-based, of the live shots, whichever are asked about. */
export type Numbered<M extends Measure> = Pick<Found, 'at_club' | 'excluded'> &
  Pick<Measures, M> & { readonly at_session: string; readonly number: number }

/** What a filter asks for; the wide rows would be sorted with all they hold. */
const PLACE = [
  ...['id', 'group_id', 'at_session', 'at_club', 'practice_date'],
  ...['kind', 'tags', 'excluded', 'live'],
]

export function readNumbered<M extends Measure>(
  reader: Look,
  { excluded: _, ...filter }: ShotFilter,
  measures: readonly M[],
): readonly Numbered<M>[] {
  const more = measures.map(measure => `, ${measure}`).join('')
  const groups = asksOfGroups(filter) ? groupsOf(reader, {}) : null
  if (groups === null) {
    const { sql, values } = filterCondition(filter)
    return reader.all<Numbered<M>>(
      `SELECT at_session, at_club, number, excluded${more} FROM (
        SELECT ${PLACE.join(', ')}${more}, row_number() OVER (PARTITION BY at_session ORDER BY ${IN_TIME}) AS number
        FROM placed_shots WHERE live
      ) WHERE ${sql}`,
      values,
    )
  }
  type Row = Timed & { -readonly [K in keyof Numbered<M>]: Numbered<M>[K] }
  const rows = reader.all<Row & { readonly place: number }>(
    `SELECT places.key AS place, shots.id, client_session_id, client_shot_id, excluded${more},
      NULL AS at_session, NULL AS at_club, NULL AS practice_date, NULL AS kind, NULL AS source_date, 0 AS number
    FROM ${UNEDITED}${butDoubles(reader)}`,
    [idsOf(groups)],
  )
  for (const row of rows) {
    const group = groups[row.place]
    if (!group) continue
    row.at_session = group.at_session
    row.at_club = group.at_club
    row.practice_date = group.practice_date
    row.kind = group.kind
    row.source_date = group.source_date
  }
  const edited = reader.all<Row>(
    `SELECT id, client_session_id, client_shot_id, excluded${more},
      at_session, at_club, practice_date, kind, source_date, 0 AS number
    FROM placed_shots WHERE live AND ${EDITED}`,
  )
  const { club_id, kind, from, to } = filter
  return [...Map.groupBy([...rows, ...edited], ({ at_session }) => at_session).values()].flatMap(own => {
    own.sort(inTime)
    for (const [i, row] of own.entries()) row.number = i + 1
    return own.filter(
      row =>
        (club_id === undefined || row.at_club === club_id) &&
        (kind === undefined || row.kind === kind) &&
        (from === undefined || (row.practice_date !== null && row.practice_date >= from)) &&
        (to === undefined || (row.practice_date !== null && row.practice_date <= to)),
    )
  })
}

interface Timed {
  readonly id: string
  readonly client_session_id: number | null
  readonly client_shot_id: number | null
  source_date: string | null
  practice_date: string | null
  kind: string | null
}

/** As IN_TIME has it: what is missing comes first. */
function inTime(a: Timed, b: Timed): number {
  return (
    compared(a.source_date ?? '', b.source_date ?? '') ||
    numbered(a.client_session_id, b.client_session_id) ||
    numbered(a.client_shot_id, b.client_shot_id) ||
    compared(a.id, b.id)
  )
}

/** Ids of the source are above 0. */
const numbered = (a: number | null, b: number | null) => (a ?? -1) - (b ?? -1)
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

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
  if (!asksOfGroups(filter)) return null
  const { sql, values } = filterCondition(filter)
  return reader.all<PlacedGroup>(
    `SELECT id, ball_name, source_date, at_session, kind, at_club, practice_date FROM (${PLACED_GROUPS}) WHERE ${sql}
    ORDER BY practice_date DESC`,
    values,
  )
}

function asksOfGroups({ club_id: _c, from: _f, to: _t, kind: _k, ...other }: Omit<ShotFilter, 'excluded'>) {
  return Object.values(other).every(value => value === undefined)
}

const idsOf = (groups: readonly PlacedGroup[]): SqlValue => JSON.stringify(groups.map(({ id }) => id))

/** Another source's shots of the same swings: rare. */
function butDoubles(reader: Look): string {
  const any = reader.get("SELECT 1 FROM merge_ends WHERE table_name = 'shots'") !== undefined
  return any ? " AND shots.id NOT IN (SELECT row_id FROM merge_ends WHERE table_name = 'shots')" : ''
}
