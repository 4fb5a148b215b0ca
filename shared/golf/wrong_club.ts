/**
 * Shots that fit another club of the bag better than the one they stand under: a block hit before the club
 * was changed in the software. A proposal to the golfer, never a repair.
 */
import type { Measures } from '../schema/rows.ts'
import { spinRate } from './metrics.ts'
import { median, robustSpread } from './stats.ts'

export type Swung = Pick<
  Measures,
  'ball_speed_mps' | 'club_speed_mps' | 'launch_deg' | 'back_spin_rpm' | 'side_spin_rpm'
>

export interface BlockShot extends Swung {
  readonly id: string
}

/** Shots of one group under one club, in order of time. */
export interface Block {
  readonly club_id: string
  readonly shots: readonly BlockShot[]
}

export interface WrongClub {
  readonly block: Block
  readonly to_club_id: string
  /** Those that fit, next to each other. */
  readonly shot_ids: readonly string[]
}

/** How one club launches the ball: a middle and a spread for each feature. */
interface Profile {
  readonly middle: readonly number[]
  readonly spread: readonly number[]
}

/** Fewer shots of a club say too little of how it launches. */
const FEWEST_OF_A_CLUB = 15
/** Shorter runs are chance, or a swing of another length. */
const SHORTEST_RUN = 4
/** A shot counts for at most this much (log-likelihood), so that one misread decides nothing. */
const MOST_OF_A_SHOT = 6
/** The run must fit the other club by e^20 better in all, and by e^2 a shot. */
const LEAST_IN_ALL = 20
const LEAST_OF_A_SHOT = 2
/** … and truly fit: mean squared distance a feature, which is 1 where it is that club's. */
const WORST_FIT = 2
/** Under this share of its middle a spread is the monitor's, not the golfer's. */
const LEAST_SPREAD = 0.02

/** Ball speed, club speed, launch angle, spin: what the golfer's label does not touch. */
function featuresOf(shot: Swung): readonly number[] | null {
  const { ball_speed_mps: ball, club_speed_mps: club, launch_deg } = shot
  const spin = spinRate(shot)
  return ball === null || club === null || launch_deg === null || spin === null || spin === 0
    ? null
    : [ball, club, launch_deg, spin]
}

function profileOf(shots: readonly (readonly number[])[]): Profile | null {
  if (shots.length < FEWEST_OF_A_CLUB) return null
  const middle: number[] = []
  const spread: number[] = []
  for (let i = 0; i < 4; i++) {
    const values = shots.map(features => features[i] ?? 0)
    const at = median(values)
    const wide = robustSpread(values)
    if (at === null || wide === null) return null
    middle.push(at)
    spread.push(Math.max(wide, LEAST_SPREAD * Math.abs(at)))
  }
  return { middle, spread }
}

/** Squared distance in spreads, and log-likelihood but for a constant. */
function fitOf(features: readonly number[], { middle, spread }: Profile) {
  let far = 0
  let log = 0
  for (const [i, value] of features.entries()) {
    const wide = spread[i] ?? 1
    far += ((value - (middle[i] ?? 0)) / wide) ** 2
    log += Math.log(wide)
  }
  return { far, log: -far / 2 - log }
}

/**
 * Runs of a block that another club explains by a wide margin. A club's profile is robust, so a block that
 * stands under the wrong one does not make it; where most of its shots do, nothing can be told.
 */
export function wrongClubs(blocks: readonly Block[]): readonly WrongClub[] {
  const byClub = Map.groupBy(blocks, ({ club_id }) => club_id)
  const profiles = new Map<string, Profile>()
  for (const [club_id, own] of byClub) {
    const profile = profileOf(own.flatMap(({ shots }) => shots.flatMap(shot => oneOrNone(featuresOf(shot)))))
    if (profile) profiles.set(club_id, profile)
  }
  return blocks.flatMap(block => {
    const own = profiles.get(block.club_id)
    const known = block.shots.flatMap(shot => {
      const features = featuresOf(shot)
      return features === null ? [] : [{ id: shot.id, features }]
    })
    if (!own || known.length < SHORTEST_RUN) return []
    let best: { readonly found: WrongClub; readonly sum: number } | null = null
    for (const [club_id, profile] of profiles) {
      if (club_id === block.club_id) continue
      const margins = known.map(({ features }) => {
        const margin = fitOf(features, profile).log - fitOf(features, own).log
        return Math.max(-MOST_OF_A_SHOT, Math.min(MOST_OF_A_SHOT, margin))
      })
      const run = bestRun(margins)
      const shots = known.slice(run.from, run.to)
      if (shots.length < SHORTEST_RUN || run.sum < LEAST_IN_ALL) continue
      if (run.sum / shots.length < LEAST_OF_A_SHOT) continue
      const far = median(shots.map(({ features }) => fitOf(features, profile).far / 4)) ?? 0
      if (far > WORST_FIT || run.sum <= (best?.sum ?? 0)) continue
      best = {
        sum: run.sum,
        found: { block, to_club_id: club_id, shot_ids: shots.map(({ id }) => id) },
      }
    }
    return best ? [best.found] : []
  })
}

const oneOrNone = <T>(value: T | null): T[] => (value === null ? [] : [value])

/** The neighbours with the largest sum (Kadane). */
function bestRun(margins: readonly number[]): {
  readonly from: number
  readonly to: number
  readonly sum: number
} {
  let best = { from: 0, to: 0, sum: 0 }
  let from = 0
  let sum = 0
  for (const [i, margin] of margins.entries()) {
    if (sum <= 0) {
      from = i
      sum = 0
    }
    sum += margin
    if (sum > best.sum) best = { from, to: i + 1, sum }
  }
  return best
}
