import { expect, test } from 'vitest'
import type { Stock, SwingLength } from '../../../../shared/golf/gapping.ts'
import { shotPatternOf } from '../../../../shared/golf/shotPattern.ts'
import type { Yardage } from '../../bag/yardages.ts'
import { airOf, degreesSaid } from './air.ts'
import { linesOfCard, MOST_LINES, shotPatternCsv } from './card.ts'

const stock = (stock_m: number, swing: SwingLength = 'full', n = 20): Stock => ({
  ...{ swing, n, mishits: 0, stock_m, cover_m: stock_m - 4, long_m: stock_m + 5, low_m: 0, high_m: 0 },
  ...{ mean_m: stock_m, best_m: stock_m, spread_m: 5, sure: null, total_m: null, confidence: 'good' },
})
const club = (id: string, stocks: readonly Stock[]): Yardage => ({
  ...{ id, name: id, label: id, short: id, place: 0, category: 'iron', stock: stocks[0] ?? stock(0) },
  carry: { club_id: id, stocks, last_date: null, n: 20, of: 20, left_out: 0 },
})

test('clubs in the bag’s order, then part swings, longest first, while there is room', () => {
  const yardages = [club('7i', [stock(150.4)]), club('56°', [stock(80), stock(60, '¾'), stock(40, '½', 4)])]
  const { lines, left } = linesOfCard(yardages, m => m)
  expect(lines.map(({ name, cover, stock, long }) => [name, cover, stock, long])).toEqual([
    ['7i', 146, 150, 155],
    ['56°', 76, 80, 85],
    ['56° ¾', 56, 60, 65],
  ])
  expect(left).toBe(0)
  const many = Array.from({ length: 13 }, (_, i) => club(`${i}`, [stock(100), stock(50, '½')]))
  expect(linesOfCard(many, m => m).lines).toHaveLength(MOST_LINES)
  expect(linesOfCard(many, m => m).left).toBe(12)
})

test('Shot Pattern’s five columns, in yards', () => {
  const shot = (carry_m: number, total_m: number | null, side_m: number) => ({
    ...{ carry_m, total_m, side_m, club_speed_mps: null, ball_speed_mps: null },
  })
  const yd = 0.9144
  const rows = shotPatternOf('d', 'driver', [
    shot(230 * yd, 250 * yd, 5 * yd),
    shot(260 * yd, null, -3.5 * yd),
  ])
  expect(shotPatternCsv(rows, () => 'Dr')).toBe(
    'Club,Type,Target,Total,Side\r\nDr,Tee,255.00,250.00,5.00\r\nDr,Tee,255.00,260.00,-3.50\r\n',
  )
  expect(shotPatternOf('d', 'iron', [])).toEqual([])
})

test('the air of an address: what is not said is plain, what cannot be is not said', () => {
  const air = (text: string) => airOf(new URLSearchParams(text), '')
  expect(air('')).toBeNull()
  expect(air('alt=1500')).toEqual({ altitude_m: 1500, temperature_c: 25 })
  expect(air('temp=-5&alt=99999')).toEqual({ altitude_m: 0, temperature_c: -5 })
  expect(air('alt=x&temp=')).toBeNull()
  expect(degreesSaid(-5, 'C')).toBe('−5 °C')
  expect(degreesSaid(10, 'F')).toBe('50 °F')
})
