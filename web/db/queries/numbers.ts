import type { Reader } from '../sql.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

/** The order of time (inferred: uneekor.md), for shots of one session. */
export const IN_TIME = 'source_date, client_session_id, client_shot_id, id'

/**
 * Each shot's place in time within its session, 1-based, by id. Shots in the trash keep theirs, so that a
 * number names the same shot before and after.
 */
export function numbersIn(reader: Pick<Reader, 'all'>, session_ids: readonly string[]): Map<string, number> {
  const rows = reader.all<{ id: string; number: number }>(
    `WITH ${SHOTS_IN_SESSIONS}
    SELECT id, row_number() OVER (PARTITION BY at_session ORDER BY ${IN_TIME}) AS number
    FROM placed_shots WHERE id IN (SELECT id FROM shots_in)`,
    [JSON.stringify(session_ids)],
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** The shots of a session in order of time, for going from one to the next. */
export function orderIn(
  reader: Pick<Reader, 'all'>,
  session_id: string,
): { readonly id: string; readonly live: number }[] {
  return reader.all(
    `WITH ${SHOTS_IN_SESSIONS}
    SELECT id, live FROM placed_shots WHERE id IN (SELECT id FROM shots_in) ORDER BY ${IN_TIME}`,
    [JSON.stringify([session_id])],
  )
}
