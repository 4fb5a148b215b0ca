import type { Queries } from '../query.ts'
import type { Reader } from '../sql.ts'
import { placedSessions, sessionLine } from './sessions.ts'
import { readTrashedShots } from './shots.ts'

/** Newest first. A session of which all shots are gone for good is no longer there. */
export function readTrash(reader: Reader): Queries['trash']['answer'] {
  return {
    sessions: placedSessions(reader)
      .map(sessionLine)
      .filter(({ deleted_at }) => deleted_at !== null)
      .sort((a, b) => ((a.deleted_at ?? '') < (b.deleted_at ?? '') ? 1 : -1)),
    shots: readTrashedShots(reader),
  }
}
