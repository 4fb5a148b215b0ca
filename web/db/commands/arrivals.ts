/** A parsed report as rows, with the guesses of what the golfer has not said. */
import { clubIdOfCode } from '../../../shared/golf/clubs.ts'
import { GUESSER_VERSION, guessKind } from '../../../shared/golf/kinds.ts'
import { type GroupKind, MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type { GroupFacts, ParsedReport, ShotFacts } from '../../../shared/uneekor/facts.ts'
import type { Reader } from '../sql.ts'
import { endOf } from './mergeEnds.ts'
import type { Incoming } from './upsert.ts'

export interface Arrivals {
  readonly groups: readonly Incoming[]
  readonly sessions: readonly Incoming[]
  readonly shots: readonly Incoming[]
}

/** `isMixed`: the club of that code is a simulator round's, so its groups are rounds. */
export function arrivals(report: ParsedReport, isMixed: (code: string) => boolean): Arrivals {
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
  group: GroupFacts,
  shots: readonly ShotFacts[],
  isMixed: (code: string) => boolean,
): GroupKind {
  const code = group.club_code
  if (code !== null && isMixed(code)) return 'round'
  return guessKind(group.label, { clubCodes: code === null ? [] : [code], shots })
}

export function isMixedClub(reader: Pick<Reader, 'get'>, code: string): boolean {
  return endOf(reader, 'clubs', clubIdOfCode(code)) === MIXED_CLUB
}
