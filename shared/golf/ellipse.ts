/** Where shots land together: a robust ellipse, and how many of them a target holds. Lengths in m. */
import { median, robustSpread } from './stats.ts'

export interface Landing {
  /** + right. */
  readonly side: number
  readonly carry: number
}

/** Fewer shots make no ellipse (golf-reference.md, 3.3). */
export const FEWEST_FOR_ELLIPSE = 8

/** A landing outside of what would hold this share of them is none of the pattern (golf-reference.md, 3.3). */
const NEAR = 0.975
/** 0.975 ÷ P(χ²₄ ≤ χ²₂(0.975)): makes good that the tails were cut off before the spread was taken. */
const CUT_OFF = 1.1045

/** Centre, and the covariance about it. */
export interface Pattern extends Landing {
  readonly side_var: number
  readonly carry_var: number
  readonly covariance: number
  /** Shots that it was made of. */
  readonly n: number
  /** Landings that are none of the pattern: mishits, misreads. */
  readonly strays: number
}

/**
 * Median and MAD on each axis, their correlation by Gnanadesikan and Kettenring (1972), and then one step
 * of mean and covariance of what lies near by that. Null with too few, or where one axis has no spread.
 */
export function patternOf(landings: readonly Landing[]): Pattern | null {
  const first = firstPattern(landings)
  if (first === null) return null
  const far = predictionScale2(landings.length, NEAR)
  const near = landings.filter(landing => distance2(first, landing) <= far)
  const n = near.length
  if (n < FEWEST_FOR_ELLIPSE / 2) return null
  const mean = (of: (landing: Landing) => number) => near.reduce((sum, one) => sum + of(one), 0) / n
  const side = mean(one => one.side)
  const carry = mean(one => one.carry)
  const scale = (CUT_OFF * n) / (n - 1)
  const pattern: Pattern = {
    side,
    carry,
    side_var: scale * mean(one => (one.side - side) ** 2),
    carry_var: scale * mean(one => (one.carry - carry) ** 2),
    covariance: scale * mean(one => (one.side - side) * (one.carry - carry)),
    n: landings.length,
    strays: landings.length - n,
  }
  return pattern.side_var > 0 && pattern.carry_var > 0 ? pattern : null
}

function firstPattern(landings: readonly Landing[]): Pattern | null {
  const side = median(landings.map(one => one.side))
  const carry = median(landings.map(one => one.carry))
  const spreads = [
    robustSpread(
      landings.map(one => one.side),
      FEWEST_FOR_ELLIPSE,
    ),
    robustSpread(
      landings.map(one => one.carry),
      FEWEST_FOR_ELLIPSE,
    ),
  ]
  const [wide, long] = spreads
  if (side === null || carry === null || !wide || !long) return null
  const u = landings.map(one => (one.side - side) / wide + (one.carry - carry) / long)
  const v = landings.map(one => (one.side - side) / wide - (one.carry - carry) / long)
  const [plus, minus] = [(robustSpread(u) ?? 0) ** 2, (robustSpread(v) ?? 0) ** 2]
  const together = plus + minus === 0 ? 0 : Math.max(-0.98, Math.min(0.98, (plus - minus) / (plus + minus)))
  return {
    ...{ side, carry, n: landings.length, strays: 0 },
    side_var: wide ** 2,
    carry_var: long ** 2,
    covariance: together * wide * long,
  }
}

/** Squared Mahalanobis distance: χ² with two degrees where the shots are normal. */
export function distance2(pattern: Pattern, landing: Landing): number {
  const [x, y] = [landing.side - pattern.side, landing.carry - pattern.carry]
  const { side_var: a, covariance: b, carry_var: c } = pattern
  return (c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b)
}

export interface Ellipse extends Landing {
  /** Half axes. */
  readonly long: number
  readonly short: number
  /** Of the long axis, from right towards more carry, −90 to 90. */
  readonly turn_deg: number
  /** Share of the next shots that it should hold. */
  readonly holds: number
}

/**
 * The ellipse that holds a share of the next shots: χ² replaced by 2(n−1)(n+1) ÷ n(n−2) · F(p; 2, n−2), so
 * that few shots make a wide one (golf-reference.md, 3.1). F(p; 2, m) = m/2 · ((1−p)^(−2/m) − 1).
 */
export function ellipseOf(pattern: Pattern, holds: number): Ellipse {
  const { side, carry, side_var: a, covariance: b, carry_var: c } = pattern
  const scale = Math.sqrt(predictionScale2(pattern.n, holds))
  const middle = (a + c) / 2
  const apart = Math.hypot((a - c) / 2, b)
  return {
    ...{ side, carry, holds },
    long: scale * Math.sqrt(middle + apart),
    short: scale * Math.sqrt(Math.max(0, middle - apart)),
    turn_deg: (Math.atan2(2 * b, a - c) / 2) * (180 / Math.PI),
  }
}

export function predictionScale2(n: number, holds: number): number {
  const m = n - 2
  return ((2 * (n - 1) * (n + 1)) / (n * m)) * (m / 2) * ((1 - holds) ** (-2 / m) - 1)
}

/** Half its width and half its depth, parallel to the axes. */
export function reachOf({ long, short, turn_deg }: Ellipse): {
  readonly side: number
  readonly carry: number
} {
  const turn = (turn_deg * Math.PI) / 180
  return {
    side: Math.hypot(long * Math.cos(turn), short * Math.sin(turn)),
    carry: Math.hypot(long * Math.sin(turn), short * Math.cos(turn)),
  }
}

/** A green is round about a distance; a fairway is a width, however far. */
export type Target =
  | { readonly kind: 'green'; readonly radius: number; readonly carry: number; readonly aim: number }
  | { readonly kind: 'fairway'; readonly half: number; readonly aim: number }

/** How many of the shots come down in the target, aimed `aim` right of the line. Landing alone: no roll. */
export function heldBy(landings: readonly Landing[], target: Target): number {
  return landings.filter(({ side, carry }) => {
    const off = side + target.aim
    return target.kind === 'fairway'
      ? Math.abs(off) <= target.half
      : Math.hypot(off, carry - target.carry) <= target.radius
  }).length
}
