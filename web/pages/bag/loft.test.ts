import { expect, test } from 'vitest'
import { loftSaid, loftTyped } from './loft.ts'

test('a loft is read with a point, a comma or a degree sign', () => {
  expect(loftTyped('34')).toBe(34)
  expect(loftTyped(' 10,5° ')).toBe(10.5)
  expect(loftTyped('9.25')).toBe(9.25)
})

test('an emptied field takes the loft away, which is not a loft of 0', () => {
  expect(loftTyped('')).toBeNull()
  expect(loftTyped('0')).toBeUndefined()
})

test.each(['thirty', '-10', '81', '1e1', '10.555', '0x1f'])('%s is no loft', text => {
  expect(loftTyped(text)).toBeUndefined()
})

test('a loft that is not known is not said', () => {
  expect(loftSaid(10.5)).toBe('10.5°')
  expect(loftSaid(null)).toBeNull()
})
