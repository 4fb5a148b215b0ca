/** Where the ball meets the face, and what it costs. Millimetres from the face's centre, + toe, + high. */
import type { ClubCategory } from '../schema/rows.ts'
import { median, robustSpread } from './stats.ts'

export interface Struck {
  readonly x_mm: number
  readonly y_mm: number
  /** Ball speed ÷ club speed; null where the monitor saw no club. */
  readonly smash: number | null
}

export const columns = ['heel', 'centre', 'toe'] as const
export const rows = ['high', 'middle', 'low'] as const

export interface Zone {
  readonly column: (typeof columns)[number]
  readonly row: (typeof rows)[number]
  readonly n: number
  /** Ball speed lost against the centre, as a share, + lost; null with too few here or there. */
  readonly loss: number | null
}

export interface StrikeMap {
  readonly x: { readonly median: number; readonly spread: number | null }
  readonly y: { readonly median: number; readonly spread: number | null }
  /** Strikes within `centre_mm` of the centre. */
  readonly centred: number
  readonly centre_mm: number
  /** By row from high to low, in a row from heel to toe. */
  readonly zones: readonly Zone[]
}

/** Fewer strikes in a zone say nothing of what it costs. */
const FEWEST_OF_A_ZONE = 4

/** How far from the centre is still centred (golf-reference.md, 1.9): 8 mm with a driver, 6 with others. */
export function centreOf(category: ClubCategory | null): number {
  return category === 'driver' || category === 'wood' ? 8 : 6
}

/** Null with no strike. Loss by smash factor, so that a slower swing is no loss. */
export function strikeMapOf(strikes: readonly Struck[], category: ClubCategory | null): StrikeMap | null {
  const centre_mm = centreOf(category)
  const xs = strikes.map(({ x_mm }) => x_mm)
  const ys = strikes.map(({ y_mm }) => y_mm)
  const [x, y] = [median(xs), median(ys)]
  if (x === null || y === null) return null
  const third = (mm: number) => (mm < -centre_mm ? 0 : mm > centre_mm ? 2 : 1)
  const inZone = Map.groupBy(strikes, ({ x_mm, y_mm }) => (2 - third(y_mm)) * 3 + third(x_mm))
  const smashOf = (at: number) => {
    const values = (inZone.get(at) ?? []).flatMap(({ smash }) => smash ?? [])
    return values.length < FEWEST_OF_A_ZONE ? null : median(values)
  }
  const best = smashOf(4)
  return {
    x: { median: x, spread: robustSpread(xs) },
    y: { median: y, spread: robustSpread(ys) },
    centred: strikes.filter(({ x_mm, y_mm }) => Math.hypot(x_mm, y_mm) <= centre_mm).length,
    centre_mm,
    zones: rows.flatMap((row, r) =>
      columns.map((column, c) => {
        const at = r * 3 + c
        const own = smashOf(at)
        return {
          ...{ column, row, n: inZone.get(at)?.length ?? 0 },
          loss: own === null || best === null || best === 0 ? null : 1 - own / best,
        }
      }),
    ),
  }
}

/** How dense strikes lie, 0 to 1 of the densest: a normal kernel of `width_mm` on a grid. */
export function densityOf(
  strikes: readonly { readonly x: number; readonly y: number }[],
  grid: { readonly xs: readonly number[]; readonly ys: readonly number[] },
  width_mm: number,
): readonly { readonly x: number; readonly y: number; readonly share: number }[] {
  // A few hundred show the hill as well as thousands.
  const step = Math.max(1, Math.ceil(strikes.length / 400))
  const some = strikes.filter((_, i) => i % step === 0)
  const cells = grid.ys.flatMap(y =>
    grid.xs.map(x => ({
      ...{ x, y },
      sum: some.reduce(
        (sum, at) => sum + Math.exp(-((at.x - x) ** 2 + (at.y - y) ** 2) / (2 * width_mm ** 2)),
        0,
      ),
    })),
  )
  const most = Math.max(...cells.map(({ sum }) => sum))
  return most <= 0 ? [] : cells.map(({ x, y, sum }) => ({ x, y, share: sum / most }))
}
