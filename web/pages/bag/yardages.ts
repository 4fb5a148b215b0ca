import type { ClubCategory } from '../../../shared/schema/rows.ts'
import type { ClubLine } from '../../db/query.ts'

/** A median of fewer shots than these says little: it is drawn hollow and begins no step. */
export const ENOUGH_SHOTS = 5

/** With fewer clubs a wide step is a club that was not hit yet, not one that is missing. */
export const ENOUGH_CLUBS = 4

/** Half of the shots lie within the median ± MAD; the bag gives the robust spread, which is 1.4826 MAD. */
const SPREAD_PER_MAD = 1.4826

const LABEL_LETTERS = 11

export interface Yardage {
  readonly id: string
  readonly name: string
  /** Beside its bar, where a long name has no room. */
  readonly label: string
  readonly short: string
  readonly place: number
  readonly category: ClubCategory | null
  readonly n: number
  readonly median_m: number
  /** Half of the shots lie within median ± this; null with too few. */
  readonly half_m: number | null
}

/** Clubs of the bag that have a distance, in its order. A putter has none, a mixed round none of its own. */
export function yardagesOf(bag: readonly ClubLine[]): readonly Yardage[] {
  return bag.flatMap(({ id, name, short, place, category, retired, carry_m: { n, median, spread } }) => {
    if (retired || median === null || category === 'putter' || category === 'mixed') return []
    const half_m = spread === null ? null : spread / SPREAD_PER_MAD
    const label = name.length > LABEL_LETTERS ? short : name
    return [{ id, name, label, short, place, category, n, median_m: median, half_m }]
  })
}

export interface Step {
  readonly longer: Yardage
  readonly shorter: Yardage
  readonly step_m: number
}

/**
 * Steps from club to club by carry, longest first. A club of few shots makes no step of its own, and one that
 * lies between two others keeps theirs from being called a step.
 */
export function stepsOf(yardages: readonly Yardage[]): readonly Step[] {
  const sorted = [...yardages].sort((a, b) => b.median_m - a.median_m)
  return sorted.slice(1).flatMap((shorter, i) => {
    const longer = sorted[i]
    if (!longer || longer.n < ENOUGH_SHOTS || shorter.n < ENOUGH_SHOTS) return []
    return [{ longer, shorter, step_m: longer.median_m - shorter.median_m }]
  })
}

/** Wider is a hole: 15 yd between irons, 18 between wedges, 25 above them (golf-reference.md, 4). */
const HOLE_M: { readonly [category in ClubCategory]: number } = {
  driver: Number.POSITIVE_INFINITY,
  wood: 22.86,
  hybrid: 22.86,
  iron: 13.72,
  wedge: 16.46,
  putter: Number.POSITIVE_INFINITY,
  mixed: Number.POSITIVE_INFINITY,
}

/** The step that is widest beyond what its clubs should have; the driver's own is wide in every bag. */
export function holeIn(steps: readonly Step[]): Step | null {
  const beyond = ({ longer, step_m }: Step) => step_m - HOLE_M[longer.category ?? 'iron']
  return steps.filter(step => beyond(step) > 0).sort((a, b) => beyond(b) - beyond(a))[0] ?? null
}

/** Ends and round ticks of an axis that holds all of them. `tick` is in the unit of the values. */
export function axisOver(
  values: readonly number[],
  tick: number,
): { readonly from: number; readonly to: number; readonly ticks: readonly number[] } {
  const from = Math.min(...values)
  const to = Math.max(...values)
  const ticks: number[] = []
  for (let at = Math.ceil(from / tick) * tick; at <= to; at += tick) ticks.push(at)
  return { from, to, ticks }
}
