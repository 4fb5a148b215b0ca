/** The earlier system's golf_stats.db, as it lay on a golfer's disk. */
import { loadSqlJs } from '../web/db/sqljs.ts'

/** Of its columns those that hold anything. */
export const GOLF_STATS_TABLE = `CREATE TABLE shots (shot_id TEXT PRIMARY KEY, session_id TEXT, date_added TEXT,
  session_date TEXT, club TEXT, carry REAL, total REAL, ball_speed REAL, club_speed REAL, launch_angle REAL,
  side_distance REAL, apex REAL, shot_tag TEXT);`

/** What such SQL makes, as a file. */
export async function sqliteFile(sql: string): Promise<Buffer> {
  const { Database } = await loadSqlJs()
  const made = new Database()
  made.exec(sql)
  const file = Buffer.from(made.export())
  made.close()
  return file
}

/** Six 7 irons of one session, 164.0 to 165.0 yd, right of the target by 10 m, no club speed seen. */
export function golfStats(): Promise<Buffer> {
  const rows = Array.from(
    { length: 6 },
    (_, n) =>
      `('4711_22_${n}', '4711', '2025-11-25 18:20:01', '2025-11-22', 'IRON7', ${164 + n / 5}, 172, 118, 0, 17, 10, 30, 'wind')`,
  )
  return sqliteFile(`${GOLF_STATS_TABLE} INSERT INTO shots VALUES ${rows.join(',')}`)
}
