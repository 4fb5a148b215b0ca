import type { Figure } from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import { median, quantile, robustSpread } from '../../../shared/golf/stats.ts'
import type { ShotLine } from '../../db/query.ts'

/** One figure over the shots that count. */
export interface Summary {
  /** Shots that have a value. */
  readonly n: number
  readonly median: number | null
  readonly spread: number | null
  /** Half of the shots lie between these. */
  readonly low: number | null
  readonly high: number | null
}

export function summaryOf(shots: readonly ShotLine[], figure: Figure): Summary {
  const values = shots.map(shot => figureOf(shot, figure)).filter(value => value !== null)
  return {
    n: values.length,
    median: median(values),
    spread: robustSpread(values),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
  }
}
