/** Shots as CSV, session by session in order of time: memory holds one session. */
import { type CsvShot, shotsCsv } from '../../../shared/files/csv_out.ts'
import { measureNames } from '../../../shared/golf/measures.ts'
import type { Measures, Shot } from '../../../shared/schema/rows.ts'
import type { ExportRequest } from '../backup.ts'
import type { Connection } from '../connection.ts'
import { readClubs } from '../queries/clubs.ts'
import { IN_TIME, numbersIn } from '../queries/numbers.ts'
import { kindOf } from '../queries/places.ts'
import { placedSessions, sessionLine, wordsOf } from '../queries/sessions.ts'
import { readSettings } from '../queries/settings.ts'
import { SHOTS_IN_SESSIONS } from '../queries/views.ts'
import type { Stepper } from './export.ts'

type CsvRow = Measures &
  Pick<Shot, 'id' | 'excluded' | 'tags' | 'notes'> & {
    readonly at_club: string | null
    readonly kind: string
  }

/** All live shots, or those chosen. */
export async function* csvOf(
  copy: Connection,
  request: ExportRequest,
  step: Stepper,
): AsyncGenerator<string> {
  const options = { units: request.units, settings: readSettings(copy) }
  const headings = [...shotsCsv([], options)].join('')
  yield headings
  for (const session of sessionsOfShots(copy, request)) {
    yield [...shotsCsv(session, options)].join('').slice(headings.length)
    await step(session.length)
  }
}

function* sessionsOfShots(copy: Connection, request: ExportRequest): Generator<CsvShot[]> {
  const sessions = placedSessions(copy).map(sessionLine)
  const club_ids = sessions.flatMap(({ clubs }) => clubs.map(({ club_id }) => club_id))
  const clubs = new Map(readClubs(copy, club_ids).map(({ id, name }) => [id, name]))
  const which = request.shots === null ? 'live' : 'id IN temp.chosen'
  for (const session of sessions.sort(oldestFirst)) {
    const rows = copy.all<CsvRow>(
      `WITH ${SHOTS_IN_SESSIONS}
      SELECT id, at_club, kind, excluded, tags, notes, ${measureNames.join(', ')}
      FROM placed_shots WHERE id IN (SELECT id FROM shots_in) AND ${which} ORDER BY ${IN_TIME}`,
      [JSON.stringify([session.id])],
    )
    if (rows.length === 0) continue
    const numbers = numbersIn(copy, [session.id])
    yield rows.map(({ at_club, ...row }) => ({
      ...row,
      session_date: session.practice_date,
      session: session.title,
      number: numbers.get(row.id) ?? 0,
      club: at_club === null ? '' : (clubs.get(at_club) ?? ''),
      kind: kindOf(row.kind),
      excluded: row.excluded === 1,
      tags: wordsOf(row.tags),
    }))
  }
}

interface Dated {
  readonly id: string
  readonly practice_date: string | null
}
function oldestFirst(a: Dated, b: Dated): number {
  const [left, right] = [a.practice_date ?? '', b.practice_date ?? '']
  return left < right ? -1 : left > right ? 1 : a.id < b.id ? -1 : 1
}
