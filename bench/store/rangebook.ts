import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { migrationsOf } from '../../web/db/migrate.ts'
import { loadSqlJs } from '../../web/db/sqljs.ts'
import { openStore, type Store } from '../../web/db/store.ts'
import { uuidv7 } from '../../web/db/uuid.ts'
import {
  AGGREGATE,
  EDIT_SHOT,
  groupsWithin,
  INSERT_GROUP,
  INSERT_SHOT,
  type Rival,
  shotId,
  shotValues,
} from './rows.ts'
import { migrationFiles } from './schema.ts'

/** The product's store, without its commands: the same SQL as the rivals. */
export async function openRangebook(): Promise<Rival> {
  const sql = await loadSqlJs(wasm)
  let store: Store
  return {
    async open() {
      store = await openStore({
        name: 'bench',
        sql,
        migrations: migrationsOf(migrationFiles),
        prepare: () => {},
        expected: false,
        now: Date.now,
        uuid: uuidv7,
      })
    },
    async insert(from, n) {
      await store.write(tx => {
        for (const values of groupsWithin(from, n)) tx.run(INSERT_GROUP, values)
        for (let i = from; i < from + n; i++) tx.run(INSERT_SHOT, shotValues(i))
      })
    },
    async edit(n, clock) {
      await store.write(tx => tx.run(EDIT_SHOT, [1, clock, shotId(n)]))
    },
    settle: () => store.fold(),
    async aggregate() {
      return store.read(reader => reader.all(AGGREGATE).length)
    },
  }
}
