import { expect, test } from 'vitest'
import { withinOf } from '../../../../shared/golf/within.ts'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import { displayFor } from '../../../ui/display.ts'
import { verdictOf, withinSaid } from './words.ts'

const display = displayFor(settingDefaults)
const none = withinOf([], 1)

test('what differs is told with its size, and what to do', () => {
  const found = {
    ...none,
    n: 400,
    sessions: 8,
    starts_otherwise: true,
    start: { by: -1, low: -2, high: -0.5 },
  }
  expect(verdictOf(found)).toBe('The first ten differ')
  expect(withinSaid(found, 'ball_speed_mps', 1, display)).toBe(
    'Your first ten are 2.2 mph worse than the rest: warm up before you count. Hardly a session goes past 60 shots.',
  )
})

test('nothing shown, and no shots', () => {
  const flat = { by: 0, low: -1, high: 1 }
  expect(withinSaid({ ...none, n: 90, sessions: 1, start: flat, late: flat }, 'strike_mm', -1, display)).toBe(
    'Your first ten are like the rest, as far as 1 session can show. After 60 shots nothing falls off.',
  )
  expect(withinSaid(none, 'smash', 1, display)).toBe('No shot here has this measure.')
})
