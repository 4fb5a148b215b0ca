/** A project that holds the earlier system's table of shots, wide open as it was. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, migrations, newGolfer, openBare, push } from './cloud.ts'

const MANY = 2300

let cloud: Cloud
let golfer: string
beforeAll(async () => {
  cloud = await openBare()
  await cloud.script(`
    CREATE TABLE shots (shot_id text PRIMARY KEY, session_id text, carry double precision, shots_by_rev text);
    CREATE INDEX shots_by_session ON shots (session_id);
    ALTER TABLE shots ENABLE ROW LEVEL SECURITY;
    CREATE POLICY "open to all" ON shots USING (true) WITH CHECK (true);
    CREATE VIEW long_shots AS SELECT * FROM shots WHERE carry > 200;
    CREATE VIEW longer_shots AS SELECT * FROM long_shots WHERE carry > 250;
    INSERT INTO shots SELECT 's' || n, '4242', n / 10.0, NULL FROM generate_series(1, ${MANY}) n;`)
  expect(await cloud.as(null, ask => ask('SELECT count(*)::int AS n FROM shots'))).toEqual([{ n: MANY }])
  for (const sql of [...migrations, ...migrations]) await cloud.script(sql)
  golfer = await newGolfer(cloud)
})
afterAll(() => cloud.close())

interface Page {
  readonly granted: boolean
  readonly count: number
  readonly rows: { readonly shot_id: string }[]
  readonly next: number | null
}
const page = (who: string, after: number) =>
  cloud.as(who, async ask => {
    const [row] = await ask('SELECT read_earlier_shots($1) AS page', [after])
    return row?.['page'] as Page
  })

test('it is put aside whole, and closed to all', async () => {
  expect(await cloud.ask('SELECT count(*)::int AS n FROM earlier_shots')).toEqual([{ n: MANY }])
  for (const who of [null, golfer]) {
    for (const name of ['earlier_shots', 'long_shots', 'longer_shots']) {
      await expect(cloud.as(who, ask => ask(`SELECT * FROM ${name}`))).rejects.toThrow('permission denied')
    }
  }
  expect(await page(golfer, 0)).toEqual({ granted: false, count: 0, rows: [], next: null })
})

test('the new table stands beside it, with all its indexes', async () => {
  expect(await push(cloud, golfer, [{ table: 'shots', row: { id: '1', carry_m: 150 } }])).toMatchObject({
    head: 1,
  })
  const indexes = await cloud.ask(
    `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'shots'`,
  )
  expect(indexes).toHaveLength(4)
})

test('granted by the operator to one golfer, who reads it in pages, each row once', async () => {
  const other = await newGolfer(cloud)
  await cloud.as('service', ask => ask('SELECT grant_earlier_shots($1)', [golfer]))
  const read: string[] = []
  for (let after: number | null = 0; after !== null; ) {
    const got: Page = await page(golfer, after)
    expect(got.count).toBe(got.rows.length)
    read.push(...got.rows.map(row => row.shot_id))
    after = got.next
  }
  expect(new Set(read).size).toBe(MANY)
  expect(read).toHaveLength(MANY)
  expect((await page(other, 0)).granted).toBe(false)
  await cloud.as('service', ask => ask('SELECT grant_earlier_shots($1)', [other]))
  expect((await page(golfer, 0)).granted).toBe(false)
  expect((await page(other, 0)).count).toBe(1000)
})

test('a second table of that name stops the migration in words, and is left as it is', async () => {
  const again = await openBare()
  try {
    await again.script('CREATE TABLE shots (shot_id text); CREATE TABLE earlier_shots (shot_id text)')
    await expect(again.script(migrations[0] ?? '')).rejects.toThrow('put aside already')
  } finally {
    await again.close()
  }
})
