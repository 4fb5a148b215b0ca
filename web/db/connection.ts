/**
 * One SQLite database in the worker's memory: cached statements, and the row log's two halves, the
 * after-images of what a transaction touched and putting such images back. Never VACUUM: it may
 * renumber rowids, by which the log names rows.
 */
import type { Database, SqlJsStatic, Statement } from 'sql.js'
import type { SqlValue } from './sql.ts'

/** What one commit left of the rows it touched in a table, by rowid. */
export interface TableChange {
  readonly table: string
  readonly columns: readonly string[]
  /** Touched rows that are no more. */
  readonly deleted: readonly number[]
  readonly rowids: readonly number[]
  /** Beside `rowids`: values in the order of `columns`. */
  readonly rows: readonly (readonly SqlValue[])[]
}

export interface Connection {
  all<T>(sql: string, values?: readonly SqlValue[]): T[]
  get<T>(sql: string, values?: readonly SqlValue[]): T | undefined
  /** One INSERT, UPDATE or DELETE; the number of rows changed. */
  run(sql: string, values?: readonly SqlValue[]): number
  /** Any statements, outside of the log: pragmas, migrations, views. */
  script(sql: string): void
  begin(): void
  commit(): void
  rollback(): void
  /** After-images of all that was touched since `begin`. */
  changes(): TableChange[]
  /** How many rows, and of which tables, were touched since `begin`. */
  touched(): { readonly rows: number; readonly tables: readonly string[] }
  /** Puts images back, later ones over earlier ones, in one transaction. */
  apply(changes: Iterable<TableChange>): void
  version(): number
  /** What quick_check finds; empty = sound. */
  faults(): string[]
  file(): Uint8Array<ArrayBuffer>
  /** Another database of the same engine, that nobody writes meanwhile, under a name beside `main`. */
  attach(other: Connection, name: string): void
  detach(name: string): void
  /** Lets another connection at this database, which else is this one's alone. */
  share(): string
  close(): void
}

const KEPT_STATEMENTS = 300

interface Prepared {
  readonly statement: Statement
  readonly names: readonly string[]
}

