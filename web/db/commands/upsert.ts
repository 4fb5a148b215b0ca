/** Rows of the source into the database: facts as a block, guesses where nobody edited, edits untouched. */
import { columnsOf, type SyncedTable } from '../../../shared/schema/catalogue.ts'
import { mergeRows, type State, sameState, type Value } from '../../../shared/sync/merge.ts'
import type { Reader, Tx } from '../sql.ts'
import { enterOutbox } from './step.ts'

/** A row as the source gives it: its id, and what it knows. */
export type Incoming = { readonly id: string; readonly group_id?: string | null } & {
  readonly [column: string]: Value
}

export interface Compared {
  readonly inserts: readonly Incoming[]
  /** Rows as they are to stand, whole. */
  readonly updates: readonly State[]
  readonly known: number
  readonly purged: number
}

/** What taking these rows in would do. */
export function compare(
  reader: Pick<Reader, 'all'>,
  table: SyncedTable,
  incoming: readonly Incoming[],
): Compared {
  const there = rowsById(reader, table, incoming)
  const inserts: Incoming[] = []
  const updates: State[] = []
  let [known, purged] = [0, 0]
  for (const row of incoming) {
    const mine = there.get(row.id)
    if (!mine) {
      inserts.push(row)
      continue
    }
    const merged = mergeRows(table, mine, asState(table, row, mine))
    if (mine['purged'] === 1) purged++
    else if (sameState(table, merged, mine)) known++
    if (!sameState(table, merged, mine)) updates.push(merged)
  }
  return { inserts, updates, known, purged }
}

export function write(
  tx: Tx,
  table: SyncedTable,
  { inserts, updates }: Pick<Compared, 'inserts' | 'updates'>,
): void {
  for (const row of inserts) {
    const names = Object.keys(row)
    tx.run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      Object.values(row),
    )
  }
  const names = columnsOf(table).flatMap(([name]) => (name === 'id' || name === 'rev' ? [] : [name]))
  const update = `UPDATE ${table} SET ${names.map(name => `${name} = ?`).join(', ')} WHERE id = ?`
  for (const row of updates) tx.run(update, [...names.map(name => row[name] ?? null), row['id'] ?? null])
  const ids = [...inserts, ...updates].map(row => row['id'])
  if (ids.length > 0) enterOutbox(tx, table, JSON.stringify(ids))
}

export function rowsById(
  reader: Pick<Reader, 'all'>,
  table: SyncedTable,
  rows: readonly { readonly id: string }[],
): Map<string, State> {
  const there = reader.all<State>(`SELECT * FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(rows.map(({ id }) => id)),
  ])
  return new Map(there.map(row => [String(row['id']), row]))
}

function asState(table: SyncedTable, row: Incoming, mine: State): State {
  const clocks: { readonly [field: string]: string } = JSON.parse(String(mine['clocks']))
  // Taken in again after it was deleted for good: facts of that life, not of the one before (design.md).
  const life = table === 'shots' && mine['purged'] === 0 ? (clocks['purged'] ?? null) : null
  // What the earlier database says of an edit has the lowest clock; nothing else brings one along.
  return { ...row, clocks: row['clocks'] ?? '{}', extra: null, ...(table === 'shots' && { life }) }
}
