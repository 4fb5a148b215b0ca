import { beforeAll, describe, expect, test } from 'vitest'
import { type ColumnType, catalogue, SCHEMA_VERSION, type Table } from '../../shared/schema/catalogue.ts'
import { type Connection, openConnection } from './connection.ts'
import { migrate } from './migrate.ts'
import { deviceMigrations } from './migrations.ts'
import { loadSqlJs } from './sqljs.ts'

interface ColumnInfo {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
  readonly hidden: number
}

/** What the catalogue's types are in SQLite. */
const SQLITE: { readonly [T in ColumnType]: string } = {
  text: 'TEXT',
  json: 'TEXT',
  real: 'REAL',
  integer: 'INTEGER',
  boolean: 'INTEGER',
}

const onDevice = Object.entries<Table>(catalogue).filter(([, table]) => table.stores.includes('device'))

let database: Connection
beforeAll(async () => {
  database = openConnection(await loadSqlJs(), null)
  migrate(database, deviceMigrations)
})

test('the migrations end at the version that the catalogue names', () => {
  expect(deviceMigrations.at(-1)?.version).toBe(SCHEMA_VERSION)
  expect(database.version()).toBe(SCHEMA_VERSION)
})

test('SQLite holds the catalogue’s tables and no other', () => {
  const tables = database.all<{ name: string }>(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
  )
  expect(tables.map(({ name }) => name).sort()).toEqual(onDevice.map(([name]) => name).sort())
})

describe.each(onDevice)('%s', (name, table) => {
  const columns = () =>
    database.all<ColumnInfo>('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', [name])

  test('has the catalogue’s columns, in type and presence', () => {
    const said = Object.entries(table.columns)
      .filter(([, column]) => (column.stores ?? table.stores).includes('device'))
      .map(([column, { type, required }]) => ({ column, type: SQLITE[type], required: required === true }))
    const stands = columns().map(({ name: column, type, notnull }) => ({
      column,
      type,
      required: notnull === 1,
    }))
    expect(stands.sort(byColumn)).toEqual(said.sort(byColumn))
  })

  test('has the catalogue’s key', () => {
    const key = columns()
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
    expect(key.map(column => column.name)).toEqual(table.key)
  })

  test('is strict, and a boolean takes 0 and 1 alone', () => {
    const [list] = database.all<{ strict: number; sql: string }>(
      "SELECT strict, sql FROM pragma_table_list JOIN sqlite_schema USING (name) WHERE schema = 'main' AND name = ?",
      [name],
    )
    expect(list?.strict).toBe(1)
    for (const [column, { type }] of Object.entries(table.columns)) {
      if (type === 'boolean') expect(list?.sql).toContain(`${column} INTEGER CHECK (${column} IN (0, 1))`)
    }
  })

  test('has rowids that only SQLite gives: the log names rows by them', () => {
    const [list] = database.all<{ wr: number }>(
      "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?",
      [name],
    )
    expect(list?.wr).toBe(0)
    // An INTEGER PRIMARY KEY is the rowid: an edit of it would move the row unseen.
    expect(columns().filter(({ pk, type }) => pk > 0 && type === 'INTEGER')).toEqual([])
    // A generated column can't be written back from an image.
    expect(columns().filter(({ hidden }) => hidden !== 0)).toEqual([])
  })
})

test('no table has a trigger or a foreign key: a parent may arrive after its children', () => {
  expect(database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).toEqual([])
  for (const [name] of onDevice) {
    expect(database.all('SELECT * FROM pragma_foreign_key_list(?)', [name])).toEqual([])
  }
})

function byColumn(a: { column: string }, b: { column: string }): number {
  return a.column < b.column ? -1 : 1
}
