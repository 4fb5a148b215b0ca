import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fly } from './flight.ts'
import { type Flown, trajectoryOf } from './trajectory.ts'

const seven: Flown = {
  ...{ carry_m: 160, side_m: 6, apex_m: 30, launch_deg: 18, launch_direction_deg: -1, descent_deg: 48 },
}

test('it starts and lands as measured, and is as high as measured', () => {
  const path = trajectoryOf(seven, 1_000) ?? []
  const [first, second, last, before] = [path[0], path[1], path.at(-1), path.at(-2)]
  expect(first).toEqual({ along: 0, up: 0, side: 0 })
  expect(last?.along).toBe(160)
  expect(last?.up).toBeCloseTo(0, 6)
  expect(last?.side).toBeCloseTo(6, 6)
  expect(Math.max(...path.map(({ up }) => up))).toBeCloseTo(30, 1)
  const slope = (a = first, b = second) =>
    (Math.atan2((b?.up ?? 0) - (a?.up ?? 0), (b?.along ?? 0) - (a?.along ?? 0)) * 180) / Math.PI
  expect(slope()).toBeCloseTo(18, 0)
  expect(slope(before, last)).toBeCloseTo(-48, 0)
  // It starts left of the line and comes back.
  expect(second?.side).toBeLessThan(0)
})

test('the fit of what a physical flight gives is never below ground and has one top', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 25, max: 78, noNaN: true }),
      fc.double({ min: 8, max: 35, noNaN: true }),
      fc.double({ min: 1800, max: 10_000, noNaN: true }),
      (ball_speed_mps, launch_deg, spin_rpm) => {
        const flown = fly({ ball_speed_mps, launch_deg, spin_rpm })
        const path = trajectoryOf({ ...flown, side_m: 0, launch_deg, launch_direction_deg: 0 }) ?? []
        expect(path.length).toBe(41)
        let turns = 0
        for (let i = 2; i < path.length; i++) {
          const [a, b, c] = [path[i - 2]?.up ?? 0, path[i - 1]?.up ?? 0, path[i]?.up ?? 0]
          if (b > a && b >= c) turns++
        }
        expect(turns).toBe(1)
        expect(Math.abs(Math.max(...path.map(({ up }) => up)) - flown.apex_m)).toBeLessThan(
          0.02 * flown.apex_m + 0.1,
        )
      },
    ),
    { numRuns: 200 },
  )
})

test.each([
  { ...seven, apex_m: null },
  { ...seven, carry_m: 0 },
  { ...seven, carry_m: 1e9 },
  { ...seven, launch_deg: -3 },
  { ...seven, descent_deg: Number.NaN },
])('what was not measured, or did not fly, has no way', shot => {
  expect(trajectoryOf(shot)).toBeNull()
})
