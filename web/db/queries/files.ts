/** What web/sync asks of files: only those whose rows the cloud knows go there, so that none lies there unnamed. */
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'

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
