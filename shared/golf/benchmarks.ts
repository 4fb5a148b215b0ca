/** What others do, with its source, in SI. Tables and their evidence: golf-reference.md, 1.12 and 2. */
import type { Figure } from './measures.ts'
import { MPH_PER_MPS, YARDS_PER_METRE } from './units.ts'

export const TOURS = ['PGA Tour', 'LPGA Tour'] as const
export type Tour = (typeof TOURS)[number]

export const SOURCE = 'TrackMan, tour averages of 2023 (published 2 May 2024), by radar'

/** Club mph, attack, ball mph, smash, launch, spin, apex yd, descent, carry yd. */
type Row = readonly [number, number, number, number, number, number, number, number, number]

const ROWS: Readonly<Record<Tour, Readonly<Record<string, Row>>>> = {
  'PGA Tour': {
    DRIVER: [115, -0.9, 171, 1.49, 10.4, 2545, 35, 39, 282],
    WOOD3: [110, -2.3, 162, 1.47, 9.3, 3663, 32, 44, 249],
    WOOD5: [106, -2.5, 156, 1.47, 9.7, 4322, 33, 48, 236],
    HYBRID2: [102, -2.4, 149, 1.47, 10.2, 4587, 31, 49, 231],
    IRON3: [100, -2.5, 145, 1.46, 10.3, 4404, 30, 48, 218],
    IRON4: [98, -2.9, 140, 1.44, 10.8, 4782, 31, 49, 209],
    IRON5: [96, -3.4, 135, 1.41, 11.9, 5280, 33, 50, 199],
    IRON6: [94, -3.7, 130, 1.39, 14.0, 6204, 32, 50, 188],
    IRON7: [92, -3.9, 123, 1.34, 16.1, 7124, 34, 51, 176],
    IRON8: [89, -4.2, 118, 1.33, 17.8, 8078, 33, 51, 164],
    IRON9: [87, -4.3, 112, 1.29, 20.0, 8793, 32, 52, 152],
    WEDGE_PITCHING: [84, -4.7, 104, 1.24, 23.7, 9316, 32, 52, 142],
  },
  'LPGA Tour': {
    DRIVER: [96, 2.8, 143, 1.49, 12.6, 2506, 26, 36, 223],
    WOOD3: [92, -0.8, 135, 1.47, 11.6, 2595, 25, 38, 200],
    WOOD5: [90, -1.6, 130, 1.46, 12.3, 4320, 25, 43, 189],
    HYBRID2: [87, -1.9, 125, 1.44, 13.9, 4504, 25, 45, 178],
    IRON4: [82, -1.7, 118, 1.43, 13.9, 4608, 25, 43, 175],
    IRON5: [81, -2.0, 114, 1.42, 14.6, 4966, 25, 45, 166],
    IRON6: [80, -2.3, 111, 1.41, 16.7, 5904, 25, 46, 155],
    IRON7: [78, -2.5, 106, 1.38, 18.5, 6630, 26, 47, 143],
    IRON8: [76, -2.8, 102, 1.36, 20.8, 7413, 27, 47, 133],
    IRON9: [74, -3.2, 95, 1.3, 23.5, 7605, 27, 48, 123],
    WEDGE_PITCHING: [72, -3.2, 88, 1.25, 25.2, 8465, 27, 48, 111],
  },
}

export type Benchmark = Partial<Readonly<Record<Figure, number>>>

/** Null for a club without a row. The tours' hybrid has 15 to 18° of loft: a 2 hybrid's. */
export function benchmarkOf(tour: Tour, club_code: string | null): Benchmark | null {
  const row = club_code === null ? undefined : ROWS[tour][club_code]
  if (row === undefined) return null
  const [club, attack_deg, ball, smash, launch_deg, spin_rpm, apex, descent_deg, carry] = row
  return {
    carry_m: carry / YARDS_PER_METRE,
    ball_speed_mps: ball / MPH_PER_MPS,
    club_speed_mps: club / MPH_PER_MPS,
    ...{ smash, launch_deg, spin_rpm, attack_deg },
    apex_m: apex / YARDS_PER_METRE,
    descent_deg,
  }
}

/** Men's driver by handicap: TrackMan Combine averages, September 2024. Handicap, club mph, ball mph, launch, spin. */
export const HANDICAP_DRIVER = [
  ['Scratch', 110, 161, 11.2, 2896],
  ['5', 101, 147, 11.2, 2987],
  ['10', 95, 138, 11.9, 3192],
  ['Average, 14.5', 94, 133, 12.6, 3275],
  ['Bogey', 92, 131, 12.1, 3127],
] as const

export interface LaunchWindow {
  readonly launch_deg: { readonly low: number; readonly high: number }
  readonly spin_rpm: { readonly low: number; readonly high: number }
}

