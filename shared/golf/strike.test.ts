import { expect, test } from 'vitest'
import { densityOf, type Struck, strikeMapOf } from './strike.ts'

const at = (x_mm: number, y_mm: number, smash: number | null = 1.4): Struck => ({ x_mm, y_mm, smash })

test('strikes fall into nine zones, and each says what it costs against the centre', () => {
  const map = strikeMapOf(
    [
      ...Array.from({ length: 6 }, () => at(0, 0, 1.4)),
      ...Array.from({ length: 5 }, () => at(12, 0, 1.33)),
      ...Array.from({ length: 3 }, () => at(-12, -12, 1.2)),
    ],
    'iron',
  )
  const zone = (row: string, column: string) =>
    map?.zones.find(one => one.row === row && one.column === column)
  expect(zone('middle', 'toe')).toMatchObject({ n: 5 })
  expect(zone('middle', 'toe')?.loss).toBeCloseTo(0.05, 10)
  expect(zone('low', 'heel')).toMatchObject({ n: 3, loss: null })
  expect(map).toMatchObject({ centred: 6, centre_mm: 6 })
  expect(map?.zones.reduce((sum, { n }) => sum + n, 0)).toBe(14)
})

test('none has no map; one, equal ones and absurd ones have one without NaN', () => {
  expect(strikeMapOf([], 'driver')).toBeNull()
  for (const strikes of [[at(3, 2, null)], Array.from({ length: 9 }, () => at(0, 0, 0)), [at(1e6, -1e6)]]) {
    expect(JSON.stringify(strikeMapOf(strikes, null), (_, v) => (Number.isNaN(v) ? 'bad' : v))).not.toContain(
      'bad',
    )
  }
})

test('the densest place is where most strikes are', () => {
  const grid = { xs: [-10, 0, 10], ys: [-10, 0, 10] }
  const cells = densityOf(
    [
      { x: 9, y: 9 },
      { x: 10, y: 11 },
      { x: -10, y: 0 },
    ],
    grid,
    3,
  )
  expect(cells.find(({ share }) => share === 1)).toMatchObject({ x: 10, y: 10 })
  expect(densityOf([], grid, 3)).toEqual([])
})
