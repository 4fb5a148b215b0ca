import { expect, test } from 'vitest'
import { type Foreign, openForeign } from './foreign.ts'
import { loadSqlJs } from './sqljs.ts'

const sql = await loadSqlJs()

function fileOf(...statements: string[]): Uint8Array<ArrayBuffer> {
  const db = new sql.Database()
  for (const statement of statements) db.exec(statement)
  const file = db.export() as Uint8Array<ArrayBuffer>
  db.close()
  return file
}

const SHOTS = 'CREATE TABLE shots (shot_id TEXT PRIMARY KEY, carry REAL)'
const open = (bytes: Uint8Array<ArrayBuffer>, known = ['shots', 'tag_catalog']) =>
  openForeign(sql, new Blob([bytes]), known)

async function opened(bytes: Uint8Array<ArrayBuffer>): Promise<Foreign> {
  const foreign = await open(bytes)
  if (!foreign.ok) throw new Error(foreign.problem.says)
  return foreign.value
}

test('known tables are read with the columns that they have, others are not seen', async () => {
  const foreign = await opened(
    fileOf(SHOTS, "INSERT INTO shots VALUES ('1_2_3', 140.5), ('1_2_4', NULL)", 'CREATE TABLE secrets (x)'),
  )
  expect([...foreign.columns]).toEqual([['shots', ['shot_id', 'carry']]])
  expect([...foreign.rows('shots')]).toEqual([
    { shot_id: '1_2_3', carry: 140.5 },
    { shot_id: '1_2_4', carry: null },
  ])
  expect(foreign.count('shots')).toBe(2)
  expect([...foreign.rows('tag_catalog')]).toEqual([])
  expect([...foreign.rows('secrets')]).toEqual([])
  foreign.close()
})

test('a file that was in WAL mode opens without its companion', async () => {
  const file = fileOf(SHOTS, "INSERT INTO shots VALUES ('1_2_3', 1)")
  file[18] = 2
  file[19] = 2
  const foreign = await opened(file)
  expect(foreign.count('shots')).toBe(1)
  foreign.close()
})

test.each([
  [
    'a view that never ends',
    'CREATE VIEW shots AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n',
  ],
  ['a virtual table', 'CREATE VIRTUAL TABLE shots USING fts3(a)'],
  ['columns computed while they are read', 'CREATE TABLE shots (a, b AS (hex(zeroblob(1000000))))'],
])('%s in the place of a table is refused', async (_what, statement) => {
  expect(await open(fileOf(statement))).toMatchObject({ ok: false, problem: { kind: 'hostile' } })
})

test('checks and triggers of the file never run', async () => {
  const foreign = await opened(
    fileOf(
      'CREATE TABLE shots (shot_id TEXT CHECK (length(hex(zeroblob(400000000))) > 0))',
      'CREATE TRIGGER t AFTER INSERT ON shots BEGIN DELETE FROM shots; END',
      'PRAGMA ignore_check_constraints = ON',
    ),
  )
  expect(foreign.count('shots')).toBe(0)
  foreign.close()
})

test('whatever is cut off or changed is told in words, or reads as it stood', async () => {
  const many = Array.from({ length: 2000 }, (_, n) => `('1_1_${n}', ${n})`).join(', ')
  const good = fileOf(SHOTS, `INSERT INTO shots VALUES ${many}`)
  for (const length of [0, 50, 100, 4096, good.length - 4096]) {
    const cut = await open(good.slice(0, length))
    expect(cut.ok, `cut at ${length}`).toBe(false)
  }
  let refused = 0
  for (let at = 100; at < good.length; at += 397) {
    const bad = good.slice()
    bad.fill(0xff, at, at + 16)
    const found = await open(bad)
    if (!found.ok) {
      refused++
      expect(found.problem.says).toMatch(/damaged|no SQLite/)
      continue
    }
    expect([...found.value.rows('shots')].length).toBeLessThanOrEqual(2000)
    found.value.close()
  }
  expect(refused).toBeGreaterThan(3)
})

test('a page that points at itself ends in words, not in a loop', async () => {
  const many = Array.from({ length: 3000 }, (_, n) => `('1_1_${n}', ${n})`).join(', ')
  const file = fileOf(SHOTS, `INSERT INTO shots VALUES ${many}`)
  const view = new DataView(file.buffer)
  for (let page = 1; page < file.length / 4096; page++) {
    // Interior pages of tables: every child is the page itself.
    if (file[page * 4096] !== 5) continue
    view.setUint32(page * 4096 + 8, page + 1)
  }
  expect(await open(file)).toMatchObject({ ok: false, problem: { kind: 'damaged' } })
})

test('what is no database, too big, or gone is told', async () => {
  expect(await open(new TextEncoder().encode('a,b\n1,2'))).toMatchObject({ problem: { kind: 'not_sqlite' } })
  const big = { size: 300 * 1024 * 1024 } as Blob
  expect(await openForeign(sql, big, [])).toMatchObject({ problem: { kind: 'too_big' } })
  const gone = { size: 10, arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }
  expect(await openForeign(sql, gone as unknown as Blob, [])).toMatchObject({
    problem: { kind: 'unreadable' },
  })
})
