/** The next rows to send. A table at a time, the headers of commands last: what they changed goes before them. */
import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import type { State } from '../../../shared/sync/merge.ts'
import type { WireElement } from '../../../shared/sync/wire.ts'
import { toWire } from '../../../shared/sync/wire_row.ts'
import type { SentRow } from '../command.ts'
import type { Batch } from '../query.ts'
import type { Reader } from '../sql.ts'

/** As the cloud writes them. */
export const SENT_IN_ORDER = [
  'reports',
  'payloads',
  'sessions',
  'groups',
  'clubs',
  'shots',
  'media',
  'settings',
  'command_items',
  'commands',
] as const satisfies readonly SyncedTable[]

export function readBatch(reader: Reader, most: { readonly rows: number; readonly bytes: number }): Batch {
  const rows: WireElement[] = []
  const sent: SentRow[] = []
  const gone: SentRow[] = []
  let bytes = 0
  for (const { entry, row } of waiting(reader, most.rows)) {
    if (row === null) {
      gone.push(entry)
      continue
    }
    const element = { table: entry.table_name, row }
    bytes += JSON.stringify(element).length
    if (rows.length > 0 && (rows.length >= most.rows || bytes > most.bytes)) break
    rows.push(element)
    sent.push(entry)
  }
  return { rows, sent, gone }
}

interface Waiting {
  readonly entry: SentRow
  readonly row: WireElement['row'] | null
}

function* waiting(reader: Reader, limit: number): Generator<Waiting> {
  for (const table_name of SENT_IN_ORDER) {
    const found = reader.all<State & { entry_id: string; entry_no: number }>(
      `SELECT o.row_id AS entry_id, o.commit_no AS entry_no, t.*
      FROM outbox AS o LEFT JOIN ${table_name} AS t ON t.id = o.row_id WHERE o.table_name = ? LIMIT ?`,
      [table_name, limit],
    )
    for (const { entry_id, entry_no, ...row } of found) {
      const entry = { table_name, row_id: entry_id, commit_no: entry_no }
      yield { entry, row: row['id'] === null ? null : toWire(row as State) }
    }
  }
  const found = reader.all<SentRow & { row: string | null }>(
    `SELECT o.table_name, o.row_id, o.commit_no, u.row
    FROM outbox AS o LEFT JOIN unknown_rows AS u ON u.table_name = o.table_name AND u.row_id = o.row_id
    WHERE o.table_name NOT IN (SELECT value FROM json_each(?)) LIMIT ?`,
    [JSON.stringify(SENT_IN_ORDER), limit],
  )
  for (const { row, ...entry } of found) {
    yield { entry, row: row === null ? null : withoutRev(JSON.parse(row)) }
  }
}

function withoutRev({ rev: _, ...row }: { readonly [column: string]: unknown }): WireElement['row'] {
  return row
}
