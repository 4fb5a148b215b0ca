/**
 * The coach without a model: what to work on, by rules, from the golfer's own shots. Ranked by what a fault
 * costs (strokes.ts); silent where the shots are few or show nothing.
 */
import { gapFindings, tiredFinding } from './findingsBag.ts'
import { clubFaults, type Finding, type Goal } from './findingsRules.ts'
import {
  type CoachClub,
  type CoachShot,
  FEWEST_FOR_FINDINGS,
  middleOf,
  type Seen,
  seenOf,
  spreadOf,
} from './findingsSeen.ts'
import type { Doubted, Sound } from './findingsSound.ts'
import type { GolferGoal } from './goals.ts'
import { difference, spreadOfDays } from './intervals.ts'
import { figureOf, type Handedness } from './metrics.ts'

/** What was looked at, so that silence can say why. */
export interface Looked {
  readonly club_id: string
  /** Full swings of now. */
  readonly n: number
  /** How many more are needed; 0 = enough. */
  readonly missing: number
}

export interface Findings {
  readonly findings: readonly Finding[]
  readonly looked: readonly Looked[]
  /** Left out of it, and worth a look first. */
  readonly doubted: readonly Doubted[]
}

export function findingsOf({ clubs, doubted }: Sound, handedness: Handedness): Findings {
  const seen = clubs.map(club => seenOf(club, handedness))
  const enough = seen.filter(({ recent }) => recent.length >= FEWEST_FOR_FINDINGS)
  const findings = [...enough.flatMap(clubFaults), ...gapFindings(enough), ...tiredFinding(seen)]
  return {
    findings: findings.sort((a, b) => b.cost.strokes - a.cost.strokes || (a.key < b.key ? -1 : 1)),
    looked: seen.map(({ club, recent }) => ({
      club_id: club.id,
      n: recent.length,
      missing: Math.max(0, FEWEST_FOR_FINDINGS - recent.length),
    })),
    doubted,
  }
}

/** A finding that the golfer works on, as it was when it was opened: the golfer's own row. */
export interface Opened {
  readonly key: string
  /** Newest practice date of its evidence: later shots are compared with it. */
  readonly date: string | null
  readonly was: number
  readonly goal: Goal
  readonly kind: Finding['kind']
  readonly club_id: string | null
  readonly way: Finding['way']
  readonly done: boolean
}

export function openedOf(finding: Finding): Opened {
  const { key, date, goal, kind, club_id, way } = finding
  const [first] = finding.evidence
  return { key, date, was: first.value, goal, kind, club_id, way, done: false }
}

export interface FollowUp {
  readonly opened: Opened
  readonly is: 'waits' | 'too few' | 'met' | 'better' | 'no change shown' | 'worse'
  /** Of the shots since; null where there are too few. */
  readonly now: number | null
  readonly n: number
  /** How many of the newest ten were within the goal, where the goal counts shots. */
  readonly within: { readonly times: number; readonly of: number } | null
}

/** An open finding against the shots since: "face to path was +4.1, now +2.6, goal 2". */
export function followUp(opened: Opened, { clubs }: Sound, handedness: Handedness): FollowUp {
  const club = clubs.find(({ id }) => id === opened.club_id)
  const none = { opened, now: null, n: 0, within: null }
  if (!club || (opened.goal.of !== 'middle' && opened.goal.of !== 'spread')) return { ...none, is: 'waits' }
  const since = club.shots.filter(({ practice_date }) => (practice_date ?? '') > (opened.date ?? ''))
  if (since.length === 0) return { ...none, is: 'waits' }
  const seen = seenOf({ ...club, shots: since }, handedness)
  const { figure, of, low, high, times } = opened.goal
  const sure = of === 'middle' ? middleOf(seen.recent, figure) : spreadOf(seen.recent, figure)
  if (sure === null) return { ...none, n: seen.recent.length, is: 'too few' }
  const now = of === 'spread' ? sure.value : seen.stored(figure, sure.value)
  const isIn = (value: number) => value >= (low ?? -Infinity) && value <= (high ?? Infinity)
  const last = seen.recent.flatMap(shot => figureOf(shot, figure) ?? []).slice(-opened.goal.out_of)
  const within =
    times === null
      ? null
      : { times: last.filter(value => isIn(seen.stored(figure, value))).length, of: last.length }
  const met = within
    ? isIn(now) && within.of === opened.goal.out_of && within.times >= (times ?? 0)
    : isIn(now)
  const off = (value: number) => Math.max(0, (low ?? -Infinity) - value, value - (high ?? Infinity))
  const moved = met || of === 'spread' ? null : movedBy(opened, club, seen, handedness)
  return {
    ...{ opened, now, n: sure.n, within },
    is: met
      ? 'met'
      : of === 'spread'
        ? sure.high < opened.was
          ? 'better'
          : sure.low > opened.was
            ? 'worse'
            : 'no change shown'
        : moved === null || (moved.low <= 0 && moved.high >= 0)
          ? 'no change shown'
          : off(now) < off(opened.was)
            ? 'better'
            : 'worse',
  }
}

/** Shots since against those it was found in. */
function movedBy(opened: Opened, club: CoachClub, since: Seen, handedness: Handedness) {
  const upTo = club.shots.filter(({ practice_date }) => (practice_date ?? '') <= (opened.date ?? ''))
  const before = seenOf({ ...club, shots: upTo }, handedness)
  const { figure } = opened.goal
  const values = (shots: readonly CoachShot[]) => shots.flatMap(shot => figureOf(shot, figure) ?? [])
  const days = (shots: readonly CoachShot[]) =>
    [...Map.groupBy(shots, ({ practice_date }) => practice_date).values()].map(values)
  const wider = Math.max(spreadOfDays(days(before.recent)), spreadOfDays(days(since.recent)))
  return difference(values(before.recent), values(since.recent), wider)
}

/**
 * For what a practice works on, the dearest first: findings that are open, or stand in the way of a goal that the golfer
 * set; where there is neither, the dearest of all.
 */
export function workedOn(
  findings: readonly Finding[],
  opened: readonly Opened[],
  goals: readonly GolferGoal[],
): readonly Finding[] {
  const open = new Set(opened.filter(({ done }) => !done).map(({ key }) => key))
  const chosen = findings.filter(one => open.has(one.key) || goals.some(goal => isAbout(one, goal)))
  return chosen.length > 0 || goals.length > 0 ? chosen : findings.slice(0, 1)
}

/** A finding that a goal of the golfer's own is held back by: the same club, and the goal's measure in its evidence. */
export const isAbout = ({ club_id, evidence }: Finding, goal: GolferGoal): boolean =>
  club_id === goal.club_id && evidence.some(({ figure }) => figure === goal.figure)
