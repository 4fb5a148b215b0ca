/** The rows of a file as the catalogue has them: reports, sessions, groups and shots, in SI, facts of source 2. */
import { decodeClub } from '../golf/clubs.ts'
import { GUESSER_VERSION, guessKind } from '../golf/kinds.ts'
import type { Measure, Row } from '../schema/rows.ts'
import { blankRow } from './blank_row.ts'
import { isMissing, plain } from './cells.ts'
import { type DateOrder, practiceDate, type RawDate } from './dates.ts'
import type { Heading } from './headings.ts'
import { hashOf, nthOf, rowHash } from './ids.ts'
import type { ReadOptions } from './read_file.ts'
import { type Refused, type SheetRow, withoutPersons } from './sheet.ts'
import { inMillimetres, type Target } from './targets.ts'
import type { Columns } from './unit_verdicts.ts'
import { toSi, type Unit } from './units.ts'

/** Facts of another maker's file: below a report's payload, above the earlier database. */
export const FILE_FACTS = 2

interface Decided {
  readonly maker: string
  readonly maker_name: string
  readonly newest_first: boolean
  readonly headings: readonly Heading[]
  readonly rows: readonly SheetRow[]
  /** By row: its own date; null = there is something and it is no date; undefined = nothing. */
  readonly dates: readonly (RawDate | null | undefined)[]
  readonly file_date: RawDate | null
  /** False: the golfer says that it is none; ids keep it. */
  readonly file_date_counts: boolean
  readonly order: DateOrder
  readonly at: ReadonlyMap<Target, readonly number[]>
  readonly columns: Columns
  readonly units: ReadonlyMap<Target, Unit>
  readonly signs: ReadonlyMap<Target, 1 | -1>
  readonly options: ReadOptions
  readonly parser_version: number
}

export function factsOf(file: Decided) {
  const reports = new Map<string, Row<'reports'>>()
  const sessions = new Map<string, Row<'sessions'>>()
  const groups = new Map<string, Row<'groups'>>()
  const shots: Row<'shots'>[] = []
  const refused: Refused[] = []
  const seen = new Map<string, number>()
  let undated = 0
  // A title or a file's name dates a session to the second: two of one day stay two.
  const fileDay = file.file_date && `${file.file_date.day} ${file.file_date.seconds ?? ''}`
  const hashes = file.rows.map((row, i) => {
    const context = file.dates[i] === undefined ? [fileDay ?? '', row.club ?? ''] : ['', row.club ?? '']
    return rowHash(file.headings, row.cells, context)
  })
  const undatedDay = `undated ${hashOf([...hashes].sort())}`

  for (const [i, row] of file.rows.entries()) {
    const own = file.dates[i]
    const date = own ?? (file.file_date_counts ? file.file_date : null)
    const read = date && practiceDate(date, file.order)
    if (own === null || (date && read === null)) {
      const reason = `“${cellOf(file, row, 'date') ?? date?.day ?? ''}” is no date.`
      refused.push({ line: row.line, reason, cells: withoutPersons(file.headings, row.cells) })
      continue
    }
    const practice_date = read ?? file.options.practice_date ?? null
    if (practice_date === null) undated++
    const rawDay = own?.day ?? fileDay ?? undatedDay
    const report_id = `${file.maker}:${hashOf(['session', rawDay])}`
    const club = cellOf(file, row, 'club') ?? row.club
    const ball = cellOf(file, row, 'ball')
    const group_id = `${file.maker}:${hashOf(['group', rawDay, club ?? '', ball ?? ''])}`
    reports.set(report_id, {
      ...blankRow('reports', report_id),
      maker: file.maker,
      added_at: file.options.now,
    })
    sessions.set(report_id, {
      ...blankRow('sessions', report_id),
      guesser_version: GUESSER_VERSION,
      report_id,
      practice_date,
    })
    groups.set(group_id, {
      ...blankRow('groups', group_id),
      fact_source: FILE_FACTS,
      parser_version: file.parser_version,
      guesser_version: GUESSER_VERSION,
      report_id,
      default_session_id: report_id,
      club_code: clubCode(club),
      club_name: club,
      source_date: practice_date,
      ball_name: ball,
    })
    const hash = hashes[i] ?? ''
    shots.push({
      ...blankRow('shots', `${file.maker}:${hash}:${nthOf(seen, hash)}`),
      ...measuresOf(file, i),
      fact_source: FILE_FACTS,
      parser_version: file.parser_version,
      guesser_version: GUESSER_VERSION,
      report_id,
      group_id,
      client_shot_id: own?.seconds ?? (file.newest_first ? file.rows.length - i : i + 1),
      sensor_name: file.maker_name,
      flight_type: cellOf(file, row, 'flight_type'),
      excluded: /^(false|no|0)$/i.test(cellOf(file, row, 'use') ?? '') ? 1 : 0,
      tags: tagsOf(file, row),
      notes: cellOf(file, row, 'notes'),
    })
  }
  for (const [id, own] of Map.groupBy(shots, shot => shot.group_id ?? '')) {
    const group = groups.get(id)
    const clubCodes = group?.club_code == null ? [] : [group.club_code]
    if (group) group.kind = guessKind(null, { clubCodes, shots: own })
  }
  return {
    reports: [...reports.values()],
    sessions: [...sessions.values()],
    groups: [...groups.values()],
    shots,
    refused,
    undated,
  }
}

