/** What follows from the measures: each once, in SI, null where a part is missing. Formulae: golf.md. */
import type { Measure, Measures } from '../schema/rows.ts'
import type { Settings } from '../schema/settings.ts'
import { type DerivedFigure, type Figure, isDerived } from './measures.ts'

export type Handedness = Settings['handedness']

/** Below this a club is being waggled, not swung. */
const SLOWEST_SWING_MPS = 5

/** Ball speed ÷ club speed. Null below 5 m/s: a waggle, not a swing. */
export function smash(s: Pick<Measures, 'ball_speed_mps' | 'club_speed_mps'>): number | null {
  if (s.ball_speed_mps === null || s.club_speed_mps === null) return null
  return s.club_speed_mps < SLOWEST_SWING_MPS ? null : s.ball_speed_mps / s.club_speed_mps
}

/** Face − path, degrees; + is open to the path of a right-hander and curves a centred strike right. */
export function faceToPath(s: Pick<Measures, 'face_deg' | 'club_path_deg'>): number | null {
  return s.face_deg === null || s.club_path_deg === null ? null : s.face_deg - s.club_path_deg
}

/** All spin, rpm: the hypotenuse of back and side spin. */
export function spinRate(s: Pick<Measures, 'back_spin_rpm' | 'side_spin_rpm'>): number | null {
  if (s.back_spin_rpm === null || s.side_spin_rpm === null) return null
  return Math.hypot(s.back_spin_rpm, s.side_spin_rpm)
}

/** Tilt of the spin's axis, degrees, + tilts and curves right. Null without any spin: nothing to tilt. */
export function spinAxis(s: Pick<Measures, 'back_spin_rpm' | 'side_spin_rpm'>): number | null {
  if (s.back_spin_rpm === null || s.side_spin_rpm === null) return null
  if (s.back_spin_rpm === 0 && s.side_spin_rpm === 0) return null
  return degrees(Math.atan2(s.side_spin_rpm, s.back_spin_rpm))
}

/**
 * Angle between the delivered face and the club's way, degrees: acos(cos(loft − attack) · cos(face to path)).
 * Where face or path is missing the plane alone counts; face to path adds less than 0.3° at 3°.
 */
export function spinLoft(
  s: Pick<Measures, 'dynamic_loft_deg' | 'attack_deg' | 'face_deg' | 'club_path_deg'>,
): number | null {
  if (s.dynamic_loft_deg === null || s.attack_deg === null) return null
  const inPlane = radians(s.dynamic_loft_deg - s.attack_deg)
  return degrees(Math.acos(Math.cos(inPlane) * Math.cos(radians(faceToPath(s) ?? 0))))
}

/** Distance of the strike from the face's centre, mm. */
export function strikeDistance(s: Pick<Measures, 'impact_x_mm' | 'impact_y_mm'>): number | null {
  return s.impact_x_mm === null || s.impact_y_mm === null ? null : Math.hypot(s.impact_x_mm, s.impact_y_mm)
}

/** Total − carry, m. A setting of the simulator more than a deed of the golfer. */
export function roll(s: Pick<Measures, 'total_m' | 'carry_m'>): number | null {
  return s.total_m === null || s.carry_m === null ? null : s.total_m - s.carry_m
}

/** How far the ball left the line on which it started, m, + right: side − carry · sin(launch direction). */
export function curve(s: Pick<Measures, 'side_m' | 'carry_m' | 'launch_direction_deg'>): number | null {
  if (s.side_m === null || s.carry_m === null || s.launch_direction_deg === null) return null
  return s.side_m - s.carry_m * Math.sin(radians(s.launch_direction_deg))
}

const DERIVE: Readonly<Record<DerivedFigure, (s: Measures) => number | null>> = {
  smash,
  spin_rpm: spinRate,
  spin_axis_deg: spinAxis,
  face_to_path_deg: faceToPath,
  spin_loft_deg: spinLoft,
  strike_mm: strikeDistance,
  roll_m: roll,
  curve_m: curve,
}

