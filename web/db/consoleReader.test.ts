import { beforeAll, expect, test } from 'vitest'
import { type AskSql, MOST_ROWS, openReader } from './consoleReader.ts'
import { loadSqlJs } from './sqljs.ts'
import { openMemory } from './testing/memory.ts'
import { importReport } from './testing/report.ts'

let ask: AskSql
beforeAll(async () => {
  const memory = await openMemory()
  await importReport(memory)
  const copy = await memory.copy()
  ask = openReader(await loadSqlJs(), copy.file())
  copy.close()
})

test('rows with their columns, the view of placed shots too', () => {
  expect(ask('SELECT at_club, count(*) AS shots FROM placed_shots GROUP BY 1 ORDER BY 2 DESC')).toMatchObject(
    {
      kind: 'rows',
      columns: ['at_club', 'shots'],
      rows: [
        ['code:IRON6', 20],
        ['code:WEDGE_50', 13],
      ],
      more: false,
    },
  )
})

test.each([
  'DELETE FROM shots',
  'UPDATE shots SET notes = 1',
  'DROP TABLE shots',
  "INSERT INTO settings (id) VALUES ('x')",
])('%s: only reading is allowed', text => {
  expect(ask(text)).toEqual({ kind: 'problem', says: 'Here you can only read: this would change something.' })
  expect(ask('SELECT count(*) FROM shots')).toMatchObject({ rows: [[33]] })
})

test('a slip is told in SQLite’s own words; the keys of links are not there', () => {
  expect(ask('SELEC 1')).toEqual({ kind: 'problem', says: 'SQLite says: near "SELEC": syntax error.' })
  expect(ask('SELECT count(key) FROM reports')).toMatchObject({ rows: [[0]] })
})

test('more rows than anybody reads are cut, and it is said', () => {
  const answer = ask('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n')
  expect(answer).toMatchObject({ kind: 'rows', more: true })
  expect(answer.kind === 'rows' && answer.rows.length).toBe(MOST_ROWS)
})
