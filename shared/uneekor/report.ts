/**
 * A report's JSON → the rows it gives. Total: whatever arrives, the answer is rows, pieces set aside with
 * their reasons, or one named problem. It never throws, stops at no bad shot and adds nothing of its own.
 */
import { decodeClub } from '../golf/clubs.ts'
import { isDate } from '../golf/dates.ts'
import type {
  GroupFacts,
  ParsedReport,
  ReportProblem,
  ReportWarning,
  SessionSeed,
  SetAside,
  ShotFacts,
} from './facts.ts'
import {
  field,
  isObject,
  type JsonObject,
  type Read,
  readBit,
  readId,
  readMoment,
  readOrder,
  readText,
  readYesNo,
  Unreadable,
} from './fields.ts'
import { rawText } from './raw.ts'
import { readShot } from './shot.ts'

/** Raised whenever the same payload gives other facts. */
export const PARSER_VERSION = 1
/** A report payload beats another maker's file (2) and the earlier database (1). */
export const FACT_SOURCE = 3

export function parseReport(
  json: unknown,
  { report_id }: { report_id: string },
): ParsedReport | ReportProblem {
  if (!Array.isArray(json)) return NOT_A_REPORT
  const groups: readonly unknown[] = json
  if (groups.length === 0) return EMPTY_REPORT
  if (!groups.some(looksLikeGroup)) return NOT_A_REPORT

  const reading = new Reading(report_id)
  groups.forEach((group, index) => {
    reading.readGroup(group, `[${index}]`)
  })
  return reading.shots.size === 0 && reading.setAside.length === 0 ? EMPTY_REPORT : reading.result()
}

/** The report that a saved file says it is; null where it does not say so clearly. */
export function reportIdOf(json: unknown): string | null {
  if (!Array.isArray(json)) return null
  const ids = new Set<string>()
  for (const group of json as readonly unknown[]) {
    const id = isObject(group) ? readId(field(group, 'report_id')) : null
    if (typeof id === 'string') ids.add(id)
  }
  return ids.size === 1 ? ([...ids][0] ?? null) : null
}

const NOT_A_REPORT: ReportProblem = {
  kind: 'not_a_report',
  says: 'This is not a Uneekor report: it holds no list of groups with shots.',
}
const EMPTY_REPORT: ReportProblem = {
  kind: 'empty_report',
  says: 'No shots came. The source answers the same in three cases: the report is empty, it was deleted, or the key in the link is wrong.',
}

function looksLikeGroup(group: unknown): boolean {
  return isObject(group) && (Object.hasOwn(group, 'shots') || Object.hasOwn(group, 'id'))
}

/** One pass over one payload. */
class Reading {
  readonly groups = new Map<string, GroupFacts>()
  readonly shots = new Map<string, ShotFacts>()
  readonly setAside: SetAside[] = []
  readonly #report_id: string
  readonly #warnings = new Map<string, ReportWarning>()
  #repeated = 0

  constructor(report_id: string) {
    this.#report_id = report_id
  }

  readGroup(group: unknown, path: string): void {
    const shots = isObject(group) ? (field(group, 'shots') ?? []) : null
    if (!isObject(group) || !Array.isArray(shots)) {
      const what = isObject(group) ? 'the group’s “shots” is not a list' : 'the group is not an object'
      this.#putAside(path, what, group)
      return
    }
    this.#checkReport(group)
    const list: readonly unknown[] = shots
    const id = this.#groupId(group, list)
    if (id instanceof Unreadable) {
      // Without its group a shot has no identity. Each is set aside alone, so that each can be tried again.
      const reason = `its group’s “id” ${id.why}`
      if (list.length === 0) this.#putAside(path, reason, group)
      list.forEach((shot, index) => {
        this.#putAside(`${path}.shots[${index}]`, reason, shot)
      })
      return
    }
    const facts = this.#groupFacts(group, id)
    this.groups.set(facts.id, facts)
    list.forEach((shot, index) => {
      this.#readShot(shot, `${path}.shots[${index}]`, facts)
    })
  }

