/**
 * The earlier system's table `shots` beside ours: left as it is, and compared with what the warehouse has of its shots.
 * It knew one golfer, so its ids are looked for among everybody's.
 */
import { logs } from './tables.ts'
import type { Row, Warehouse } from './warehouse.ts'

const TABLE = 'shots'
/** What an importer of that system's shots sets before an id that is not the source's: shared/files/golf_stats.ts. */
const PREFIX = 'golf_stats:'
const MOST_NAMED = 1_000

export interface Earlier {
  readonly rows: number
  /** Fewer than rows, where it has one twice. */
  readonly shots: number
  readonly sessions: number
  readonly dates: number
  /** Its shots that count here. */
  readonly here: number
  /** Its shots that are known here, but deleted or the same as another. */
  readonly not_counted: number
  /** Its shots that are not here at all, `ids` the first of them. */
  readonly missing: number
  readonly ids: readonly string[]
  /** Its practice dates of which no session is here. */
  readonly missing_dates: readonly string[]
  /** Shots that count here, and are not there. */
  readonly more_here: number
}

/** Null: there is no such table, or it is none of that system's, or nothing of ours stands beside it yet. */
export async function earlierShots(warehouse: Warehouse): Promise<Earlier | null> {
  const columns = await warehouse.columnsOf(TABLE)
  if (!columns?.includes('shot_id')) return null
  const there = await warehouse.tables()
  if (logs.some(({ name }) => !there.has(name))) return null

  const text = (column: string) =>
    columns.includes(column) ? `CAST(${column} AS STRING)` : `CAST(NULL AS STRING)`
  const own = `CASE WHEN id LIKE '${PREFIX}%' THEN substr(id, ${PREFIX.length + 1}) ELSE id END`
  const withBoth = (at: (name: string) => string) => `WITH earlier AS (
  SELECT ${text('shot_id')} AS shot_id, ${text('session_id')} AS session_id, substr(${text('session_date')}, 1, 10) AS day
  FROM ${at(TABLE)}
), known AS (
  SELECT shot_id, max(counts) AS counts FROM (
    SELECT ${own} AS shot_id, 0 AS counts FROM ${at('shots_all')}
    UNION ALL SELECT ${own} AS shot_id, 1 AS counts FROM ${at('shots_latest')}
  ) AS k GROUP BY shot_id
)`
  const [all] = await rowsOf(
    at => `${withBoth(at)}
SELECT count(*) AS all_rows, count(DISTINCT e.shot_id) AS shots, count(DISTINCT e.session_id) AS sessions,
  count(DISTINCT e.day) AS dates,
  count(DISTINCT CASE WHEN k.counts = 1 THEN e.shot_id END) AS here,
  count(DISTINCT CASE WHEN k.counts = 0 THEN e.shot_id END) AS not_counted,
  count(DISTINCT CASE WHEN k.counts IS NULL THEN e.shot_id END) AS missing
FROM earlier AS e LEFT JOIN known AS k ON k.shot_id = e.shot_id`,
  )
  const [more] = await rowsOf(
    at => `${withBoth(at)}
SELECT count(*) AS more_here FROM known AS k
LEFT JOIN (SELECT DISTINCT shot_id FROM earlier) AS e ON e.shot_id = k.shot_id
WHERE k.counts = 1 AND e.shot_id IS NULL`,
  )
  const missing = await rowsOf(
    at => `${withBoth(at)}
SELECT e.shot_id AS name FROM earlier AS e LEFT JOIN known AS k ON k.shot_id = e.shot_id
WHERE k.shot_id IS NULL GROUP BY e.shot_id ORDER BY min(e.day), e.shot_id LIMIT ${MOST_NAMED}`,
  )
  const dates = await rowsOf(
    at => `${withBoth(at)}
SELECT e.day AS name FROM earlier AS e
LEFT JOIN (SELECT DISTINCT practice_date FROM ${at('sessions_all')}) AS s ON s.practice_date = e.day
WHERE s.practice_date IS NULL AND e.day IS NOT NULL GROUP BY e.day ORDER BY e.day LIMIT ${MOST_NAMED}`,
  )
  const count = (name: string) => Number(all?.[name] ?? 0)
  return {
    ...{ rows: count('all_rows'), shots: count('shots'), sessions: count('sessions'), dates: count('dates') },
    ...{ here: count('here'), not_counted: count('not_counted'), missing: count('missing') },
    ids: missing.map(({ name }) => String(name)),
    missing_dates: dates.map(({ name }) => String(name)),
    more_here: Number(more?.['more_here'] ?? 0),
  }

  async function rowsOf(sql: (at: (name: string) => string) => string): Promise<Row[]> {
    const rows: Row[] = []
    for await (const page of warehouse.read(sql)) rows.push(...page)
    return rows
  }
}
