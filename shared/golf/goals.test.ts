import { expect, test } from 'vitest'
import { type GolferGoal, progressOf, shareOf } from './goals.ts'

const goal: GolferGoal = {
  ...{ club_id: 'code:IRON7', figure: 'side_m', low: -11, high: 11, share: 0.8 },
  ...{ by: '2026-05-01', set_on: '2026-01-10' },
}
const day = (date: string, within: number, of: number) =>
  Array.from({ length: of }, (_, i) => ({ date, value: i < within ? 5 : -20 }))

test('the share of the newest shots, with the interval of Wilson’s method', () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662.
  expect(shareOf(81, 263).low).toBeCloseTo(0.2553, 4)
  expect(shareOf(81, 263).high).toBeCloseTo(0.3662, 4)
  expect(shareOf(0, 20)).toMatchObject({ value: 0, low: 0 })
  expect(shareOf(0, 0)).toEqual({ value: 0, n: 0, low: 0, high: 1 })
})

test('now is of whole days, the newest until there are forty; was is as it stood when the goal was set', () => {
  const shots = [...day('2026-02-02', 18, 20), ...day('2026-01-05', 10, 30), ...day('2026-02-01', 21, 25)]
  const { is, now, was, days } = progressOf(goal, shots, '2026-02-03')
  expect(is).toBe('reached')
  expect(now).toMatchObject({ n: 45, value: 39 / 45 })
  expect(was).toMatchObject({ n: 30, value: 1 / 3 })
  expect(days.map(({ date, n }) => [date, n])).toEqual([
    ['2026-01-05', 30],
    ['2026-02-01', 55],
    ['2026-02-02', 45],
  ])
})

test('none, few, under way, and past its day', () => {
  expect(progressOf(goal, [], '2026-02-03')).toEqual({ is: 'waits', now: null, was: null, days: [] })
  expect(progressOf(goal, day('2026-02-01', 9, 9), '2026-02-03').is).toBe('too few')
  expect(progressOf(goal, day('2026-02-01', 20, 40), '2026-05-01').is).toBe('open')
  expect(progressOf(goal, day('2026-02-01', 20, 40), '2026-05-02').is).toBe('missed')
  expect(progressOf({ ...goal, by: null }, day('2026-02-01', 20, 40), '2030-01-01').is).toBe('open')
})

test('one bound alone, and a value on it, count', () => {
  const speed: GolferGoal = { ...goal, figure: 'ball_speed_mps', low: 70, high: null, share: 0.5 }
  const values = [70, 70, 71, 72, 73, 60, 61, 62, 63, 69.9].map(value => ({ date: '2026-02-01', value }))
  expect(progressOf(speed, values, '2026-02-03')).toMatchObject({ is: 'reached', now: { value: 0.5, n: 10 } })
})
