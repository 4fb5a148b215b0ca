import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { dayNumber } from './dates.ts'
import { changePointOf, type DatedValue, daysOf, trendOf } from './trend.ts'

const date = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
const chance = chanceFrom(3)

/** Days that differ from each other, as golfers' days do, and a change that is planted over all of them. */
function season({ days, shots, dayYards, change }: Record<'days' | 'shots' | 'dayYards' | 'change', number>) {
  return Array.from({ length: days }, (_, i) => {
    const level = 150 + chance.normal(0, dayYards) + (change * i) / (days - 1)
    return Array.from({ length: shots }, (): DatedValue => {
      const mishit = chance.happens(0.05) ? 40 : 0
      return { date: date(i * 6), value: chance.normal(level, 8) - mishit }
    })
  }).flat()
}

test('no change is called one in more than 5 of 100 golfers who did not change', () => {
  let alarms = 0
  const golfers = 600
  for (let i = 0; i < golfers; i++) {
    const plan = { days: 5 + (i % 4) * 5, shots: [4, 12, 30][i % 3] ?? 4, dayYards: (i % 5) * 1.5, change: 0 }
    if (trendOf(season(plan), 'middle')?.shown) alarms++
  }
  console.log(`trend: false alarms ${alarms} of ${golfers}`)
  expect(alarms / golfers).toBeLessThanOrEqual(0.05)
})

test('a planted change is found, and lies in its interval', () => {
  let found = 0
  let held = 0
  const golfers = 200
  for (let i = 0; i < golfers; i++) {
    const trend = trendOf(season({ days: 15, shots: 20, dayYards: 2, change: 10 }), 'middle')
    if (trend?.shown) found++
    if (trend && trend.change.low <= 10 && trend.change.high >= 10) held++
  }
  console.log(`trend: planted 10 yd found ${found} of ${golfers}, within its interval ${held}`)
  expect(found / golfers).toBeGreaterThan(0.85)
  expect(held / golfers).toBeGreaterThan(0.92)
})

test('slope and interval are those of the definition: the days of Sen’s own rule, by hand', () => {
  const values = [1, 3, 2, 5, 6, 7, 8].flatMap((value, i) => [0, 0, 0].map(() => ({ date: date(i), value })))
  const slopes: number[] = []
  const level = [1, 3, 2, 5, 6, 7, 8]
  for (let i = 0; i < 7; i++)
    for (let j = i + 1; j < 7; j++) slopes.push(((level[j] ?? 0) - (level[i] ?? 0)) / (j - i))
  slopes.sort((a, b) => a - b)
  const trend = trendOf(values, 'middle')
  expect(trend?.change.by).toBeCloseTo((slopes[10] ?? 0) * 6, 10)
  // N = 21, C = 1.96·√44.3 = 13.05: ranks 3.98 and 17.02 of 1 to 21, to the outer side.
  expect(trend?.change.low).toBeCloseTo((slopes[2] ?? 0) * 6, 10)
  expect(trend?.change.high).toBeCloseTo((slopes[18] ?? 0) * 6, 10)
})

test('four days, one shot, none, all alike: no line, or a flat one; never NaN', () => {
  expect(trendOf([], 'middle')).toBeNull()
  expect(trendOf([{ date: date(0), value: 1 }], 'middle')).toBeNull()
  expect(trendOf(season({ days: 4, shots: 20, dayYards: 1, change: 0 }), 'middle')).toBeNull()
  const flat = Array.from({ length: 60 }, (_, i) => ({ date: date(Math.floor(i / 6)), value: 7 }))
  expect(trendOf(flat, 'middle')).toMatchObject({ shown: false, change: { by: 0, low: 0, high: 0 } })
  expect(trendOf(flat, 'spread')).toMatchObject({ shown: false, change: { by: 0 } })
})

test('a level that changed on a day is dated near it; one that did not rarely is', () => {
  let near = 0
  let alarms = 0
  for (let i = 0; i < 100; i++) {
    const plan = { days: 16, shots: 15, dayYards: 1, change: 0 }
    const stepped = season(plan).map(one => (one.date >= date(48) ? { ...one, value: one.value + 8 } : one))
    const found = changePointOf(daysOf(stepped, 'middle'))
    if (found && Math.abs(dayNumber(found.date) - dayNumber(date(48))) <= 12) near++
    if (changePointOf(daysOf(season(plan), 'middle'))) alarms++
  }
  console.log(`change point: found ${near} of 100, false alarms ${alarms} of 100`)
  expect(near).toBeGreaterThan(90)
  expect(alarms).toBeLessThanOrEqual(5)
})

test('thousands of days are a line like any other', () => {
  const many = Array.from({ length: 2_000 }, (_, i) =>
    [0, 1, 2].map(n => ({ date: date(i), value: 100 + i / 100 + n })),
  ).flat()
  expect(trendOf(many, 'middle')?.change.by).toBeCloseTo(20, 0)
})
