/** A test by distance to targets: so many shots at each, one after the other. Lengths in m. */
import { YARDS_PER_METRE } from './units.ts'

export interface CombineTarget {
  readonly carry_m: number
  /** Told to the golfer; any club's shot counts. */
  readonly club_id: string | null
}

export interface CombineTest {
  readonly name: string
  readonly targets: readonly CombineTarget[]
  /** Shots at each target. */
  readonly each: number
}

/** A test that was begun: it takes the shots of its day from that place on. */
export interface CombineRun extends CombineTest {
  /** Practice date, YYYY-MM-DD. */
  readonly date: string
  /** Shots of that day that were hit before. */
  readonly after: number
}

export interface Shot {
  readonly id: string
  readonly carry_m: number | null
  readonly side_m: number | null
}

export interface ScoredShot {
  readonly id: string
  readonly miss_m: number
  /** Long and right are +. */
  readonly long_m: number
  readonly side_m: number
  readonly score: number
}

export interface Scored {
  /** In the order of the targets; fewer shots where the test goes on. */
  readonly targets: readonly (CombineTarget & {
    readonly shots: readonly ScoredShot[]
    readonly score: number | null
  })[]
  readonly hit: number
  readonly of: number
  /** Mean of all shots; null before the first. */
  readonly score: number | null
  /** Which is next; null when it is over. */
  readonly next: CombineTarget | null
}

/** Our own rule: 100 at the target, 0 from a fifth of its distance away (10 yd at least), even between. */
const ZERO_AT = 0.2
const LEAST_ZERO_M = 10 / YARDS_PER_METRE

export function scoreOf(miss_m: number, carry_m: number): number {
  return Math.max(0, 100 * (1 - miss_m / Math.max(LEAST_ZERO_M, ZERO_AT * carry_m)))
}

/** Shots in order of time, those before the run left off. One without carry or side was not seen, and is hit again. */
export function scoredOf({ targets, each }: CombineTest, shots: readonly Shot[]): Scored {
  const seen = shots.flatMap(({ id, carry_m, side_m }) =>
    carry_m === null || side_m === null ? [] : [{ id, carry_m, side_m }],
  )
  const all = targets.map((target, i) => {
    const own = seen.slice(i * each, (i + 1) * each).map(({ id, carry_m, side_m }) => {
      const long_m = carry_m - target.carry_m
      const miss_m = Math.hypot(long_m, side_m)
      return { id, miss_m, long_m, side_m, score: scoreOf(miss_m, target.carry_m) }
    })
    return { ...target, shots: own, score: mean(own.map(({ score }) => score)) }
  })
  const hit = Math.min(seen.length, targets.length * each)
  return {
    targets: all,
    ...{ hit, of: targets.length * each },
    score: mean(all.flatMap(({ shots }) => shots.map(({ score }) => score))),
    next: targets[Math.floor(hit / each)] ?? null,
  }
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

const at = (...yards: readonly number[]): readonly CombineTarget[] =>
  yards.map(yd => ({ carry_m: yd / YARDS_PER_METRE, club_id: null }))

/** Ways of testing that golfers know, scored by our rule: no score of another system compares with it. */
export const classics: readonly (CombineTest & { readonly says: string })[] = [
  {
    name: 'Sixty shots',
    says: 'Nine approaches from 60 to 180 yd and a drive of 230, six at each: the long one that simulators made known',
    targets: at(60, 70, 80, 90, 100, 120, 140, 160, 180, 230),
    each: 6,
  },
  {
    name: 'Wedge ladder',
    says: 'From 40 to 90 yd in steps of ten, three at each',
    targets: at(40, 50, 60, 70, 80, 90),
    each: 3,
  },
  {
    name: 'Nine shots',
    says: 'Three each at 80, 120 and 150 yd: ten minutes',
    targets: at(80, 120, 150),
    each: 3,
  },
]
