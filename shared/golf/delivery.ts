/** Face or path: which of them decides where the ball goes. Degrees, + right. */
import { correlation, median, OUTLIER_Z, robustSpread } from './stats.ts'

export interface Delivered {
  readonly face_deg: number
  readonly path_deg: number
  /** What they are to explain: how far off the line it landed, as an angle. */
  readonly off_deg: number
}

export interface Shares {
  readonly n: number
  /** Of the variance of where it lands, each about 0 to 1: with the rest they make 1. */
  readonly face: number
  readonly path: number
  /** Strike, spin, air, and the monitor. */
  readonly rest: number
}

/** Fewer shots share chance among them. */
export const FEWEST_FOR_SHARES = 15

/**
 * Shares of R² by Lindeman, Merenda and Gold (1980): each regressor's mean gain over both orders of entry,
 * which needs no choice of who comes first though face and path go together. Shots far from the others are
 * left out (|modified z| > 3.5). Null with too few, or where something does not vary.
 */
export function sharesOf(shots: readonly Delivered[]): Shares | null {
  const offs = shots.map(({ off_deg }) => off_deg)
  const [middle, spread] = [median(offs), robustSpread(offs, FEWEST_FOR_SHARES)]
  if (middle === null || !spread) return null
  const near = shots.filter(({ off_deg }) => Math.abs(off_deg - middle) <= OUTLIER_Z * spread)
  const off = near.map(({ off_deg }) => off_deg)
  const face = near.map(({ face_deg }) => face_deg)
  const path = near.map(({ path_deg }) => path_deg)
  const [rf, rp, rfp] = [correlation(off, face), correlation(off, path), correlation(face, path)]
  if (rf === null || rp === null || rfp === null) return null
  const together = 1 - rfp ** 2
  // Face and path in one: what they explain can't be parted.
  if (together < 1e-6) return { n: near.length, face: rf ** 2 / 2, path: rf ** 2 / 2, rest: 1 - rf ** 2 }
  const both = (rf ** 2 + rp ** 2 - 2 * rf * rp * rfp) / together
  const shareOfFace = (rf ** 2 + both - rp ** 2) / 2
  const shareOfPath = (rp ** 2 + both - rf ** 2) / 2
  return { n: near.length, face: shareOfFace, path: shareOfPath, rest: Math.max(0, 1 - both) }
}
