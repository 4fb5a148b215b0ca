import { expect, test } from 'vitest'
import type { Compared } from '../../../../shared/golf/compare.ts'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import type { Comparison } from '../../../db/analysis.ts'
import { displayFor } from '../../../ui/display.ts'
import { changeSaid, comparisonSaid, intervalSaid } from './words.ts'

const display = displayFor(settingDefaults)
const YARD = 0.9144
const one = (set: Partial<Compared>): Compared => ({
  ...{ figure: 'carry_m', a: { n: 9, median: 1 }, b: { n: 9, median: 1 }, clear: true, spread: 1 },
  difference: { by: 4 * YARD, low: YARD, high: 7 * YARD },
  ...set,
})
const used = (n: number) => ({ n, of: n, left_out: 0 })
const comparison = (figures: Compared[], a = 20, b = 20): Comparison => ({
  a: used(a),
  b: used(b),
  figures,
  unlike: [],
})

test('what stands is told, with its side in words', () => {
  const path = one({ figure: 'club_path_deg', difference: { by: 1.24, low: 0.5, high: 2 } })
  expect(comparisonSaid(comparison([one({}), path, one({ clear: false })]), display)).toBe(
    'Carry up by 4 yd, Club path 1.2° further out.',
  )
  expect(changeSaid(one({ difference: { by: -YARD, low: -2, high: 0 } }), display)).toBe('Carry down by 1 yd')
  const launch = one({ figure: 'launch_deg', difference: { by: -2, low: -3, high: -1 } })
  expect(changeSaid(launch, display)).toBe('Launch angle down by 2.0°')
  expect(intervalSaid(one({ difference: { by: 0, low: -YARD, high: 0 } }), display)).toBe('−1.0 to 0')
})

test('nothing that stands, few and none say so', () => {
  expect(comparisonSaid(comparison([one({ clear: false })]), display)).toBe(
    'No difference that these shots could show.',
  )
  expect(comparisonSaid(comparison([], 20, 1), display)).toContain('One side has one shot')
  expect(comparisonSaid(comparison([], 20, 0), display)).toContain('no shot that counts')
})
