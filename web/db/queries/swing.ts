/** How the club came to the ball, and where on the face it met it. */
import { sharesOf } from '../../../shared/golf/delivery.ts'
import type { Figure } from '../../../shared/golf/measures.ts'
import {
  curve,
  faceToPath,
  figureOf,
  flightOf,
  type NineFlight,
  smash,
} from '../../../shared/golf/metrics.ts'
import { summarise } from '../../../shared/golf/stats.ts'
import { strikeMapOf } from '../../../shared/golf/strike.ts'
import type { Measures } from '../../../shared/schema/rows.ts'
import type { Deliveries, Strikes } from '../analysis.ts'
import type { ShotFilter } from '../command.ts'
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { countedOf, marksOf, usedOf } from './analysis.ts'
import { newestFirst, readFound } from './found.ts'
import { readSettings } from './settings.ts'

export function readStrikes(reader: Reader, { filter, category }: Params<'strikes'>): Strikes {
  const measures = ['impact_x_mm', 'impact_y_mm', 'ball_speed_mps', 'club_speed_mps'] as const
  const shots = newestFirst(readFound(reader, filter, measures))
  const marks = marksOf(
    shots,
    shot => shot.impact_x_mm,
    shot => shot.impact_y_mm,
  )
  const struck = countedOf(shots, filter).flatMap(shot =>
    shot.impact_x_mm === null || shot.impact_y_mm === null
      ? []
      : [{ x_mm: shot.impact_x_mm, y_mm: shot.impact_y_mm, smash: smash(shot) }],
  )
  return { marks, map: strikeMapOf(struck, category), ...usedOf(struck.length, shots) }
}

/** Told in this order; consistency of each is its spread. */
const TOLD = [
  ...['face_deg', 'club_path_deg', 'face_to_path_deg', 'attack_deg'],
  ...['dynamic_loft_deg', 'spin_loft_deg'],
] as const satisfies readonly Figure[]

const MEASURES = [
  ...['face_deg', 'club_path_deg', 'attack_deg', 'dynamic_loft_deg', 'side_m', 'carry_m'],
  ...['launch_direction_deg', 'back_spin_rpm', 'side_spin_rpm'],
] as const

export function readDeliveries(reader: Reader, filter: ShotFilter): Deliveries {
  const shots = newestFirst(readFound(reader, filter, MEASURES))
  const counted = countedOf(shots, filter)
  const { handedness } = readSettings(reader)
  const times = new Map<NineFlight, number>()
  for (const shot of counted) {
    const flight = flightOf(shot, handedness)
    if (flight) times.set(flight.nine, (times.get(flight.nine) ?? 0) + 1)
  }
  const whole = counted.flatMap(({ face_deg, club_path_deg, side_m, carry_m }) =>
    face_deg === null || club_path_deg === null || side_m === null || carry_m === null || carry_m <= 0
      ? []
      : [{ face_deg, path_deg: club_path_deg, off_deg: (Math.atan2(side_m, carry_m) * 180) / Math.PI }],
  )
  // The figures told read no other measures than those that are here.
  const measured = counted as unknown as readonly Measures[]
  const summary = summarise(measured, TOLD)
  return {
    shots: shots.map(shot => ({
      ...{ id: shot.id, date: shot.practice_date, left_out: shot.excluded === 1 },
      ...{ face_deg: shot.face_deg, club_path_deg: shot.club_path_deg, attack_deg: shot.attack_deg },
      ...{
        dynamic_loft_deg: shot.dynamic_loft_deg,
        face_to_path_deg: faceToPath(shot),
        curve_m: curve(shot),
      },
    })),
    flights: [...times].map(([flight, n]) => ({ flight, n })).sort((a, b) => b.n - a.n),
    shares: sharesOf(whole),
    figures: TOLD.map(figure => ({ figure, ...summary[figure] })),
    ...usedOf(measured.filter(shot => figureOf(shot, 'face_to_path_deg') !== null).length, shots),
  }
}
