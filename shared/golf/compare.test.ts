import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { COMPARED, compareFigure, type Dated, ranked } from './compare.ts'

const chance = chanceFrom(17)
const lot = (n: number, mean: number): Dated[] =>
  Array.from({ length: n }, (_, i) => ({ date: `2026-01-0${1 + (i % 4)}`, value: chance.normal(mean, 8) }))

test('of two alike lots, one in twenty shows anything among all measures', () => {
  let alarms = 0
  const golfers = 150
  for (let i = 0; i < golfers; i++) {
    const all = COMPARED.map(figure => compareFigure(figure, lot(24, 150), lot(40, 150)))
    if (all.some(({ clear }) => clear)) alarms++
  }
  console.log(`compare: alike lots with a clear difference ${alarms} of ${golfers}`)
  expect(alarms / golfers).toBeLessThanOrEqual(0.05)
})

test('a planted difference is found, signed, and comes first', () => {
  const all = ranked([
    compareFigure('side_m', lot(40, 0), lot(40, 0.5)),
    compareFigure('carry_m', lot(40, 160), lot(40, 150)),
  ])
  expect(all[0]).toMatchObject({ figure: 'carry_m', clear: true })
  expect(all[0]?.difference?.by).toBeGreaterThan(5)
  expect(all[0]?.difference?.by).toBeLessThan(15)
})

test('too few, none and equal ones say so without NaN', () => {
  expect(compareFigure('smash', lot(4, 1), lot(40, 1)).difference).toBeNull()
  const same = Array.from({ length: 9 }, () => ({ date: null, value: 3 }))
  expect(compareFigure('smash', same, same)).toMatchObject({ clear: false, spread: 0, difference: { by: 0 } })
  expect(compareFigure('smash', [], [])).toMatchObject({ a: { n: 0, median: null }, clear: false })
})
