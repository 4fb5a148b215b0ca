/**
 * The history, or shots of it, as a file to leave with. Made from a copy of one moment, in pieces that the
 * browser takes off the memory, so that edits go on meanwhile and only the database itself lies there twice.
 */
import { type BackupSource, writeBackup } from '../../../shared/files/backup.ts'
import { SCHEMA_VERSION, type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import type { Row } from '../../../shared/schema/rows.ts'
import type { ExportRequest } from '../backup.ts'
import type { CommandContext } from '../commands/context.ts'
import { type Connection, openConnection } from '../connection.ts'
import { selectedIds } from '../queries/filter.ts'
import { csvOf } from './csv.ts'
import { gunzip } from './gunzip.ts'
import { APPLICATION_ID, createTables, namesOf } from './tables.ts'

export interface ExportSource {
  /** A copy, which the export may write to; its owner closes it. */
  readonly copy: Connection
  readonly payload: (id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
}
export type ExportContext = Pick<CommandContext, 'loadSql' | 'now' | 'progress' | 'signal' | 'yieldNow'>

const TYPES = { csv: 'text/csv', json: 'application/json', sqlite: 'application/vnd.sqlite3' } as const
/** Letters that wait in memory before the browser is given them. */
const PIECE = 4_000_000
const CHUNK = 2_000
const SQL_CHUNK = 20_000

export async function exportAs(
  source: ExportSource,
  request: ExportRequest,
  context: ExportContext,
): Promise<Blob> {
  await context.yieldNow()
  context.signal.throwIfAborted()
  choose(source.copy, request)
  const type = TYPES[request.as]
  switch (request.as) {
    case 'csv':
      return blobOf(csvOf(source.copy, request, stepper(context, countOf(source.copy, ['shots']))), type)
    case 'json':
      return blobOf(backupOf(source, request, context), type)
    case 'sqlite':
      return new Blob([await databaseOf(source, request, context)], { type })
    default:
      return request.as satisfies never
  }
}

/** The shots that go along, by id in `chosen`, which every export reads; none of it where all go. */
function choose(copy: Connection, { shots }: ExportRequest): void {
  const ids = shots === null ? [] : selectedIds(copy, shots)
  copy.script('PRAGMA query_only = OFF; CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)')
  copy.begin()
  copy.run('INSERT INTO temp.chosen SELECT DISTINCT value FROM json_each(?)', [JSON.stringify(ids)])
  copy.commit()
}

async function blobOf(pieces: AsyncIterable<string>, type: string): Promise<Blob> {
  const taken: Blob[] = []
  let waiting: string[] = []
  let letters = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    letters += piece.length
    if (letters < PIECE) continue
    taken.push(new Blob(waiting))
    waiting = []
    letters = 0
  }
  return new Blob([...taken, ...waiting], { type })
}

/** Told of each row or so; now and then it reports, and lets a cancel in. */
export type Stepper = (rows: number) => Promise<void>

function stepper({ progress, signal, yieldNow }: ExportContext, of: number): Stepper {
  let [done, since] = [0, 0]
  return async rows => {
    done += rows
    since += rows
    if (since < CHUNK) return
    since = 0
    progress({ done: Math.min(done, of), of })
    await yieldNow()
    signal.throwIfAborted()
  }
}

const OF_CHOSEN = '(SELECT group_id FROM shots WHERE id IN temp.chosen)'
const SESSIONS_OF_CHOSEN = `(
  SELECT default_session_id FROM groups WHERE id IN ${OF_CHOSEN}
  UNION SELECT session_id FROM shots WHERE id IN temp.chosen
)`
/** Those that took them in as well, and all on the way there. */
const ENDS_OF_CHOSEN = `(SELECT end_id FROM merge_ends WHERE table_name = 'sessions' AND row_id IN ${SESSIONS_OF_CHOSEN})`

/** Which rows of a table go with chosen shots; a raw report, a step or a setting tells of others too. */
const WITH_CHOSEN: { readonly [T in SyncedTable]: string } = {
  reports: 'id IN (SELECT report_id FROM shots WHERE id IN temp.chosen)',
  payloads: 'false',
  groups: `id IN ${OF_CHOSEN}`,
  sessions: `id IN ${SESSIONS_OF_CHOSEN} OR id IN ${ENDS_OF_CHOSEN}
    OR id IN (SELECT row_id FROM merge_ends WHERE table_name = 'sessions' AND end_id IN ${ENDS_OF_CHOSEN})`,
  shots: 'id IN temp.chosen',
  clubs: 'true',
  media: 'shot_id IN temp.chosen',
  commands: 'false',
  command_items: 'false',
  settings: 'false',
}

const whereOf = (table: SyncedTable, { shots }: ExportRequest) =>
  shots === null ? 'true' : `(${WITH_CHOSEN[table]})`

function countOf(copy: Connection, tables: readonly SyncedTable[]): number {
  return tables.reduce(
    (sum, table) => sum + (copy.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0),
    0,
  )
}

function backupOf(
  { copy, payload }: ExportSource,
  request: ExportRequest,
  context: ExportContext,
): AsyncGenerator<string> {
  const step = stepper(context, countOf(copy, syncedTables))
  async function* rows<T extends SyncedTable>(table: T): AsyncGenerator<Row<T>> {
    for (let after = 0; ; ) {
      const found = copy.all<Row<T> & { at: number }>(
        `SELECT rowid AS at, * FROM ${table} WHERE rowid > ? AND ${whereOf(table, request)}
        ORDER BY rowid LIMIT ${CHUNK}`,
        [after],
      )
      for (const { at, ...row } of found) {
        after = at
        yield row as unknown as Row<T>
      }
      if (found.length < CHUNK) return
      await step(found.length)
    }
  }
  async function* payloads() {
    for (const id of payloadIds(copy, request)) {
      const bytes = await payload(id)
      const text = bytes && (await gunzip(bytes))
      await step(1)
      // Deleted for good meanwhile, or fetched by another device.
      if (text != null) yield { id, text }
    }
  }
  const source: BackupSource = {
    rows,
    unknown_rows: request.shots
      ? []
      : copy.all('SELECT table_name, row_id, row FROM unknown_rows ORDER BY table_name, row_id'),
    payloads: payloads(),
  }
  return writeBackup(source, { made_at: new Date(context.now()).toISOString(), keys: request.keys })
}

function payloadIds(copy: Connection, request: ExportRequest): string[] {
  return copy
    .all<{ id: string }>(`SELECT id FROM payloads WHERE ${whereOf('payloads', request)} ORDER BY id`)
    .map(({ id }) => id)
}

async function databaseOf(
  { copy, payload }: ExportSource,
  request: ExportRequest,
  context: ExportContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const step = stepper(context, countOf(copy, syncedTables))
  const made = openConnection(await context.loadSql(), null)
  try {
    copy.attach(made, 'made')
    copy.script(`PRAGMA query_only = OFF; PRAGMA made.journal_mode = OFF; ${createTables('made')}
      PRAGMA made.application_id = ${APPLICATION_ID}; PRAGMA made.user_version = ${SCHEMA_VERSION}`)
    for (const table of syncedTables) await copyTable(copy, table, request, step)
    copy.begin()
    if (request.shots === null) {
      copy.run('INSERT INTO made.unknown_rows SELECT table_name, row_id, row FROM main.unknown_rows')
    }
    for (const id of payloadIds(copy, request)) {
      const bytes = await payload(id)
      if (bytes) copy.run('INSERT INTO made.payload_files (id, gzip) VALUES (?, ?)', [id, bytes])
      await step(1)
    }
    const about = { made_at: new Date(context.now()).toISOString(), keys: request.keys ? 'yes' : 'no' }
    for (const [name, value] of Object.entries(about)) {
      copy.run('INSERT INTO made.rangebook_file (name, value) VALUES (?, ?)', [name, value])
    }
    copy.commit()
    copy.detach('made')
    return made.file()
  } finally {
    made.close()
  }
}

async function copyTable(
  copy: Connection,
  table: SyncedTable,
  request: ExportRequest,
  step: Stepper,
): Promise<void> {
  const names = namesOf(table)
  const kept = names.map(name => (table === 'reports' && name === 'key' && !request.keys ? 'NULL' : name))
  const last = copy.get<{ n: number | null }>(`SELECT max(rowid) AS n FROM ${table}`)?.n ?? 0
  for (let first = 1; first <= last; first += SQL_CHUNK) {
    copy.begin()
    const rows = copy.run(
      `INSERT INTO made.${table} (${names.join(', ')}) SELECT ${kept.join(', ')} FROM main.${table}
      WHERE rowid BETWEEN ? AND ? AND ${whereOf(table, request)} ORDER BY rowid`,
      [first, first + SQL_CHUNK - 1],
    )
    copy.commit()
    await step(rows)
  }
}