  result(): ParsedReport {
    const used = new Set<string | null>()
    for (const shot of this.shots.values()) used.add(shot.group_id)
    const sessions = new Map<string, SessionSeed>()
    const codes = new Set<string>()
    for (const group of this.groups.values()) {
      if (group.club_code !== null) codes.add(group.club_code)
      const id = group.default_session_id
      if (id === null || !used.has(group.id)) continue
      sessions.set(id, { id, report_id: this.#report_id, practice_date: group.source_date })
    }
    return {
      kind: 'report',
      report: { id: this.#report_id, maker: 'uneekor' },
      groups: [...this.groups.values()],
      sessions: [...sessions.values()],
      shots: [...this.shots.values()],
      clubCodes: [...codes],
      setAside: this.setAside,
      repeated: this.#repeated,
      warnings: [...this.#warnings.values()],
    }
  }

  #readShot(json: unknown, path: string, group: GroupFacts): void {
    const read = readShot(json, { report_id: this.#report_id, group_id: group.id })
    if (read.kind === 'unreadable') {
      this.#putAside(path, read.reason, json)
      return
    }
    for (const dropped of read.dropped) this.#warnDropped(dropped)
    const { shot } = read
    if (this.shots.has(shot.id)) {
      this.#repeated += 1
      this.#warn('shot_twice', 'Some shots stand in this report more than once. The later one was taken.')
    }
    const hidden = [shot, group].some(row => row.source_deleted === 1 || row.source_shown === 0)
    this.shots.set(shot.id, {
      ...shot,
      fact_source: FACT_SOURCE,
      parser_version: PARSER_VERSION,
      excluded: hidden ? 1 : 0,
    })
  }

  /** The group's own id, else the one on which all its shots agree (`session_id` is the group's id). */
  #groupId(group: JsonObject, shots: readonly unknown[]): string | Unreadable {
    const own = readId(field(group, 'id'))
    if (typeof own === 'string') return own
    const named = new Set<string>()
    for (const shot of shots) {
      const id = isObject(shot) ? readId(field(shot, 'session_id')) : null
      if (typeof id === 'string') named.add(id)
    }
    const [id] = named
    if (named.size !== 1 || id === undefined) return own ?? new Unreadable('is missing')
    this.#warn('group_id_from_shots', 'A group without a usable id was recognised by its shots.')
    return id
  }

  #groupFacts(group: JsonObject, id: string): GroupFacts {
    const get = <T>(name: string, read: (value: unknown) => Read<T>): T | null => {
      const value = read(field(group, name))
      if (!(value instanceof Unreadable)) return value
      // A group's field that can't be read costs none of its shots.
      this.#warnDropped(`the group’s “${name}” ${value.why}`)
      return null
    }
    const source_date = this.#practiceDate(group)
    const club_name = get('club_name', readText)
    return {
      id: `${this.#report_id}_${id}`,
      fact_source: FACT_SOURCE,
      parser_version: PARSER_VERSION,
      report_id: this.#report_id,
      default_session_id: `${this.#report_id}:${source_date ?? 'unknown'}`,
      label: get('name', readText)?.trim() ?? null,
      club_code: decodeClub(club_name)?.code ?? null,
      club_name,
      club_type: get('club_type', readText),
      club_number: get('club', readText),
      source_date,
      ball_type: get('ball_type', readText),
      ball_name: get('ball_name', readText),
      color: get('color', readText),
      uploaded_at: get('created', readMoment),
      source_deleted_at: get('deleted', readMoment),
      source_deleted: get('is_deleted', readYesNo),
      source_shown: get('show', readBit),
      client_session_id: get('client_session_id', readOrder),
    }
  }

  /**
   * The local date as written. Upload time never stands in for it: that is UTC, and often another day. A
   * time of midnight behind the date is the writer's way to say that there is none.
   */
  #practiceDate(group: JsonObject): string | null {
    const text = readText(field(group, 'client_created_date'))
    const written = typeof text === 'string' ? text.trim().replace(/[T ]00:00(?::00(?:\.0+)?)?Z?$/, '') : null
    if (written !== null && isDate(written)) return written
    this.#warn('no_date', 'A group came without a practice date. Give it one in its session.')
    return null
  }

  #checkReport(group: JsonObject): void {
    const id = readId(field(group, 'report_id'))
    if (id === null || id === this.#report_id) return
    this.#warn('other_report', 'The report names another number than its link. The link’s number was taken.')
  }

  #putAside(path: string, reason: string, json: unknown): void {
    this.setAside.push({ path, reason, raw: rawText(json) })
  }

  #warnDropped(what: string): void {
    this.#warn('field_dropped', `Left empty: ${what}.`)
  }

  #warn(kind: ReportWarning['kind'], says: string): void {
    this.#warnings.set(says, { kind, says })
  }
}
