/** How this database stands to its cloud. */
import type { Bound, SyncStanding } from '../query.ts'
import type { Reader } from '../sql.ts'

/** Its place in local_state. */
export const BOUND = 'sync'

export function readBound(reader: Pick<Reader, 'get'>): Bound | null {
  const row = reader.get<{ value: string }>('SELECT value FROM local_state WHERE key = ?', [BOUND])
  return row ? (JSON.parse(row.value) as Bound) : null
}

/** Refused for a reason that a newer cloud does not have. */
export const HELD = "reason IN ('unknown_table', 'unknown_column')"

export function readSync(reader: Reader): SyncStanding {
  const counts = reader.get<Pick<SyncStanding, 'waiting' | 'held' | 'refused'> & { any: number }>(
    `SELECT
      (SELECT count(*) FROM outbox) AS waiting,
      (SELECT count(*) FROM refused_rows WHERE kept = 0 AND ${HELD}) AS held,
      (SELECT count(*) FROM refused_rows WHERE kept = 0 AND NOT ${HELD}) AS refused,
      EXISTS (SELECT 1 FROM shots) AS any`,
  )
  const { waiting = 0, held = 0, refused = 0, any = 0 } = counts ?? {}
  return { bound: readBound(reader), waiting, held, refused, empty: any === 0 }
}
