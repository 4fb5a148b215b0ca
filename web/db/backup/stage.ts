/**
 * A backup, JSON or SQLite, read whole into a database of its own before the golfer's is touched: each
 * row checked, each payload what its name says. What is wrong is told in a sentence, and nothing was done.
 */
import { type BackupItem, backupReader } from '../../../shared/files/backup_reader.ts'
import { readRow } from '../../../shared/files/checked_row.ts'
import { type Read, type Refusal, refuse } from '../../../shared/files/refusal.ts'
import { stampsAhead, stampsOf } from '../../../shared/files/restamp.ts'
import { SCHEMA_VERSION, type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import type { Clock } from '../../../shared/sync/clock.ts'
import { mergeRows, type State } from '../../../shared/sync/merge.ts'
import type { CommandContext } from '../commands/context.ts'
import { compress, payloadId } from '../commands/payload.ts'
import { type Connection, openConnection } from '../connection.ts'
import { type Foreign, openForeign } from '../foreign.ts'
import { ProblemError } from '../problems.ts'
import type { SqlValue } from '../sql.ts'
import { gunzip } from './gunzip.ts'
import { createTables, namesOf } from './tables.ts'

export interface Staged {
  /** The tables of tables.ts, each row whole and sound; rowids from 1 without a gap. */
  readonly database: Connection
  /** ISO UTC; null where the file does not say. */
  readonly made_at: string | null
  readonly counts: ReadonlyMap<SyncedTable, number>
  /** The latest stamp that is not ahead of this device's time. */
  readonly latest: Clock | null
  /** Stamps ahead, and the rows that have one. */
  readonly ahead: ReadonlySet<Clock>
  readonly rows_ahead: readonly { readonly table: SyncedTable; readonly id: string }[]
  close(): void
}

type StageContext = Pick<CommandContext, 'loadSql' | 'now' | 'progress' | 'signal' | 'yieldNow'>

/** 100,000 shots with all that belongs to them are some 120 MB of JSON. */
const MAX_JSON_BYTES = 1024 * 1024 * 1024
const BATCH = 500
const OLD_OF = ['payload_files', 'unknown_rows', 'rangebook_file'] as const

export async function stage(file: Blob, context: StageContext): Promise<Read<Staged>> {
  const staging = new Staging(openConnection(await context.loadSql(), null), context.now())
  try {
    const problem = (await startOf(file)).startsWith('SQLite format 3')
      ? await readSqlite(file, staging, context)
      : await readJson(file, staging, context)
    const wrong = problem ?? staging.flush()
    if (!wrong) return { ok: true, value: staging.done() }
    staging.database.close()
    return { ok: false, problem: wrong }
  } catch (error) {
    staging.database.close()
    if (error instanceof DOMException && error.name === 'NotReadableError') {
      return refuse(
        'unreadable',
        'The file can’t be read any more. Was it moved or deleted? Choose it again.',
      )
    }
    throw error
  }
}

/** As `stage`, where a problem ends the command. */
export async function stageOrThrow(file: Blob, context: StageContext): Promise<Staged> {
  const staged = await stage(file, context)
  if (!staged.ok) throw new ProblemError(staged.problem)
  return staged.value
}

const startOf = async (file: Blob) =>
  new TextDecoder('windows-1252').decode(await file.slice(0, 16).arrayBuffer())

/** Collects rows and writes them in batches. */
class Staging {
  readonly database: Connection
  readonly #now_ms: number
  readonly #counts = new Map<SyncedTable, number>()
  readonly #rowids = new Map<string, number>()
  readonly #ahead = new Set<Clock>()
  readonly #rows_ahead: { table: SyncedTable; id: string }[] = []
  #waiting = new Map<string, { columns: readonly string[]; rows: SqlValue[][] }>()
  #waits = 0
  #latest: Clock | null = null
  made_at: string | null = null

  constructor(database: Connection, now_ms: number) {
    this.database = database
    this.#now_ms = now_ms
    database.begin()
    database.script(createTables('main'))
    database.commit()
  }

  row(table: SyncedTable, state: State): Refusal | null {
    // What a merge would have made of it; most rows were never edited.
    const isPlain = state['clocks'] === '{}' && state['extra'] === null && state['purged'] !== 1
    const row = isPlain ? state : mergeRows(table, state, state)
    const ahead = stampsAhead(table, row, this.#now_ms)
    if (ahead.length > 0) this.#rows_ahead.push({ table, id: String(row['id']) })
    for (const stamp of ahead) this.#ahead.add(stamp)
    for (const stamp of stampsOf(table, row)) {
      if (stamp > (this.#latest ?? '') && !ahead.includes(stamp)) this.#latest = stamp
    }
    this.#counts.set(table, (this.#counts.get(table) ?? 0) + 1)
    const columns = namesOf(table)
    return this.#put(
      table,
      columns,
      columns.map(name => row[name] ?? null),
    )
  }

  unknownRow(table_name: string, row_id: string, row: string): Refusal | null {
    return this.#put('unknown_rows', ['table_name', 'row_id', 'row'], [table_name, row_id, row])
  }

  /** `gzip`: as it is packed already. */
  async payload(id: string, text: string, gzip?: Uint8Array): Promise<Refusal | null> {
    if ((await payloadId(text)) !== id) {
      return damaged(`the report kept as ${id.slice(0, 12)}… is not what its name says`)
    }
    return this.#put('payload_files', ['id', 'gzip'], [id, gzip ?? (await compress(text))])
  }

  #put(table: string, columns: readonly string[], row: SqlValue[]): Refusal | null {
    const waiting = this.#waiting.get(table)
    if (waiting) waiting.rows.push(row)
    else this.#waiting.set(table, { columns, rows: [row] })
    return ++this.#waits >= BATCH ? this.flush() : null
  }

  flush(): Refusal | null {
    const changes = [...this.#waiting].map(([table, { columns, rows }]) => {
      const first = this.#rowids.get(table) ?? 0
      this.#rowids.set(table, first + rows.length)
      return { table, columns, deleted: [], rowids: rows.map((_, i) => first + i + 1), rows }
    })
    this.#waiting = new Map()
    this.#waits = 0
    try {
      this.database.apply(changes)
      return null
    } catch (error) {
      if (error instanceof Error && /UNIQUE/.test(error.message)) return damaged('it holds a row twice')
      throw error
    }
  }

  done(): Staged {
    return {
      database: this.database,
      made_at: this.made_at,
      counts: this.#counts,
      latest: this.#latest,
      ahead: this.#ahead,
      rows_ahead: this.#rows_ahead,
      close: () => this.database.close(),
    }
  }
}

async function readJson(file: Blob, staging: Staging, context: StageContext): Promise<Refusal | null> {
  if (file.size > MAX_JSON_BYTES)
    return { kind: 'too_big', says: 'This backup has more than 1 GB. It can’t be read here.' }
  const reader = backupReader()
  const pieces = file.stream().getReader()
  // Not fatal: a letter that is none is seen by the check of the payload's hash, or is a letter of a note.
  const decoder = new TextDecoder()
  let done_bytes = 0
  for (;;) {
    context.signal.throwIfAborted()
    context.progress({ done: done_bytes, of: file.size })
    const { value, done } = await pieces.read()
    const pushed = reader.push(done ? decoder.decode() : decoder.decode(value, { stream: true }))
    if (!pushed.ok) return stopped(pieces, pushed.problem)
    for (const item of pushed.value) {
      const problem = await take(staging, item)
      if (problem) return stopped(pieces, problem)
    }
    if (done) break
    done_bytes += value.byteLength
    await context.yieldNow()
  }
  const end = reader.end()
  return end.ok ? null : end.problem
}

function stopped(pieces: ReadableStreamDefaultReader<unknown>, problem: Refusal): Refusal {
  pieces.cancel().catch(() => {})
  return problem
}

async function take(staging: Staging, item: BackupItem): Promise<Refusal | null> {
  switch (item.kind) {
    case 'header':
      staging.made_at = item.header.made_at
      return null
    case 'row':
      return staging.row(item.table, item.row)
    case 'unknown_row':
      return staging.unknownRow(item.row.table_name, item.row.row_id, item.row.row)
    case 'payload':
      return staging.payload(item.id, item.text)
    default:
      return item satisfies never
  }
}

async function readSqlite(file: Blob, staging: Staging, context: StageContext): Promise<Refusal | null> {
  const opened = await openForeign(await context.loadSql(), file, [...syncedTables, ...OLD_OF])
  if (!opened.ok) return opened.problem
  const foreign = opened.value
  try {
    if (!foreign.columns.has('commands') || !foreign.columns.has('shots')) {
      return { kind: 'not_a_backup', says: 'This database is not Rangebook’s.' }
    }
    if (foreign.version > SCHEMA_VERSION) {
      return {
        kind: 'newer_backup',
        says: 'This backup was made by a newer version of Rangebook. Reload the app, then try again.',
      }
    }
    return (await readTables(foreign, staging, context)) ?? (await readBeside(foreign, staging))
  } finally {
    foreign.close()
  }
}

async function readTables(
  foreign: Foreign,
  staging: Staging,
  context: StageContext,
): Promise<Refusal | null> {
  const of = syncedTables.reduce((sum, table) => sum + foreign.count(table), 0)
  let done = 0
  for (const table of syncedTables) {
    let n = 0
    for (const raw of foreign.rows(table)) {
      const row = readRow(table, raw, `${table}, row ${++n}`)
      const problem = row.ok ? staging.row(table, row.value) : row.problem
      if (problem) return problem
      if (++done % BATCH !== 0) continue
      context.progress({ done, of })
      await context.yieldNow()
      context.signal.throwIfAborted()
    }
  }
  return null
}

async function readBeside(foreign: Foreign, staging: Staging): Promise<Refusal | null> {
  for (const { name, value } of foreign.rows('rangebook_file')) {
    if (name === 'made_at' && typeof value === 'string') staging.made_at = value
  }
  for (const { table_name, row_id, row } of foreign.rows('unknown_rows')) {
    if (typeof table_name !== 'string' || typeof row_id !== 'string' || typeof row !== 'string') {
      return damaged('a row of a newer version is no text')
    }
    const problem = staging.unknownRow(table_name, row_id, row)
    if (problem) return problem
  }
  for (const { id, gzip } of foreign.rows('payload_files')) {
    if (typeof id !== 'string' || !(gzip instanceof Uint8Array)) return damaged('a kept report is missing')
    const text = await gunzip(gzip)
    const problem =
      text === null ? damaged('a kept report can’t be unpacked') : await staging.payload(id, text, gzip)
    if (problem) return problem
  }
  return null
}

const damaged = (what: string): Refusal => ({
  kind: 'damaged',
  says: `This backup is damaged: ${what}. Nothing was taken in.`,
})
