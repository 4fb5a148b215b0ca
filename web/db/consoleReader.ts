/** The worker's half of console.ts: the golfer's own SQL on a copy of the database, to be read alone. */
import type { SqlJsStatic, SqlValue } from 'sql.js'
import type { ConsoleAnswer } from './console.ts'
import { prepareConnection } from './queries/views.ts'

/** More than these nobody reads; the answer says that there are more. */
export const MOST_ROWS = 2_000

export type AskSql = (text: string) => ConsoleAnswer

/** Of one copy. Keys of report links are no part of it. */
export function openReader(sql: SqlJsStatic, file: Uint8Array): AskSql {
  const db = new sql.Database(file)
  for (const table of ['reports', 'import_queue']) db.exec(`UPDATE ${table} SET key = NULL`)
  prepareConnection(text => db.exec(text))
  return text => {
    const from = performance.now()
    try {
      const statement = db.prepare(text)
      try {
        const rows: SqlValue[][] = []
        let more = false
        while (statement.step()) {
          more = rows.length === MOST_ROWS
          if (more) break
          rows.push(statement.get())
        }
        const columns = statement.getColumnNames()
        return {
          kind: 'rows',
          columns,
          rows: rows.map(row => row.map(cellOf)),
          more,
          ms: performance.now() - from,
        }
      } finally {
        statement.free()
      }
    } catch (error) {
      return { kind: 'problem', says: saidOf(error instanceof Error ? error.message : String(error)) }
    }
  }
}

function cellOf(value: SqlValue): string | number | null {
  return value instanceof Uint8Array ? `${value.length} bytes` : value
}

function saidOf(message: string): string {
  if (/readonly|read-only|query_only/i.test(message))
    return 'Here you can only read: this would change something.'
  return message === '' ? 'SQLite could not run this.' : `SQLite says: ${message}.`
}
