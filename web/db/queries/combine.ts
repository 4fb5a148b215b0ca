/** Tests of the golfer's own making, and those that were begun, scored by the shots of their day. */
import { type Shot, scoredOf } from '../../../shared/golf/combine.ts'
import type { CombineAnswer } from '../kept.ts'
import type { Reader } from '../sql.ts'
import { readKept } from './goals.ts'
import { IN_TIME } from './numbers.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

export function readCombine(reader: Pick<Reader, 'all'>): CombineAnswer {
  return {
    tests: readKept(reader, 'test'),
    runs: readKept(reader, 'run').map(({ id, value }) => ({
      ...{ id, run: value },
      scored: scoredOf(value, shotsOf(reader, value.date).slice(value.after)),
    })),
  }
}

/** Of a practice date, in order of time; those left out are no shots of a test. */
function shotsOf(reader: Pick<Reader, 'all'>, date: string): readonly Shot[] {
  const sessions = reader.all<{ id: string }>('SELECT id FROM sessions WHERE practice_date = ?', [date])
  return reader.all<Shot>(
    `WITH ${SHOTS_IN_SESSIONS}
    SELECT id, carry_m, side_m FROM placed_shots
    WHERE live AND excluded IS NOT 1 AND id IN (SELECT id FROM shots_in) ORDER BY at_session, ${IN_TIME}`,
    [JSON.stringify(sessions.map(({ id }) => id))],
  )
}
