import { expect, test } from 'vitest'
import { ellipsesOf } from './ellipse.ts'
import type { Point } from './frame.ts'

/** A grid, so that the spread is known: sides −4…4, carries 150…158, and a lean of carry with side. */
const leaning = (lean: number): Point[] =>
  Array.from({ length: 81 }, (_, i) => {
    const side = (i % 9) - 4
    return { side, carry: 154 + Math.floor(i / 9) - 4 + lean * side }
  })

test('the ellipse stands where the middle of the shots is', () => {
  const [half, nearlyAll] = ellipsesOf(leaning(0))
  expect(half?.side).toBeCloseTo(0, 5)
  expect(half?.carry).toBeCloseTo(154, 5)
  expect(nearlyAll?.long).toBeGreaterThan(half?.long ?? Number.POSITIVE_INFINITY)
})

test('it leans as the shots do: those further right that carry further tilt it up to the right', () => {
  expect(ellipsesOf(leaning(1))[0]?.turn_deg).toBeGreaterThan(20)
  expect(ellipsesOf(leaning(-1))[0]?.turn_deg).toBeLessThan(-20)
})

test('one mishit does not move it', () => {
  const [with_, without] = [ellipsesOf([...leaning(0), { side: 60, carry: 20 }]), ellipsesOf(leaning(0))]
  expect(with_[0]?.carry).toBeCloseTo(without[0]?.carry ?? 0, 0)
  expect(with_[0]?.long).toBeCloseTo(without[0]?.long ?? 0, 0)
})

test('seven shots, or shots all in one place, make no ellipse', () => {
  expect(ellipsesOf(leaning(0).slice(0, 7))).toEqual([])
  expect(ellipsesOf(Array.from({ length: 20 }, () => ({ side: 3, carry: 150 })))).toEqual([])
})
