import type { Measures } from '../schema/rows.ts'
import { type ClubInfo, clubOfCode } from './clubs.ts'
import { fly } from './flight.ts'
import { speedsOfWholeBag } from './kinds.ts'
import { smash, spinRate } from './metrics.ts'
import { FEWEST_FOR_OUTLIERS, median, OUTLIER_Z, robustSpread, valuesOf } from './stats.ts'
import { YARDS_PER_METRE } from './units.ts'

/** What looks wrong with a shot: a proposal to the golfer, never a deletion. */
export interface Suspicion {
  readonly shot_id: string
  /** misread: the monitor erred. mishit: the golfer did. partial: a slower swing, well struck. */
  readonly kind: 'misread' | 'mishit' | 'partial'
  readonly says: string
}

export type ShotToCheck = Measures & { readonly id: string }

/** The shots of one group that look wrong, against the limits of their club and against each other. */
export function suspicions(shots: readonly ShotToCheck[], club_code: string | null): Suspicion[] {
  const club = club_code === null ? null : clubOfCode(club_code)
  const limits = limitsOf(club)
  const found: Suspicion[] = []
  const sound: ShotToCheck[] = []
  for (const shot of shots) {
    const says = misreadBecause(shot, club, limits)
    if (says === null) sound.push(shot)
    else found.push({ shot_id: shot.id, kind: 'misread', says })
  }
  // A round holds a whole bag's swings: none of them is measured by the others.
  if (!speedsOfWholeBag(sound)) found.push(...againstOwn(sound, limits))
  return found
}

/** Says that a group looks like a simulator round under one club; null where it does not. */
export function roundSuspicion(shots: readonly ShotToCheck[], clubCodes: readonly string[]): string | null {
  if (clubCodes.length > 1 || !speedsOfWholeBag(shots)) return null
  return 'One club, but the speeds of a whole bag: this looks like a simulator round.'
}

interface ClubLimits {
  readonly smash_target: number
  readonly smash_max: number
  readonly carry_max_m: number
}

const yards = (yd: number): number => yd / YARDS_PER_METRE
const limits = (smash_target: number, smash_max: number, carry_yd: number): ClubLimits => ({
  smash_target,
  smash_max,
  carry_max_m: yards(carry_yd),
})

/** golf.md, "Limits for plausibility". A club that is not known is held to the driver's. */
function limitsOf(club: ClubInfo | null): ClubLimits {
  const number = club?.number ?? 0
  const loft_deg = club?.loft_deg ?? 0
  switch (club?.category) {
    case 'wood':
      return number <= 4 ? limits(1.47, 1.53, 320) : limits(1.45, 1.53, number <= 6 ? 300 : 280)
    case 'hybrid':
      return limits(1.44, 1.52, 280)
    case 'iron':
      // An iron under 3 is what simulators leave chosen for a whole round: any club may be in it.
      if (number < 3) return limits(1.4, 1.54, 350)
      if (number <= 5) return limits(1.4, 1.5, 280)
      if (number <= 8) return limits(1.36, 1.47, 250 - (number - 6) * 20)
      return limits(1.28, 1.42, 190)
    case 'wedge':
      if (loft_deg <= 47) return limits(1.28, 1.42, 180)
      if (loft_deg <= 52) return limits(1.2, 1.36, 165)
      return loft_deg <= 57 ? limits(1.15, 1.36, 140) : limits(1.1, 1.36, 125)
    default:
      return limits(1.49, 1.54, 350)
  }
}

function misreadBecause(shot: Measures, club: ClubInfo | null, limits: ClubLimits): string | null {
  const ratio = smash(shot)
  const name = club === null || club.category === null ? 'a club' : club.name.toLowerCase()
  if (ratio !== null && ratio > limits.smash_max) {
    return `Smash factor ${ratio.toFixed(2)}: more than ${withArticle(name)} can give.`
  }
  const { carry_m, launch_deg } = shot
  if (carry_m === null) return null
  if (carry_m > limits.carry_max_m) return `Carry: farther than ${withArticle(name)} flies.`
  if (launch_deg !== null && launch_deg < -5 && carry_m > yards(50)) {
    return 'It started downwards, and yet it flew.'
  }
  const spin_rpm = spinRate(shot)
  if (spin_rpm === 0 && carry_m > yards(80)) return 'It flew far without any spin.'
  return carryIsImpossible(shot, carry_m, spin_rpm) ? 'Carry does not fit ball speed, launch and spin.' : null
}

/** A whole history is looked through: right to 2 % is enough for a limit of 25. */
const COARSE_S = 0.1

/** A quarter and 10 m off what the flight allows: far outside air, altitude and the model's own error. */
function carryIsImpossible(shot: Measures, carry_m: number, spin_rpm: number | null): boolean {
  const { ball_speed_mps, launch_deg } = shot
  if (ball_speed_mps === null || launch_deg === null || spin_rpm === null) return false
  const flown_m = fly({ ball_speed_mps, launch_deg, spin_rpm }, COARSE_S).carry_m
  return Math.abs(carry_m - flown_m) > 0.25 * flown_m + 10
}

/** Carry and smash both far below the golfer's own: a mishit. Slow, but struck as ever: a partial swing. */
function againstOwn(shots: readonly ShotToCheck[], limits: ClubLimits): Suspicion[] {
  const own = {
    carry: ownOf(valuesOf(shots, 'carry_m'), 0.03),
    smash: ownOf(valuesOf(shots, 'smash'), 0.015),
    club: ownOf(valuesOf(shots, 'club_speed_mps'), 0.02),
  }
  const found: Suspicion[] = []
  for (const shot of shots) {
    const [carry, ratio, speed] = [shot.carry_m, smash(shot), shot.club_speed_mps]
    if (
      isBelow(carry, own.carry, 0.7) &&
      isBelow(ratio, own.smash, (0.85 * limits.smash_target) / (own.smash.median ?? 1))
    ) {
      const says = 'Carry and smash factor are both far below your others here: it looks like a mishit.'
      found.push({ shot_id: shot.id, kind: 'mishit', says })
    } else if (
      own.club.n >= FEWEST_FOR_OUTLIERS &&
      isBelow(speed, own.club, 0.85) &&
      (speed ?? 0) < 0.85 * (own.club.median ?? 0) &&
      !isBelow(ratio, own.smash, 0.85)
    ) {
      found.push({
        shot_id: shot.id,
        kind: 'partial',
        says: 'Slower than your others here, but well struck.',
      })
    }
  }
  return found
}

interface Own {
  readonly n: number
  readonly median: number | null
  readonly spread: number | null
}

/** With a floor under the spread: eight equal shots would make every other one suspicious. */
function ownOf(values: readonly number[], floorShare: number): Own {
  const middle = median(values)
  const spread = robustSpread(values, FEWEST_FOR_OUTLIERS)
  const floor = middle === null ? 0 : Math.abs(middle) * floorShare
  return { n: values.length, median: middle, spread: spread === null ? null : Math.max(spread, floor) }
}

/** By distance from the others where there are eight, else by a share of their median where there are three. */
function isBelow(value: number | null, own: Own, share: number): boolean {
  if (value === null || own.median === null) return false
  if (own.spread !== null) return (own.median - value) / own.spread > OUTLIER_Z
  return own.n >= 3 && value < share * own.median
}

function withArticle(name: string): string {
  if (name.startsWith('a ')) return name
  return /^(?:[aeiou]|8)/.test(name) ? `an ${name}` : `a ${name}`
}