/** Any figure of a shot by its name, measured or derived. */
export function figureOf(shot: Measures, figure: Figure): number | null {
  return isDerived(figure) ? DERIVE[figure](shot) : shot[figure satisfies Measure]
}

/** Thresholds of the nine flights (golf.md): the same everywhere, and adjustable. */
export interface FlightLimits {
  /** A start within this of the target is straight; 1 for the strict. */
  readonly straight_start_deg: number
  /** An axis within this does not curve. */
  readonly no_curve_axis_deg: number
  /** An axis past this is a slice or a hook. */
  readonly severe_axis_deg: number
  /** Where spin is missing: curve within this share of carry is none. */
  readonly no_curve_share: number
  /** Where spin is missing: curve past this share of carry is severe. */
  readonly severe_share: number
}

export const FLIGHT_LIMITS: FlightLimits = {
  straight_start_deg: 2,
  no_curve_axis_deg: 2,
  severe_axis_deg: 10,
  no_curve_share: 0.015,
  severe_share: 0.07,
}

export const nineFlights = [
  'pull draw',
  'pull',
  'pull fade',
  'draw',
  'straight',
  'fade',
  'push draw',
  'push',
  'push fade',
] as const
export type NineFlight = (typeof nineFlights)[number]

export interface Flight {
  readonly start: 'pull' | 'straight' | 'push'
  readonly curve: 'draw' | 'none' | 'fade'
  /** A hook or a slice. */
  readonly severe: boolean
  readonly nine: NineFlight
  /** In words, with slice and hook: "push slice". */
  readonly name: string
}

export type FlightMeasures = Pick<
  Measures,
  'launch_direction_deg' | 'back_spin_rpm' | 'side_spin_rpm' | 'side_m' | 'carry_m'
>

/**
 * Which of the nine flights a shot flew, in the golfer's own words: a left-hander's fade curves left.
 * The device's icon is blind to handedness and never asked. Null where start or curve is unknown.
 */
export function flightOf(
  shot: FlightMeasures,
  handedness: Handedness,
  limits: FlightLimits = FLIGHT_LIMITS,
): Flight | null {
  const bend = bendOf(shot, limits)
  if (shot.launch_direction_deg === null || bend === null) return null
  const mirror = handedness === 'left' ? -1 : 1
  const away_deg = shot.launch_direction_deg * mirror
  const fades = bend.right * mirror > 0
  const start = Math.abs(away_deg) <= limits.straight_start_deg ? 'straight' : away_deg > 0 ? 'push' : 'pull'
  const curves = bend.size === 'none' ? 'none' : fades ? 'fade' : 'draw'
  const severe = bend.size === 'severe'
  const word = curves === 'none' ? '' : severe ? (fades ? 'slice' : 'hook') : curves
  const prefix = start === 'straight' ? '' : start
  return {
    start,
    curve: curves,
    severe,
    nine: nineOf(start, curves),
    name: [prefix, word].filter(Boolean).join(' ') || 'straight',
  }
}

function bendOf(shot: FlightMeasures, limits: FlightLimits) {
  const axis_deg = spinAxis(shot)
  if (axis_deg !== null) return bend(axis_deg, limits.no_curve_axis_deg, limits.severe_axis_deg)
  const curve_m = curve(shot)
  if (curve_m === null || shot.carry_m === null || shot.carry_m <= 0) return null
  return bend(curve_m / shot.carry_m, limits.no_curve_share, limits.severe_share)
}

function bend(right: number, none: number, severe: number) {
  const size = Math.abs(right)
  return { right, size: size <= none ? 'none' : size > severe ? 'severe' : 'mild' } as const
}

function nineOf(start: Flight['start'], curves: Flight['curve']): NineFlight {
  if (curves === 'none') return start
  return start === 'straight' ? curves : `${start} ${curves}`
}

function degrees(angle_rad: number): number {
  return (angle_rad * 180) / Math.PI
}

function radians(angle_deg: number): number {
  return (angle_deg * Math.PI) / 180
}
