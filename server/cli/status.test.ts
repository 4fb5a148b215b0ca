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

function call(schema_version: number, options: Call['options'] = {}, beside: object | null = null): Call {
  const config = readConfig({})
  if (!config.ok) throw new Error(config.says)
  const answer = { about: about(schema_version), names: { u1: 'me', u2: 'Ann' } }
  return {
    config: config.value,
    env: {},
    words: [],
    options,
    server: work =>
      work(async path =>
        Response.json(
          path === '/api/warehouse'
            ? warehouse
            : path === '/api/warehouse/earlier'
              ? { earlier: beside }
              : answer,
        ),
      ),
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
  const { text, json } = await status.run(call(1, {}, earlier))
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
