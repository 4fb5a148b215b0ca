/**
 * What is kept of a file of shots: its text, or the tables of the earlier database, with its name, as JSON.
 * A reading can be made of it again on any device; what the golfer decided of it is a setting beside it.
 */
import type { GolfStatsTables } from '../../../shared/files/golf_stats.ts'
import type { Problem } from '../command.ts'
import type { Reader } from '../sql.ts'
import { decompress, notKept, parsed } from './payload.ts'

export type KeptFile =
  | { readonly format: 'rangebook-table'; readonly name: string; readonly text: string }
  | { readonly format: 'rangebook-golf-stats'; readonly name: string; readonly tables: GolfStatsTables }

/** The same file gives the same text, and so the same id. */
export function keptText(file: KeptFile): string {
  const { format, name } = file
  return JSON.stringify(
    file.format === 'rangebook-table'
      ? { format, name, text: file.text }
      : { format, name, tables: file.tables },
  )
}

/** Stands where a set-aside piece names its report: a file belongs to none. */
export const fileKey = (payload_id: string): string => `file:${payload_id}`

/** Null where it is something else: a report. */
export function keptFileOf(text: string): KeptFile | null {
  if (!text.startsWith('{"format":"rangebook-')) return null
  const file = parsed(text) as { readonly [key: string]: unknown } | undefined
  const { format, name } = file ?? {}
  if (typeof name !== 'string') return null
  if (format === 'rangebook-table' && typeof file?.['text'] === 'string') {
    return { format, name, text: file['text'] }
  }
  const tables = file?.['tables']
  return format === 'rangebook-golf-stats' && isTables(tables) ? { format, name, tables } : null
}

function isTables(value: unknown): value is GolfStatsTables {
  const isRows = (rows: unknown) =>
    Array.isArray(rows) && rows.every(row => row !== null && typeof row === 'object')
  return value !== null && typeof value === 'object' && 'shots' in value && Object.values(value).every(isRows)
}

export type ReadKept =
  | { readonly ok: true; readonly file: KeptFile; readonly bytes: number }
  | { readonly ok: false; readonly problem: Problem }

export async function readKept(reader: Pick<Reader, 'payload'>, payload_id: string): Promise<ReadKept> {
  const bytes = await reader.payload(payload_id)
  const text = bytes ? await decompress(bytes) : ''
  const file = keptFileOf(text)
  return file
    ? { ok: true, file, bytes: new TextEncoder().encode(text).byteLength }
    : { ok: false, problem: notKept }
}
