/** Rows that the cloud did not take, in words. */
import { rowNamed } from '../commands/words.ts'
import type { RefusedRow } from '../query.ts'
import type { Reader } from '../sql.ts'

const REASONS: { readonly [reason: string]: string } = {
  unknown_column: 'The cloud is older than this app and has no place for some of it yet.',
  unknown_table: 'The cloud is older than this app and has no place for it yet.',
  too_large: 'It is larger than the cloud takes: a very long note, perhaps.',
  malformed: 'The cloud can’t read it.',
}

export function readRefused(reader: Reader): RefusedRow[] {
  return reader
    .all<{
      table_name: string
      row_id: string
      reason: string
      says: string | null
      kept: number
      refused_at: string
    }>(
      `SELECT table_name, row_id, reason, says, kept, refused_at FROM refused_rows
      ORDER BY refused_at DESC, table_name, row_id`,
    )
    .map(({ table_name, row_id, reason, says, kept, refused_at }) => ({
      table_name,
      row_id,
      reason,
      named: rowNamed(reader, table_name, row_id),
      says: [REASONS[reason] ?? 'The cloud refused it.', says && `It says: ${says}`]
        .filter(part => part)
        .join(' '),
      kept: kept === 1,
      refused_at,
    }))
}
