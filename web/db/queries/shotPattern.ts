import type { Carried } from '../../../shared/golf/gapping.ts'
import { type ShotRow, shotPatternOf } from '../../../shared/golf/shotPattern.ts'
import type { ShotFilter } from '../command.ts'
import type { Reader } from '../sql.ts'
import { countedOf } from './analysis.ts'
import { readClubs } from './clubs.ts'
import { readFound } from './found.ts'

/** Full swings of every club that the filter finds, by club. */
export function readShotPattern(reader: Reader, filter: ShotFilter): readonly ShotRow[] {
  const found = countedOf(
    readFound(reader, filter, ['carry_m', 'total_m', 'side_m', 'club_speed_mps', 'ball_speed_mps']),
    filter,
  )
  const flown = found.filter(
    (shot): shot is typeof shot & Carried & { side_m: number } =>
      shot.carry_m !== null && shot.side_m !== null,
  )
  const byClub = Map.groupBy(flown, ({ at_club }) => at_club ?? '')
  return readClubs(reader, byClub.keys()).flatMap(({ id, category }) =>
    category === 'mixed' || category === 'putter' ? [] : shotPatternOf(id, category, byClub.get(id) ?? []),
  )
}
