import { expect, test } from 'vitest'
import { bytesSaid, keepingSaid, roomSaid } from './words.ts'

test('sizes are said in the unit that a person would take', () => {
  expect(bytesSaid(0)).toBe('0 bytes')
  expect(bytesSaid(860_400)).toBe('860 KB')
  expect(bytesSaid(999_499)).toBe('999 KB')
  expect(bytesSaid(999_500)).toBe('1.0 MB')
  expect(bytesSaid(1_240_000)).toBe('1.2 MB')
  expect(bytesSaid(9_960_000)).toBe('10 MB')
  expect(bytesSaid(64_000_000)).toBe('64 MB')
  expect(bytesSaid(2_500_000_000)).toBe('2.5 GB')
})

test('a store that is kept asks nothing of the golfer, one that may be cleared says what to do', () => {
  expect(keepingSaid(true, false).todo).toBeNull()
  expect(keepingSaid(false, false).todo).toMatch(/install/)
  expect(keepingSaid(false, true).todo).not.toMatch(/install/)
  expect(keepingSaid('unknown', false).todo).toMatch(/backup/)
})

test('a full store says what is left and what frees it; one that is not told is not guessed', () => {
  const health = { used_bytes: 950_000_000, quota_bytes: 1_000_000_000, nearly_full: true }
  expect(roomSaid(health)).toEqual({
    says: 'Nearly full: 50 MB left on this device.',
    todo: expect.stringMatching(/trash/),
  })
  expect(roomSaid({ ...health, nearly_full: false })?.todo).toBeNull()
  expect(roomSaid({ ...health, quota_bytes: null })).toBeNull()
})
