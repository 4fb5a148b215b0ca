/** Golfers made for tests of the coach: one planted fault each, or none. Physics as in sampleSwings.ts. */
import { type Chance, chanceFrom } from './chance.ts'
import { clubOfCode } from './clubs.ts'
import type { CoachClub, CoachShot } from './findingsSeen.ts'
import { fly } from './flight.ts'
import type { Handedness } from './metrics.ts'
import { SWINGS, type SwingName } from './sampleSwings.ts'

export interface Fault {
  readonly path_deg?: number
  readonly face_deg?: number
  readonly heel_mm?: number
  readonly attack_deg?: number
  readonly launch_deg?: number
  readonly spin?: number
  /** Share by which carry varies beyond strike and speed. */
  readonly fat?: number
  readonly club_speed_share?: number
  /** Share of speed gone after 60 balls. */
  readonly tires?: number
  readonly carry?: number
  readonly start_deg?: number
}

export interface Golfer {
  readonly hand: Handedness
  readonly seed: number
  /** Club code, swing, shots, what is wrong with it. */
  readonly clubs: readonly {
    readonly code: string
    readonly swing: SwingName
    readonly shots: number
    readonly fault?: Fault
  }[]
  readonly days?: number
  readonly first_date?: string
}

export function golferOf({ hand, seed, clubs, days = 2, first_date = '2026-03-01' }: Golfer): CoachClub[] {
  const chance = chanceFrom(seed)
  const number = new Map<string, number>()
  return clubs.map(({ code, swing, shots, fault = {} }) => {
    const own = { path: chance.normal(-0.3, 0.5), toPath: chance.normal(0.3, 0.5), x: chance.normal(0, 1.5) }
    const perDay = Math.ceil(shots / days)
    const made = Array.from({ length: days }, (_, day) => {
      const date = addDay(first_date, day)
      const form = { path: chance.normal(0, 0.4), toPath: chance.normal(0, 0.4), x: chance.normal(0, 1) }
      const size = Math.min(perDay, shots - day * perDay)
      return Array.from({ length: size }, (_, i) => {
        const n = (number.get(date) ?? 0) + 1
        number.set(date, n)
        const habit = {
          path: own.path + form.path,
          toPath: own.toPath + form.toPath,
          x: own.x + form.x,
          tired: n > 60,
        }
        return {
          ...shotOf(swing, fault, habit, chance, hand),
          id: `${code} ${date} ${i}`,
          practice_date: date,
          session_id: date,
          group_id: `${code} ${date}`,
          kept: false,
          number: n,
        }
      })
    })
    const { category, loft_deg, name } = clubOfCode(code)
    return { id: `code:${code}`, code, name, category: category ?? 'iron', loft_deg, shots: made.flat() }
  })
}

interface Habit {
  readonly path: number
  readonly toPath: number
  readonly x: number
  readonly tired: boolean
}

function shotOf(
  name: SwingName,
  fault: Fault,
  habit: Habit,
  chance: Chance,
  hand: Handedness,
): Omit<CoachShot, 'id' | 'practice_date' | 'session_id' | 'group_id' | 'kept' | 'number'> {
  const p = SWINGS[name]
  const long = name === 'driver'
  const slow = habit.tired ? 1 - (fault.tires ?? 0) : 1
  const club = (p.ball_mps / p.smash) * chance.normal(slow, fault.club_speed_share ?? 0.015)
  const x = chance.normal(habit.x - (fault.heel_mm ?? 0), 6)
  const y = chance.normal(0, 5)
  const path = chance.normal(habit.path + (fault.path_deg ?? 0), 1.6)
  const toPath = chance.normal(habit.toPath + (fault.face_deg ?? 0) - (fault.path_deg ?? 0), 1.8)
  const face = path + toPath
  const start = p.face_share * face + (1 - p.face_share) * path + chance.normal(fault.start_deg ?? 0, 0.3)
  const ball = club * p.smash * (1 - 0.00025 * (x * x + y * y))
  const attack = chance.normal(fault.attack_deg ?? p.attack_deg, 1.2)
  const launch = Math.max(
    3,
    chance.normal((long ? 12.4 : p.launch_deg) + (fault.launch_deg ?? 0), 0.6 * p.launch_sd_deg),
  )
  const spin = Math.max(
    900,
    chance.normal((long ? 2600 : p.spin_rpm) + (fault.spin ?? 0), 0.5 * p.spin_sd_rpm),
  )
  const gear = long ? 1.6 : name.startsWith('iron') ? 0.55 : 0.3
  const axis = toPath * (long ? 4 : 2) - gear * x
  const carry =
    fly({ ball_speed_mps: ball, launch_deg: launch, spin_rpm: spin }).carry_m *
    (1 - Math.abs(chance.normal(0, fault.fat ?? 0.015))) *
    (fault.carry ?? 1)
  // TrackMan's examples: 3 % of carry a degree of face to path with a driver, 2.2 % with a 6 iron.
  const side = carry * (Math.sin(start / 57.3) + (long ? 0.0075 : 0.011) * axis)
  const sign = hand === 'left' ? -1 : 1
  return {
    ...{ ball_speed_mps: ball, club_speed_mps: club, launch_deg: launch, attack_deg: attack },
    ...{
      carry_m: carry,
      total_m: carry + 10,
      apex_m: null,
      descent_deg: null,
      flight_s: null,
      lie_deg: null,
    },
    ...{ impact_x_mm: x, impact_y_mm: y, dynamic_loft_deg: launch + 2 },
    back_spin_rpm: spin * Math.cos(axis / 57.3),
    side_spin_rpm: sign * spin * Math.sin(axis / 57.3),
    launch_direction_deg: sign * start,
    club_path_deg: sign * path,
    face_deg: sign * face,
    side_m: sign * side,
  }
}

const addDay = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
