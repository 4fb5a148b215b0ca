/**
 * Zeros that mean "not measured": no ball flies at 0 mph, spins at 0 rpm or is struck by a club of 0
 * mph, and a monitor without club data writes its whole club block as 0.
 */
import type { Target } from './targets.ts'
import { TARGETS } from './targets.ts'
import type { MeasuredColumn } from './unit_verdicts.ts'
import type { Overrides, Verdict } from './verdict.ts'

/** Never 0 on a shot that was measured. */
const NEVER_ZERO: readonly Target[] = [
  'ball_speed_mps',
  'club_speed_mps',
  'dynamic_loft_deg',
  'spin_rpm',
  'back_spin_rpm',
  'flight_s',
]

export function withoutZeros(
  columns: readonly MeasuredColumn[],
  overrides: Overrides,
): { readonly columns: readonly MeasuredColumn[]; readonly verdict: Verdict | null } {
  const club = columns.filter(({ target }) => TARGETS[target].club)
  const at = (target: Target, row: number) => columns.find(c => c.target === target)?.values[row] ?? null
  const unmeasured = (target: Target, row: number): boolean => {
    if (NEVER_ZERO.includes(target)) return true
    if (TARGETS[target].club && club.length > 1 && club.every(c => (c.values[row] ?? 0) === 0)) return true
    // A strike in the dead centre, to the last digit in both directions, is not seen.
    if (target === 'impact_x_mm') return at('impact_y_mm', row) === 0
    if (target === 'impact_y_mm') return at('impact_x_mm', row) === 0
    // Spins and starts come together: side spin 0 beside back spin 0 was not measured either.
    if (target === 'side_spin_rpm') return at('back_spin_rpm', row) === 0
    return target === 'spin_axis_deg' && at('spin_rpm', row) === 0
  }
  const byTarget = new Map<Target, number>()
  const cleaned = columns.map(column => {
    const values = column.values.map((value, row) => {
      if (value !== 0 || !unmeasured(column.target, row)) return value
      byTarget.set(column.target, (byTarget.get(column.target) ?? 0) + 1)
      return null
    })
    return { ...column, values }
  })
  if (byTarget.size === 0) return { columns, verdict: null }
  const kept = overrides['zeros'] === 'as written'
  const list = [...byTarget]
    .map(([target, n]) => `${TARGETS[target].says} in ${n} row${n === 1 ? '' : 's'}`)
    .join(', ')
  const says = {
    missing: `0 read as not measured: ${list}.`,
    'as written': `0 read as a measured 0: ${list}.`,
  }
  const [decided, other] = kept ? (['as written', 'missing'] as const) : (['missing', 'as written'] as const)
  return {
    columns: kept ? columns : cleaned,
    verdict: {
      what: 'zeros',
      says: says[decided],
      decided,
      by: overrides['zeros'] === undefined ? 'custom' : 'golfer',
      notable: !kept,
      alternatives: [{ value: other, says: says[other] }],
    },
  }
}
