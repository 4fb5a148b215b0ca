import { groupKinds, type Row } from '../../../shared/schema/rows.ts'
import { endOf } from '../commands/mergeEnds.ts'
import type { Params, SessionDetail, SessionLine } from '../query.ts'
import type { Reader } from '../sql.ts'
import { readClubs } from './clubs.ts'
import { type Asked, type GroupPlace, type Place, readPlaces } from './places.ts'
import { labelOf, titleOf } from './titles.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

type SessionRow = Pick<
  Row<'sessions'>,
  'id' | 'practice_date' | 'name' | 'notes' | 'tags' | 'deleted_at' | 'report_id'
>

const SESSION = 'id, practice_date, name, notes, tags, deleted_at, report_id'

/** A session with its shots' places, merged ones with those of all that they took in. */
export interface PlacedSession {
  readonly row: SessionRow
  readonly places: readonly Place[]
}

/** Every session that has shots, in the trash or not; sessions whose row has not come yet, too. */
export function placedSessions(reader: Pick<Reader, 'all' | 'get'>, asked: Asked = {}): PlacedSession[] {
  const bySession = Map.groupBy(readPlaces(reader, asked), ({ session_id }) => session_id)
  const rows = new Map(
    reader
      .all<SessionRow>(`SELECT ${SESSION} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`, [
        JSON.stringify([...bySession.keys()]),
      ])
      .map(row => [row.id, row]),
  )
  return [...bySession].map(([id, places]) => ({ row: rows.get(id) ?? { id, ...NO_ROW }, places }))
}

const NO_ROW = { practice_date: null, name: null, notes: null, tags: null, deleted_at: null, report_id: null }

/** One of them; null where it has no shots, or was merged away. */
export function placedSession(reader: Pick<Reader, 'all' | 'get'>, session_id: string): PlacedSession | null {
  return placedSessions(reader, { session_id }).find(({ row }) => row.id === session_id) ?? null
}

export function sessionLine({ row, places }: PlacedSession): SessionLine {
  const inUse = places.filter(({ shots }) => shots > 0)
  // A session all of whose shots are in the trash is still called as before.
  const seen = inUse.length > 0 ? inUse : places
  const shotsByClub = new Map<string, number>()
  for (const { club_id, shots } of inUse) {
    if (club_id !== null) shotsByClub.set(club_id, (shotsByClub.get(club_id) ?? 0) + shots)
  }
  const kinds = new Set(seen.map(({ group }) => group?.kind ?? 'practice'))
  const source_date = seen.find(({ group }) => group?.source_date != null)?.group?.source_date
  return {
    id: row.id,
    practice_date: row.practice_date ?? source_date ?? null,
    title: row.name ?? titleOf(groupsOf(seen)),
    named: row.name !== null,
    kinds: groupKinds.filter(kind => kinds.has(kind)),
    tags: wordsOf(row.tags),
    clubs: [...shotsByClub]
      .map(([club_id, shots]) => ({ club_id, shots }))
      .sort((a, b) => b.shots - a.shots || (a.club_id < b.club_id ? -1 : 1)),
    shots: inUse.reduce((sum, { shots }) => sum + shots, 0),
    excluded: inUse.reduce((sum, { excluded }) => sum + excluded, 0),
    notes: row.notes,
    deleted_at: row.deleted_at,
  }
}

