import { expect, test } from 'vitest'
import type { ShotLine } from '../../db/query.ts'
import { parseColumns } from './columns.ts'
import { parseSort, sortBy, sortDefault, sorted, sortSaid } from './sort.ts'
import { shotLine } from './testing/shotLine.ts'
import { shotsWhere } from './where.ts'

const shots = [
  shotLine(1, { carry_m: 140 }),
  shotLine(2, { carry_m: null }),
  shotLine(3, { carry_m: 152 }),
  shotLine(4, { carry_m: 140 }),
]
const numbers = (list: readonly ShotLine[]) => list.map(({ number }) => number)

test('missing values stand last whichever way it is sorted, equal ones in the order of time', () => {
  expect(numbers(sorted(shots, { by: 'carry_m', falling: true }))).toEqual([3, 1, 4, 2])
  expect(numbers(sorted(shots, { by: 'carry_m', falling: false }))).toEqual([1, 4, 3, 2])
})

test('shots of one club can be sorted by what is worked out', () => {
  const swings = [
    shotLine(1, { ball_speed_mps: 50, club_speed_mps: 40 }),
    shotLine(2, { ball_speed_mps: 54, club_speed_mps: 40 }),
  ]
  expect(numbers(sorted(swings, { by: 'smash', falling: true }))).toEqual([2, 1])
})

test('a heading sorts by the largest first, a second tap turns it round', () => {
  const first = sortBy(sortDefault, 'carry_m')
  expect(first).toEqual({ by: 'carry_m', falling: true })
  expect(sortBy(first, 'carry_m')).toEqual({ by: 'carry_m', falling: false })
})

test('the address holds the order, and not the one that stands anyway', () => {
  expect(sortSaid(sortDefault)).toBe(null)
  expect(parseSort(null)).toEqual(sortDefault)
  expect(parseSort('-side_m')).toEqual({ by: 'side_m', falling: true })
  expect(parseSort(sortSaid({ by: 'smash', falling: false }))).toEqual({ by: 'smash', falling: false })
  expect(parseSort('-nonsense')).toEqual(sortDefault)
})

test('chosen columns stand in the order of the table, the number always first', () => {
  expect(parseColumns('side_m carry_m nonsense')).toEqual(['number', 'carry_m', 'side_m'])
  expect(parseColumns('nonsense')).toBe(null)
  expect(parseColumns(null)).toBe(null)
})

test('a missing value is neither below nor above', () => {
  expect(numbers(shotsWhere(shots, { measure: 'carry_m', is: 'below', value: 150 }))).toEqual([1, 4])
  expect(numbers(shotsWhere(shots, { measure: 'carry_m', is: 'above', value: 0 }))).toEqual([1, 3, 4])
  expect(numbers(shotsWhere(shots, { measure: 'carry_m', is: 'missing' }))).toEqual([2])
})
