import { describe, expect, test } from 'vitest'
import { catalogue, type Table } from '../../shared/schema/catalogue.ts'
import { type Connection, openConnection } from './connection.ts'
import { migrate, migrationsOf } from './migrate.ts'
import { deviceMigrations } from './migrations.ts'
import type { SqlValue } from './sql.ts'
import { loadSqlJs } from './sqljs.ts'

test('migrations are taken by number, and a gap among them is a bug', () => {
  expect(migrationsOf({ 'x/0002_b.sql': 'b', 'x/0001_a.sql': 'a' })).toEqual([
    { version: 1, sql: 'a' },
    { version: 2, sql: 'b' },
  ])
  expect(() => migrationsOf({ '0001_a.sql': 'a', '0003_c.sql': 'c' })).toThrow('Migration 2 is missing')
  expect(() => migrationsOf({ 'first.sql': 'a' })).toThrow('Migration 1 is missing')
})

test('a migration that fails in its middle leaves the version before it', async () => {
  const database = openConnection(await loadSqlJs(), null)
  const migrations = migrationsOf({
    '0001_a.sql': 'CREATE TABLE a (id TEXT)',
    '0002_b.sql': 'CREATE TABLE b (id TEXT); INSERT INTO nowhere VALUES (1)',
  })
  expect(() => migrate(database, migrations)).toThrow('nowhere')
  expect(database.version()).toBe(1)
  expect(database.all("SELECT name FROM sqlite_schema WHERE name = 'b'")).toEqual([])
})

describe.each(deviceMigrations)('a database filled under version $version', ({ version }) => {
  test('comes to the newest with every row and value, and its rowids', async () => {
    const database = openConnection(await loadSqlJs(), null)
    migrate(database, deviceMigrations, version)
    const tables = Object.entries<Table>(catalogue).filter(
      ([, table]) => table.stores.includes('device') && table.since <= version,
    )
    expect(tables.length).toBeGreaterThan(0)
    const columnsOf = (table: Table) =>
      Object.entries(table.columns).filter(([, column]) => column.since <= version)
    database.begin()
    for (const [name, table] of tables) {
      const columns = columnsOf(table)
      for (const n of [1, 2, 3]) {
        database.run(
          `INSERT INTO ${name} (${columns.map(([column]) => column).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          columns.map(([column, { type }]) => sample(type, column, n)),
        )
      }
      // A hole among the rowids, as a purge or a spent outbox leaves it.
      database.run(`DELETE FROM ${name} WHERE rowid = 2`)
    }
    database.commit()
    const before = tables.map(([name, table]) => rows(database, name, columnsOf(table)))
    migrate(database, deviceMigrations)
    expect(tables.map(([name, table]) => rows(database, name, columnsOf(table)))).toEqual(before)
    expect(database.faults()).toEqual([])
  })
})

function rows(database: Connection, table: string, columns: readonly (readonly [string, unknown])[]) {
  return database.all(
    `SELECT rowid AS at, ${columns.map(([column]) => column).join(', ')} FROM ${table} ORDER BY rowid`,
  )
}

function sample(type: Table['columns'][string]['type'], column: string, n: number): SqlValue {
  switch (type) {
    case 'text':
      return `${column} ${n}`
    case 'json':
      return JSON.stringify({ [column]: n })
    case 'real':
      return n + 0.25
    case 'integer':
      return n
    case 'boolean':
      return n % 2
    default:
      return type satisfies never
  }
}
