import sqlite3InitModule from '@sqlite.org/sqlite-wasm'
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
import { SCHEMA } from './schema.ts'

/** The official build on the origin private file system, at its quickest: sahpool, WAL, exclusive. */
export async function openOpfs(): Promise<Rival> {
  const sqlite3 = await sqlite3InitModule()
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'bench' })
  let db: InstanceType<typeof pool.OpfsSAHPoolDb>
  return {
    async open() {
      db = new pool.OpfsSAHPoolDb('/bench.sqlite')
      db.exec('PRAGMA locking_mode = exclusive; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      if (db.selectValue('SELECT count(*) FROM sqlite_schema') === 0) db.exec(SCHEMA)
    },
    async insert(from, n) {
      db.transaction(() => {
        const groups = db.prepare(INSERT_GROUP)
        for (const values of groupsWithin(from, n)) groups.bind(values).stepReset()
        groups.finalize()
        const shots = db.prepare(INSERT_SHOT)
        for (let i = from; i < from + n; i++) shots.bind(shotValues(i)).stepReset()
        shots.finalize()
      })
    },
    async edit(n, clock) {
      db.exec({ sql: EDIT_SHOT, bind: [1, clock, shotId(n)] })
    },
    async aggregate() {
      return db.selectObjects(AGGREGATE).length
    },
  }
}
