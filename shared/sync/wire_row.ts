/** A row as it travels: what a store holds, nulls and what the receiver keeps for itself left out. */
import { readRow } from '../files/checked_row.ts'
import type { Read } from '../files/refusal.ts'
import { columnsOf, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import { mergeRows, type State, sortedJson } from './merge.ts'

export function isSynced(table: string): table is SyncedTable {
  return syncedTables.some(known => known === table)
}

/** `rev` is the cloud's to give. */
export function toWire(row: State): { readonly [column: string]: string | number } {
  const wire: { [column: string]: string | number } = {}
  for (const name in row) {
    const value = row[name]
    if (value === null || value === undefined || name === 'rev') continue
    if (name === 'clocks' && value === '{}') continue
    wire[name] = value
  }
  return wire
}

/**
 * The row whole, with its `rev`, as a store holds it. Columns that this version does not know ride in
 * `extra`; what rode there and is known by now stands in its column.
 */
export function fromWire(table: SyncedTable, wire: { readonly [column: string]: unknown }): Read<State> {
  const read = readRow(table, unpacked(table, wire), `${table} ${String(wire['id'])}`)
  if (!read.ok) return read
  const rev = Number.isSafeInteger(wire['rev']) ? (wire['rev'] as number) : null
  const row = read.value
  // Most rows were never edited, and stand as they came.
  const isPlain = row['clocks'] === '{}' && row['extra'] === null
  return { ok: true, value: { ...(isPlain ? row : mergeRows(table, row, row)), rev } }
}

function unpacked(table: SyncedTable, wire: { readonly [column: string]: unknown }) {
  if (typeof wire['extra'] !== 'string') return wire
  let extra: unknown
  try {
    extra = JSON.parse(wire['extra'])
  } catch {
    return wire
  }
  if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return wire
  const known = new Set(columnsOf(table).map(([name]) => name))
  const entries = Object.entries(extra)
  const rest = Object.fromEntries(entries.filter(([name]) => !known.has(name)))
  return {
    ...Object.fromEntries(entries.filter(([name]) => known.has(name))),
    ...wire,
    extra: Object.keys(rest).length > 0 ? sortedJson(rest) : null,
  }
}
