/** A worker of a later build: one migration more. */
import { type Port, serve } from '../owner.ts'
import { testEngine, testMigrations } from './engine.ts'

declare const self: Port

serve(self, {
  ...testEngine,
  migrations: [...testMigrations, { version: 2, sql: 'ALTER TABLE notes ADD COLUMN more TEXT' }],
})
