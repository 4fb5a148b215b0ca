import type { StrikeMap } from '../../../../shared/golf/strike.ts'
import type { Display } from '../../../ui/display.ts'

/** Nearer than this to the centre is the centre. */
const CENTRED_MM = 2
/** A loss under one in a hundred is none. */
const LOSS = 0.01

/** Where the strikes lie, how many are centred, and what the worst place costs. */
export function strikeSaid(map: StrikeMap | null, n: number, display: Display): string {
  if (!map) return 'No shot here has a strike: the monitor saw none.'
  const { x, y, centred, centre_mm, zones } = map
  const place = (['impact_x_mm', 'impact_y_mm'] as const)
    .map((figure, i) => ({ figure, mm: i === 0 ? x.median : y.median }))
    .filter(({ mm }) => Math.abs(mm) >= CENTRED_MM)
    .map(({ figure, mm }) => display.measure(figure, mm))
  const where = place.length === 0 ? 'at the centre' : `${place.join(', ')} of the centre`
  const worst = zones
    .filter(({ loss }) => (loss ?? 0) >= LOSS)
    .sort((a, b) => (b.loss ?? 0) * b.n - (a.loss ?? 0) * a.n)[0]
  return [
    n === 1
      ? `One strike, ${where}.`
      : `Typically ${where}; ${centred} of ${n} within ${centre_mm} mm of it.`,
    worst &&
      `Most is lost ${zoneSaid(worst)}: ${Math.round((worst.loss ?? 0) * 100)} % of ball speed, ${worst.n} times.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** "low on the heel", "high", "on the toe". */
export function zoneSaid({ column, row }: { readonly column: string; readonly row: string }): string {
  if (column === 'centre') return row === 'middle' ? 'at the centre' : row
  return row === 'middle' ? `on the ${column}` : `${row} on the ${column}`
}
