/** One swing of the sample's golfer, in the source's own fields. Distributions: golf.md, "What real data looks like". */
import type { Chance } from './chance.ts'
import { fly } from './flight.ts'
import { MPH_PER_MPS, YARDS_PER_METRE } from './units.ts'

/** How the club comes to the ball. */
interface Delivery {
  readonly attack_deg: number
  /** Share of the face in the start of the ball (golf.md). */
  readonly face_share: number
  /** How far the face stands open to the path, halfway through the four months. */
  readonly face_to_path_deg: number
  /** Spread of the path: hands are quieter the shorter the swing. */
  readonly path_sd_deg: number
  /** Tilt of the spin's axis for each mm towards the heel. */
  readonly gear_deg_per_mm: number
}

export interface SwingProfile extends Delivery {
  readonly ball_mps: number
  /** Spread of club speed as a share: wedges are swung at many lengths. */
  readonly speed_share: number
  readonly carry_m: number
  readonly launch_deg: number
  readonly launch_sd_deg: number
  readonly spin_rpm: number
  readonly spin_sd_rpm: number
  readonly smash: number
}

export type SwingName =
  | 'driver'
  | 'wood3'
  | 'hybrid4'
  | 'iron6'
  | 'iron7'
  | 'iron8'
  | 'pw'
  | 'w50'
  | 'w56'
  | 'half7'

const profile = (
  ball: readonly [mph: number, speedShare: number],
  carry_yd: number,
  launch: readonly [deg: number, sd: number],
  spin: readonly [rpm: number, sd: number],
  smash: number,
  delivery: Delivery,
): SwingProfile => ({
  ball_mps: ball[0] / MPH_PER_MPS,
  speed_share: ball[1],
  carry_m: carry_yd / YARDS_PER_METRE,
  launch_deg: launch[0],
  launch_sd_deg: launch[1],
  spin_rpm: spin[0],
  spin_sd_rpm: spin[1],
  smash,
  ...delivery,
})

/** Driver, 6 and 8 iron, wedges and the half swing as measured; 3 wood, hybrid and 7 iron between them. */
export const SWINGS: Readonly<Record<SwingName, SwingProfile>> = {
  driver: profile([159.8, 0.02], 285, [13.6, 2.4], [2007, 823], 1.44, {
    attack_deg: 1.2,
    face_share: 0.84,
    face_to_path_deg: 1.4,
    path_sd_deg: 2.1,
    gear_deg_per_mm: 0.45,
  }),
  wood3: profile([148, 0.025], 248, [12.4, 2], [3300, 650], 1.42, {
    attack_deg: -1.5,
    face_share: 0.83,
    face_to_path_deg: 1.7,
    path_sd_deg: 1.9,
    gear_deg_per_mm: 0.3,
  }),
  hybrid4: profile([135, 0.03], 216, [14.2, 1.8], [4500, 600], 1.38, {
    attack_deg: -2.5,
    face_share: 0.82,
    face_to_path_deg: 2,
    path_sd_deg: 1.8,
    gear_deg_per_mm: 0.2,
  }),
  iron6: profile([124, 0.045], 192, [16.8, 1.6], [5818, 594], 1.32, {
    attack_deg: -2.8,
    face_share: 0.77,
    face_to_path_deg: 2.9,
    path_sd_deg: 1.7,
    gear_deg_per_mm: 0.15,
  }),
  iron7: profile([117, 0.045], 175, [18.4, 1.8], [6600, 650], 1.31, {
    attack_deg: -3.2,
    face_share: 0.77,
    face_to_path_deg: 2.9,
    path_sd_deg: 1.6,
    gear_deg_per_mm: 0.13,
  }),
  iron8: profile([110.5, 0.065], 157, [20.3, 2.1], [7404, 704], 1.3, {
    attack_deg: -3.8,
    face_share: 0.74,
    face_to_path_deg: 3.1,
    path_sd_deg: 1.5,
    gear_deg_per_mm: 0.1,
  }),
  pw: profile([106.8, 0.028], 151, [24, 2.1], [9189, 722], 1.23, {
    attack_deg: -4.4,
    face_share: 0.7,
    face_to_path_deg: 1.6,
    path_sd_deg: 1.4,
    gear_deg_per_mm: 0.07,
  }),
  w50: profile([85.8, 0.06], 112, [28.4, 2.2], [9462, 986], 1.13, {
    attack_deg: -5.2,
    face_share: 0.7,
    face_to_path_deg: 2.3,
    path_sd_deg: 1.2,
    gear_deg_per_mm: 0.05,
  }),
  w56: profile([69.4, 0.15], 82, [32.4, 3.4], [7290, 1680], 1.05, {
    attack_deg: -5,
    face_share: 0.7,
    face_to_path_deg: 2.4,
    path_sd_deg: 1.2,
    gear_deg_per_mm: 0.04,
  }),
  half7: profile([49.6, 0.06], 46, [31.8, 3.3], [6433, 889], 1.02, {
    attack_deg: -3,
    face_share: 0.74,
    face_to_path_deg: 1.9,
    path_sd_deg: 1.4,
    gear_deg_per_mm: 0.05,
  }),
}

