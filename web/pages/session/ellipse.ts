import { type Ellipse, ellipseOf, patternOf, reachOf } from '../../../shared/golf/ellipse.ts'
import type { Point } from './frame.ts'

/** Half of the next shots, and 19 of 20. */
const HOLDS = [0.5, 0.95]

/** Robust ellipses of half and of 95 % of the shots, the inner one first; none where too few landed. */
export function ellipsesOf(points: readonly Point[]): readonly Ellipse[] {
  const pattern = patternOf(points)
  return pattern === null ? [] : HOLDS.map(holds => ellipseOf(pattern, holds))
}

/** Its outermost places: left, right, near and far. */
export function edgesOf(ellipse: Ellipse): readonly Point[] {
  const { side, carry } = ellipse
  const reach = reachOf(ellipse)
  return [
    { side: side - reach.side, carry },
    { side: side + reach.side, carry },
    { side, carry: carry - reach.carry },
    { side, carry: carry + reach.carry },
  ]
}
