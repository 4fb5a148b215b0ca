import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { Call } from './command.ts'
import { status } from './status.ts'

const about = (schema_version: number) => ({
  kind: 'golfers',
  cloud_id: 'c',
  schema_version,
  golfers: [
    {
      user_id: 'u1',
      newest_date: '2026-01-02',
      tables: { shots: { rows: 1200, filled: { carry_m: 1199 } } },
    },
    { user_id: 'u2', newest_date: null, tables: { shots: { rows: 0, filled: { carry_m: 0 } } } },
  ],
})

const warehouse = {
  kind: 'duckdb',
  name: '/data/warehouse.duckdb',
  running: false,
  runs: [],
  waiting: 7,
  rows: { shot_log: 1500 },
}

const earlier = {
  ...{
    rows: 1300,
    shots: 1200,
    sessions: 30,
    dates: 12,
    here: 1190,
    not_counted: 4,
    missing: 6,
    more_here: 9,
  },
  ids: ['1_1_1', '1_1_2', '1_1_3', '1_1_4', '1_1_5', '1_1_6'],
  missing_dates: ['2025-03-01'],
}

const side = (rows: number, digest = 'd') => ({ rows, digest })
const difference = (user_id: string, session: string, table: string, cloud: object, there: object) => ({
  ...{ user_id, session, table, cloud, warehouse: there, ids: [] },
})
const differences = [
  difference('u2', 's1', 'groups', side(2, 'a'), side(2, 'b')),
  difference('u2', 's1', 'shots', side(30), side(12)),
  difference('u1', '', 'clubs', side(1), side(0)),
  ...Array.from({ length: 25 }, (_, n) => difference('u1', `s${n + 2}`, 'shots', side(1), side(0))),
]

function call(
  schema_version: number,
  options: Call['options'] = {},
  {
    of = warehouse,
    beside = null,
    asked = [],
  }: { of?: object; beside?: object | null; asked?: string[] } = {},
): Call {
  const config = readConfig({})
  if (!config.ok) throw new Error(config.says)
  const answer = { about: about(schema_version), names: { u1: 'me', u2: 'Ann' } }
  return {
    config: config.value,
    env: {},
    words: [],
    options,
    server: work =>
      work(async path => {
        asked.push(path)
        if (path === '/api/warehouse/earlier') return Response.json({ earlier: beside })
        if (path === '/api/warehouse/verify') return Response.json({ differences })
        return Response.json(path === '/api/warehouse' ? of : answer)
      }),
  }
}

test('rows, newest practice and, if asked for, values by column, a golfer each', async () => {
  const all = await status.run(call(1, { columns: true }))
  expect(all.text).toContain('me: newest practice 2026-01-02')
  expect(all.text).toMatch(/shots +1,200\n +carry_m +1,199/)
  expect(all.text).toContain('Ann: newest practice none')
  expect(all.text).toMatch(
    /Warehouse: DuckDB.*\n {2}last run never\n {2}7 rows wait: npx rangebook sync incremental\n {2}shot_log +1,500/,
  )
  expect(all.exit).toBe(0)
  const one = await status.run(call(1, { golfer: 'ann' }))
  expect(one.json).toMatchObject({ cloud: { kind: 'hub', older: false }, golfers: [{ name: 'Ann' }] })
  expect(one.text).not.toContain('me:')
  await expect(status.run(call(1, { golfer: 'Bob' }))).rejects.toThrow('nobody called "Bob"')
})

test('the earlier system’s table is told where it stands beside the warehouse, in words and as JSON', async () => {
  const { text, json } = await status.run(call(1, {}, { beside: earlier }))
  expect(text).toContain(
    [
      'The earlier system’s table shots, left as it is: 1,300 rows, 1,200 shots, 30 sessions, 12 dates',
      '  1,190 of its shots count here, 4 are deleted or the same as another here',
      '  6 are not here: 1_1_1, 1_1_2, 1_1_3, 1_1_4, 1_1_5 …; the app imports them from golf_stats.db',
      '  dates without a session here: 2025-03-01',
      '  9 count here that are not there',
    ].join('\n'),
  )
  expect(json).toMatchObject({ warehouse: { earlier } })
  expect((await status.run(call(1))).text).not.toContain('earlier system')
})

test('a cloud that is older than this version is told with its cure, and by the exit code', async () => {
  const { text, exit } = await status.run(call(0))
  expect([exit, text]).toEqual([1, expect.stringContaining('npx rangebook cloud migrate')])
})

const filled = { ...warehouse, runs: [{ mode: 'full', result: 'done', started_ms: 0, told: {} }] }

test('the sessions that differ between cloud and warehouse are named, some of many; as JSON all of them', async () => {
  const { text, json } = await status.run(call(1, {}, { of: filled }))
  expect(text).toContain(
    '  differs: Ann, session s1: groups 2 on both, not alike; shots 30 in the cloud, 12 here\n',
  )
  expect(text).toContain('  differs: me, of no session: clubs 1 in the cloud, 0 here\n')
  expect(text).toMatch(/\n {2}and 7 more: npx rangebook verify$/)
  expect(json).toMatchObject({ warehouse: { differences } })
  const anns = await status.run(call(1, { golfer: 'ann' }, { of: filled }))
  expect(anns.text.match(/differs:/g)).toHaveLength(1)
})

test('a warehouse that costs by what is read is compared only when told to', async () => {
  const asked: string[] = []
  const bigquery = { ...filled, kind: 'bigquery' }
  expect((await status.run(call(1, {}, { of: bigquery, asked }))).json).toMatchObject({
    warehouse: { differences: null },
  })
  expect(asked).not.toContain('/api/warehouse/verify')
  await status.run(call(1, { sessions: true }, { of: bigquery, asked }))
  expect(asked).toContain('/api/warehouse/verify')
})
