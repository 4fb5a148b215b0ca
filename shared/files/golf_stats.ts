/**
 * The earlier system's `golf_stats.db`: its rows, as read from its SQLite tables by column name, to
 * rows of the catalogue. Its units are mixed (carry in yards, side and apex in metres, though shown
 * as yards), its zeros often mean missing, and what it calls a club is the label of the group.
 * Facts of source 1: any payload and any file beats them. Edits carry the lowest clock: they beat
 * every guess and lose to every edit.
 */
import { clubIdOfCode, decodeClub } from '../golf/clubs.ts'
import { GUESSER_VERSION, guessKind } from '../golf/kinds.ts'
import type { Row } from '../schema/rows.ts'
import { GOLF_STATS_CLOCK } from '../sync/clock.ts'
import { sortedJson } from '../sync/merge.ts'
import { blankRow } from './blank_row.ts'
import { golfStatsDate, instant } from './golf_stats_dates.ts'
import { golfStatsMeasures, text, Unreadable } from './golf_stats_fields.ts'
import { GOLF_STATS_PARSER_VERSION } from './parser_versions.ts'

/** A row of one of its tables; a column that a version did not have yet is simply not there. */
export type GolfStatsRow = { readonly [column: string]: unknown }

export interface GolfStatsTables {
  readonly shots: readonly GolfStatsRow[]
  readonly shots_archive?: readonly GolfStatsRow[]
  readonly tag_catalog?: readonly GolfStatsRow[]
}
interface RefusedOld {
  /** Table and row: an id is missing, or comes twice, in just such rows. */
  readonly place: string
  readonly reason: string
  readonly row: GolfStatsRow
}

export interface GolfStatsReading {
  readonly reports: readonly Row<'reports'>[]
  readonly sessions: readonly Row<'sessions'>[]
  readonly groups: readonly Row<'groups'>[]
  readonly shots: readonly Row<'shots'>[]
  readonly refused: readonly RefusedOld[]
  readonly warnings: readonly string[]
}

const GOLF_STATS_FACTS = 1

interface Old {
  readonly shot: Row<'shots'>
  readonly row: GolfStatsRow
  readonly deleted_at: string | null
}

export function readGolfStats(tables: GolfStatsTables): GolfStatsReading {
  const refused: RefusedOld[] = []
  const warnings = new Set<string>()
  const olds = new Map<string, Old>()
  const take = (row: GolfStatsRow, deleted_at: string | null, place: string) => {
    try {
      const shot = shotOf(row)
      // A shot that is back among the live ones was taken out of the archive again.
      if (!olds.has(shot.id)) olds.set(shot.id, { shot, row, deleted_at })
    } catch (wrong) {
      if (!(wrong instanceof Unreadable)) throw wrong
      refused.push({ place, reason: wrong.message, row })
    }
  }
  for (const [i, row] of tables.shots.entries()) take(row, null, `shots, row ${i + 1}`)
  for (const [i, row] of (tables.shots_archive ?? []).entries()) {
    take(archived(row), instant(row['deleted_at']) ?? EPOCH, `shots_archive, row ${i + 1}`)
  }

  const reports = new Map<string, Row<'reports'>>()
  const sessions = new Map<string, Row<'sessions'>>()
  const groups = new Map<string, Row<'groups'>>()
  for (const [group_id, members] of Map.groupBy(olds.values(), old => old.shot.group_id ?? '')) {
    // All that is left of some deleted shots is their id and the mark.
    const known = members.filter(old => old.shot.fact_source !== null)
    if (known.length === 0) continue
    const group = groupOf(group_id, known, warnings)
    groups.set(group_id, group)
    const report_id = group.report_id ?? ''
    reports.set(report_id, reportOf(report_id, known, reports.get(report_id)))
    const session_id = group.default_session_id ?? ''
    const seed = { guesser_version: GUESSER_VERSION, report_id, practice_date: group.source_date }
    sessions.set(session_id, { ...blankRow('sessions', session_id), ...seed })
  }
  const spelling = spellings(tables.tag_catalog ?? [])
  return {
    reports: [...reports.values()],
    sessions: [...sessions.values()],
    groups: [...groups.values()],
    shots: [...olds.values()].map(old => withEdits(old, groups.get(old.shot.group_id ?? ''), spelling)),
    refused,
    warnings: [...warnings],
  }
}

/** Deleted, and nobody knows when. */
const EPOCH = '1970-01-01T00:00:00.000Z'

function shotOf(row: GolfStatsRow): Row<'shots'> {
  const id = text(row, 'shot_id')
  if (id === null) throw new Unreadable('It has no shot_id.')
  const ours = /^(\d+)_(\d+)_(\d+)$/.exec(id)
  const blank = blankRow('shots', ours ? id : `golf_stats:${id}`)
  const report_id = ours ? (ours[1] ?? '') : `golf_stats:${text(row, 'session_id') ?? ''}`
  const at = { report_id, group_id: ours ? `${ours[1]}_${ours[2]}` : `${report_id}_${clubText(row) ?? ''}` }
  // Archived without its data.
  if (Object.keys(row).length === 1) return { ...blank, ...at }
  return {
    ...blank,
    ...at,
    ...golfStatsMeasures(row),
    fact_source: GOLF_STATS_FACTS,
    parser_version: GOLF_STATS_PARSER_VERSION,
    guesser_version: GUESSER_VERSION,
    lie_text: text(row, 'lie_angle'),
    flight_type: text(row, 'shot_type'),
    sensor_name: text(row, 'sensor_name'),
    client_shot_id: order(row, 'client_shot_id'),
    client_session_id: order(row, 'client_session_id'),
    uploaded_at: instant(row['server_timestamp']),
    // Its cloud had this column, its file did not.
    video_frames: order(row, 'video_frames'),
    source_deleted: deletedAtSource(row),
    excluded: deletedAtSource(row) ?? 0,
  }
}

