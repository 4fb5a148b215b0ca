/** From what is stored to the database that it stands for. */
import type { SqlJsStatic } from 'sql.js'
import { type Connection, openConnection, type TableChange } from './connection.ts'
import type { Log, Stored } from './log.ts'
import { type Migration, migrate } from './migrate.ts'

export interface Replayed {
  readonly connection: Connection
  /** Last commit that it holds. */
  readonly seq: number
}

/** The snapshot with its log replayed, as far as the log goes without a gap. */
export function restore(
  sql: SqlJsStatic,
  { file, snapshot, records }: Stored,
  migrations: readonly Migration[],
): Replayed {
  const connection = openConnection(sql, file)
  try {
    let { seq, version } = snapshot
    let batch: TableChange[] = []
    for (const record of records) {
      if (record.seq !== seq + 1) break
      if (record.version > version) {
        connection.apply(batch)
        batch = []
        migrate(connection, migrations, record.version)
        version = record.version
      }
      batch.push(...record.changes)
      seq = record.seq
    }
    connection.apply(batch)
    return { connection, seq }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Roughly what the changes take in the log: only its growth matters. */
export function sizeOf(changes: readonly TableChange[]): number {
  let bytes = 0
  for (const { rows, deleted } of changes) {
    bytes += deleted.length * 8
    for (const row of rows) {
      for (const value of row) {
        if (typeof value === 'string') bytes += value.length + 4
        else if (value instanceof Uint8Array) bytes += value.length
        else bytes += 8
      }
    }
  }
  return bytes
}

/** Of the copies that can be read, the one that reaches furthest. */
export async function furthest(
  sql: SqlJsStatic,
  log: Log,
  migrations: readonly Migration[],
): Promise<Replayed | null> {
  let best: Replayed | null = null
  for (const which of ['current', 'previous'] as const) {
    try {
      const stored = await log.read(which)
      if (!stored) continue
      const found = restore(sql, stored, migrations)
      if (found.connection.faults().length === 0 && (!best || found.seq > best.seq)) {
        best?.connection.close()
        best = found
      } else found.connection.close()
    } catch (error) {
      // This copy is the damaged one.
      console.warn(error)
    }
  }
  return best
}
