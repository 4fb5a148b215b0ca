/** Two lots of shots, measure by measure. */
import { COMPARED, compareFigure, ranked } from '../../../shared/golf/compare.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { Measure, Measures } from '../../../shared/schema/rows.ts'
import type { Comparison } from '../analysis.ts'
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { countedOf, partsOf, usedOf } from './analysis.ts'
import { type Found, readFound, thingsOf } from './found.ts'

const MEASURES: readonly Measure[] = [...new Set(COMPARED.flatMap(partsOf))]

export function readComparison(reader: Reader, { a, b }: Params<'compare'>): Comparison {
  const [ours, theirs] = [readFound(reader, a, MEASURES), readFound(reader, b, MEASURES)]
  const counted = [countedOf(ours, a), countedOf(theirs, b)] as const
  const figures = COMPARED.map(figure =>
    compareFigure(figure, valuesIn(counted[0], figure), valuesIn(counted[1], figure)),
  )
  return {
    a: usedOf(counted[0].length, ours),
    b: usedOf(counted[1].length, theirs),
    figures: ranked(figures),
    unlike: unlikeIn(thingsOf(reader, a), thingsOf(reader, b)),
  }
}

function valuesIn(shots: readonly Found[], figure: (typeof COMPARED)[number]) {
  return shots.flatMap(shot => {
    // A figure reads its own parts alone, which are all here.
    const value = figureOf(shot as unknown as Measures, figure)
    return value === null ? [] : [{ date: shot.practice_date, value }]
  })
}

function unlikeIn(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...a.symmetricDifference(b)].sort()
}
