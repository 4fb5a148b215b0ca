/**
 * After a migration: what came before it, from a device of a newer version, falls into its columns and
 * tables. By what the tables are now, not by the catalogue of this build: a migration gives the same rows
 * whenever it runs.
 */
import { type ColumnType, catalogue, columnsOf, syncedTables } from '../../shared/schema/catalogue.ts'
import { mergeRows, type State } from '../../shared/sync/merge.ts'
import { fromWire, isSynced } from '../../shared/sync/wire_row.ts'
import type { Connection } from './connection.ts'

/** What a json value must be, to stand in a column. */
const FITS: { readonly [T in ColumnType]: (value: string, json: string) => string } = {
  text: (_, json) => `${json} = 'text'`,
  json: (value, json) => `CASE WHEN ${json} = 'text' THEN json_valid(${value}) ELSE 0 END`,
  real: (_, json) => `${json} IN ('integer', 'real')`,
  integer: (_, json) => `${json} = 'integer'`,
  boolean: (value, json) => `${json} = 'integer' AND ${value} IN (0, 1)`,
}

export function placeUnknown(connection: Connection): void {
  const stands = columnsThere(connection)
  for (const table of syncedTables) {
    const there = stands.get(table)
    if (!there?.has('extra')) continue
    const riding = new Set(
      connection
        .all<{ key: string }>(
          `SELECT DISTINCT e.key FROM ${table} AS t, json_each(t.extra) AS e WHERE t.extra IS NOT NULL`,
        )
        .map(({ key }) => key),
    )
    for (const [name, { type }] of columnsOf(table)) {
      if (!riding.has(name) || !there.has(name)) continue
      const [value, json] = [`extra ->> '$.${name}'`, `json_type(extra, '$.${name}')`]
      connection.run(
        `UPDATE ${table} SET ${name} = ${value}, extra = nullif(json_remove(extra, '$.${name}'), '{}')
        WHERE extra IS NOT NULL AND ${name} IS NULL AND ${FITS[type](value, json)}`,
      )
    }
  }
  if (stands.has('unknown_rows')) placeRows(connection, stands)
}

function columnsThere(connection: Connection): Map<string, Set<string>> {
  const found = connection.all<{ table: string; name: string }>(
    `SELECT t.name AS "table", c.name AS name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
    WHERE t.schema = 'main' AND t.type = 'table'`,
  )
  const columns = new Map<string, Set<string>>()
  for (const { table, name } of found) {
    const there = columns.get(table)
    if (there) there.add(name)
    else columns.set(table, new Set([name]))
  }
  return columns
}

function placeRows(connection: Connection, stands: ReadonlyMap<string, ReadonlySet<string>>): void {
  const waiting = connection.all<{ table_name: string; row_id: string; row: string }>(
    'SELECT table_name, row_id, row FROM unknown_rows ORDER BY rowid',
  )
  for (const { table_name: table, row_id, row } of waiting) {
    const there = stands.get(table)
    if (!isSynced(table) || !there) continue
    const read = fromWire(table, JSON.parse(row))
    if (!read.ok) continue
    const mine = connection.get<State>(`SELECT * FROM ${table} WHERE id = ?`, [row_id])
    const whole: State = mine
      ? { ...mergeRows(table, mine, read.value), rev: mine['rev'] ?? null }
      : read.value
    // A column that a later migration brings rides on until then.
    const later = columnsOf(table).filter(([name]) => !there.has(name) && (whole[name] ?? null) !== null)
    const names = Object.keys(catalogue[table].columns).filter(name => there.has(name))
    const extra = JSON.stringify({
      ...JSON.parse(String(whole['extra'] ?? '{}')),
      ...Object.fromEntries(later.map(([name]) => [name, whole[name]])),
    })
    const values = names.map(name =>
      name === 'extra' ? (extra === '{}' ? null : extra) : (whole[name] ?? null),
    )
    connection.run('DELETE FROM unknown_rows WHERE table_name = ? AND row_id = ?', [table, row_id])
    connection.run(`DELETE FROM ${table} WHERE id = ?`, [row_id])
    connection.run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      values,
    )
  }
}
