/** The way of a ball through the air, fitted to what was measured of it: no simulation, and said to be fitted. */
import type { Measures } from '../schema/rows.ts'

export type Flown = Pick<
  Measures,
  'carry_m' | 'side_m' | 'apex_m' | 'launch_deg' | 'launch_direction_deg' | 'descent_deg'
>

export interface PathPoint {
  /** Down the target line, m. */
  readonly along: number
  readonly up: number
  /** + right. */
  readonly side: number
}

/** Steeper than this nothing is hit, and a tangent has no use. */
const STEEPEST_DEG = 80

const tangent = (deg: number) =>
  Math.tan((Math.min(STEEPEST_DEG, Math.max(-STEEPEST_DEG, deg)) * Math.PI) / 180)

/**
 * Height: z(x) = x(c−x)·(a + bx) − d·x²(c−x)², c the carry: a and b give the measured slopes of launch and
 * landing, d the measured apex (more of d is lower everywhere, so it is found by halving). Side: the start
 * line, and a parabola from it to where the ball came down. Null where a part was not measured, or it did
 * not fly.
 */
export function trajectoryOf(shot: Flown, points = 40): readonly PathPoint[] | null {
  if (!hasFlown(shot)) return null
  const { carry_m: c, side_m, apex_m, launch_deg, launch_direction_deg, descent_deg } = shot
  const a = tangent(launch_deg) / c
  const b = (tangent(descent_deg) / c - a) / c
  const height = (x: number, d: number) => x * (c - x) * (a + b * x) - d * (x * (c - x)) ** 2
  const highest = (d: number) => {
    let most = 0
    for (let i = 1; i < 100; i++) most = Math.max(most, height((c * i) / 100, d))
    return most
  }
  // d·(c/2)⁴ is a height: a hundred times the apex either way holds every d that fits.
  let [low, high] = [(-100 * apex_m * 16) / c ** 4, (100 * apex_m * 16) / c ** 4]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (highest(middle) > apex_m) low = middle
    else high = middle
  }
  const start = launch_direction_deg === null ? side_m / c : tangent(launch_direction_deg)
  const bend = (side_m - c * start) / c ** 2
  return Array.from({ length: points + 1 }, (_, i) => {
    const x = (c * i) / points
    return { along: x, up: Math.max(0, height(x, high)), side: start * x + bend * x ** 2 }
  })
}

type WithParts = Flown & { [part in 'carry_m' | 'side_m' | 'apex_m' | 'launch_deg' | 'descent_deg']: number }

/** All that a way needs was measured, and could be true. */
export function hasFlown(shot: Flown): shot is WithParts {
  const { carry_m, side_m, apex_m, launch_deg, descent_deg } = shot
  if (carry_m === null || side_m === null || apex_m === null || launch_deg === null || descent_deg === null) {
    return false
  }
  return carry_m > 1 && carry_m < 500 && apex_m > 0 && apex_m < 200 && launch_deg > 0 && descent_deg > 0
}
