/**
 * Where a shot stands, with groups, merges and the golfer's edits resolved: once, for every query and
 * every filter. Temporary views, as they are no part of the file.
 */

/**
 * placed_shots: every shot that is not deleted for good or another's double, in its session and club at
 * the end of their merges. `live` = neither it nor its session is in the trash.
 */
const PLACED_SHOTS = `
CREATE TEMP VIEW IF NOT EXISTS placed_shots AS
SELECT
  shots.*,
  groups.label,
  groups.source_date,
  coalesce(groups.kind, 'practice') AS kind,
  coalesce(session_ends.end_id, shots.session_id, groups.default_session_id) AS at_session,
  coalesce(club_ends.end_id, shots.club_id, groups.club_id, 'code:' || groups.club_code) AS at_club,
  CASE WHEN shots.club_id IS NOT NULL THEN 'shot' WHEN groups.club_id IS NOT NULL THEN 'group' ELSE 'source' END AS club_from,
  coalesce(sessions.practice_date, groups.source_date) AS practice_date,
  sessions.deleted_at AS session_deleted_at,
  shots.deleted_at IS NULL AND sessions.deleted_at IS NULL AS live
FROM shots
LEFT JOIN groups ON groups.id = shots.group_id
LEFT JOIN merge_ends AS session_ends ON session_ends.table_name = 'sessions'
  AND session_ends.row_id = coalesce(shots.session_id, groups.default_session_id)
LEFT JOIN merge_ends AS club_ends ON club_ends.table_name = 'clubs'
  AND club_ends.row_id = coalesce(shots.club_id, groups.club_id, 'code:' || groups.club_code)
LEFT JOIN merge_ends AS shot_ends ON shot_ends.table_name = 'shots' AND shot_ends.row_id = shots.id
LEFT JOIN sessions ON sessions.id = coalesce(session_ends.end_id, shots.session_id, groups.default_session_id)
WHERE shots.purged IS NOT 1
  AND shot_ends.row_id IS NULL
  AND coalesce(shots.session_id, groups.default_session_id) IS NOT NULL`

/** What each connection needs before it can answer. Run once after opening. */
export function prepareConnection(run: (sql: string) => void): void {
  // Connections only read outside of their transactions, and a temporary view counts as writing.
  run(`PRAGMA query_only = OFF; ${PLACED_SHOTS}; PRAGMA query_only = ON`)
}

/**
 * Shots by the sessions that they end in, driven by indexes. The one value to bind is a json list of
 * session ids; one that was merged away stands for the session that took it in.
 */
export const SHOTS_IN_SESSIONS = `
asked(id, end_id) AS (
  SELECT coalesce(merge_ends.end_id, value), coalesce(merge_ends.end_id, value)
  FROM json_each(?) LEFT JOIN merge_ends ON merge_ends.table_name = 'sessions' AND merge_ends.row_id = value
),
raw_sessions(id, end_id) AS (
  SELECT id, end_id FROM asked
  UNION ALL
  SELECT merge_ends.row_id, asked.end_id
  FROM asked JOIN merge_ends ON merge_ends.table_name = 'sessions' AND merge_ends.end_id = asked.id
),
shots_in(id, end_id) AS (
  SELECT shots.id, raw_sessions.end_id
  FROM raw_sessions
  CROSS JOIN groups ON groups.default_session_id = raw_sessions.id
  CROSS JOIN shots ON shots.group_id = groups.id AND shots.session_id IS NULL
  UNION ALL
  SELECT shots.id, raw_sessions.end_id
  FROM raw_sessions CROSS JOIN shots ON shots.session_id = raw_sessions.id
)`
