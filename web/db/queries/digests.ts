/** What tells whether this database and its cloud hold the same; the cloud's half is 0007_compare.sql. */
import { columnsOf, type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import { addDigests, columnsIn, type DigestSum, rowDigest } from '../../../shared/sync/digest.ts'
import type { State } from '../../../shared/sync/merge.ts'
import type { Digests, DigestsOf, Holding } from '../../../shared/sync/wire.ts'
import type { Reader } from '../sql.ts'

/**
 * Of which session a row `t` is, as it says itself: mergers are edits of sessions. Pictures of shots deleted for
 * good are of none, null: the cloud may have them still.
 */
const SESSION_OF: { readonly [T in SyncedTable]?: readonly [joined: string, session: string] } = {
  sessions: ['', 't.id'],
  groups: ['', "coalesce(t.default_session_id, '')"],
  shots: ['LEFT JOIN groups AS g ON g.id = t.group_id', "coalesce(t.session_id, g.default_session_id, '')"],
  media: [
    'LEFT JOIN shots AS s ON s.id = t.shot_id LEFT JOIN groups AS g ON g.id = s.group_id',
    "CASE WHEN s.purged IS NOT 1 THEN coalesce(s.session_id, g.default_session_id, '') END",
  ],
}

export function readDigests(
  reader: Pick<Reader, 'all'>,
  { table, after, limit, sessions }: DigestsOf,
): Digests {
  const [joined, session] = SESSION_OF[table] ?? ['', "''"]
  const page = reader.all<State & { readonly of_session: string | null }>(
    `SELECT ${session} AS of_session, t.* FROM ${table} AS t ${joined} WHERE t.id > ? ORDER BY t.id LIMIT ?`,
    [after ?? '', limit],
  )
  const asked = sessions && new Set(sessions)
  const plain = columnsOf(table)
    .flatMap(([name]) => (SYSTEM.has(name) ? [] : [name]))
    .sort()
  const rows: Digests['rows'][number][] = []
  const sums = new Map<string, DigestSum>()
  for (const { of_session, ...row } of page) {
    if (of_session === null || (asked && !asked.has(of_session))) continue
    const digest = rowDigest(row, row['extra'] === null ? plain : columnsIn(row))
    if (asked) rows.push([String(row['id']), of_session, ...digest])
    else sums.set(of_session, addDigests(sums.get(of_session) ?? [0, 0, 0], [1, ...digest]))
  }
  return {
    next: page.length === limit ? String(page.at(-1)?.['id']) : null,
    sums: [...sums].map(([session, sum]) => [session, ...sum] as const),
    rows,
  }
}

const SYSTEM: ReadonlySet<string> = new Set(['id', 'clocks', 'extra', 'rev'])

/** As a cloud counts it: that of the newest column which both may have. */
const VERSION = Math.max(
  ...syncedTables.flatMap(table =>
    columnsOf(table).flatMap(([, { stores, since }]) => (!stores || stores.includes('cloud') ? [since] : [])),
  ),
)

export function readHolding(reader: Pick<Reader, 'get'>): Holding {
  const tables: { [table: string]: Holding['tables'][string] } = {}
  for (const table of syncedTables) {
    const names = columnsOf(table).flatMap(([name]) => (SYSTEM.has(name) ? [] : [name]))
    const counts = reader.get<{ readonly [column: string]: number }>(
      `SELECT count(*) AS "rows of it", ${names.map(name => `count(${name}) AS ${name}`).join(', ')} FROM ${table}`,
    )
    const { 'rows of it': rows = 0, ...filled } = counts ?? {}
    tables[table] = { rows, filled }
  }
  const newest = reader.get<{ date: string | null }>(
    'SELECT max(practice_date) AS date FROM sessions WHERE deleted_at IS NULL',
  )
  return { schema_version: VERSION, newest_date: newest?.date ?? null, tables }
}

export function readApart(
  reader: Pick<Reader, 'all'>,
  { table, ids }: { readonly table: string; readonly ids: readonly string[] },
): string[] {
  const from = ['outbox', 'refused_rows', 'unknown_rows'].map(
    rows =>
      `SELECT row_id FROM ${rows} WHERE table_name = ?1 AND row_id IN (SELECT value FROM json_each(?2))`,
  )
  return reader
    .all<{ row_id: string }>(from.join(' UNION '), [table, JSON.stringify(ids)])
    .map(({ row_id }) => row_id)
}
