import { type IDBPDatabase, openDB } from 'idb'
import initSqlJs, { type Database } from 'sql.js'
import wasm from 'sql.js/dist/sql-wasm.wasm?url'
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

/** What most sql.js apps do: after each change the whole file goes to IndexedDB. */
export async function openExport(): Promise<Rival> {
  const SQL = await initSqlJs({ locateFile: () => wasm })
  let files: IDBPDatabase
  let db: Database
  async function save() {
    const transaction = files.transaction('file', 'readwrite', { durability: 'strict' })
    await transaction.store.put(db.export(), 'file')
    await transaction.done
  }
  return {
    async open() {
      files = await openDB('bench-export', 1, { upgrade: d => void d.createObjectStore('file') })
      const file: Uint8Array | undefined = await files.get('file', 'file')
      db = new SQL.Database(file)
      if (!file) db.run(SCHEMA)
    },
    async insert(from, n) {
      db.run('BEGIN')
      const groups = db.prepare(INSERT_GROUP)
      for (const values of groupsWithin(from, n)) groups.run(values)
      groups.free()
      const shots = db.prepare(INSERT_SHOT)
      for (let i = from; i < from + n; i++) shots.run(shotValues(i))
      shots.free()
      db.run('COMMIT')
      await save()
    },
    async edit(n, clock) {
      db.run(EDIT_SHOT, [1, clock, shotId(n)])
      await save()
    },
    async aggregate() {
      return db.exec(AGGREGATE)[0]?.values.length ?? 0
    },
  }
}
