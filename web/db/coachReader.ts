/** The worker's half of console.ts for the model: one SELECT over a copy in which nothing is left but figures. */
import type { Database, SqlJsStatic } from 'sql.js'
import { MOST_QUERY_ROWS } from '../../shared/golf/coachTools.ts'
import { measureNames } from '../../shared/golf/measures.ts'
import type { ShotsAnswer } from './coach.ts'
import { prepareConnection } from './queries/views.ts'

/**
 * A number that the same statement gives over other shots, too, comes from the statement and not from the
 * golfer's (SELECT 999 AS carry_m): it goes back as text, which no figure of an answer can stand on.
 */
export function selectShots(sql: SqlJsStatic, file: Uint8Array, text: string): ShotsAnswer {
  const answer = ask(sql, file, text, '1')
  if (answer.kind === 'problem') return answer
  const other = ask(sql, file, text, OTHER)
  const made = new Set(other.kind === 'rows' ? other.rows.flat() : answer.rows.flat())
  return {
    ...answer,
    rows: answer.rows.map(row =>
      row.map(cell => (typeof cell === 'number' && made.has(cell) ? String(cell) : cell)),
    ),
  }
}

/** Half of the shots, and every measure another. */
const OTHER = '1.0137'

function ask(sql: SqlJsStatic, file: Uint8Array, text: string, times: string): ShotsAnswer {
  const db = new sql.Database(file)
  try {
    prepareConnection(prepare => db.exec(prepare))
    const measures = measureNames.map(name => `${name} * ${times} AS ${name}`)
    db.exec(`PRAGMA query_only = OFF;
      CREATE TABLE coach_shots AS SELECT at_club AS club_id, practice_date, kind,
        dense_rank() OVER (ORDER BY practice_date, at_session) AS session,
        row_number() OVER (PARTITION BY at_session ORDER BY client_session_id, client_shot_id, id) AS number, ${measures.join(', ')}
      FROM placed_shots WHERE live AND excluded IS NOT 1 AND at_club IS NOT NULL;
      DROP VIEW temp.placed_shots`)
    const [left] = db.exec(
      `SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite_%' AND name <> 'coach_shots'`,
    )
    for (const [type, name] of left?.values ?? []) db.exec(`DROP ${type} IF EXISTS "${name}"`)
    if (times !== '1') db.exec('DELETE FROM coach_shots WHERE rowid % 2 = 0')
    db.exec(`ALTER TABLE coach_shots RENAME TO shots; PRAGMA query_only = ON`)
    return rowsOf(db, text)
  } finally {
    db.close()
  }
}

function rowsOf(db: Database, text: string): ShotsAnswer {
  if (!/^\s*(?:select|with)\b/i.test(text)) return { kind: 'problem', says: 'One SELECT alone.' }
  try {
    const statement = db.prepare(text)
    try {
      const rows: (string | number | null)[][] = []
      while (rows.length < MOST_QUERY_ROWS && statement.step()) {
        rows.push(statement.get().map(cell => (cell instanceof Uint8Array ? null : shortened(cell))))
      }
      return {
        kind: 'rows',
        columns: statement.getColumnNames(),
        rows,
        more: rows.length === MOST_QUERY_ROWS && statement.step(),
      }
    } finally {
      statement.free()
    }
  } catch (error) {
    return { kind: 'problem', says: `SQLite says: ${error instanceof Error ? error.message : String(error)}` }
  }
}

const shortened = (cell: string | number | null) => (typeof cell === 'string' ? cell.slice(0, 60) : cell)
