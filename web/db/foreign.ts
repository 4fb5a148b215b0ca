/**
 * A SQLite file that somebody else wrote, opened in a database of its own that is thrown away: of it,
 * only plain tables that the caller knows are read, column by column. Views, virtual tables, generated
 * columns and triggers never run. Damage is told in words before the first row.
 */
import type { Database, SqlJsStatic } from 'sql.js'
import { type Read, refuse } from '../../shared/files/refusal.ts'
import type { SqlValue } from './sql.ts'

export type ForeignRow = { readonly [column: string]: SqlValue }

export interface Foreign {
  /** PRAGMA user_version: a schema version, where its maker keeps one there. */
  readonly version: number
  /** Of the tables asked for, those that are there, with the columns they have. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  count(table: string): number
  /** In the order of the file, read as they are asked for; of a table that is not there, none. */
  rows(table: string): Iterable<ForeignRow>
  close(): void
}

/** It lies in memory twice while it is opened; 100,000 shots take some 60 MB. */
export const MAX_FOREIGN_BYTES = 256 * 1024 * 1024

const DAMAGED =
  'This database is damaged: it was cut off or changed on its way. Nothing was taken in. Copy it once more.'
const NOT_SQLITE = 'This file is no SQLite database.'
const notPlain = (table: string) =>
  `In this database “${table}” is no plain table, as its program makes it. Nothing was taken in.`
const GONE = 'The file can’t be read any more. Was it moved or deleted? Choose it again.'

/** `known`: names of tables; the caller checks what their rows hold. */
export async function openForeign(
  sql: SqlJsStatic,
  file: Blob,
  known: readonly string[],
): Promise<Read<Foreign>> {
  if (file.size > MAX_FOREIGN_BYTES) {
    const mb = Math.round(file.size / 1024 / 1024)
    return refuse('too_big', `This database has ${mb} MB. Up to 256 MB are read on this device.`)
  }
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await file.arrayBuffer())
  } catch {
    return refuse('unreadable', GONE)
  }
  if (bytes.length < 100 || new TextDecoder().decode(bytes.subarray(0, 15)) !== 'SQLite format 3') {
    return refuse('not_sqlite', NOT_SQLITE)
  }
  // A file in WAL mode asks for its companion, which nobody chose: what was checkpointed is in here.
  bytes[18] = 1
  bytes[19] = 1
  const db = new sql.Database(bytes)
  try {
    const opened = open(db, known)
    if (!opened.ok) db.close()
    return opened
  } catch (error) {
    db.close()
    if (isOfTheFile(error)) return refuse('damaged', DAMAGED)
    throw error
  }
}

function open(db: Database, known: readonly string[]): Read<Foreign> {
  // What its schema says is not trusted; checks are the maker's business and might take for ever.
  db.exec(`PRAGMA trusted_schema = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA cell_size_check = ON;
    PRAGMA query_only = ON; PRAGMA temp_store = MEMORY`)
  const columns = new Map<string, readonly string[]>()
  for (const table of known) {
    const there = columnsOf(db, table)
    if (there === null) continue
    if (there.length === 0) return refuse('hostile', notPlain(table))
    columns.set(table, there)
  }
  for (const table of columns.keys()) {
    const found = db.exec(`PRAGMA quick_check(${quoted(table)})`)[0]?.values[0]?.[0]
    if (found !== 'ok') return refuse('damaged', DAMAGED)
  }
  const version = Number(db.exec('PRAGMA user_version')[0]?.values[0]?.[0])
  return {
    ok: true,
    value: {
      version,
      columns,
      count: table =>
        columns.has(table)
          ? Number(db.exec(`SELECT count(*) FROM main.${quoted(table)} NOT INDEXED`)[0]?.values[0]?.[0])
          : 0,
      rows: table => rowsOf(db, table, columns.get(table) ?? []),
      close: () => db.close(),
    },
  }
}

/** Null: no such table. Empty: it is a view, a virtual table, or computes columns as it is read. */
function columnsOf(db: Database, table: string): string[] | null {
  const found = all(db, 'SELECT type, sql FROM main.sqlite_schema WHERE lower(name) = lower(?)', [table])
  const made = found.find(({ type }) => type === 'table' || type === 'view')
  if (!made) return null
  if (made['type'] !== 'table' || !/^create\s+table\b/i.test(String(made['sql']))) return []
  const columns = all(db, 'SELECT name, hidden FROM pragma_table_xinfo(?)', [table])
  return columns.some(({ hidden }) => hidden !== 0) ? [] : columns.map(({ name }) => String(name))
}

function* rowsOf(db: Database, table: string, columns: readonly string[]): Generator<ForeignRow> {
  if (columns.length === 0) return
  const statement = db.prepare(
    `SELECT ${columns.map(quoted).join(', ')} FROM main.${quoted(table)} NOT INDEXED`,
  )
  try {
    while (statement.step()) {
      const cells = statement.get()
      yield Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null]))
    }
  } finally {
    statement.free()
  }
}

function all(db: Database, text: string, values: SqlValue[]): ForeignRow[] {
  const statement = db.prepare(text, values)
  const rows: ForeignRow[] = []
  try {
    while (statement.step()) rows.push(statement.getAsObject() as ForeignRow)
  } finally {
    statement.free()
  }
  return rows
}

/** sql.js throws SQLite's words as a plain Error; a bug of ours has a name of its own. */
const isOfTheFile = (error: unknown) => error instanceof Error && error.name === 'Error'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
