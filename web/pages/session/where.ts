import type { Figure } from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { ShotLine } from '../../db/query.ts'

/** Value in SI. */
export type Condition =
  | { readonly measure: Figure; readonly is: 'below' | 'above'; readonly value: number }
  | { readonly measure: Figure; readonly is: 'missing' }

/** A missing value is neither below nor above anything. */
export function shotsWhere(shots: readonly ShotLine[], condition: Condition): readonly ShotLine[] {
  return shots.filter(shot => {
    const value = figureOf(shot, condition.measure)
    switch (condition.is) {
      case 'missing':
        return value === null
      case 'below':
        return value !== null && value < condition.value
      case 'above':
        return value !== null && value > condition.value
      default:
        return condition satisfies never
    }
  })
}