export function readSessions(reader: Reader, params: Params<'sessions'>): SessionLine[] {
  const { club_id, kind, tag } = params
  const words = fold(params.search ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const withTag = tag === undefined ? null : sessionsWithTaggedShots(reader, tag)
  const found = placedSessions(reader)
    .filter(({ row }) => row.deleted_at === null)
    .map(placed => ({ placed, line: sessionLine(placed) }))
    .filter(({ line }) => club_id === undefined || line.clubs.some(club => club.club_id === club_id))
    .filter(({ line }) => kind === undefined || line.kinds.includes(kind))
    .filter(({ line }) => withTag === null || line.tags.includes(tag ?? '') || withTag.has(line.id))
  if (words.length === 0) return found.map(({ line }) => line).sort(newestFirst)
  const texts = searchTexts(reader)
  return found
    .filter(({ placed, line }) => {
      const text = texts(placed, line)
      return words.every(word => text.includes(word))
    })
    .map(({ line }) => line)
    .sort(newestFirst)
}

/**
 * A session that was merged away answers as the one that took it in, one whose shots all have doubles as
 * the one that holds those: old addresses stay good.
 */
export function readSession(reader: Reader, params: Params<'session'>): SessionDetail | null {
  const own = endOf(reader, 'sessions', params.id)
  const id = placedSession(reader, own) ? own : sessionOfDoubles(reader, own)
  const placed = id === null ? null : placedSession(reader, id)
  if (!placed || id === null) return null
  const merged = reader.all<{ id: string; name: string | null }>(
    `SELECT id, name FROM merge_ends JOIN sessions ON id = row_id
    WHERE table_name = 'sessions' AND end_id = ? ORDER BY practice_date, id`,
    [id],
  )
  const reports = reader.all<{ report_id: string }>(
    `SELECT DISTINCT report_id FROM groups WHERE id IN (SELECT value FROM json_each(?))
      AND report_id IS NOT NULL ORDER BY report_id`,
    [JSON.stringify(groupsOf(placed.places).map(group => group.id))],
  )
  return {
    ...sessionLine(placed),
    groups: groupsOf(placed.places).map(group => ({
      id: group.id,
      label: labelOf(group),
      kind: group.kind,
      kind_guessed: group.kind_guessed,
      club_id: group.club_id === null ? null : endOf(reader, 'clubs', group.club_id),
      ball_name: group.ball_name,
      shots: placed.places.reduce((sum, place) => sum + (place.group?.id === group.id ? place.shots : 0), 0),
    })),
    took_in: merged.map(session => ({
      id: session.id,
      title:
        session.name ?? titleOf(groupsOf(placed.places.filter(place => place.raw_session_id === session.id))),
    })),
    report_ids: reports.map(({ report_id }) => report_id),
  }
}

function sessionOfDoubles(reader: Reader, session_id: string): string | null {
  const found = reader.get<{ at_session: string }>(
    `WITH ${SHOTS_IN_SESSIONS}
    SELECT at_session FROM shots_in
    JOIN merge_ends ON table_name = 'shots' AND row_id = shots_in.id
    JOIN placed_shots ON placed_shots.id = merge_ends.end_id
    GROUP BY at_session ORDER BY count(*) DESC, at_session LIMIT 1`,
    [JSON.stringify([session_id])],
  )
  return found?.at_session ?? null
}

/** Each group once, in the order of the places. */
function groupsOf(places: readonly Place[]): GroupPlace[] {
  const byId = new Map<string, GroupPlace>()
  for (const { group } of places) if (group) byId.set(group.id, group)
  return [...byId.values()]
}

function sessionsWithTaggedShots(reader: Reader, tag: string): Set<string> {
  const rows = reader.all<{ id: string }>(
    `SELECT DISTINCT at_session AS id FROM placed_shots
    WHERE live AND id IN (SELECT shots.id FROM shots, json_each(tags) WHERE tags IS NOT NULL AND value = ?)`,
    [tag],
  )
  return new Set(rows.map(({ id }) => id))
}

/** All that a session can be found by, as one text: titles, labels, notes, tags, dates, clubs. */
function searchTexts(reader: Reader): (placed: PlacedSession, line: SessionLine) => string {
  const clubs = new Map(readClubs(reader).map(club => [club.id, `${club.name} ${club.short}`]))
  const written = Map.groupBy(
    reader.all<{ id: string; text: string }>(
      `SELECT at_session AS id, coalesce(notes, '') || ' ' || coalesce(tags, '') AS text FROM placed_shots
      WHERE live AND id IN (
        SELECT id FROM shots WHERE tags IS NOT NULL UNION SELECT id FROM shots WHERE notes IS NOT NULL
      )`,
    ),
    ({ id }) => id,
  )
  return ({ row, places }, line) =>
    fold(
      [
        line.title,
        line.practice_date,
        row.notes,
        ...line.tags,
        ...line.kinds,
        ...places.map(({ group }) => group?.label),
        ...line.clubs.map(({ club_id }) => clubs.get(club_id)),
        ...(written.get(line.id) ?? []).map(({ text }) => text),
      ].join(' '),
    )
}

/** Lower case without accents: "Übung" is found by "ubung". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

export function wordsOf(json: string | null): readonly string[] {
  return json === null ? [] : (JSON.parse(json) as string[])
}

function newestFirst(a: SessionLine, b: SessionLine): number {
  const [left, right] = [a.practice_date ?? '', b.practice_date ?? '']
  return left < right ? 1 : left > right ? -1 : a.id < b.id ? 1 : -1
}
