import { columnsOf, type SyncedTable } from '../schema/catalogue.ts'
import type { Row } from '../schema/rows.ts'

/** A row of a table with nothing in it: no facts, no edits, no clocks. */
export function blankRow<T extends SyncedTable>(table: T, id: string): Row<T> {
  const row = Object.fromEntries(columnsOf(table).map(([name]) => [name, null]))
  // By the catalogue: each column once, null but for the two that every synced row must have.
  return { ...row, id, clocks: '{}' } as Row<T>
}
