/**
 * Launch and spin that carry a driver farthest at a ball speed, level attack: PING's chart of 2019, printed
 * with ±1° and ±300 rpm (golf-reference.md, 1.12). Speeds in m/s. By attack angle: driverWindow of benchmarks.ts.
 */
import { MPH_PER_MPS } from './units.ts'

const LEVEL: readonly (readonly [ball_mph: number, launch_deg: number, spin_rpm: number])[] = [
  [90, 18, 2350],
  [100, 16.9, 2450],
  [110, 15.9, 2550],
  [120, 15, 2600],
  [130, 14.1, 2600],
  [140, 13.2, 2600],
  [150, 12.4, 2600],
  [160, 11.7, 2600],
  [170, 11, 2550],
  [180, 10.4, 2550],
]

export interface BestLaunch {
  readonly launch_deg: number
  readonly spin_rpm: number
}

export function bestLaunch(ball_speed_mps: number): BestLaunch {
  const mph = ball_speed_mps * MPH_PER_MPS
  const above = LEVEL.findIndex(([ball]) => ball >= mph)
  const high = LEVEL.at(above === -1 ? -1 : above) ?? [0, 0, 0]
  const low = above > 0 ? (LEVEL[above - 1] ?? high) : high
  const share = high[0] === low[0] ? 0 : (mph - low[0]) / (high[0] - low[0])
  return {
    launch_deg: low[1] + share * (high[1] - low[1]),
    spin_rpm: low[2] + share * (high[2] - low[2]),
  }
}
