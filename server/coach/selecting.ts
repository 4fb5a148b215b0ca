/** The process that select.ts starts: figures and a statement come in as one text, its rows go out as another. */
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { QUERY_COLUMNS, selectShots } from '../../shared/golf/coachSelect.ts'

// From our own server, of this version.
const { shots, sql }: { shots: (string | number | null)[][]; sql: string } = JSON.parse(
  await text(process.stdin),
)
const db = new DatabaseSync(':memory:')
// No file of its own, and no more than this: SQLite refuses what would take it.
db.exec('PRAGMA temp_store = MEMORY; PRAGMA hard_heap_limit = 268435456')
const columns = QUERY_COLUMNS.map(name =>
  ['club_id', 'practice_date', 'kind'].includes(name) ? `${name} TEXT` : name,
)
db.exec(`CREATE TABLE shots (${columns.join(', ')}); BEGIN`)
const insert = db.prepare(`INSERT INTO shots VALUES (${QUERY_COLUMNS.map(() => '?').join(', ')})`)
for (const shot of shots) insert.run(...shot)
db.exec('COMMIT')

const answer = selectShots(
  {
    exec: script => db.exec(script),
    select(statement, most) {
      const prepared = db.prepare(statement)
      prepared.setReturnArrays(true)
      const rows: (string | number | null)[][] = []
      let more = false
      for (const row of prepared.iterate()) {
        more = rows.length === most
        if (more) break
        rows.push(
          Object.values(row).map(cell =>
            typeof cell === 'string' || typeof cell === 'number' ? cell : cell === null ? null : String(cell),
          ),
        )
      }
      return { columns: prepared.columns().map(({ name }) => name), rows, more }
    },
  },
  sql,
)
process.stdout.write(JSON.stringify(answer))
