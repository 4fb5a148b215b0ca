import type { Shot } from '../../../shared/schema/rows.ts'

/** A 7 iron that shows every word: it starts in to out, curves back as a draw, and ends right of the target. */
export const EXAMPLE = {
  carry_m: 144.5,
  side_m: 3.7,
  ball_speed_mps: 52.93,
  apex_m: 27.1,
  club_path_deg: 3.1,
  side_spin_rpm: -412,
  practice_date: '2025-11-22',
} as const satisfies Partial<Shot> & { practice_date: string }
