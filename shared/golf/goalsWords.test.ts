import { expect, test } from 'vitest'
import { settingDefaults } from '../schema/settings.ts'
import { type GolferGoal, progressOf } from './goals.ts'
import { goalSaid, standSaid, sureSaid } from './goalsWords.ts'

const YARD = 0.9144
const goal: GolferGoal = {
  ...{ club_id: 'code:IRON7', figure: 'side_m', low: -12 * YARD, high: 12 * YARD, share: 0.8 },
  ...{ by: '2026-05-01', set_on: '2026-01-10' },
}
const shots = (within: number, of: number) =>
  Array.from({ length: of }, (_, i) => ({ date: '2026-01-09', value: i < within ? 1 : 30 }))
const line = (within: number, of: number, today = '2026-02-01') => ({
  id: 'a',
  goal,
  ...progressOf(goal, shots(within, of), today),
})

test('a goal in the golfer’s units', () => {
  expect(goalSaid(goal, settingDefaults)).toBe('Side within 12 yd, 80 of 100, by Fri 1 May 2026')
  expect(
    goalSaid({ ...goal, figure: 'carry_m', low: 150 * YARD, high: null, by: null }, settingDefaults),
  ).toBe('Carry at least 150 yd, 80 of 100')
  expect(goalSaid({ ...goal, figure: 'smash', low: null, high: 1.5, by: null }, settingDefaults)).toBe(
    'Smash factor at most 1.50, 80 of 100',
  )
})

test('how it stands, and how sure that is', () => {
  expect(standSaid(line(20, 40))).toBe('50 of 100, 30 to go')
  expect(sureSaid(line(20, 40))).toBe(
    'Newest 40 shots; 19 times of 20 the truth is 35 to 65 of 100. It was 50 of 100 when you set it.',
  )
  expect(standSaid(line(33, 40))).toBe('Reached: 83 of 100')
  expect(sureSaid(line(33, 40))).toMatch(/Luck may have helped/)
  expect(sureSaid(line(39, 40))).not.toMatch(/Luck/)
  expect(standSaid(line(20, 40, '2026-06-01'))).toBe('Day passed at 50 of 100')
  expect(standSaid(line(3, 4))).toBe('6 more shots')
  expect(standSaid(line(0, 0))).toBe('No shot yet')
})