/** PING 2019, by ball speed in mph: [launch, spin] at attack −6, −4 … +6. */
const PING: readonly (readonly [mph: number, row: readonly (readonly [number, number])[]])[] = [
  [
    90,
    [
      [15, 2800],
      [15.9, 2650],
      [16.9, 2500],
      [18, 2350],
      [19, 2200],
      [20, 2100],
      [21.1, 1950],
    ],
  ],
  [
    110,
    [
      [12.7, 3000],
      [13.9, 2850],
      [14.9, 2700],
      [15.9, 2550],
      [17.1, 2400],
      [18.2, 2250],
      [19.5, 2100],
    ],
  ],
  [
    130,
    [
      [10.6, 3150],
      [11.7, 2950],
      [12.8, 2750],
      [14.1, 2600],
      [15.3, 2450],
      [16.6, 2300],
      [17.9, 2150],
    ],
  ],
  [
    150,
    [
      [8.6, 3150],
      [9.8, 2950],
      [11.1, 2750],
      [12.4, 2600],
      [13.7, 2450],
      [15.1, 2300],
      [16.4, 2150],
    ],
  ],
  [
    170,
    [
      [6.9, 3100],
      [8.2, 2900],
      [9.6, 2750],
      [11, 2550],
      [12.4, 2400],
      [13.9, 2250],
      [15.3, 2100],
    ],
  ],
  [
    180,
    [
      [6.2, 3050],
      [7.5, 2850],
      [9, 2700],
      [10.4, 2550],
      [11.9, 2400],
      [13.3, 2200],
      [14.8, 2050],
    ],
  ],
]

/** TrackMan 2010, greatest carry, by club speed in mph: [launch, spin] at attack −5, 0, +5. */
const TRACKMAN: readonly (readonly [mph: number, row: readonly (readonly [number, number])[]])[] = [
  [
    75,
    [
      [14.6, 3722],
      [16.3, 3121],
      [19.2, 2720],
    ],
  ],
  [
    85,
    [
      [11.9, 3669],
      [14.5, 3164],
      [17, 2596],
    ],
  ],
  [
    95,
    [
      [9.9, 3626],
      [12.7, 3114],
      [15.7, 2595],
    ],
  ],
  [
    105,
    [
      [8.7, 3675],
      [11.2, 3038],
      [14.5, 2563],
    ],
  ],
  [
    115,
    [
      [7, 3548],
      [9.8, 2919],
      [13, 2358],
    ],
  ],
  [
    120,
    [
      [6.1, 3433],
      [9.3, 2890],
      [12.6, 2343],
    ],
  ],
]

/** A camera reads a driver's attack angle about 2° higher than the radar of the charts (golf-reference.md, 0). */
export const CAMERA_HIGHER_DEG = 2

/**
 * Where a driver's carry is greatest for these speeds and this attack angle (as radar has it): from the
 * lower to the higher of both charts, widened by 1° and 200 rpm. Null outside of the charts.
 */
export function driverWindow(at: {
  readonly ball_speed_mps: number
  readonly club_speed_mps: number
  readonly attack_deg: number
}): LaunchWindow | null {
  const ping = lookUp(PING, at.ball_speed_mps * MPH_PER_MPS, (at.attack_deg + 6) / 2)
  const trackman = lookUp(TRACKMAN, at.club_speed_mps * MPH_PER_MPS, (at.attack_deg + 5) / 5)
  if (ping === null || trackman === null) return null
  const [launches, spins] = [0, 1].map(i => [ping[i] ?? 0, trackman[i] ?? 0])
  return {
    launch_deg: { low: Math.min(...(launches ?? [])) - 1, high: Math.max(...(launches ?? [])) + 1 },
    spin_rpm: { low: Math.min(...(spins ?? [])) - 200, high: Math.max(...(spins ?? [])) + 200 },
  }
}

/** Linear between rows and columns; an attack angle beyond the last column is the last. */
function lookUp(
  table: readonly (readonly [number, readonly (readonly [number, number])[]])[],
  mph: number,
  column: number,
): readonly number[] | null {
  const above = table.findIndex(([speed]) => speed >= mph)
  const [high, low] = [table[above], table[Math.max(0, above - 1)]]
  if (!high || !low || mph < (table[0]?.[0] ?? 0)) return null
  const share = high[0] === low[0] ? 0 : (mph - low[0]) / (high[0] - low[0])
  const within = (row: readonly (readonly [number, number])[], i: 0 | 1) => {
    const at = Math.min(row.length - 1, Math.max(0, column))
    const [a, b] = [row[Math.floor(at)]?.[i] ?? 0, row[Math.ceil(at)]?.[i] ?? 0]
    return a + (b - a) * (at - Math.floor(at))
  }
  return ([0, 1] as const).map(i => within(low[1], i) + share * (within(high[1], i) - within(low[1], i)))
}
