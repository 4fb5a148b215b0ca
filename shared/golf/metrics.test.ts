import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measures } from '../schema/rows.ts'
import { figureNames, measureNames } from './measures.ts'
import {
  curve,
  FLIGHT_LIMITS,
  faceToPath,
  figureOf,
  flightOf,
  roll,
  smash,
  spinAxis,
  spinLoft,
  spinRate,
  strikeDistance,
} from './metrics.ts'

const nothing = Object.fromEntries(measureNames.map(name => [name, null])) as unknown as Measures
const shotWith = (measures: Partial<Measures>): Measures => ({ ...nothing, ...measures })

describe('by hand', () => {
  test('smash is ball over club speed; a waggle has none', () => {
    expect(smash({ ball_speed_mps: 60, club_speed_mps: 40 })).toBe(1.5)
    expect(smash({ ball_speed_mps: 6, club_speed_mps: 4.9 })).toBe(null)
    expect(smash({ ball_speed_mps: 6, club_speed_mps: 0 })).toBe(null)
  })

  test('face to path is face less path', () => {
    expect(faceToPath({ face_deg: -0.34, club_path_deg: -4.39 })).toBeCloseTo(4.05, 12)
  })

  // golf-reference.md 1.3: 2500/250 rpm → 5.7°, 2500/500 → 11.3°, 7000/500 → 4.1°, 9000/500 → 3.2°.
  test.each([
    [2500, 250, 5.7],
    [2500, 500, 11.3],
    [7000, 500, 4.1],
    [9000, 500, 3.2],
    [2500, -500, -11.3],
  ])('%d back and %d side spin tilt the axis %d°', (back_spin_rpm, side_spin_rpm, axis_deg) => {
    expect(spinAxis({ back_spin_rpm, side_spin_rpm })).toBeCloseTo(axis_deg, 1)
  })

  test('spin is the hypotenuse; without any there is no axis', () => {
    expect(spinRate({ back_spin_rpm: 4000, side_spin_rpm: -3000 })).toBe(5000)
    expect(spinRate({ back_spin_rpm: 0, side_spin_rpm: 0 })).toBe(0)
    expect(spinAxis({ back_spin_rpm: 0, side_spin_rpm: 0 })).toBe(null)
  })

  test('spin loft is loft less attack, and a little more with the face off the path', () => {
    const square = { dynamic_loft_deg: 20, attack_deg: -4, face_deg: 1, club_path_deg: 1 }
    expect(spinLoft(square)).toBeCloseTo(24, 9)
    expect(spinLoft({ ...square, face_deg: null })).toBeCloseTo(24, 9)
    // acos(cos 24° · cos 5°) = 24.485°
    expect(spinLoft({ ...square, face_deg: 6 })).toBeCloseTo(24.485, 3)
  })

  test('strike, roll and curve', () => {
    expect(strikeDistance({ impact_x_mm: -3, impact_y_mm: 4 })).toBe(5)
    expect(roll({ total_m: 175.19, carry_m: 165.99 })).toBeCloseTo(9.2, 10)
    // 165.99 · sin(−0.74°) = −2.1438: it started left and ended 10.14 right.
    expect(curve({ side_m: 10.14, carry_m: 165.99, launch_direction_deg: -0.74 })).toBeCloseTo(12.2838, 4)
  })
})

test('where a part is missing the figure is null, never 0', () => {
  for (const figure of figureNames) expect(figureOf(nothing, figure)).toBe(null)
  const all = shotWith(Object.fromEntries(measureNames.map(name => [name, 10])))
  for (const figure of figureNames) expect(figureOf(all, figure)).not.toBe(null)
  for (const missing of measureNames) {
    expect(figureOf({ ...all, [missing]: null }, missing)).toBe(null)
  }
})

describe('the nine flights of a right-hander', () => {
  test.each([
    [-3, -5, 'pull draw', 'pull draw'],
    [-3, 0, 'pull', 'pull'],
    [-3, 5, 'pull fade', 'pull fade'],
    [0, -5, 'draw', 'draw'],
    [0, 0, 'straight', 'straight'],
    [0, 5, 'fade', 'fade'],
    [3, -5, 'push draw', 'push draw'],
    [3, 0, 'push', 'push'],
    [3, 5, 'push fade', 'push fade'],
    [3, 12, 'push fade', 'push slice'],
    [0, -12, 'draw', 'hook'],
    [-3, 12, 'pull fade', 'pull slice'],
    // The edges belong to the calmer side.
    [2, 2, 'straight', 'straight'],
    [-2, 10, 'fade', 'fade'],
  ] as const)('start %d°, axis %d°: %s, called %s', (launch_direction_deg, axis_deg, nine, name) => {
    const shot = shotWith({ launch_direction_deg, back_spin_rpm: 1000, side_spin_rpm: spinFor(axis_deg) })
    expect(flightOf(shot, 'right')).toMatchObject({ nine, name })
    const mirrored = {
      ...shot,
      launch_direction_deg: -launch_direction_deg,
      side_spin_rpm: spinFor(-axis_deg),
    }
    expect(flightOf(mirrored, 'left')).toEqual(flightOf(shot, 'right'))
  })

  // A hair inside, so that the tangent does not fall past the edge.
  const spinFor = (axis_deg: number) => 1000 * Math.tan(((axis_deg * Math.PI) / 180) * (1 - 1e-9))

  test.each([
    [1.4, 'straight'],
    [1.6, 'fade'],
    [7.1, 'slice'],
    [-1.6, 'draw'],
    [-7.1, 'hook'],
  ])('without spin the curve decides: %d m in 100 m is %s', (side_m, name) => {
    expect(flightOf(shotWith({ launch_direction_deg: 0, carry_m: 100, side_m }), 'right')?.name).toBe(name)
  })

  test('it is unknown without a start, or without spin and curve', () => {
    expect(flightOf(shotWith({ back_spin_rpm: 5000, side_spin_rpm: 100 }), 'right')).toBe(null)
    expect(flightOf(shotWith({ launch_direction_deg: 1 }), 'right')).toBe(null)
    expect(flightOf(shotWith({ launch_direction_deg: 1, carry_m: 0, side_m: 0 }), 'right')).toBe(null)
  })

  test('the strict may ask for a start within 1°', () => {
    const shot = shotWith({ launch_direction_deg: 1.5, back_spin_rpm: 5000, side_spin_rpm: 0 })
    expect(flightOf(shot, 'right')?.nine).toBe('straight')
    expect(flightOf(shot, 'right', { ...FLIGHT_LIMITS, straight_start_deg: 1 })?.nine).toBe('push')
  })

  test('a mirrored shot of a left-hander has the same name', () => {
    const number = (max: number) => fc.option(fc.double({ noNaN: true, min: -max, max }), { nil: null })
    const shots = fc.record({
      launch_direction_deg: number(20),
      back_spin_rpm: number(9000),
      side_spin_rpm: number(3000),
      side_m: number(60),
      carry_m: fc.option(fc.double({ noNaN: true, min: 1, max: 300 }), { nil: null }),
    })
    const minus = (n: number | null) => (n === null ? null : -n)
    fc.assert(
      fc.property(shots, shot => {
        const mirrored = {
          ...shot,
          launch_direction_deg: minus(shot.launch_direction_deg),
          side_spin_rpm: minus(shot.side_spin_rpm),
          side_m: minus(shot.side_m),
        }
        expect(flightOf(mirrored, 'left')).toEqual(flightOf(shot, 'right'))
      }),
    )
  })
})