/** The golfer starts with a slice's path and open face, and works it half away in four months. */
export interface Form {
  /** 0 on the first day, 1 on the last. */
  readonly progress: number
}

/** What the source writes where it measured nothing. */
const NOTHING = 99_999

export function swing(name: SwingName, { progress }: Form, chance: Chance) {
  const p = SWINGS[name]
  const wild = 1.3 - 0.6 * progress
  const club_speed = (p.ball_mps / p.smash) * chance.normal(0.985 + 0.03 * progress, p.speed_share)
  const x = Math.round(chance.normal(-0.5, 8 * wild))
  const y = Math.round(chance.normal(-1, 6 * wild))
  const mishit = chance.happens(0.08 - 0.05 * progress)
  // 2 % of ball speed gone at 9 mm from the centre, 10 % at 20 mm; a mishit loses to the ground, too.
  const strike = (1 - 0.00025 * (x * x + y * y)) * (mishit ? 0.8 + 0.12 * chance.even() : 1)
  const ball_speed = club_speed * Math.min(1.038 * p.smash * strike, 1.5)
  const pace = ball_speed / p.ball_mps

  const attack_angle = chance.normal(p.attack_deg, 1.3)
  const launch_angle = Math.max(
    2,
    chance.normal(p.launch_deg, 0.85 * p.launch_sd_deg) - (mishit ? 6 : 0) + 0.08 * y,
  )
  const club_path = chance.normal(-3.6 + 1.6 * progress, p.path_sd_deg * wild)
  const faceToPath = chance.normal(p.face_to_path_deg * wild, 0.8 * p.path_sd_deg * wild)
  const face = club_path + faceToPath
  const side_angle = p.face_share * face + (1 - p.face_share) * club_path + chance.normal(0, 0.3)
  const dynamic_loft = (launch_angle - (1 - p.face_share) * attack_angle) / p.face_share

  // A strike high on the face takes spin off the long clubs; a slower swing spins less.
  const spin = Math.max(
    0.35 * p.spin_rpm,
    (chance.normal(p.spin_rpm, 0.85 * p.spin_sd_rpm) - p.gear_deg_per_mm * 80 * y) *
      Math.min(1.1, pace) *
      (mishit ? 0.6 + 0.8 * chance.even() : 1),
  )
  const spinLoft_deg = Math.max(8, dynamic_loft - attack_angle)
  const axis_deg = (0.75 * 57.3 * faceToPath) / spinLoft_deg - p.gear_deg_per_mm * x
  const axis_rad = axis_deg / 57.3

  const flight = fly({ ball_speed_mps: ball_speed, launch_deg: launch_angle, spin_rpm: spin })
  const carry = flight.carry_m * (p.carry_m / carryOfProfile(p))
  const roll = Math.max(0.5, 1.15 * (55 - flight.descent_deg) * (1 - spin / 14_000))
  // One part in 120 of carry for each degree of axis: measured in the real payload.
  const side = carry * (Math.sin(side_angle / 57.3) + 0.0084 * axis_deg)
  // Rarely a camera sees no spin at all.
  const blind = chance.happens(0.002)

  // Of 51 real shots 19 lack impact, 16 attack angle, 3 face angle; the club's camera loses them together.
  const noClub = chance.happens(0.31)
  const noImpact = noClub || chance.happens(0.09)
  const noFace = chance.happens(0.06)
  return {
    ball_speed: round(ball_speed),
    club_speed: round(club_speed),
    club_face_angle: noFace ? NOTHING : round(face),
    side_spin: blind ? 0 : Math.round(spin * Math.sin(axis_rad)),
    back_spin: blind ? 0 : Math.round(spin * Math.cos(axis_rad)),
    side_angle: round(side_angle),
    launch_angle: round(launch_angle),
    dynamic_loft: noClub ? NOTHING : round(dynamic_loft),
    attack_angle: noClub ? NOTHING : round(attack_angle),
    impact_x: noImpact ? NOTHING : x,
    impact_y: noImpact ? NOTHING : y,
    club_path: round(club_path),
    club_lie: noClub ? NOTHING : round(chance.normal(1, 1.6)),
    carry_distance: round(carry),
    total_distance: round(carry + roll),
    side_distance: round(side),
    decent_angle: round(flight.descent_deg),
    apex: round((flight.apex_m * carry) / flight.carry_m),
    flight_time: round(flight.flight_s),
    type: Math.abs(axis_deg) <= 8.5 ? 'straight' : 'hookslice',
    optix_x: noImpact ? '-1666.64' : String(round((0.6 - x) / 60, 7)),
    optix_y: noImpact ? '1666.55' : String(round((y - 6) / 60, 7)),
    lie_angle: '',
  }
}

/** What the flight makes of the profile's own averages: the measured carry sets the scale. */
function carryOfProfile(p: SwingProfile): number {
  return fly({ ball_speed_mps: p.ball_mps, launch_deg: p.launch_deg, spin_rpm: p.spin_rpm }).carry_m
}

function round(number: number, decimals = 2): number {
  return Number(number.toFixed(decimals))
}
