/**
 * The JSON backup: every synced table's rows whole, with clocks, trash and commands, and the raw
 * payloads as text. Valid JSON with a row a line, written and read in pieces.
 *
 * `rev` is a store's own business and stays behind; so does the device: a backup opened elsewhere
 * must not make two devices of one id. The links' keys go only where the golfer ticks it.
 */
import { SCHEMA_VERSION, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import type { Row } from '../schema/rows.ts'

export const BACKUP_FORMAT = 'rangebook-backup'
/** Of the layout of the file; what its rows hold is `schema_version`. */
export const BACKUP_VERSION = 1

export interface BackupHeader {
  readonly format: typeof BACKUP_FORMAT
  readonly version: number
  readonly schema_version: number
  /** ISO UTC. */
  readonly made_at: string
  /** Whether the links' keys are in it. */
  readonly keys: boolean
}

type Rows<T> = Iterable<T> | AsyncIterable<T>

export interface BackupSource {
  readonly rows: <T extends SyncedTable>(table: T) => Rows<Row<T>>
  /** Rows of a newer version's tables, kept whole; grouped by table. */
  readonly unknown_rows: Rows<Row<'unknown_rows'>>
  /** Raw answers of the source, decompressed. */
  readonly payloads: Rows<{ readonly id: string; readonly text: string }>
}

export interface BackupOptions {
  readonly made_at: string
  readonly keys: boolean
}

const CHUNK = 64_000

/** Pieces of text, to be written one after the other. */
export async function* writeBackup(source: BackupSource, options: BackupOptions): AsyncGenerator<string> {
  let text = ''
  for await (const piece of pieces(source, options)) {
    text += piece
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  yield text
}

async function* pieces(source: BackupSource, { made_at, keys }: BackupOptions): AsyncGenerator<string> {
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    schema_version: SCHEMA_VERSION,
    made_at,
    keys,
  }
  const counts: { [section: string]: number } = {}
  // Its closing brace comes at the very end.
  yield `${JSON.stringify(header).slice(0, -1)},\n"rows":{`
  let section = ''
  for await (const { table, json } of allRows(source, keys)) {
    if (table !== section) yield `${section === '' ? '' : '\n],'}\n${JSON.stringify(table)}:[\n`
    else yield ',\n'
    section = table
    counts[table] = (counts[table] ?? 0) + 1
    yield json
  }
  yield `${section === '' ? '' : '\n]'}\n},\n"payloads":{`
  let payloads = 0
  for await (const { id, text } of source.payloads) {
    yield `${payloads++ === 0 ? '\n' : ',\n'}${JSON.stringify(id)}:${JSON.stringify(text)}`
  }
  yield `\n},\n"counts":${JSON.stringify({ rows: counts, payloads })}\n}\n`
}

async function* allRows(
  source: BackupSource,
  keys: boolean,
): AsyncGenerator<{ table: string; json: string }> {
  for (const table of syncedTables) {
    for await (const row of source.rows(table)) {
      const kept = Object.entries(row).filter(
        ([name, value]) =>
          value !== null && name !== 'rev' && (keys || table !== 'reports' || name !== 'key'),
      )
      yield { table, json: JSON.stringify(Object.fromEntries(kept)) }
    }
  }
  for await (const { table_name, row } of source.unknown_rows) yield { table: table_name, json: row }
}
