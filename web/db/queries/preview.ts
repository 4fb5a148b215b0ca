/** A fetched report before it is taken in: what it holds, what is new, what looks wrong. Nothing is written. */
import { clubIdOfCode, clubOfCode, needsQuestion } from '../../../shared/golf/clubs.ts'
import { measureNames } from '../../../shared/golf/measures.ts'
import { roundSuspicion, suspicions } from '../../../shared/golf/quality.ts'
import { MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type { Problem } from '../command.ts'
import { type Arriving, type ArrivingShot, arrivals, isMixedClub } from '../commands/arrivals.ts'
import { readPayload } from '../commands/payload.ts'
import { queueRow } from '../commands/queue.ts'
import { compare } from '../commands/upsert.ts'
import type { ImportPreview } from '../query.ts'
import type { Reader } from '../sql.ts'
import { type BagClub, readClubs } from './clubs.ts'
import { kindOf } from './places.ts'
import { labelOf } from './titles.ts'

export const notWaiting: Problem = { kind: 'not_ready', says: 'It is not waiting to be taken in any more.' }

export async function readPreview(
  reader: Reader,
  { queue_id }: { readonly queue_id: string },
): Promise<ImportPreview | Problem> {
  const entry = queueRow(reader, queue_id)
  if (entry?.state !== 'ready' || entry.payload_id === null) return notWaiting
  const read = await readPayload(reader, entry.payload_id, entry.report_id)
  return read.ok ? previewOf(reader, queue_id, read.arriving) : read.problem
}

/** Of any source: what of it is new, and what only the golfer can say. */
export function previewOf(reader: Reader, queue_id: string, report: Arriving): ImportPreview {
  const rows = arrivals(report, code => isMixedClub(reader, code))
  const shots = compare(reader, 'shots', rows.shots)
  const news = new Set(shots.inserts.map(({ id }) => id))
  const guesses = new Map(rows.groups.map(group => [group.id, String(group['kind'])]))
  const stands = standingGroups(reader, report)
  const clubAt = clubResolver(reader)
  const shotsByGroup = Map.groupBy(report.shots, shot => shot.group_id)
  const groups = report.groups.map(group => {
    const own = shotsByGroup.get(group.id) ?? []
    const club = clubAt(stands.get(group.id)?.club_id ?? null, group.club_code)
    return {
      id: group.id,
      label: labelOf(group),
      practice_date: group.source_date,
      club_code: group.club_code,
      club_id: club.club_id,
      club_name: club.name,
      kind: kindOf(stands.get(group.id)?.kind ?? guesses.get(group.id) ?? null),
      shots: own.length,
      new_shots: own.filter(({ id }) => news.has(id)).length,
    }
  })
  const dates = new Set(report.sessions.map(({ practice_date }) => practice_date))
  return {
    queue_id,
    session_ids: report.sessions.map(({ id }) => id),
    practice_dates: [...dates].filter(date => date !== null).sort(),
    groups,
    clubs: shotsByClub(groups),
    new_clubs: newClubs(reader, report, shotsByGroup),
    shots: {
      total: report.shots.length,
      new: shots.inserts.length,
      known: shots.known,
      purged: shots.purged,
      changed: report.shots.length - shots.inserts.length - shots.known - shots.purged,
    },
    missing: measureNames
      .map(measure => ({ measure, n: report.shots.filter(shot => shot[measure] === null).length }))
      .filter(({ n }) => n > 0),
    doubts: report.groups.flatMap((group, i) =>
      doubtsOf(group, shotsByGroup.get(group.id) ?? [], groups[i]?.club_id === MIXED_CLUB),
    ),
    set_aside: report.setAside.map(({ path, reason }) => ({ path, reason })),
    warnings: [...report.warnings.map(({ says }) => says), ...inTrash(reader, report)],
  }
}

function standingGroups(reader: Reader, report: Arriving) {
  const rows = reader.all<{ id: string; kind: string | null; club_id: string | null }>(
    'SELECT id, kind, club_id FROM groups WHERE id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(report.groups.map(({ id }) => id))],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** A group's club as the bag has it. A code that the bag does not know has no club yet, only a name. */
function clubResolver(reader: Reader) {
  const clubs = new Map<string, BagClub>()
  for (const club of readClubs(reader)) {
    clubs.set(club.id, club)
    for (const { id } of club.took_in) clubs.set(id, club)
  }
  return (own: string | null, code: string | null) => {
    const club = clubs.get(own ?? (code === null ? '' : clubIdOfCode(code)))
    if (club) return { club_id: club.id, name: club.name }
    return { club_id: null, name: code === null ? 'No club' : clubOfCode(code).name }
  }
}

function shotsByClub(groups: ImportPreview['groups']): ImportPreview['clubs'] {
  const tally = new Map<string, { club_id: string | null; name: string; shots: number }>()
  for (const { club_id, club_name: name, shots } of groups) {
    const key = club_id ?? name
    tally.set(key, { club_id, name, shots: (tally.get(key)?.shots ?? 0) + shots })
  }
  return [...tally.values()].filter(({ shots }) => shots > 0)
}

function newClubs(
  reader: Reader,
  report: Arriving,
  shotsByGroup: ReadonlyMap<string | null, readonly ArrivingShot[]>,
): ImportPreview['new_clubs'] {
  const known = new Set(
    reader
      .all<{ id: string }>('SELECT id FROM clubs WHERE id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(report.clubCodes.map(clubIdOfCode)),
      ])
      .map(({ id }) => id),
  )
  return report.clubCodes
    .filter(code => !known.has(clubIdOfCode(code)))
    .map(code => ({
      code,
      name: clubOfCode(code).name,
      ask: needsQuestion(code),
      shots: report.groups
        .filter(group => group.club_code === code)
        .reduce((sum, { id }) => sum + (shotsByGroup.get(id)?.length ?? 0), 0),
    }))
}

/** Equal words once a group, with all the shots they are said of. */
function doubtsOf(
  group: Arriving['groups'][number],
  shots: readonly ArrivingShot[],
  mixed: boolean,
): ImportPreview['doubts'][number][] {
  const code = mixed ? null : group.club_code
  const found = Map.groupBy(suspicions(shots, code), ({ says }) => says)
  const doubts = [...found].map(([says, of]) => ({
    says: `${labelOf(group)}: ${says}`,
    shot_ids: of.map(({ shot_id }) => shot_id),
  }))
  const round = code === null ? null : roundSuspicion(shots, [code])
  if (round === null) return doubts
  return [{ says: `${labelOf(group)}: ${round}`, shot_ids: shots.map(({ id }) => id) }, ...doubts]
}

/** Deletion is the golfer's word and stays: said, so that nobody looks for these shots in vain. */
function inTrash(reader: Reader, report: Arriving): string[] {
  const trashed = reader.get<{ n: number }>(
    'SELECT count(*) AS n FROM placed_shots WHERE NOT live AND id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(report.shots.map(({ id }) => id))],
  )
  const n = trashed?.n ?? 0
  if (n === 0) return []
  return [
    n === 1
      ? '1 of these shots is in the trash and stays there.'
      : `${n} of these shots are in the trash and stay there.`,
  ]
}
