import type { Measures } from '../schema/rows.ts'
import { type Figure, figureNames } from './measures.ts'
import { figureOf } from './metrics.ts'

/** Under this a spread says nothing, and none is shown (look.md). */
export const FEWEST_FOR_SPREAD = 3
/** Under this a value is told suspicious by limits, not by its distance from the others (golf.md). */
export const FEWEST_FOR_OUTLIERS = 8
/** Modified z-score past which a value is suspicious: Iglewicz and Hoaglin 1993. */
export const OUTLIER_Z = 3.5

export interface FigureSummary {
  /** Shots that have the figure. */
  readonly n: number
  /** Shots asked. */
  readonly of: number
  readonly median: number | null
  /** Robust spread in the figure's own unit; null under three values. */
  readonly spread: number | null
}

/** The middle value; of an even number the mean of the two middle ones. Null of none. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5)
}

/** Linear between the order statistics (type 7, as in R and NumPy). Null of no values. */
export function quantile(values: readonly number[], share: number): number | null {
  return quantileIn(new Float64Array(values).sort(), share)
}

/** The same of values in order, where several are asked. */
export function quantileIn(sorted: Float64Array, share: number): number | null {
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, share))
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (place - Math.floor(place))
}

/**
 * 1.4826 × the median distance from the median: the standard deviation of clean normal data, which a few
 * mishits do not move. Null under `fewest` values.
 */
export function robustSpread(values: readonly number[], fewest: number = FEWEST_FOR_SPREAD): number | null {
  const middle = median(values)
  if (middle === null || values.length < fewest) return null
  const distance = median(values.map(value => Math.abs(value - middle)))
  return distance === null ? null : 1.4826 * distance
}

/** The figures of some shots, with their spread; every figure knows its n. */
export function summarise<F extends Figure>(
  shots: readonly Measures[],
  names: readonly F[],
): Record<F, FigureSummary> {
  const summary = {} as Record<F, FigureSummary>
  for (const name of names) {
    const values = valuesOf(shots, name)
    summary[name] = {
      n: values.length,
      of: shots.length,
      median: median(values),
      spread: robustSpread(values),
    }
  }
  return summary
}

/** Every figure that there is, summarised. */
export function summariseAll(shots: readonly Measures[]): Record<Figure, FigureSummary> {
  return summarise(shots, figureNames)
}

/** The values of a figure, without the missing ones. */
export function valuesOf(shots: readonly Measures[], figure: Figure): number[] {
  const values: number[] = []
  for (const shot of shots) {
    const value = figureOf(shot, figure)
    if (value !== null) values.push(value)
  }
  return values
}

/** Pearson's; null where one of them does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const n = a.length
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / n
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - ma, (b[i] ?? 0) - mb]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return n < 2 || aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb)
}
