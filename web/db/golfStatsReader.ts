/** The worker's half of golfStats.ts. */
import type { SqlJsStatic } from 'sql.js'
import { refuse } from '../../shared/files/refusal.ts'
import { openForeign } from './foreign.ts'
import type { GolfStatsRead } from './golfStats.ts'

const TABLES = ['shots', 'shots_archive', 'tag_catalog'] as const
/** Fifty years of practice; above, it is something else. */
const MOST_ROWS = 200_000

export async function readGolfStats(sql: SqlJsStatic, file: File): Promise<GolfStatsRead> {
  const opened = await openForeign(sql, file, TABLES)
  if (!opened.ok) return opened
  const foreign = opened.value
  if (TABLES.some(table => foreign.count(table) > MOST_ROWS)) {
    return refuse('too_many_rows', 'This database has more than 200,000 shots, and can’t be taken in whole.')
  }
  const rowsOf = (table: (typeof TABLES)[number]) => [...foreign.rows(table)].map(withoutBytes)
  const [shots, shots_archive, tag_catalog] = TABLES.map(rowsOf)
  return {
    ok: true,
    value: { shots: shots ?? [], shots_archive: shots_archive ?? [], tag_catalog: tag_catalog ?? [] },
  }
}

/** No column of it that is read holds bytes. */
function withoutBytes(row: { readonly [column: string]: unknown }) {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && !(value instanceof Uint8Array)),
  )
}
