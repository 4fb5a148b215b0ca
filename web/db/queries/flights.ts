/** Ways through the air, and what the order of shots does. */
import { figureOf } from '../../../shared/golf/metrics.ts'
import { median } from '../../../shared/golf/stats.ts'
import { hasFlown } from '../../../shared/golf/trajectory.ts'
import { withinOf } from '../../../shared/golf/within.ts'
import { type Measures, MIXED_CLUB } from '../../../shared/schema/rows.ts'
import { type AnalysisQueries, FLIGHTS_DRAWN, type Flights } from '../analysis.ts'
import type { ShotFilter } from '../command.ts'
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { countedOf, partsOf, usedOf } from './analysis.ts'
import { newestFirst, readFound, readNumbered } from './found.ts'

const PARTS = [
  ...['carry_m', 'side_m', 'apex_m'],
  ...['launch_deg', 'launch_direction_deg', 'descent_deg'],
] as const

export function readFlights(reader: Reader, filter: ShotFilter): Flights {
  const shots = readFound(reader, filter, PARTS)
  const whole = shots.filter(hasFlown)
  const counted = countedOf(whole, filter)
  const middleOf = (part: (typeof PARTS)[number]) => median(counted.flatMap(shot => shot[part] ?? []))
  return {
    shots: newestFirst([...counted])
      .slice(0, FLIGHTS_DRAWN)
      .map(({ practice_date, excluded: _e, at_club: _c, ...shot }) => ({ ...shot, date: practice_date })),
    middle: {
      carry_m: middleOf('carry_m'),
      side_m: middleOf('side_m'),
      apex_m: middleOf('apex_m'),
      launch_deg: middleOf('launch_deg'),
      launch_direction_deg: middleOf('launch_direction_deg'),
      descent_deg: middleOf('descent_deg'),
    },
    ...usedOf(counted.length, shots),
  }
}

export function readWithin(
  reader: Reader,
  { filter, figure, better }: Params<'within'>,
): AnalysisQueries['within']['answer'] {
  const shots = readNumbered(reader, filter, partsOf(figure))
  // A round under one club has no usual.
  const own = shots.filter(({ at_club }) => at_club !== MIXED_CLUB)
  const counted = filter.excluded === false ? own.filter(({ excluded }) => excluded !== 1) : own
  const ordered = counted.flatMap(shot => {
    // A figure reads its own parts alone.
    const value = figureOf(shot as unknown as Measures, figure)
    const { at_session: session_id, at_club: club_id, number } = shot
    return value === null ? [] : [{ session_id, club_id, number, value }]
  })
  return {
    ...withinOf(ordered, better),
    of: own.length,
    left_out: own.filter(({ excluded }) => excluded === 1).length,
  }
}
