/**
 * Where the shots are, counted: one pass over an index, not over the wide rows, and then a few thousand
 * places instead of a hundred thousand shots. Groups, merges and the trash are resolved here.
 */
import { type GroupKind, groupKinds } from '../../../shared/schema/rows.ts'
import type { Reader } from '../sql.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

export interface GroupPlace {
  readonly id: string
  readonly label: string | null
  readonly kind: GroupKind
  readonly kind_guessed: boolean
  readonly club_code: string | null
  /** The group's club: the golfer's, else the source's; not yet at its end. */
  readonly club_id: string | null
  readonly ball_name: string | null
  readonly source_date: string | null
  readonly client_session_id: number | null
  readonly default_session_id: string | null
}

/** Shots of one group that stand in one session under one club. */
export interface Place {
  readonly group: GroupPlace | null
  /** Before merges. */
  readonly raw_session_id: string
  readonly session_id: string
  readonly club_id: string | null
  /** Not deleted themselves. */
  readonly shots: number
  /** Of these, left out of the figures. */
  readonly excluded: number
  /** In the trash by themselves. */
  readonly deleted: number
  /** Carries of those that count, in m, where asked for. */
  readonly carries_m: readonly number[]
}

interface CountRow {
  readonly group_id: string | null
  readonly session_id: string | null
  readonly club_id: string | null
  readonly shots: number
  readonly excluded: number
  readonly deleted: number
  readonly carries: string | null
}

export interface Ends {
  readonly clubs: ReadonlyMap<string, string>
  readonly sessions: ReadonlyMap<string, string>
}

const COUNTED = 'deleted_at IS NULL AND excluded IS NOT 1 AND carry_m IS NOT NULL'

export interface Asked {
  /** With the carries of every place, for figures. */
  readonly carries?: true
  /** Only what ends in this session: by index, whatever the size of the history. */
  readonly session_id?: string
}

export function readPlaces(reader: Pick<Reader, 'all' | 'get'>, asked: Asked = {}): Place[] {
  const { carries, session_id: only } = asked
  const ends = readEnds(reader)
  // Doubles of another source's shots: rare, and their ids are not in the index.
  const doubles = reader.get("SELECT 1 FROM merge_ends WHERE table_name = 'shots'") !== undefined
  const counts = reader.all<CountRow>(
    `${only === undefined ? '' : `WITH ${SHOTS_IN_SESSIONS}`}
    SELECT group_id, session_id, club_id,
      sum(deleted_at IS NULL) AS shots,
      sum(deleted_at IS NULL AND excluded IS 1) AS excluded,
      sum(deleted_at IS NOT NULL) AS deleted,
      ${carries ? `json_group_array(carry_m) FILTER (WHERE ${COUNTED})` : 'NULL'} AS carries
    FROM shots
    WHERE purged IS NOT 1
      ${only === undefined ? '' : 'AND id IN (SELECT id FROM shots_in)'}
      ${doubles ? "AND id NOT IN (SELECT row_id FROM merge_ends WHERE table_name = 'shots')" : ''}
    GROUP BY group_id, session_id, club_id`,
    only === undefined ? [] : [JSON.stringify([only])],
  )
  const groups = readGroups(reader, only === undefined ? null : counts.map(({ group_id }) => group_id))
  const places: Place[] = []
  for (const { group_id, session_id, club_id, shots, excluded, deleted, carries: text } of counts) {
    const group = groups.get(group_id ?? '') ?? null
    const session = session_id ?? group?.default_session_id ?? null
    // Its group has not come yet: it has no place until then.
    if (session === null) continue
    const club = club_id ?? group?.club_id ?? null
    places.push({
      group,
      raw_session_id: session,
      session_id: ends.sessions.get(session) ?? session,
      club_id: club === null ? null : (ends.clubs.get(club) ?? club),
      shots,
      excluded,
      deleted,
      carries_m: text === null ? [] : (JSON.parse(text) as number[]),
    })
  }
  return places.sort(inTime)
}

export function readEnds(reader: Pick<Reader, 'all'>): Ends {
  const rows = reader.all<{ table_name: string; row_id: string; end_id: string }>(
    "SELECT table_name, row_id, end_id FROM merge_ends WHERE table_name IN ('clubs', 'sessions')",
  )
  const of = (table: string) =>
    new Map(rows.filter(row => row.table_name === table).map(({ row_id, end_id }) => [row_id, end_id]))
  return { clubs: of('clubs'), sessions: of('sessions') }
}

function readGroups(
  reader: Pick<Reader, 'all'>,
  ids: readonly (string | null)[] | null,
): Map<string, GroupPlace> {
  const rows = reader.all<Omit<GroupPlace, 'kind' | 'kind_guessed'> & { kind: string; edited: number }>(
    `SELECT id, label, kind, json_extract(clocks, '$.kind') IS NOT NULL AS edited, club_code,
      coalesce(club_id, 'code:' || club_code) AS club_id, ball_name, source_date, client_session_id,
      default_session_id
    FROM groups ${ids === null ? '' : 'WHERE id IN (SELECT value FROM json_each(?))'}`,
    ids === null ? [] : [JSON.stringify(ids)],
  )
  return new Map(
    rows.map(({ kind, edited, ...group }) => [
      group.id,
      { ...group, kind: kindOf(kind), kind_guessed: edited === 0 },
    ]),
  )
}

/** A kind that only a newer version knows is practice until this one learns it. */
export function kindOf(text: string | null): GroupKind {
  return groupKinds.find(kind => kind === text) ?? 'practice'
}

function inTime(a: Place, b: Place): number {
  const [left, right] = [a.group, b.group]
  return (
    compare(left?.source_date ?? '', right?.source_date ?? '') ||
    (left?.client_session_id ?? 0) - (right?.client_session_id ?? 0) ||
    compare(left?.id ?? '', right?.id ?? '')
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
