/** What goes over the wire to BigQuery: nothing that the free sandbox refuses; and what comes back late, twice or not at all. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { problemOf } from '../../server/warehouse/bigqueryProblems.ts'
import { type Cloud, newGolfer, openCloud, push, wire } from '../cloud/cloud.ts'
import type { Fate } from '../standins/bigquery.ts'
import { openStandIn } from './bigquery.ts'
import { expectEqual, movedBy, readerOf, rowsIn, run } from './world.ts'

let cloud: Cloud
let reader: ReturnType<typeof readerOf>
let opened: Awaited<ReturnType<typeof openStandIn>>
let her: string
beforeAll(async () => {
  cloud = await openCloud()
  reader = readerOf(cloud)
})
afterAll(() => cloud.close())
beforeEach(async () => {
  for (const table of ['auth.users', 'rangebook.warehouse_leases', 'rangebook.warehouse_runs'])
    await cloud.ask(`DELETE FROM ${table}`)
  her = await newGolfer(cloud)
  opened = await openStandIn()
  await push(cloud, her, [shot('a'), shot('b')])
})
afterEach(() => opened.close())

const shot = (id: string, parser_version = 1) =>
  wire('shots', { id, clocks: '{}', fact_source: 3, parser_version, carry_m: 100 + parser_version })

/** The n-th load job meets this; all else passes. */
function breakLoad(n: number, fate: Fate): void {
  let loads = 0
  opened.standIn.fate = ({ path }) => (path.startsWith('/upload') && ++loads === n ? fate : 'pass')
}

test('no statement that changes rows and no streamed row is ever sent', async () => {
  await run(reader, opened.warehouse())
  await push(cloud, her, [shot('a', 2)])
  await run(reader, opened.warehouse())
  await run(reader, opened.warehouse(), { mode: 'full' })
  const { asked } = opened.standIn
  expect(asked.filter(({ path }) => path.startsWith('/upload')).length).toBeGreaterThan(8)
  for (const { method, path, body } of asked) {
    expect(path).not.toMatch(/insertAll|:append|Write/)
    if (path.startsWith('/upload')) continue
    expect(`${method} ${path} ${body}`).not.toMatch(/\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b(?! )/)
    const query: unknown = body
      ? (JSON.parse(body).query ?? JSON.parse(body).configuration?.query?.query)
      : undefined
    if (typeof query === 'string') expect(query.trim()).toMatch(/^(SELECT|WITH)\b/)
  }
})

test.each<{ fate: Fate }>([{ fate: 'lose' }, { fate: 'fail' }, { fate: 429 }, { fate: 500 }, { fate: 503 }])(
  'a load that meets "$fate" is there once',
  async ({ fate }) => {
    for (const n of [1, 2, 3]) {
      await push(cloud, her, [shot('a', n + 1), shot(`new${n}`)])
      breakLoad(n, fate)
      await run(reader, opened.warehouse())
      await expectEqual(cloud, opened.warehouse())
    }
    const rows = await rowsIn(
      opened.warehouse(),
      at => `SELECT id, rev, count(*) AS n FROM ${at('shot_log')} GROUP BY id, rev`,
    )
    expect(rows.filter(({ n }) => n !== 1)).toEqual([])
  },
)

test('a job that is known and done proves nothing where its rows are gone', async () => {
  await run(reader, opened.warehouse())
  // By hand, and as many rows as before: no count shows it.
  await opened.byHand(at => `UPDATE ${at('shot_log')} SET rev = 0`)
  expect(movedBy(await run(reader, opened.warehouse()))).toEqual({ shots: 2 })
  await expectEqual(cloud, opened.warehouse())
})

test('what BigQuery refuses is a line with its cure, and the next run goes on', async () => {
  opened.standIn.fate = () => 403
  // The client looks for credentials once more, and finds none here.
  await expect(run(reader, opened.warehouse())).rejects.toMatchObject({
    cure: expect.stringMatching(/roles|gcloud/),
  })
  opened.standIn.fate = () => 'pass'
  await run(reader, opened.warehouse())
  await expectEqual(cloud, opened.warehouse())

  const where = { project: 'p', dataset: 'd' }
  const refused = (message: string, code?: number) =>
    problemOf(Object.assign(new Error(message), { code }), where)
  expect(refused('Access Denied', 403).cure).toContain('roles/bigquery.jobUser')
  expect(refused('Could not load the default credentials').kind).toBe('not_configured')
  expect(refused('invalid_grant').message).toContain('no longer takes')
  expect(refused('Not found: Dataset p:d', 404).cure).toContain('BIGQUERY_LOCATION')
})
