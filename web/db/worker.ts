/** This tab's database worker, with the registries and migrations of this build. */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { runCommand } from './commands/index.ts'
import { deviceMigrations } from './migrations.ts'
import { type Port, serve } from './owner.ts'
import { prepareConnection, queries } from './queries/index.ts'
import { loadSqlJs } from './sqljs.ts'
import type { Engine } from './term.ts'
import { uuidv7 } from './uuid.ts'

// The types of a page are not those of a worker.
declare const self: Port

serve(self, {
  loadSql: () => loadSqlJs(wasmUrl),
  migrations: deviceMigrations,
  prepare: prepareConnection,
  queries: queries as Engine['queries'],
  runCommand,
  now: Date.now,
  uuid: uuidv7,
})
