import { expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import { migrate } from './migrate.ts'
import { deviceMigrations } from './migrations.ts'
import { loadSqlJs } from './sqljs.ts'

/** A device whose version knows no lofts, and no settings. */
async function older() {
  const database = openConnection(await loadSqlJs(), null)
  migrate(database, deviceMigrations)
  database.begin()
  database.script('ALTER TABLE clubs DROP COLUMN loft_deg; DROP TABLE settings')
  database.commit()
  const version = deviceMigrations.length + 1
  const sql = `ALTER TABLE clubs ADD COLUMN loft_deg REAL;
    CREATE TABLE settings (id TEXT NOT NULL PRIMARY KEY, clocks TEXT NOT NULL DEFAULT '{}', extra TEXT, rev INTEGER, value TEXT) STRICT`
  return { database, migrations: [...deviceMigrations, { version, sql }] }
}

test('what a newer device sent falls into its column and its table with the update', async () => {
  const { database, migrations } = await older()
  database.begin()
  for (const [id, extra] of [
    ['a', '{"grip":"long","loft_deg":34}'],
    ['b', '{"loft_deg":45.5}'],
    ['odd', '{"loft_deg":"steep"}'],
    ['c', null],
  ] as const) {
    database.run('INSERT INTO clubs (id, extra) VALUES (?, ?)', [id, extra])
  }
  database.run("INSERT INTO unknown_rows VALUES ('settings', 'distance', ?), ('rounds', 'r', ?)", [
    JSON.stringify({ id: 'distance', value: '"metre"', rev: 7, shape: 'round' }),
    JSON.stringify({ id: 'r' }),
  ])
  database.commit()
  migrate(database, migrations)
  expect(database.all('SELECT id, loft_deg, extra FROM clubs ORDER BY id')).toEqual([
    { id: 'a', loft_deg: 34, extra: '{"grip":"long"}' },
    { id: 'b', loft_deg: 45.5, extra: null },
    { id: 'c', loft_deg: null, extra: null },
    { id: 'odd', loft_deg: null, extra: '{"loft_deg":"steep"}' },
  ])
  expect(database.all('SELECT * FROM settings')).toEqual([
    { id: 'distance', clocks: '{}', extra: '{"shape":"round"}', rev: 7, value: '"metre"' },
  ])
  expect(database.all('SELECT row_id FROM unknown_rows')).toEqual([{ row_id: 'r' }])
})
