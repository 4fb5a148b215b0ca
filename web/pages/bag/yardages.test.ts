import { expect, test } from 'vitest'
import type { ClubCategory } from '../../../shared/schema/rows.ts'
import type { ClubLine } from '../../db/query.ts'
import { axisOver, holeIn, stepsOf, yardagesOf } from './yardages.ts'

let place = 0
const club = (name: string, category: ClubCategory, median: number | null, n = 20): ClubLine => ({
  id: name,
  name,
  short: name,
  category,
  place: place++,
  code: null,
  loft_deg: null,
  retired: false,
  shots: n,
  counted: n,
  carry_m: { n, median, spread: median === null ? null : 7.413 },
  last_date: null,
  took_in: [],
})

test('a club without a distance, a putter, a mixed round and a retired club are in no picture', () => {
  const yardages = yardagesOf([
    club('7 iron', 'iron', 144),
    club('8 iron', 'iron', null, 0),
    club('Putter', 'putter', 5),
    club('Mixed', 'mixed', 120),
    { ...club('Old 7', 'iron', 140), retired: true },
  ])
  expect(yardages.map(({ name }) => name)).toEqual(['7 iron'])
})

test('half of the shots lie within one MAD, which is the robust spread through 1.4826', () => {
  expect(yardagesOf([club('7 iron', 'iron', 144)])[0]?.half_m).toBeCloseTo(5, 3)
})

test('steps go by distance, whatever the order of the bag', () => {
  const steps = stepsOf(
    yardagesOf([club('8 iron', 'iron', 134), club('6 iron', 'iron', 156), club('7 iron', 'iron', 144)]),
  )
  expect(steps.map(({ longer, shorter, step_m }) => [longer.name, shorter.name, step_m])).toEqual([
    ['6 iron', '7 iron', 12],
    ['7 iron', '8 iron', 10],
  ])
})

test('a club of few shots makes no step, and no hole is seen where it lies', () => {
  const bag = [club('PW', 'wedge', 113), club('50°', 'wedge', 95, 4), club('56°', 'wedge', 76)]
  expect(stepsOf(yardagesOf(bag))).toEqual([])
})

test('the hole is the step furthest beyond what its clubs should have, not the widest one', () => {
  const steps = stepsOf(
    yardagesOf([
      club('Driver', 'driver', 230),
      club('5 wood', 'wood', 195),
      club('4 hybrid', 'hybrid', 173),
      club('6 iron', 'iron', 156),
      club('7 iron', 'iron', 136),
    ]),
  )
  expect(holeIn(steps)?.longer.name).toBe('6 iron')
})

test('a bag that steps evenly has no hole', () => {
  const bag = [club('6 iron', 'iron', 156), club('7 iron', 'iron', 144), club('8 iron', 'iron', 132)]
  expect(holeIn(stepsOf(yardagesOf(bag)))).toBeNull()
  expect(holeIn([])).toBeNull()
})

test('an axis has round ticks within its ends', () => {
  expect(axisOver([84, 238], 50)).toEqual({ from: 84, to: 238, ticks: [100, 150, 200] })
})
