/** A golfer's own SQL: whatever is asked, another golfer's marker is in no answer, and no file, network or secret either. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '../../server/warehouse/sandbox.ts'
import { allLogs } from '../../server/warehouse/tables.ts'
import type { Row } from '../../server/warehouse/warehouse.ts'
import { type Opened, openEmbedded } from './world.ts'

const MARKER = 'marker-of-another-golfer'
const MARKED_M = 77_123.25

const her = randomUUID()
const him = randomUUID()

let opened: Opened
let sandbox: Sandbox
beforeAll(async () => {
  opened = await openEmbedded()
  const warehouse = opened.warehouse()
  await warehouse.prepare()
  await warehouse.makeViews()
  const hers = { user_id: her, epoch: 3 }
  const his = { user_id: him, epoch: 3, notes: MARKER }
  await fill('session_log', [
    { ...hers, id: 's', rev: 1, practice_date: '2026-01-02', name: 'Hers' },
    { ...his, id: 's', rev: 1, practice_date: '2026-01-02', name: MARKER },
  ])
  await fill('group_log', [
    { ...hers, id: 'g', rev: 2, default_session_id: 's', club_code: 'IRON7' },
    { user_id: him, epoch: 3, id: 'g', rev: 2, default_session_id: 's', label: MARKER },
  ])
  const shot = { group_id: 'g', excluded: false }
  await fill('shot_log', [
    ...Array.from({ length: 30 }, (_, n) => {
      return { ...hers, ...shot, id: `mine${n}`, rev: 3 + n, carry_m: 100 + n }
    }),
    { ...hers, ...shot, id: 'gone', rev: 40, carry_m: 1, deleted_at: '2026-01-03T00:00:00Z' },
    { ...his, ...shot, id: MARKER, rev: 3, carry_m: MARKED_M },
    { ...his, ...shot, id: 'mine1', rev: 4, carry_m: MARKED_M },
  ])
  await fill(
    'golfer_log',
    [her, him].map(user_id => ({ user_id, epoch: 3, rev: 40, token: null, done: true })),
  )
  sandbox = await openSandbox(warehouse, her)
})
afterAll(async () => {
  sandbox.close()
  await opened.close()
})

async function fill(name: string, rows: readonly Row[]): Promise<void> {
  const log = allLogs.find(log => log.name === name) ?? expect.fail()
  const pages = (async function* () {
    yield rows
  })()
  await opened.warehouse().load({ log, mode: 'append', pages, key: () => '', reached: () => [] })
}

const ask = (sql: string, most = 1_000) => sandbox.query(sql, most)

test('a golfer’s own rows, by the names and with the answers of the warehouse', async () => {
  expect(await ask('SELECT count(*) AS n, max(carry_m) AS far FROM shots_latest')).toEqual({
    columns: ['n', 'far'],
    rows: [{ n: 30, far: 129 }],
    isCut: false,
  })
  const sql = 'SELECT session_name, club, round(carry_yd) AS carry FROM shots_in_yards ORDER BY carry LIMIT 1'
  expect((await ask(sql)).rows).toEqual([{ session_name: 'Hers', club: 'IRON7', carry: 109 }])
  expect(await ask('SELECT shot_id FROM shots_in_yards', 5)).toMatchObject({ isCut: true })
})

const FILES = '/tmp/rangebook-sandbox-wrote'
const attacks = [
  'SELECT * FROM shots_latest',
  'SELECT * FROM shots_all',
  'SELECT * FROM shot_log',
  'SELECT * FROM session_log UNION ALL BY NAME SELECT * FROM group_log',
  'SELECT * FROM sessions_latest',
  'SELECT * FROM golfer_log',
  `SELECT * FROM shots_in_yards WHERE user_id IS NOT NULL OR 1 = 1`,
  'SELECT * FROM duckdb_tables()',
  'SELECT * FROM duckdb_views()',
  'SELECT * FROM duckdb_settings()',
  'SELECT * FROM duckdb_databases()',
  'SELECT * FROM duckdb_secrets()',
  'SELECT * FROM information_schema.tables',
  'FROM shots_latest; FROM shot_log',
  `SELECT * FROM read_text('/proc/self/environ')`,
  `SELECT * FROM read_text('/etc/passwd')`,
  `SELECT * FROM read_blob('/tmp/*')`,
  `SELECT * FROM glob('/tmp/*')`,
  `SELECT * FROM read_csv('/etc/hosts')`,
  `SELECT * FROM 'warehouse.duckdb'`,
  `ATTACH '${FILES}' AS other`,
  `COPY (SELECT 1) TO '${FILES}'`,
  `EXPORT DATABASE '${FILES}'`,
  'SET enable_external_access = true',
  'RESET lock_configuration',
  'PRAGMA enable_external_access = true',
  'INSTALL httpfs',
  'LOAD httpfs',
  `SELECT * FROM read_json('https://example.com/x.json')`,
  `SELECT * FROM query('SELECT * FROM shot_log')`,
  `SELECT * FROM query_table('shot_log')`,
  `SELECT getenv('RANGEBOOK_TOKEN')`,
  `CREATE TABLE x AS SELECT 1`,
  'DELETE FROM shot_log',
  'DROP VIEW shots_latest',
  'BEGIN; COMMIT',
  `CALL pragma_version()`,
  'EXPLAIN ANALYZE SELECT * FROM shot_log',
  `PREPARE p AS SELECT 1`,
  'CHECKPOINT',
  `SELECT '${'('.repeat(5_000)}`,
  `SELECT ${'('.repeat(2_000)}1${')'.repeat(2_000)}`,
]

test('no attack sees another golfer, a file or a secret, and none writes', async () => {
  for (const sql of attacks) {
    const answer = await ask(sql, 100_000).catch(String)
    const said = JSON.stringify(answer)
    for (const foreign of [MARKER, String(MARKED_M), him, 'root:'])
      expect(said.includes(foreign), `${sql}: ${said.slice(0, 200)}`).toBe(false)
  }
  expect(existsSync(FILES)).toBe(false)
  expect((await ask('SELECT count(*) AS n FROM shots_latest')).rows).toEqual([{ n: 30 }])
  // The warehouse itself has the marker: it would have been seen.
  const all = await opened.warehouse().query(`SELECT id FROM shots_latest WHERE id = '${MARKER}'`, 5)
  expect(all.rows).toEqual([{ id: MARKER }])
})

// Each ends a process, and costs one: the rest is for the long run.
const greedy = [
  'SELECT count(*) FROM range(1000000000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range % 5',
  'SELECT list(range) FROM range(1000000000)',
  ...(process.env['RANGEBOOK_TEST_ALL']
    ? [
        'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r',
        'SELECT string_agg(range::VARCHAR) FROM range(1000000000)',
        `SELECT repeat('x', 1000000000)`,
        'SELECT a.range AS n FROM range(100000000) AS a ORDER BY hash(a.range) OFFSET 99999990',
      ]
    : []),
]
test.each(greedy)('what takes too long or too much memory is ended: %s', async sql => {
  const limits = { time_ms: 1_500, memory_mb: 500, bytes: 50_000 }
  const limited = await openSandbox(opened.warehouse(), her, limits)
  await expect(limited.query(sql, 100_000)).rejects.toMatchObject({ kind: 'bad_query' })
  limited.close()
})

test('an answer that is too wide is refused, and the next question is answered', async () => {
  await expect(ask(`SELECT repeat('x', 5000000)`)).rejects.toThrow('too long')
  expect((await ask('SELECT count(*) AS n FROM shots_latest')).rows).toEqual([{ n: 30 }])
})

test('a user id that is none is asked for nobody', async () => {
  await expect(openSandbox(opened.warehouse(), `' OR '1' = '1`)).rejects.toThrow('no user id')
})
