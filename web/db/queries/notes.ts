/** The golfer's own words of sessions and shots, for the coach where it may know them: newest first, bounded. */
import type { Note } from '../../../shared/golf/coachAnswers.ts'
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'

const MOST_NOTES = 20
const LONGEST = 400

export function readNotes(
  reader: Reader,
  { from = '0000-01-01', to = '9999-12-31' }: Params<'notes'>,
): readonly Note[] {
  return reader.all<Note>(
    `SELECT id, 'session' AS of, practice_date AS date, NULL AS club_id, substr(notes, 1, ${LONGEST}) AS text FROM sessions
    WHERE notes IS NOT NULL AND deleted_at IS NULL AND practice_date BETWEEN ? AND ?
    UNION ALL
    SELECT id, 'day', value ->> '$.date', NULL, substr(value ->> '$.text', 1, ${LONGEST}) FROM settings
    WHERE id >= 'note:' AND id < 'note;' AND value ->> '$.date' BETWEEN ? AND ?
    UNION ALL
    SELECT id, 'shot', practice_date, at_club, substr(notes, 1, ${LONGEST}) FROM placed_shots
    WHERE notes IS NOT NULL AND live AND practice_date BETWEEN ? AND ?
    ORDER BY date DESC LIMIT ${MOST_NOTES}`,
    [from, to, from, to, from, to],
  )
}
