import { describe, expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import {
  distance2,
  ellipseOf,
  heldBy,
  type Landing,
  patternOf,
  predictionScale2,
  reachOf,
} from './ellipse.ts'

const chance = chanceFrom(7)
/** A golfer whose shots lean: right goes with short; some are topped. */
function shot(mishits = 0): Landing {
  const [u, v] = [chance.normal(0, 1), chance.normal(0, 1)]
  if (chance.happens(mishits)) return { side: 20 * chance.normal(0, 1), carry: 60 + 10 * v }
  return { side: 4 + 9 * u, carry: 150 - 3 * u + 6 * v }
}
const shots = (n: number, mishits = 0) => Array.from({ length: n }, () => shot(mishits))

test('scales of the prediction ellipse are those of golf-reference.md, 3.1', () => {
  const published: [n: number, p80: number, p95: number][] = [
    [5, 9.24, 30.6],
    [8, 5.59, 13.5],
    [10, 4.9, 11.0],
    [15, 4.2, 8.74],
    [20, 3.91, 7.88],
    [30, 3.65, 7.15],
    [50, 3.47, 6.64],
    [1e6, 3.22, 5.99],
  ]
  for (const [n, p80, p95] of published) {
    expect(predictionScale2(n, 0.8)).toBeCloseTo(p80, 1)
    expect(predictionScale2(n, 0.95) / p95).toBeCloseTo(1, 2)
  }
})

describe.each([
  [12, 0],
  [30, 0],
  [100, 0],
  [100, 0.06],
])('from %i shots, %d of them topped', (n, mishits) => {
  test('the ellipses hold 68 and 95 of 100 next sound shots', () => {
    const held = { 0.68: 0, 0.95: 0 }
    const golfers = 300
    for (let i = 0; i < golfers; i++) {
      const pattern = patternOf(shots(n, mishits))
      if (!pattern) throw new Error('no pattern')
      for (const next of shots(20)) {
        for (const p of [0.68, 0.95] as const) {
          if (distance2(pattern, next) <= predictionScale2(n, p)) held[p] += 1 / (20 * golfers)
        }
      }
    }
    console.log(
      `ellipses of ${n} shots, ${mishits} mishits: ${held[0.68].toFixed(3)}, ${held[0.95].toFixed(3)}`,
    )
    // Standard error over golfers is under 0.01; few shots and mishits cost robustness a little.
    expect(Math.abs(held[0.68] - 0.68)).toBeLessThan(n < 30 ? 0.06 : 0.035)
    expect(Math.abs(held[0.95] - 0.95)).toBeLessThan(n < 30 ? 0.04 : 0.02)
  })
})

test('size and tilt are those that were planted', () => {
  const pattern = patternOf(shots(20_000))
  if (!pattern) throw new Error('no pattern')
  // Covariance of (4 + 9u, 150 − 3u + 6v): eigenvalues by hand.
  const [a, b, c] = [81, -27, 45]
  const apart = Math.hypot((a - c) / 2, b)
  const { long, short, turn_deg } = ellipseOf(pattern, 0.3934693)
  expect(long).toBeCloseTo(Math.sqrt((a + c) / 2 + apart), 0)
  expect(short).toBeCloseTo(Math.sqrt((a + c) / 2 - apart), 0)
  expect(turn_deg).toBeCloseTo((Math.atan2(2 * b, a - c) / 2) * (180 / Math.PI), 0)
  const reach = reachOf(ellipseOf(pattern, 0.3934693))
  expect(reach.side).toBeCloseTo(9, 0)
  expect(reach.carry).toBeCloseTo(Math.sqrt(45), 0)
})

test('one misread past the horizon moves nothing', () => {
  const own = shots(40)
  const [with_, without] = [patternOf([...own, { side: 400, carry: -30 }]), patternOf(own)]
  expect(with_?.strays).toBe((without?.strays ?? 0) + 1)
  expect(with_?.side).toBeCloseTo(without?.side ?? 0, 0)
})

test('seven shots, equal ones, and a line have no ellipse', () => {
  expect(patternOf(shots(7))).toBeNull()
  expect(patternOf([])).toBeNull()
  expect(patternOf(Array.from({ length: 20 }, () => ({ side: 3, carry: 150 })))).toBeNull()
  expect(patternOf(Array.from({ length: 20 }, (_, i) => ({ side: 0, carry: 150 + i })))).toBeNull()
})

test('a green and a fairway hold what comes down in them, moved by the aim', () => {
  const landings = [
    { side: 0, carry: 150 },
    { side: 12, carry: 150 },
    { side: -5, carry: 139 },
    { side: 30, carry: 150 },
  ]
  expect(heldBy(landings, { kind: 'green', radius: 12, carry: 150, aim: 0 })).toBe(2)
  expect(heldBy(landings, { kind: 'green', radius: 12, carry: 150, aim: -12 })).toBe(2)
  expect(heldBy(landings, { kind: 'fairway', half: 15, aim: 0 })).toBe(3)
  expect(heldBy([], { kind: 'fairway', half: 15, aim: 0 })).toBe(0)
})
