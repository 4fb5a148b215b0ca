import { expect, test } from 'vitest'
import { stocksOf } from '../../../shared/golf/gapping.ts'
import type { ClubCategory } from '../../../shared/schema/rows.ts'
import type { ClubCarry } from '../../db/analysis.ts'
import type { ClubLine } from '../../db/query.ts'
import { axisOver, gapsIn, partialsOf, yardagesOf } from './yardages.ts'

let place = 0
const club = (name: string, category: ClubCategory): ClubLine => ({
  ...{ id: name, name, short: name, category, place: place++, code: null, loft_deg: null, retired: false },
  ...{ shots: 20, counted: 20, carry_m: { n: 20, median: 1, spread: 1 }, last_date: null, took_in: [] },
})
const shot = (carry_m: number, speed = 40) => ({
  ...{ carry_m, total_m: null, club_speed_mps: speed, ball_speed_mps: null },
})
const carry = (club_id: string, carry_m: number, n = 20): ClubCarry => ({
  ...{ club_id, n, of: n, left_out: 0, last_date: null },
  stocks: stocksOf(Array.from({ length: n }, (_, i) => shot(carry_m - 2 + (i % 5), 40 + (i % 3)))),
})

test('a club without a distance, a putter, a mixed round and a retired club are in no picture', () => {
  const bag = [
    club('7 iron', 'iron'),
    club('8 iron', 'iron'),
    club('Putter', 'putter'),
    club('Mixed', 'mixed'),
    { ...club('Old 7', 'iron'), retired: true },
  ]
  const carries = ['7 iron', 'Putter', 'Mixed', 'Old 7'].map(name => carry(name, 144))
  expect(yardagesOf(bag, carries).map(({ name }) => name)).toEqual(['7 iron'])
})

const bagOf = (...clubs: readonly (readonly [string, ClubCategory, number, number?])[]) =>
  yardagesOf(
    clubs.map(([name, category]) => club(name, category)),
    clubs.map(([name, , m, n]) => carry(name, m, n)),
  )

test('holes come widest first, whatever the order of the bag; the driver’s own step is none', () => {
  const { holes, overlaps } = gapsIn(
    bagOf(
      ['PW', 'wedge', 110],
      ['Driver', 'driver', 235],
      ['5 wood', 'wood', 185],
      ['6 iron', 'iron', 160],
      ['7 iron', 'iron', 140],
      ['8 iron', 'iron', 136],
    ),
  )
  expect(holes.map(({ longer }) => longer.name)).toEqual(['8 iron', '5 wood', '6 iron'])
  expect(overlaps.map(({ longer }) => longer.name)).toEqual(['7 iron'])
})

test('three clubs have no hole, and a club of few shots neither', () => {
  expect(gapsIn(bagOf(['6', 'iron', 160], ['7', 'iron', 140], ['PW', 'wedge', 80])).holes).toEqual([])
  const few = bagOf(['6', 'iron', 160], ['7', 'iron', 148, 4], ['8', 'iron', 136], ['9', 'iron', 126])
  expect(gapsIn(few).holes).toEqual([])
})

test('a club that was swung at several lengths is a row of the matrix', () => {
  const swings = [...Array(20)].map((_, i) => shot(100 + (i % 5), 40 + (i % 3)))
  const halves = [...Array(10)].map((_, i) => shot(45 + (i % 3), 20 + (i % 2)))
  const both = { ...carry('50°', 100), stocks: stocksOf([...swings, ...halves]) }
  const partials = partialsOf(yardagesOf([club('50°', 'wedge'), club('7', 'iron')], [both, carry('7', 150)]))
  expect(partials.map(({ yardage, lengths }) => [yardage.name, [...lengths.keys()]])).toEqual([
    ['50°', ['full', '½']],
  ])
})

test('a club’s figure is the median, the mean or its five longest, as asked', () => {
  const shots = [...Array(20)].map((_, i) => shot(i < 10 ? 100 : 105 + i))
  const carries = [{ ...carry('7', 100), stocks: stocksOf(shots) }]
  const of = (by?: 'median' | 'mean' | 'best') =>
    yardagesOf([club('7', 'iron')], carries, by)[0]?.stock.stock_m
  expect(of()).toBe(107.5)
  expect(of('mean')).toBe(109.75)
  expect(of('best')).toBe(122)
})

test('an axis has round ticks within its ends', () => {
  expect(axisOver([84, 238], 50)).toEqual({ from: 84, to: 238, ticks: [100, 150, 200] })
})
