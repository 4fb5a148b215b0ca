/** Which kept sources an earlier parser has read, of rows that may lack what it did not know. */
import { FILE_PARSER_VERSION, GOLF_STATS_PARSER_VERSION } from '../../../shared/files/parser_versions.ts'
import { PARSER_VERSION } from '../../../shared/uneekor/report.ts'
import type { Backfill } from '../query.ts'
import type { Reader } from '../sql.ts'

/** In local_state: what was read again, by the parsers of then. */
export const BACKFILLED = 'backfilled'
export const READERS = `${PARSER_VERSION} ${FILE_PARSER_VERSION} ${GOLF_STATS_PARSER_VERSION}`

/** By what ranks them: the report's payload, another maker's file, the earlier database. */
const OLD = `(
  fact_source = 3 AND parser_version < ${PARSER_VERSION}
  OR fact_source = 2 AND parser_version < ${FILE_PARSER_VERSION}
  OR fact_source = 1 AND parser_version < ${GOLF_STATS_PARSER_VERSION}
)`

export function readBackfilled(reader: Pick<Reader, 'get'>): readonly string[] {
  const row = reader.get<{ value: string }>('SELECT value FROM local_state WHERE key = ?', [BACKFILLED])
  const kept = row && (JSON.parse(row.value) as { readonly by: string; readonly ids: readonly string[] })
  return kept?.by === READERS ? kept.ids : []
}

/** Those that were read again are not asked for twice, also where the source has no more of a row. */
export function readBackfill(reader: Pick<Reader, 'all' | 'get'>): Backfill {
  const { rows = 0, files = 0 } =
    reader.get<{ rows: number; files: number }>(
      `SELECT count(*) AS rows, coalesce(sum(fact_source < 3), 0) AS files FROM shots WHERE ${OLD}`,
    ) ?? {}
  if (rows === 0) return { rows, sources: [], links: [] }
  const done = JSON.stringify(readBackfilled(reader))
  const sources = reader.all<Backfill['sources'][number]>(
    `SELECT p.id AS payload_id, p.report_id, r.key FROM payloads AS p LEFT JOIN reports AS r ON r.id = p.report_id
    WHERE p.id NOT IN (SELECT value FROM json_each(?))
      AND CASE WHEN p.report_id IS NULL THEN ? ELSE p.report_id IN (SELECT report_id FROM shots WHERE ${OLD}) END
    ORDER BY p.fetched_at, p.id`,
    [done, files],
  )
  const links = reader.all<Backfill['links'][number]>(
    `SELECT id AS report_id, key FROM reports
    WHERE key IS NOT NULL AND id IN (SELECT report_id FROM shots WHERE fact_source = 3 AND ${OLD})
      AND id NOT IN (SELECT report_id FROM payloads WHERE report_id IS NOT NULL)`,
  )
  return { rows, sources, links }
}
