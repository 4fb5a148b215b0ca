import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameOf, nearest, type Point, spacedOut, ticks } from './frame.ts'

const point: fc.Arbitrary<Point> = fc.record({
  side: fc.double({ min: -80, max: 80, noNaN: true }),
  carry: fc.double({ min: 0, max: 350, noNaN: true }),
})

test('every point stands within the picture, and right is right of the target', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1 }), fc.integer({ min: 280, max: 900 }), (points, width) => {
      const frame = frameOf(points, width)
      for (const { side, carry } of points) {
        expect(frame.x(side)).toBeGreaterThanOrEqual(0)
        expect(frame.x(side)).toBeLessThanOrEqual(width)
        expect(frame.y(carry)).toBeGreaterThanOrEqual(0)
        expect(frame.y(carry)).toBeLessThanOrEqual(frame.height)
      }
      expect(frame.x(1)).toBeGreaterThan(frame.x(0))
      expect(frame.y(1)).toBeLessThan(frame.y(0))
    }),
  )
})

test('ticks are round, within, and not on top of each other', () => {
  expect(ticks(143, 172, 6.4, 48)).toEqual([150, 160, 170])
  expect(ticks(-25, 25, 6, 72)).toEqual([-20, 0, 20])
})

test('a tap finds the nearest point within reach of a fingertip, else none', () => {
  const points = [
    { side: 0, carry: 150 },
    { side: 10, carry: 160 },
  ]
  const frame = frameOf(points, 358)
  expect(nearest(points, frame, frame.x(10) + 5, frame.y(160))).toBe(points[1])
  expect(nearest(points, frame, 2, 2)).toBe(null)
})

test('names of clubs stand apart and within the picture, in the order of their shots', () => {
  // Three irons on one spot, and a wedge at the very floor.
  const places = spacedOut([100, 102, 101, 299], 16, 290)
  expect(places).toEqual([100, 132, 116, 290])
  // More than the wishes have room for: pushed up from the floor.
  expect(spacedOut([280, 285, 290], 16, 290)).toEqual([258, 274, 290])
})
