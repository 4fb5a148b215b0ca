import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measures } from '../schema/rows.ts'
import { measureNames } from './measures.ts'
import { median, quantile, robustSpread, summarise, valuesOf } from './stats.ts'

const shot = (measures: Partial<Measures>) =>
  ({ ...Object.fromEntries(measureNames.map(name => [name, null])), ...measures }) as Measures

describe('by hand', () => {
  test('the median of an odd and an even number', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 10, 2])).toBe(3)
    expect(median([])).toBe(null)
    // As text 9 would come after 10.
    expect(median([10, 9, 100])).toBe(10)
  })

  test('quantiles lie between the values, as NumPy has them', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75)
    expect(quantile([1, 2, 3, 4], 0)).toBe(1)
    expect(quantile([1, 2, 3, 4], 1)).toBe(4)
    expect(quantile([], 0.5)).toBe(null)
  })

  test('the spread is 1.4826 times the median distance, and none under three', () => {
    expect(robustSpread([1, 2, 3, 4, 5])).toBeCloseTo(1.4826, 12)
    expect(robustSpread([1, 2])).toBe(null)
    expect(robustSpread([1, 2, 3, 4, 5, 6, 7], 8)).toBe(null)
  })
})

test('a mishit or two move the spread hardly', () => {
  const carries = [150, 152, 154, 155, 156, 157, 158, 160, 162]
  const clean = robustSpread(carries) ?? 0
  expect(robustSpread([...carries, 40, 60])).toBeLessThan(2 * clean)
})

test('a quantile is never outside its values, whatever their order', () => {
  const list = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 })
  fc.assert(
    fc.property(list, fc.double({ noNaN: true, min: 0, max: 1 }), (values, share) => {
      const q = quantile(values, share) ?? Number.NaN
      expect(q).toBeGreaterThanOrEqual(Math.min(...values))
      expect(q).toBeLessThanOrEqual(Math.max(...values))
      expect(quantile(values.toReversed(), share)).toBe(q)
    }),
  )
})

test('the values asked keep their order', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})

test('every figure knows its n, and the missing do not count as 0', () => {
  const shots = [
    shot({ carry_m: 100, ball_speed_mps: 40, club_speed_mps: 32 }),
    shot({ carry_m: null, ball_speed_mps: 42, club_speed_mps: null }),
    shot({ carry_m: 110 }),
  ]
  const figures = summarise(shots, ['carry_m', 'smash', 'attack_deg'])
  expect(figures.carry_m).toEqual({ n: 2, of: 3, median: 105, spread: null })
  expect(figures.smash).toEqual({ n: 1, of: 3, median: 1.25, spread: null })
  expect(figures.attack_deg).toEqual({ n: 0, of: 3, median: null, spread: null })
  expect(valuesOf(shots, 'carry_m')).toEqual([100, 110])
})