const deletedAtSource = (row: GolfStatsRow) => {
  const mark = text(row, 'is_deleted')
  return mark === null ? null : /^(y|yes|true|1)$/i.test(mark) ? 1 : 0
}

function order(row: GolfStatsRow, column: string): number | null {
  const value = Number(text(row, column) ?? Number.NaN)
  return Number.isSafeInteger(value) ? value : null
}

/** The archive keeps a shot as JSON; where that is damaged, the id alone stays deleted. */
function archived(row: GolfStatsRow): GolfStatsRow {
  const shot_id = row['shot_id']
  try {
    const data: unknown = JSON.parse(String(row['original_data'] ?? ''))
    const isRow =
      typeof data === 'object' && data !== null && !Array.isArray(data) && Object.keys(data).length > 1
    return isRow ? { ...data, shot_id } : { shot_id }
  } catch {
    return { shot_id }
  }
}

const clubText = (row: GolfStatsRow) => text(row, 'club')
/** What the source called the group, before the golfer renamed it. */
const originalText = (row: GolfStatsRow) => text(row, 'original_club_value') ?? clubText(row)

/** A club's code if the text is one: "IRON7 | MEDIUM" is, "warmup 50" and "Sgt Rd1" are not. */
function codeIn(label: string | null): string | null {
  const club = decodeClub(label?.split('|')[0] ?? null)
  return club?.category ? club.code : null
}

function groupOf(id: string, members: readonly Old[], warnings: Set<string>): Row<'groups'> {
  const rows = members.map(old => old.row)
  const report_id = members[0]?.shot.report_id ?? null
  const date = mostOf(rows.map(row => golfStatsDate(row, warnings)))
  const original = mostOf(rows.map(originalText))
  const renamed = mostOf(rows.map(clubText))
  const label = [renamed, original, mostOf(rows.map(row => text(row, 'sidebar_label')))].find(
    words => words !== null && codeIn(words) === null,
  )
  const club_name = mostOf(rows.map(row => text(row, 'club_name_std')))
  const club_code = codeIn(club_name) ?? codeIn(original) ?? codeIn(renamed)
  const clues = `${mostOf(rows.map(row => text(row, 'session_type'))) ?? ''} ${label ?? ''}`
  return {
    ...blankRow('groups', id),
    fact_source: GOLF_STATS_FACTS,
    parser_version: GOLF_STATS_PARSER_VERSION,
    guesser_version: GUESSER_VERSION,
    report_id,
    default_session_id: `${report_id}:${date ?? 'unknown'}`,
    label: label ?? null,
    club_code,
    club_name: club_name ?? (club_code === null ? null : original),
    source_date: date,
    ball_type: mostOf(rows.map(row => text(row, 'ball_type'))),
    ball_name: mostOf(rows.map(row => text(row, 'ball_name'))),
    kind: guessKind(clues.trim() || null, {
      clubCodes: club_code === null ? [] : [club_code],
      shots: members.map(old => old.shot),
    }),
  }
}

function reportOf(id: string, members: readonly Old[], before: Row<'reports'> | undefined): Row<'reports'> {
  const added = members.flatMap(old => instant(old.row['date_added']) ?? [])
  if (before?.added_at) added.push(before.added_at)
  const maker = id.startsWith('golf_stats:') ? 'golf_stats' : 'uneekor'
  return { ...blankRow('reports', id), maker, added_at: added.sort()[0] ?? null }
}

/** Tags, notes, the shot's own club, exclusion and deletion, each with the lowest clock there is. */
function withEdits(
  { shot, row, deleted_at }: Old,
  group: Row<'groups'> | undefined,
  spelling: ReadonlyMap<string, string>,
): Row<'shots'> {
  const words = (text(row, 'shot_tag') ?? '').split(/[,;|]/).map(word => word.trim())
  const tags = [...new Set(words.map(word => spelling.get(word.toLowerCase()) ?? word))].filter(Boolean)
  // The group's club unless this shot was given another one.
  const own = codeIn(clubText(row))
  const edits: Partial<Row<'shots'>> = {
    ...(tags.length > 0 && { tags: JSON.stringify(tags) }),
    ...(text(row, 'notes') !== null && { notes: text(row, 'notes') }),
    ...(own !== null && own !== group?.club_code && { club_id: clubIdOfCode(own) }),
    ...(text(row, 'excluded') !== null && {
      excluded: /^(1|true|y|yes)$/i.test(text(row, 'excluded') ?? '') ? 1 : 0,
    }),
    ...(deleted_at !== null && { deleted_at }),
  }
  const clocks = Object.fromEntries(Object.keys(edits).map(field => [field, GOLF_STATS_CLOCK]))
  return { ...shot, ...edits, clocks: sortedJson(clocks) }
}

function spellings(rows: readonly GolfStatsRow[]): Map<string, string> {
  const tags = rows.flatMap(row => text(row, 'tag')?.trim() ?? [])
  return new Map(tags.map(tag => [tag.toLowerCase(), tag]))
}

/** The value that most have; of equals the smaller text, so that all devices choose alike. */
function mostOf(values: readonly (string | null)[]): string | null {
  const times = new Map<string, number>()
  for (const value of values) if (value !== null) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? null
}
