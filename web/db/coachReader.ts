/** The worker's half of console.ts for the model: one SELECT over a copy in which nothing is left but figures. */
import type { SqlJsStatic } from 'sql.js'
import type { Selected, ShotsAnswer } from '../../shared/golf/coachAnswers.ts'
import { selectShots } from '../../shared/golf/coachSelect.ts'
import { measureNames } from '../../shared/golf/measures.ts'
import { prepareConnection } from './queries/views.ts'

export function selectOver(sql: SqlJsStatic, file: Uint8Array, text: string): ShotsAnswer {
  const db = new sql.Database(file)
  try {
    prepareConnection(prepare => db.exec(prepare))
    db.exec(`PRAGMA query_only = OFF;
      CREATE TABLE coach_shots AS SELECT at_club AS club_id, practice_date, kind,
        dense_rank() OVER (ORDER BY practice_date, at_session) AS session,
        row_number() OVER (PARTITION BY at_session ORDER BY client_session_id, client_shot_id, id) AS number,
        ${measureNames.join(', ')}
      FROM placed_shots WHERE live AND excluded IS NOT 1 AND at_club IS NOT NULL;
      DROP VIEW temp.placed_shots`)
    const [left] = db.exec(
      `SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite_%' AND name <> 'coach_shots'`,
    )
    for (const [type, name] of left?.values ?? []) db.exec(`DROP ${type} IF EXISTS "${name}"`)
    db.exec('ALTER TABLE coach_shots RENAME TO shots')
    return selectShots({ exec: script => db.exec(script), select }, text)
  } finally {
    db.close()
  }

  function select(text: string, most: number): Selected {
    const statement = db.prepare(text)
    try {
      const rows: (string | number | null)[][] = []
      while (rows.length < most && statement.step())
        rows.push(statement.get().map(cell => (cell instanceof Uint8Array ? null : cell)))
      return {
        columns: statement.getColumnNames(),
        rows,
        more: rows.length === most && statement.step(),
      }
    } finally {
      statement.free()
    }
  }
}
