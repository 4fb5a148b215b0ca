import { expect, test } from 'vitest'
import { moved } from './order.ts'

const order = ['driver', '7 iron', 'PW']

test('a club moved up changes places with the one before it', () => {
  expect(moved(order, 'PW', -1)).toEqual(['driver', 'PW', '7 iron'])
  expect(moved(order, 'driver', 1)).toEqual(['7 iron', 'driver', 'PW'])
})

test('the first moved up, the last moved down and a club not there leave the order as it is', () => {
  expect(moved(order, 'driver', -1)).toEqual(order)
  expect(moved(order, 'PW', 1)).toEqual(order)
  expect(moved(order, 'putter', 1)).toEqual(order)
})
