import type { MediaWant, Params, ShotMedia } from '../query.ts'
import type { Reader } from '../sql.ts'
import { IN_TIME } from './numbers.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

/** Their key in local_state: which pictures are to come is this device's own business. */
export const WANTS = 'media_wants'

export function readMediaWants(reader: Pick<Reader, 'get'>): MediaWant[] {
  const row = reader.get<{ value: string }>('SELECT value FROM local_state WHERE key = ?', [WANTS])
  return row ? JSON.parse(row.value) : []
}

type MediaRow = Omit<ShotMedia, 'files'> & { readonly files: string }

/** `placed` has the columns of shots. A subquery a shot, by index: no join that multiplies the wide rows. */
const MEDIA = `placed.id AS shot_id, placed.video_frames,
  (SELECT key FROM reports WHERE reports.id = placed.report_id) AS key,
  (
    SELECT json_group_array(json_object('name', name, 'hash', hash, 'bytes', bytes) ORDER BY name)
    FROM media WHERE media.shot_id = placed.id
  ) AS files`

export function mediaOfShot(reader: Reader, { id }: Params<'media_of_shot'>): ShotMedia | null {
  const row = reader.get<MediaRow>(`SELECT ${MEDIA} FROM shots AS placed WHERE id = ? AND purged IS NOT 1`, [
    id,
  ])
  return row ? withFiles(row) : null
}

export function mediaOfSession(reader: Reader, { id }: Params<'media_of_session'>): ShotMedia[] {
  return reader
    .all<MediaRow>(
      `SELECT ${MEDIA} FROM placed_shots AS placed
      WHERE id IN (WITH ${SHOTS_IN_SESSIONS} SELECT id FROM shots_in) AND live
      ORDER BY ${IN_TIME}`,
      [JSON.stringify([id])],
    )
    .map(withFiles)
}

const withFiles = (row: MediaRow): ShotMedia => ({ ...row, files: JSON.parse(row.files) })
