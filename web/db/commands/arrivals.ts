/** What a source gives as rows, with the guesses of what the golfer has not said. */
import { clubIdOfCode } from '../../../shared/golf/clubs.ts'
import { GUESSER_VERSION, guessKind } from '../../../shared/golf/kinds.ts'
import { MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type {
  GroupFacts,
  ParsedReport,
  SessionSeed,
  SetAside,
  ShotFacts,
} from '../../../shared/uneekor/facts.ts'
import { PARSER_VERSION } from '../../../shared/uneekor/report.ts'
import type { Reader } from '../sql.ts'
import { endOf } from './mergeEnds.ts'
import type { Incoming } from './upsert.ts'

/** Of any source: a report of the link, another monitor's file, the earlier database. */
export interface Arriving {
  readonly reports: readonly { readonly id: string; readonly maker: string }[]
  /** With a kind where the source gives clues that the label does not. */
  readonly groups: readonly (GroupFacts & { readonly kind?: string | null })[]
  readonly sessions: readonly SessionSeed[]
  readonly shots: readonly ArrivingShot[]
  readonly clubCodes: readonly string[]
  readonly setAside: readonly SetAside[]
  readonly warnings: readonly { readonly says: string }[]
  readonly parser_version: number
}
/** Beside its facts what was written of it elsewhere: tags, notes, edits with their clocks. */
export type ArrivingShot = Omit<ShotFacts, 'excluded'> & { readonly excluded: number | null }

export function ofReport(report: ParsedReport): Arriving {
  return { ...report, reports: [report.report], parser_version: PARSER_VERSION }
}

export interface Arrivals {
  readonly groups: readonly Incoming[]
  readonly sessions: readonly Incoming[]
  readonly shots: readonly Incoming[]
}

/** `isMixed`: the club of that code is a simulator round's, so its groups are rounds. */
export function arrivals(report: Arriving, isMixed: (code: string) => boolean): Arrivals {
  const shotsByGroup = Map.groupBy(report.shots, shot => shot.group_id)
  const guesser_version = GUESSER_VERSION
  return {
    groups: report.groups.map(group => ({
      ...group,
      guesser_version,
      kind: kindOf(group, shotsByGroup.get(group.id) ?? [], isMixed),
    })),
    sessions: report.sessions.map(session => ({ ...session, guesser_version })),
    // That it counts is no guess but the default: a shot that nobody hid has none.
    shots: report.shots.map(shot => ({ ...shot, guesser_version, excluded: shot.excluded === 1 ? 1 : null })),
  }
}

function kindOf(
  group: Arriving['groups'][number],
  shots: readonly ArrivingShot[],
  isMixed: (code: string) => boolean,
): string {
  const code = group.club_code
  if (code !== null && isMixed(code)) return 'round'
  if (group.kind != null) return group.kind
  return guessKind(group.label, { clubCodes: code === null ? [] : [code], shots })
}

export function isMixedClub(reader: Pick<Reader, 'get'>, code: string): boolean {
  return endOf(reader, 'clubs', clubIdOfCode(code)) === MIXED_CLUB
}
