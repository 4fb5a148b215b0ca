import { median, robustSpread } from '../../../shared/golf/stats.ts'
import type { Point } from './frame.ts'

/** √χ²₂: scale of the ellipse that holds this share of the shots. */
const HALF = 1.177
const NEARLY_ALL = 2.448

/** A point past this many spreads says nothing of how the others lie together. */
const FAR = 3.5

/** Fewer points make no ellipse. */
const FEWEST = 8

export interface Ellipse {
  readonly side: number
  readonly carry: number
  /** Half axes, in the unit of the points. */
  readonly long: number
  readonly short: number
  /** From the side axis towards more carry. */
  readonly turn_deg: number
  readonly scale: number
}

/** Robust ellipses of half and of 95 % of the shots, the inner one first; none where too few landed. */
export function ellipsesOf(points: readonly Point[]): readonly Ellipse[] {
  const side = median(points.map(point => point.side))
  const carry = median(points.map(point => point.carry))
  const side_spread = robustSpread(
    points.map(point => point.side),
    FEWEST,
  )
  const carry_spread = robustSpread(
    points.map(point => point.carry),
    FEWEST,
  )
  if (side === null || carry === null || !side_spread || !carry_spread) return []

  const at = points.map(point => ({
    x: (point.side - side) / side_spread,
    y: (point.carry - carry) / carry_spread,
  }))
  const near = at.filter(({ x, y }) => Math.abs(x) <= FAR && Math.abs(y) <= FAR)
  const together = correlation(near)
  // Eigenvalues and the first eigenvector of [[a, b], [b, c]].
  const a = side_spread ** 2
  const b = together * side_spread * carry_spread
  const c = carry_spread ** 2
  const middle = (a + c) / 2
  const apart = Math.hypot((a - c) / 2, b)
  const long = Math.sqrt(middle + apart)
  const short = Math.sqrt(Math.max(0, middle - apart))
  const turn_deg = (Math.atan2(2 * b, a - c) / 2) * (180 / Math.PI)
  return [HALF, NEARLY_ALL].map(scale => ({
    side,
    carry,
    long: long * scale,
    short: short * scale,
    turn_deg,
    scale,
  }))
}

/** Its outermost places: left, right, near and far. */
export function edgesOf({ side, carry, long, short, turn_deg }: Ellipse): readonly Point[] {
  const turn = (turn_deg * Math.PI) / 180
  const wide = Math.hypot(long * Math.cos(turn), short * Math.sin(turn))
  const high = Math.hypot(long * Math.sin(turn), short * Math.cos(turn))
  return [
    { side: side - wide, carry },
    { side: side + wide, carry },
    { side, carry: carry - high },
    { side, carry: carry + high },
  ]
}

/** Of values whose middle is 0. */
function correlation(at: readonly { readonly x: number; readonly y: number }[]): number {
  let xy = 0
  let xx = 0
  let yy = 0
  for (const { x, y } of at) {
    xy += x * y
    xx += x * x
    yy += y * y
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy)
}
