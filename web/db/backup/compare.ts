/** What staged rows would do to the golfer's own: new, changed by the merge, or known already. */
import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import { mergeRows, type State, sameState } from '../../../shared/sync/merge.ts'
import type { Reader } from '../sql.ts'
import { namesOf } from './tables.ts'

/** Staged rows are gone through by their rowids, so many at a time. */
export const CHUNK = 2_000

/** `first` to `last`: rowids of the staged table, which stands in `staged`. */
export interface Span {
  readonly table: SyncedTable
  readonly first: number
  readonly last: number
}

export function* spansOf(counts: ReadonlyMap<SyncedTable, number>): Generator<Span> {
  for (const [table, n] of counts) {
    for (let first = 1; first <= n; first += CHUNK) yield { table, first, last: first + CHUNK - 1 }
  }
}

/** Of a span the rows that are not there yet, as SQL over `staged`. */
export function newIn(table: SyncedTable): string {
  // Pictures of a shot that was deleted for good went with it.
  const wanted = table === 'media' ? ' AND shot_id NOT IN (SELECT id FROM main.shots WHERE purged = 1)' : ''
  return `staged.${table} AS s WHERE s.rowid BETWEEN ? AND ?
    AND NOT EXISTS (SELECT 1 FROM main.${table} AS m WHERE m.id = s.id)${wanted}`
}

export interface SpanCompared {
  readonly added: number
  /** Rows that are there and that the merge changes, as they are to stand. */
  readonly updates: readonly State[]
  readonly known: number
}

export function compareSpan(reader: Pick<Reader, 'all' | 'get'>, span: Span): SpanCompared {
  const { table, first, last } = span
  const added = count(reader, `SELECT count(*) AS n FROM ${newIn(table)}`, span)
  const all = count(reader, `SELECT count(*) AS n FROM staged.${table} WHERE rowid BETWEEN ? AND ?`, span)
  const differs = namesOf(table)
    .map(name => `m.${name} IS NOT s.${name}`)
    .join(' OR ')
  const ids = reader
    .all<{ id: string }>(
      `SELECT s.id FROM staged.${table} AS s JOIN main.${table} AS m ON m.id = s.id
      WHERE s.rowid BETWEEN ? AND ? AND (${differs})`,
      [first, last],
    )
    .map(({ id }) => id)
  const updates: State[] = []
  if (ids.length > 0) {
    const json = JSON.stringify(ids)
    const rows = (schema: string) =>
      new Map(
        reader
          .all<State>(`SELECT * FROM ${schema}.${table} WHERE id IN (SELECT value FROM json_each(?))`, [json])
          .map(row => [row['id'], row]),
      )
    const theirs = rows('staged')
    for (const [id, mine] of rows('main')) {
      const merged = mergeRows(table, mine, theirs.get(id) ?? mine)
      if (!sameState(table, merged, mine)) updates.push(merged)
    }
  }
  return { added, updates, known: all - added - updates.length }
}

const count = (reader: Pick<Reader, 'get'>, sql: string, { first, last }: Span) =>
  reader.get<{ n: number }>(sql, [first, last])?.n ?? 0
