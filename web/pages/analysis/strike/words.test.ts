import { expect, test } from 'vitest'
import { strikeMapOf } from '../../../../shared/golf/strike.ts'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import { displayFor } from '../../../ui/display.ts'
import { strikeSaid, zoneSaid } from './words.ts'

const display = displayFor(settingDefaults)
const many = (n: number, x_mm: number, y_mm: number, smash: number) =>
  Array.from({ length: n }, () => ({ x_mm, y_mm, smash }))

test('the place, the share that is centred, and where most is lost', () => {
  const map = strikeMapOf([...many(6, 1, 0, 1.4), ...many(9, -12, -10, 1.3)], 'iron')
  expect(strikeSaid(map, 15, display)).toBe(
    'Typically 12 mm heel, 10 mm low of the centre; 6 of 15 within 6 mm of it. Most is lost low on the heel: 7 % of ball speed, 9 times.',
  )
})

test('one strike, and none', () => {
  expect(strikeSaid(strikeMapOf(many(1, 0, 1, 1.4), 'driver'), 1, display)).toBe('One strike, at the centre.')
  expect(strikeSaid(null, 0, display)).toContain('No shot here has a strike')
})

test('zones in words', () => {
  expect(zoneSaid({ column: 'toe', row: 'high' })).toBe('high on the toe')
  expect(zoneSaid({ column: 'centre', row: 'low' })).toBe('low')
  expect(zoneSaid({ column: 'heel', row: 'middle' })).toBe('on the heel')
})
