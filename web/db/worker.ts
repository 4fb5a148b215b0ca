/** This tab's database worker, with the registries and migrations of this build. */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { runCommand } from './commands/index.ts'
import { migrationsOf } from './migrate.ts'
import { type Engine, type Port, serve } from './owner.ts'
import { prepareConnection, queries } from './queries/index.ts'
import { loadSqlJs } from './sqljs.ts'
import { uuidv7 } from './uuid.ts'

// The types of a page are not those of a worker.
declare const self: Port

const sqlByPath = import.meta.glob<string>('../../migrations/device/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

serve(self, {
  loadSql: () => loadSqlJs(wasmUrl),
  migrations: migrationsOf(sqlByPath),
  prepare: prepareConnection,
  queries: queries as Engine['queries'],
  runCommand,
  now: Date.now,
  uuid: uuidv7,
})
