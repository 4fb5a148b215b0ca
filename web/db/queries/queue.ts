import type { Queries, QueueEntry } from '../query.ts'
import type { Reader } from '../sql.ts'

/** In the order in which they came. */
export function readQueue(reader: Reader): QueueEntry[] {
  return reader
    .all<Omit<QueueEntry, 'problem'> & { problem: string | null }>(
      'SELECT id, report_id, state, key, problem, file_name, tries, added_at FROM import_queue ORDER BY added_at, rowid',
    )
    .map(entry => ({ ...entry, problem: entry.problem === null ? null : JSON.parse(entry.problem) }))
}

export function readSetAside(reader: Reader): Queries['set_aside']['answer'] {
  return reader.all(
    'SELECT id, report_id, path, reason, raw, seen_at FROM set_aside ORDER BY seen_at DESC, rowid',
  )
}
