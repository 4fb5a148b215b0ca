/** What web/sync asks of files: only those whose rows the cloud knows go there, so that none lies there unnamed. */
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

/** Their key in local_state: which sessions' pictures stay is this device's own business. */
export const PINS = 'media_pins'

const known = (table: string) =>
  `rev IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE table_name = '${table}' AND row_id = ${table}.id)`

export function knownPictures(reader: Reader, { hashes }: Params<'known_pictures'>): string[] {
  return reader
    .all<{ hash: string }>(
      `SELECT DISTINCT hash FROM media
      WHERE hash IN (SELECT value FROM json_each(?)) AND ${known('media')}`,
      [JSON.stringify(hashes)],
    )
    .map(({ hash }) => hash)
}

export function knownPayloads(reader: Reader): string[] {
  return reader
    .all<{ id: string }>(`SELECT id FROM payloads WHERE ${known('payloads')} ORDER BY id`)
    .map(({ id }) => id)
}

export function readPins(reader: Pick<Reader, 'get'>): string[] {
  const row = reader.get<{ value: string }>('SELECT value FROM local_state WHERE key = ?', [PINS])
  return row ? JSON.parse(row.value) : []
}

export function pinnedHashes(reader: Reader): string[] {
  return reader
    .all<{ hash: string }>(
      `WITH ${SHOTS_IN_SESSIONS}
      SELECT DISTINCT hash FROM media WHERE hash IS NOT NULL AND shot_id IN (SELECT id FROM shots_in)`,
      [JSON.stringify(readPins(reader))],
    )
    .map(({ hash }) => hash)
}