/** The first cell with something in it, of the columns mapped to a word. */
function cellOf({ at }: Pick<Decided, 'at'>, row: SheetRow, target: Target): string | null {
  for (const column of at.get(target) ?? []) {
    const text = plain(row.cells[column] ?? '')
    if (!isMissing(text)) return text.slice(0, 2000)
  }
  return null
}

function tagsOf({ at }: Pick<Decided, 'at'>, row: SheetRow): string | null {
  const words = (at.get('tags') ?? []).flatMap(column => (row.cells[column] ?? '').split(/[,;|]/))
  const tags = [...new Set(words.map(word => word.trim().slice(0, 60)))].filter(word => word !== '')
  return tags.length === 0 ? null : JSON.stringify(tags)
}

/** German words, and a number behind DRIVER, go before the pattern of clubs; the rest is its own. */
export function clubCode(text: string | null): string | null {
  if (text === null) return null
  const english = text
    .replace(/eisen/i, 'iron')
    .replace(/holz/i, 'wood')
    .replace(/^(driver|dr)\s*\d$/i, '$1')
  return decodeClub(english)?.code ?? null
}

/** The measures of a row in SI; what the catalogue does not keep is turned into what it does. */
function measuresOf(file: Decided, row: number): { [M in Measure]: number | null } {
  const of = (target: Target): number | null => {
    const value = file.columns.get(target)?.values[row] ?? null
    const unit = file.units.get(target)
    if (value === null || unit === undefined) return null
    const si =
      toSi(value, unit, inMillimetres(target)) *
      (file.signs.get(target) ?? file.columns.get(target)?.sign ?? 1)
    return si === 0 ? 0 : si
  }
  const has = (target: Target) => file.columns.has(target)
  const [path, between] = [of('club_path_deg'), of('face_to_path_deg')]
  const [carry, roll] = [of('carry_m'), of('roll_m')]
  return {
    ball_speed_mps: of('ball_speed_mps'),
    club_speed_mps: of('club_speed_mps'),
    carry_m: carry,
    total_m: has('total_m') ? of('total_m') : sum(carry, roll),
    side_m: of(has('side_m') ? 'side_m' : 'carry_side_m'),
    apex_m: of('apex_m'),
    launch_deg: of('launch_deg'),
    launch_direction_deg: of('launch_direction_deg'),
    descent_deg: of('descent_deg'),
    attack_deg: of('attack_deg'),
    club_path_deg: path,
    face_deg: has('face_deg') ? of('face_deg') : sum(path, between),
    dynamic_loft_deg: of('dynamic_loft_deg'),
    lie_deg: of('lie_deg'),
    ...spinsOf(of, has),
    impact_x_mm: of('impact_x_mm'),
    impact_y_mm: of('impact_y_mm'),
    flight_s: of('flight_s'),
  }
}

const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b)

/**
 * Back and side spin as written; else parts of the total by its axis. A total without an axis is
 * kept as back spin (7 iron at an axis of 10°: 1.5 % too much), the side unknown.
 */
function spinsOf(of: (target: Target) => number | null, has: (target: Target) => boolean) {
  const axis = of('spin_axis_deg')
  const tilt = axis === null ? null : (axis * Math.PI) / 180
  const side = of('side_spin_rpm')
  if (has('back_spin_rpm')) {
    const back = of('back_spin_rpm')
    const tilted = back === null || tilt === null ? null : back * Math.tan(tilt) || 0
    return { back_spin_rpm: back, side_spin_rpm: has('side_spin_rpm') ? side : tilted }
  }
  const total = of('spin_rpm')
  if (total === null || tilt === null) return { back_spin_rpm: total, side_spin_rpm: side }
  return { back_spin_rpm: total * Math.cos(tilt), side_spin_rpm: total * Math.sin(tilt) || 0 }
}
