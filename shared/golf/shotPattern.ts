/** Full swings as Shot Pattern takes them in: where each ended against what the club is for. */
import type { ClubCategory } from '../schema/rows.ts'
import { type Carried, lengthsOf } from './gapping.ts'
import { median } from './stats.ts'
import { YARDS_PER_METRE } from './units.ts'

export interface ShotRow {
  readonly club_id: string
  readonly tee: boolean
  readonly target_yd: number
  readonly total_yd: number
  readonly side_yd: number
}

/** A monitor knows no target: the club's own middle stands for it. Without a total the carry stands in. */
export function shotPatternOf(
  club_id: string,
  category: ClubCategory | null,
  shots: readonly (Carried & { readonly side_m: number })[],
): readonly ShotRow[] {
  const full = lengthsOf(shots).flatMap(([shot, length]) => (length === 'full' ? [shot] : []))
  const totalOf = ({ total_m, carry_m }: Carried) => total_m ?? carry_m
  const target = median(full.map(totalOf))
  if (target === null) return []
  return full.map(shot => ({
    ...{ club_id, tee: category === 'driver' || category === 'wood' },
    target_yd: target * YARDS_PER_METRE,
    total_yd: totalOf(shot) * YARDS_PER_METRE,
    side_yd: shot.side_m * YARDS_PER_METRE,
  }))
}
