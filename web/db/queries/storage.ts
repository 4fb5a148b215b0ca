import type { StorageState } from '../query.ts'
import type { Reader } from '../sql.ts'

export async function readStorage(reader: Reader): Promise<StorageState> {
  const counts = reader.get<Pick<StorageState, 'shots' | 'sessions' | 'trash' | 'schema_version'>>(
    `SELECT
      (SELECT count(*) FROM shots WHERE purged IS NOT 1)
        - (SELECT count(*) FROM merge_ends WHERE table_name = 'shots') AS shots,
      (SELECT count(*) FROM sessions WHERE deleted_at IS NULL AND merged_into IS NULL) AS sessions,
      (SELECT count(*) FROM shots WHERE deleted_at IS NOT NULL AND purged IS NOT 1)
        + (SELECT count(*) FROM sessions WHERE deleted_at IS NOT NULL) AS trash,
      (SELECT user_version FROM pragma_user_version) AS schema_version`,
  )
  return { shots: 0, sessions: 0, trash: 0, schema_version: 0, ...counts, ...(await reader.storage()) }
}
