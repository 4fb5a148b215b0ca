import type { ShotLine } from '../../db/query.ts'

export interface Bin {
  /** In the golfer's unit: from, up to but not including from + width. */
  readonly from: number
  readonly counted: number
  readonly left_out: number
}

/**
 * How often each carry came, in steps of one width: those in the figures and those left out, apart.
 * Bins follow each other without a gap, so that a hole in the middle shows.
 */
export function binsOf(
  shots: readonly Pick<ShotLine, 'carry_m' | 'excluded'>[],
  distance: (m: number) => number,
  width: number,
): readonly Bin[] {
  const bins = new Map<number, { from: number; counted: number; left_out: number }>()
  for (const { carry_m, excluded } of shots) {
    if (carry_m === null) continue
    const from = Math.floor(distance(carry_m) / width) * width
    const bin = bins.get(from) ?? { from, counted: 0, left_out: 0 }
    if (excluded) bin.left_out += 1
    else bin.counted += 1
    bins.set(from, bin)
  }
  if (bins.size === 0) return []
  const all: Bin[] = []
  for (let from = Math.min(...bins.keys()); from <= Math.max(...bins.keys()); from += width) {
    all.push(bins.get(from) ?? { from, counted: 0, left_out: 0 })
  }
  return all
}
