import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { difference, medianInterval, normalShareBelow, spreadOfDays } from './intervals.ts'

test('Φ as in any table', () => {
  const table: [number, number][] = [
    [0, 0.5],
    [1, 0.841345],
    [1.959964, 0.975],
    [-2.575829, 0.005],
    [-8, 0],
  ]
  for (const [z, share] of table) expect(normalShareBelow(z)).toBeCloseTo(share, 6)
})

test('ranks of the median’s interval are the published ones (Conover, table of the sign test)', () => {
  const ranks = (n: number) => medianInterval(Array.from({ length: n }, (_, i) => i + 1))
  expect(ranks(5)).toBeNull()
  expect(ranks(6)).toEqual({ low: 1, high: 6 })
  expect(ranks(10)).toEqual({ low: 2, high: 9 })
  expect(ranks(20)).toEqual({ low: 6, high: 15 })
  expect(ranks(40)).toEqual({ low: 14, high: 27 })
  expect(ranks(501)).toEqual({ low: 229, high: 273 })
})

const chance = chanceFrom(5)
const draws = (n: number, mean: number) => Array.from({ length: n }, () => chance.normal(mean, 8))

test('a difference is the median of all differences; few on one side make none', () => {
  expect(difference([1, 2, 3, 4, 5], [11, 12, 13, 14, 15])?.by).toBe(10)
  expect(difference([1, 2, 3, 4], [11, 12, 13, 14, 15])).toBeNull()
})

test('its interval leaves out 0 in at most 5 of 100 golfers who did not change', () => {
  let alarms = 0
  for (let i = 0; i < 1_000; i++) {
    const found = difference(draws(8 + (i % 30), 150), draws(15, 150))
    if (found && (found.low > 0 || found.high < 0)) alarms++
  }
  console.log(`difference: false alarms ${alarms} of 1000`)
  expect(alarms).toBeLessThanOrEqual(50)
})

test('nor where whole days are better and worse, once that is counted', () => {
  let alarms = 0
  const season = () => Array.from({ length: 8 }, () => draws(12, chance.normal(150, 4)))
  for (let i = 0; i < 500; i++) {
    const [a, b] = [season(), season()]
    const spread = Math.max(spreadOfDays(a), spreadOfDays(b))
    const found = difference(a.flat(), b.flat(), spread)
    if (found && (found.low > 0 || found.high < 0)) alarms++
  }
  console.log(`difference of periods of 8 days: false alarms ${alarms} of 500`)
  expect(alarms).toBeLessThanOrEqual(25)
})

test('days that are all alike widen nothing', () => {
  expect(
    spreadOfDays([
      [1, 1],
      [1, 1],
    ]),
  ).toBe(1)
  expect(spreadOfDays([[1, 2, 3]])).toBe(1)
  expect(spreadOfDays([])).toBe(1)
})
