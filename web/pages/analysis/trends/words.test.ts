import { expect, test } from 'vitest'
import type { Trend } from '../../../../shared/golf/trend.ts'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import type { TrendAnswer } from '../../../db/analysis.ts'
import { displayFor } from '../../../ui/display.ts'
import { dayShort, trendSaid, verdictOf } from './words.ts'

const display = displayFor(settingDefaults)
const YARD = 0.9144
const answer = (change: Trend['change'] | null, shown = true): TrendAnswer => ({
  ...{ n: 38, of: 40, left_out: 2, marks: [], days: 7, full_days: 7, change_point: null, best_day: null },
  ...{ best_shot: null, unlike: [], volume: [] },
  trend: change && {
    ...{ shots: 38, change, shown, line: [] },
    days: ['2026-08-03', '2026-11-20'].map(date => ({ date, day: 0, n: 5, value: 1 })),
  },
})
const carry = { figure: 'carry_m', of: 'middle', better: 1 } as const

test('a change is told with its interval, in the golfer’s unit', () => {
  const found = answer({ by: 4 * YARD, low: YARD, high: 7 * YARD })
  expect(verdictOf(found, carry, display)).toBe('Better by 4 yd')
  expect(trendSaid(found, carry, display)).toBe(
    'Middle of each day, 2 days from Mon 3 Aug 2026 to Fri 20 Nov 2026: 1 yd to 7 yd, 19 times of 20.',
  )
  expect(verdictOf(answer({ by: -4, low: -7, high: -1 }), carry, display)).toBe('Worse by 4 yd')
  expect(verdictOf(answer({ by: -4, low: -7, high: -1 }), { ...carry, of: 'spread' }, display)).toBe(
    'Better by 4 yd',
  )
})

test('a measure with sides moves to one of them, another goes up or down', () => {
  const found = answer({ by: 2.14, low: 1, high: 3 })
  expect(verdictOf(found, { figure: 'club_path_deg', of: 'middle', better: 0 }, display)).toBe(
    'Moved 2.1° out',
  )
  const fallen = answer({ by: -2.14, low: -3, high: -1 })
  expect(verdictOf(fallen, { figure: 'launch_deg', of: 'middle', better: 0 }, display)).toBe('Down by 2.1°')
  expect(verdictOf(found, { figure: 'descent_deg', of: 'middle', better: 0 }, display)).toBe('Up by 2.1°')
})

test('no change says what these shots could have shown', () => {
  expect(trendSaid(answer({ by: YARD, low: -5 * YARD, high: 7 * YARD }, false), carry, display)).toContain(
    'No change that these 38 shots could show, over 2 days from Mon 3 Aug 2026 to Fri 20 Nov 2026. One under 6 yd',
  )
})

test('too few days say how many more', () => {
  expect(verdictOf(answer(null), carry, display)).toBeNull()
  expect(trendSaid({ ...answer(null), full_days: 3 }, carry, display)).toContain('here are 3. 2 more')
  expect(trendSaid({ ...answer(null), n: 0 }, carry, display)).toBe('No shot here has this measure.')
})

test('days on an axis', () => {
  expect(dayShort(0)).toBe('1 Jan')
  expect(dayShort(20_056)).toBe('29 Nov')
})
