import type { Queries } from '../query.ts'
import type { Reader } from '../sql.ts'

/** In use on live shots and sessions, the most used first. */
export function readTags(reader: Reader): Queries['tags']['answer'] {
  return reader.all(
    `SELECT tag, sum(shots) AS shots, sum(sessions) AS sessions FROM (
      SELECT value AS tag, 1 AS shots, 0 AS sessions
      FROM placed_shots, json_each(tags)
      WHERE live AND placed_shots.id IN (SELECT id FROM shots WHERE tags IS NOT NULL)
      UNION ALL
      SELECT value, 0, 1 FROM sessions, json_each(tags)
      WHERE tags IS NOT NULL AND deleted_at IS NULL AND merged_into IS NULL
    )
    GROUP BY tag ORDER BY sum(shots) + sum(sessions) DESC, tag`,
  )
}
