import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { type Carried, type ClubStock, gapsOf, type Stock, stocksOf } from './gapping.ts'

const chance = chanceFrom(11)
const swing = (speed: number, sd: number, carryPerSpeed = 4): Carried => {
  const club_speed_mps = chance.normal(speed, sd)
  return {
    carry_m: club_speed_mps * carryPerSpeed + chance.normal(0, 3),
    total_m: null,
    club_speed_mps,
    ball_speed_mps: club_speed_mps * 1.3,
  }
}
const swings = (n: number, speed: number, sd: number) => Array.from({ length: n }, () => swing(speed, sd))
const bare = (carry_m: number): Carried => ({
  carry_m,
  total_m: carry_m + 5,
  club_speed_mps: null,
  ball_speed_mps: null,
})

test('the stock is the median; 70 of 100 carry the cover, 20 of 100 more than the long yardage', () => {
  const [stock] = stocksOf(Array.from({ length: 101 }, (_, i) => bare(100 + i)))
  expect(stock).toMatchObject({ stock_m: 150, cover_m: 130, long_m: 180, total_m: 155, n: 101 })
  expect(stock).toMatchObject({ mean_m: 150, best_m: 198 })
  expect(stock?.sure?.low).toBe(140)
  expect(stock?.sure?.high).toBe(160)
})

test('half swings and three quarters stand apart from full ones, with any club', () => {
  const stocks = stocksOf([...swings(40, 40, 1.2), ...swings(20, 33, 1), ...swings(15, 20, 1)])
  expect(stocks.map(({ swing, n, mishits }) => [swing, n + mishits])).toEqual([
    ['full', 40],
    ['¾', 20],
    ['½', 15],
  ])
  expect(stocks[0]?.stock_m).toBeCloseTo(160, -1)
})

test('one way of swinging is one length, however it spreads', () => {
  let parted = 0
  for (let golfer = 0; golfer < 200; golfer++) {
    const sd = [0.8, 1.5, 3, 5][golfer % 4] ?? 1
    if (stocksOf(swings(10 + (golfer % 5) * 25, 38, sd)).length > 1) parted++
  }
  console.log(`one way of swinging taken for several: ${parted} of 200 golfers`)
  expect(parted).toBeLessThanOrEqual(2)
})

test('a cluster faster than the full swing was another club, and is in no figure', () => {
  const stocks = stocksOf([...swings(80, 38, 1), ...swings(6, 50, 0.5)])
  expect(stocks).toHaveLength(1)
  expect(stocks[0]?.stock_m).toBeLessThan(170)
})

test('mishits do not drag the cover down, and are counted', () => {
  const sound = swings(40, 38, 1)
  const [with_] = stocksOf([...sound, bare(40), bare(55)])
  const [without] = stocksOf(sound)
  expect(with_?.mishits).toBe((without?.mishits ?? 0) + 2)
  expect(with_?.cover_m).toBeCloseTo(without?.cover_m ?? 0, 5)
})

test.each([[[]], [[bare(150)]], [[bare(0), bare(0)]], [Array.from({ length: 30 }, () => bare(150))]])(
  'no shot, one, none that flew, all alike: no figure is NaN',
  shots => {
    const numbers = JSON.stringify(stocksOf(shots))
    expect(numbers).not.toContain('NaN')
    expect(stocksOf(shots)).toHaveLength(shots.length === 0 ? 0 : 1)
    for (const stock of stocksOf(shots)) expect(Number.isFinite(stock.cover_m)).toBe(true)
  },
)

const club = (id: string, stock_m: number, n = 20, spread_m = 6): ClubStock => ({
  id,
  category: id.endsWith('°') ? 'wedge' : 'iron',
  stock: {
    ...{ swing: 'full', n, mishits: 0, stock_m, cover_m: stock_m - 3, long_m: stock_m + 5 },
    ...{
      low_m: stock_m - 4,
      high_m: stock_m + 4,
      mean_m: stock_m,
      best_m: stock_m + 9,
      spread_m,
      sure: null,
      total_m: null,
    },
    confidence: n < 5 ? 'too few' : 'good',
  } satisfies Stock,
})

test('holes and overlaps are named; a club of few shots is neither end of one', () => {
  const gaps = gapsOf([club('8', 134), club('6', 156), club('7', 139), club('50°', 110)])
  expect(gaps.map(({ longer, shorter, is }) => [longer.id, shorter.id, is])).toEqual([
    ['6', '7', 'hole'],
    ['7', '8', 'overlap'],
    ['8', '50°', 'hole'],
  ])
  expect(gapsOf([club('6', 156), club('7', 140, 3), club('8', 134)])).toEqual([])
})

test('how often the longer club goes shorter is Φ(−d): 27 % at d = 0.6 (golf-reference.md, 4)', () => {
  const spread = 6
  const [gap] = gapsOf([club('6', 150 + 0.6 * spread * Math.SQRT2, 20, spread), club('7', 150, 20, spread)])
  expect(gap?.swapped).toBeCloseTo(0.274, 2)
})
