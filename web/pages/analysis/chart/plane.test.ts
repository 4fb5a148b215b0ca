import { expect, test } from 'vitest'
import { endsAboutZero, endsOf, endsOfMost, planeOf } from './plane.ts'

test('ends hold all values; one value, equal ones and none have a place of their own', () => {
  expect(endsOf([10, 20], 5, 0)).toEqual({ from: 10, to: 20 })
  expect(endsOf([10, 10], 4)).toEqual({ from: 8, to: 12 })
  expect(endsOf([], 4)).toEqual({ from: 0, to: 4 })
  expect(endsOf([Number.NaN, 3], 2)).toEqual({ from: 2, to: 4 })
  expect(endsAboutZero([-10, 3], 4)).toEqual({ from: -10.8, to: 10.8 })
})

test('a misread a mile away does not press the others together', () => {
  const values = [...Array.from({ length: 300 }, (_, i) => 100 + (i % 50)), 90_000]
  expect(endsOfMost(values, 5).to).toBeLessThan(200)
})

test('a circle is one where it must be', () => {
  const plane = planeOf({
    width: 300,
    height: 400,
    x: { from: -10, to: 10 },
    y: { from: 0, to: 100 },
    equal: true,
  })
  expect(plane.x_px).toBe(plane.y_px)
  expect(plane.x(0)).toBeCloseTo((plane.left + plane.right) / 2)
  expect(plane.y(100)).toBeGreaterThanOrEqual(plane.top - 1e-9)
  expect(plane.y(0)).toBeLessThanOrEqual(plane.bottom + 1e-9)
})