export function openConnection(sql: SqlJsStatic, file: Uint8Array | null): Connection {
  const db: Database = new sql.Database(file)
  const prepared = new Map<string, Prepared>()
  const columnsByTable = new Map<string, readonly string[]>()
  let touched = new Map<string, Set<number>>()
  let hooked = 0

  // Durability is the log's: within memory nothing needs a journal file or a flush.
  try {
    // The log writes rows, so pages may be large: a scan of the history reads fewer of them.
    if (!file) db.run('PRAGMA page_size = 16384')
    db.run('PRAGMA journal_mode = MEMORY')
    db.run('PRAGMA synchronous = OFF')
    db.run('PRAGMA locking_mode = EXCLUSIVE')
    db.run('PRAGMA temp_store = MEMORY')
    db.run('PRAGMA query_only = ON')
  } catch (error) {
    // Not a database: its bytes need not stay in memory.
    db.close()
    throw error
  }

  function listen(): void {
    db.updateHook((_operation, database, table, rowid) => {
      hooked++
      if (database !== 'main') return
      const rowids = touched.get(table)
      if (rowids) rowids.add(rowid)
      else touched.set(table, new Set([rowid]))
    })
  }
  listen()

  function prepare(text: string): Prepared {
    const known = prepared.get(text)
    if (known) return known
    const statement = db.prepare(text)
    const made = { statement, names: statement.getColumnNames() }
    prepared.set(text, made)
    if (prepared.size > KEPT_STATEMENTS) {
      for (const [oldest, { statement: old }] of prepared) {
        old.free()
        prepared.delete(oldest)
        break
      }
    }
    return made
  }

  function script(text: string): void {
    // Statements know the schema that they were prepared on.
    for (const { statement } of prepared.values()) statement.free()
    prepared.clear()
    columnsByTable.clear()
    db.exec(text)
  }

  function rowsOf<T>(text: string, values: readonly SqlValue[], most: number): T[] {
    const { statement, names } = prepare(text)
    const rows: T[] = []
    try {
      statement.bind(values as SqlValue[])
      while (rows.length < most && statement.step()) {
        const cells = statement.get()
        const row: Record<string, SqlValue> = {}
        for (let i = 0; i < names.length; i++) row[names[i] as string] = cells[i] as SqlValue
        rows.push(row as T)
      }
    } finally {
      statement.reset()
    }
    return rows
  }

  function run(text: string, values: readonly SqlValue[] = []): number {
    if (!prepared.has(text)) refuseWhatTheHookMisses(text)
    const { statement } = prepare(text)
    hooked = 0
    try {
      statement.bind(values as SqlValue[])
      statement.step()
    } finally {
      statement.reset()
    }
    const changed = db.getRowsModified()
    // The last line of defence for the log: a table without rowid, or a statement that no pattern foresaw.
    if (changed > hooked)
      throw new Error(`SQLite changed ${changed} rows, of which the log saw ${hooked}: ${text}`)
    return changed
  }

  function columnsOf(table: string): readonly string[] {
    let columns = columnsByTable.get(table)
    if (!columns) {
      columns = rowsOf<{ name: string }>(
        'SELECT name FROM pragma_table_info(?)',
        [table],
        Number.POSITIVE_INFINITY,
      ).map(({ name }) => name)
      columnsByTable.set(table, columns)
    }
    return columns
  }

  function changes(): TableChange[] {
    const all: TableChange[] = []
    for (const [table, touchedRowids] of touched) {
      const columns = columnsOf(table)
      const { statement } = prepare(
        `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)} WHERE rowid = ?`,
      )
      const deleted: number[] = []
      const rowids: number[] = []
      const rows: SqlValue[][] = []
      for (const rowid of touchedRowids) {
        statement.bind([rowid])
        if (statement.step()) {
          rowids.push(rowid)
          rows.push(statement.get())
        } else deleted.push(rowid)
      }
      statement.reset()
      all.push({ table, columns, deleted, rowids, rows })
    }
    return all
  }

  function begin(): void {
    touched = new Map()
    db.run('PRAGMA query_only = OFF')
    db.run('BEGIN IMMEDIATE')
  }

  function end(how: 'COMMIT' | 'ROLLBACK'): void {
    db.run(how)
    db.run('PRAGMA query_only = ON')
    touched = new Map()
  }

  function apply(images: Iterable<TableChange>): void {
    const last = lastImages(images)
    if (last.length === 0) return
    db.updateHook(null)
    begin()
    try {
      // All touched rows go first: an image may hold a key that another touched row gave up.
      for (const { table, rows } of last) {
        const { statement } = prepare(`DELETE FROM ${quoted(table)} WHERE rowid = ?`)
        for (const rowid of rows.keys()) statement.run([rowid])
      }
      for (const { table, columns, rows } of last) {
        const { statement } = prepare(
          `INSERT INTO ${quoted(table)} (rowid, ${columns.map(quoted).join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`,
        )
        for (const [rowid, row] of rows) if (row) statement.run([rowid, ...row])
      }
      end('COMMIT')
    } catch (error) {
      end('ROLLBACK')
      throw error
    } finally {
      listen()
    }
  }

  return {
    all: (text, values = []) => rowsOf(text, values, Number.POSITIVE_INFINITY),
    get: <T>(text: string, values: readonly SqlValue[] = []) => rowsOf<T>(text, values, 1)[0],
    run,
    script,
    begin,
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
    changes,
    apply,
    version: () => Number(db.exec('PRAGMA user_version')[0]?.values[0]?.[0]),
    faults: () =>
      rowsOf<{ quick_check: string }>('PRAGMA quick_check(5)', [], 5)
        .map(row => row.quick_check)
        .filter(fault => fault !== 'ok'),
    file: () => db.export() as Uint8Array<ArrayBuffer>,
    touched: () => ({
      rows: [...touched.values()].reduce((sum, rowids) => sum + rowids.size, 0),
      tables: [...touched.keys()],
    }),
    attach: (other, name) => script(`ATTACH '${other.share()}' AS ${quoted(name)}`),
    detach: name => script(`DETACH ${quoted(name)}`),
    share() {
      // The lock goes with the first read after.
      script('PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema')
      return rowsOf<{ file: string }>('PRAGMA database_list', [], 1)[0]?.file ?? ''
    },
    close: () => db.close(),
  }
}

/** The last image of each row: what stands after all of them, whatever came between. */
function lastImages(images: Iterable<TableChange>) {
  const last = new Map<
    string,
    { table: string; columns: readonly string[]; rows: Map<number, readonly SqlValue[] | null> }
  >()
  for (const { table, columns, deleted, rowids, rows } of images) {
    // Images from both sides of a migration are not mixed: the caller applies each side by itself.
    let known = last.get(table)
    if (!known) {
      known = { table, columns, rows: new Map() }
      last.set(table, known)
    }
    for (const rowid of deleted) known.rows.set(rowid, null)
    for (let i = 0; i < rowids.length; i++) known.rows.set(rowids[i] as number, rows[i] ?? null)
  }
  return [...last.values()]
}

/** Once a statement's text, as it is prepared: cheap. */
function refuseWhatTheHookMisses(text: string): void {
  if (!/^\s*(insert|update|delete|with\b.*\b(insert|update|delete))\b/is.test(text)) {
    throw new Error(`Only INSERT, UPDATE and DELETE run in a transaction, not: ${text}`)
  }
  if (/^\s*replace\b|\b(insert|update)\s+or\s+replace\b/i.test(text)) {
    throw new Error(`REPLACE deletes rows that the log does not see: ${text}`)
  }
  if (/\bdelete\s+from\b(?!.*\bwhere\b)/is.test(text)) {
    throw new Error(`A DELETE without WHERE is not seen by the log (WHERE true is): ${text}`)
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
