/** A model's own SELECT: what it may hold, which of its numbers are the golfer's, and a server's process that answers it. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type FigureRow, selectAlone } from '../../server/coach/select.ts'
import { MOST_QUERY_ROWS, QUERY_COLUMNS, wrongIn } from '../../shared/golf/coachSelect.ts'
import { golferOf } from '../../shared/golf/findings.golfers.ts'

const clubs = golferOf({
  hand: 'right',
  seed: 5,
  clubs: [
    { code: 'DRIVER', swing: 'driver', shots: 40 },
    { code: 'IRON7', swing: 'iron7', shots: 25 },
  ],
})
const figures = clubs.flatMap(({ id, shots }) =>
  shots.map((shot): FigureRow => {
    const place = { club_id: id, practice_date: shot.practice_date, kind: 'practice', session: 1 }
    const cells = QUERY_COLUMNS.map(name => [name, { ...shot, ...place }[name] ?? null])
    return Object.fromEntries(cells)
  }),
)

const ask = (sql: string) => selectAlone(figures, sql)
const cellsOf = async (sql: string) => {
  const answer = await ask(sql)
  return answer.kind === 'rows' ? answer.rows.flat() : answer.says
}

describe('numbers of the statement’s own are refused in words', () => {
  test.each([
    'SELECT 300 AS carry_m',
    'SELECT 299 + 1 AS carry_m FROM shots LIMIT 3',
    'SELECT avg(carry_m) + 60 AS carry_m FROM shots',
    'SELECT 300 + (max(carry_m) - min(carry_m)) / 1000 AS carry_m FROM shots',
    'SELECT -300 AS carry_m',
    'SELECT min(carry_m, 300) FROM shots',
    'SELECT coalesce(nullif(carry_m, carry_m), 300) AS carry_m FROM shots',
    'SELECT CASE WHEN avg(carry_m) > 100 THEN 300 ELSE 0 END FROM shots',
    "SELECT CAST('300' AS REAL) AS carry_m FROM shots",
    'SELECT "300" + avg(carry_m) FROM shots',
    "SELECT strftime('%s', '1970-01-01 00:05:00') + avg(carry_m) FROM shots",
    'WITH made(carry_m) AS (VALUES (274.32)) SELECT carry_m FROM made',
    'WITH made AS (SELECT 274.32 AS carry_m) SELECT carry_m FROM made',
    'SELECT carry_m IN (1), 300 FROM shots',
    'SELECT lag(carry_m, 1, 300) OVER (ORDER BY number) FROM shots',
    'SELECT round(300.4) FROM shots',
    'SELECT round(avg(carry_m), 1 + 300) FROM shots',
    'SELECT x.300 FROM shots AS x',
    'SELECT 0x12C FROM shots',
    "SELECT x'33' FROM shots",
    'SELECT/**/300/**/AS carry_m',
    'SELECT carry_m --\n, 300 FROM shots',
  ])('%s', sql => {
    expect(wrongIn(sql)).toMatch(/Write a number|is not there|There is no/)
  })
  test.each([
    'SELECT random() FROM shots',
    'SELECT count(*), random() FROM shots',
    "SELECT printf('%d', number) FROM shots",
    'SELECT length(hex(zeroblob(number))) FROM shots',
    "SELECT readfile('/etc/passwd')",
    "SELECT load_extension('x')",
    'SELECT julianday(practice_date) FROM shots',
    'SELECT name FROM pragma_table_info(shots)',
    'WITH RECURSIVE r AS (SELECT number FROM shots UNION ALL SELECT number FROM r) SELECT count(*) FROM r',
    "ATTACH '/tmp/x' AS x",
    'DELETE FROM shots',
    'SELECT carry_m FROM shots; DELETE FROM shots',
  ])('%s', sql => {
    expect(wrongIn(sql)).not.toBeNull()
  })
})

test.each([
  [
    "SELECT avg(carry_m) AS avg_carry_m, count(*) AS n FROM shots WHERE club_id = 'code:DRIVER' AND carry_m > 150",
  ],
  [
    'SELECT club_id, round(avg(carry_m), 1) AS avg_carry_m FROM shots GROUP BY club_id ORDER BY 2 DESC LIMIT 5',
  ],
  ['SELECT sum(CASE WHEN abs(side_m) < 10.5 THEN 1 ELSE 0 END) AS n FROM shots'],
  ['SELECT avg(face_deg > -2) AS open_share FROM shots WHERE number BETWEEN 1 AND 60'],
  ["SELECT strftime('%Y-%m', practice_date) AS month, max(carry_m) AS max_carry_m FROM shots GROUP BY month"],
  ["SELECT avg(ball_speed_mps) / avg(club_speed_mps) AS smash FROM shots WHERE kind IN ('practice', 'test')"],
  [
    'WITH d AS (SELECT practice_date, avg(carry_m) AS a FROM shots GROUP BY practice_date) SELECT max(a) - min(a) AS apart_m FROM d',
  ],
  ['SELECT avg(carry_m) AS "avg_carry_m" FROM shots WHERE launch_deg IS NOT NULL;'],
])('%s is answered, with numbers', async sql => {
  expect(wrongIn(sql)).toBeNull()
  const cells = await cellsOf(sql)
  expect(
    Array.isArray(cells) && cells.filter(cell => typeof cell === 'number').length,
    String(cells),
  ).toBeGreaterThan(0)
})

test('what comes of no shot is a text, with no literal in it too', async () => {
  expect(await cellsOf('SELECT (true + true) * (true + true + true) AS n')).toEqual(['6'])
  expect(await cellsOf('SELECT count(*) * (number IS NULL) + true AS n FROM shots')).toEqual(['1'])
  // Hardly more than nothing is added to it.
  const [near] = await cellsOf(
    'SELECT (true + true) * (true + true) + avg(carry_m > 0) / count(*) / count(*) AS n FROM shots',
  )
  expect(near).toMatch(/^4\.000/)
})

test('figures are those of the shots, fifty rows at most', async () => {
  const carries = clubs[0]?.shots.map(({ carry_m }) => carry_m ?? 0) ?? []
  const [n, most] = await cellsOf(
    "SELECT count(*) AS n, max(carry_m) AS max_carry_m FROM shots WHERE club_id = 'code:DRIVER'",
  )
  expect([n, most]).toEqual([40, Math.max(...carries)])
  const all = await ask('SELECT * FROM shots')
  expect(all).toMatchObject({
    kind: 'rows',
    columns: QUERY_COLUMNS,
    more: true,
    rows: { length: MOST_QUERY_ROWS },
  })
})

test('nothing but the one table is there, and what takes too long is ended', async () => {
  expect(await cellsOf('SELECT name FROM sqlite_master')).toEqual(['shots'])
  expect(await cellsOf('SELECT club FROM shots')).toMatch(/^SQLite says: no such column/)
  const others = 'shots AS a, shots AS b, shots AS c, shots AS d, shots AS e, shots AS f'
  const long = await selectAlone(figures, `SELECT sum(a.carry_m * f.carry_m) FROM ${others}`, 2_000)
  expect(long).toMatchObject({ kind: 'problem', says: expect.stringContaining('Ask for less') })
  expect(existsSync('/tmp/x')).toBe(false)
})
