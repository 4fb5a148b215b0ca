/**
 * What a landing costs, in strokes: expected strokes from where it lies (Broadie 2012, Table 9; putts: Broadie
 * 2011), as golf-reference.md, 5.4 lays it over a range. Flat lies, no hazards, no pressure: good for comparing
 * two patterns, and no score.
 */
import type { ClubCategory } from '../schema/rows.ts'
import type { Landing } from './ellipse.ts'
import { YARDS_PER_METRE } from './units.ts'

export const STROKES_SOURCE = 'expected strokes of Broadie’s tables (PGA Tour, 2003–10), on a flat range'

/** Yards left, strokes from the fairway, from the rough, from a recovery. */
const LEFT: readonly (readonly [yd: number, fairway: number, rough: number, recovery: number])[] = [
  [10, 2.18, 2.34, 3.45],
  [20, 2.4, 2.59, 3.51],
  [30, 2.52, 2.7, 3.57],
  [40, 2.6, 2.78, 3.71],
  [50, 2.66, 2.87, 3.79],
  [60, 2.7, 2.91, 3.83],
  [80, 2.75, 2.96, 3.84],
  [100, 2.8, 3.02, 3.8],
  [120, 2.85, 3.08, 3.78],
  [140, 2.91, 3.15, 3.8],
  [160, 2.98, 3.23, 3.81],
  [180, 3.08, 3.31, 3.82],
  [200, 3.19, 3.42, 3.87],
  [220, 3.32, 3.53, 3.92],
  [240, 3.45, 3.64, 3.97],
  [260, 3.58, 3.74, 4.03],
  [280, 3.69, 3.83, 4.1],
  [300, 3.78, 3.9, 4.2],
  [340, 3.88, 4.02, 4.44],
  [380, 4.11, 4.21, 4.66],
  [400, 4.11, 4.3, 4.75],
]

/** Feet to the hole, putts. */
const PUTTS: readonly (readonly [ft: number, putts: number])[] = [
  [2, 1.01],
  [3, 1.05],
  [4, 1.14],
  [5, 1.24],
  [6, 1.34],
  [7, 1.43],
  [8, 1.5],
  [10, 1.61],
  [15, 1.78],
  [20, 1.87],
  [30, 1.98],
  [40, 2.06],
  [50, 2.14],
]

/** A green of 5,000 to 6,000 sq ft, as round (golf-reference.md, 5.4). */
const GREEN_YD = 13
/** Half of a fairway of 36 yd; trees or worse past 40 yd off the line: a choice of ours. */
const FAIRWAY_HALF_YD = 18
const TREES_YD = 40
/** The hole that a driver is judged on: a par 4 of middling length. */
const HOLE_YD = 400

/** Still to be played after a shot that was meant for (0, `aim_carry_m`). A driver plays down a fairway. */
export function strokesLeft(landing: Landing, aim_carry_m: number, category: ClubCategory): number {
  const side_yd = Math.abs(landing.side) * YARDS_PER_METRE
  if (category === 'driver') {
    const left_yd = Math.max(10, HOLE_YD - landing.carry * YARDS_PER_METRE)
    return at(LEFT, left_yd, side_yd <= FAIRWAY_HALF_YD ? 1 : side_yd <= TREES_YD ? 2 : 3)
  }
  const miss_yd = Math.hypot(side_yd, (landing.carry - aim_carry_m) * YARDS_PER_METRE)
  return miss_yd <= GREEN_YD ? at(PUTTS, miss_yd * 3, 1) : at(LEFT, miss_yd, 2)
}

/** Linear between the lines of a table; past its ends as at them. */
function at(table: readonly (readonly number[])[], x: number, column: number): number {
  const above = table.findIndex(row => (row[0] ?? 0) >= x)
  const last = table.at(-1)?.[column] ?? 0
  if (above === -1) return last
  const [low, high] = [table[above - 1], table[above]]
  const right = high?.[column] ?? last
  if (!low || !high) return right
  const [from = 0, to = 0] = [low[0], high[0]]
  return (low[column] ?? 0) + ((right - (low[column] ?? 0)) * (x - from)) / (to - from)
}
