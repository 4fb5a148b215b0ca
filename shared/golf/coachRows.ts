/** Rows of tools that device and server answer alike. */
import type { Compared } from './compare.ts'
import type { Findings, FollowUp } from './findings.ts'
import { sayFinding, sayFollowUp } from './findingsWords.ts'
import type { UnitSettings } from './units.ts'

const MOST_FINDINGS = 5

export function findingRows(
  { findings, looked, doubted, follow_ups }: Findings & { readonly follow_ups: readonly FollowUp[] },
  settings: UnitSettings,
) {
  // Without the golfer's own words: a club may be called anything, and a name is no source of a figure.
  const nameless = () => 'club'
  return {
    findings: findings.slice(0, MOST_FINDINGS).map(finding => {
      const { title, seen, cost, cause, drill, goal } = sayFinding(finding, nameless, settings)
      return {
        ...{ club_id: finding.club_id, confidence: finding.confidence },
        ...{ title, seen, cost, cause, drill, goal, evidence: finding.evidence },
      }
    }),
    worked_on: follow_ups.map(one => ({
      club_id: one.opened.club_id,
      is: one.is,
      says: sayFollowUp(one, nameless, settings),
    })),
    too_few_shots: looked.filter(({ missing }) => missing > 0),
    look_like_another_club: doubted.map(({ club_id, to_club_id, shot_ids }) => ({
      ...{ club_id, to_club_id, n: shot_ids.length },
    })),
  }
}

/** Measures that both lots have. */
export function comparedRows(figures: readonly Compared[]) {
  return figures.flatMap(({ figure, a, b, difference, clear }) =>
    difference === null ? [] : [{ figure, first: a, second: b, difference, clear }],
  )
}
