/** The commands on a hub and its DuckDB, as `npx rangebook` runs them, and the routes they go through. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createApp } from '../../server/app.ts'
import type { Call, Command, Done } from '../../server/cli/command.ts'
import { commands } from '../../server/cli/commands.ts'
import { afterPractice } from '../../server/cli/postSession.ts'
import { readConfig } from '../../server/config.ts'
import { warehouseOf } from '../../server/warehouse/open.ts'
import type { WarehouseService } from '../../server/warehouse/service.ts'
import { golferOf } from '../../shared/golf/findings.golfers.ts'
import { stamp, wire } from '../cloud/cloud.ts'
import { OPERATOR, openTestHub, type TestHub } from '../cloud/testHub.ts'
import { startBigQuery } from '../standins/bigquery.ts'

let home: TestHub
let warehouse: WarehouseService
let app: Hono
let folder: string
const golfers: { token: string; user_id: string }[] = []
const config = readConfig({})
if (!config.ok) throw new Error(config.says)

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  home = await openTestHub()
  folder = mkdtempSync(join(tmpdir(), 'rangebook-commands-'))
  warehouse = warehouseOf(config.value, folder, home.hub)
  app = createApp({
    door: { host: '127.0.0.1', tls: false, trustProxy: false },
    dist: folder,
    uneekorBase: 'http://127.0.0.1:9',
    cloud: home.hub,
    warehouse,
    coach: null,
    token: OPERATOR,
    version: '0',
    instance: 'test',
    fetch: globalThis.fetch,
    now: Date.now,
    wait: async () => {},
    tryLimit_ms: 1,
  })
  for (const golfer of ['Ann', 'Bob']) {
    const { code } = (await (await post('/api/hub/code', { golfer })).json()) as { code: string }
    const joined = await home.hub.members.join('phone', { code })
    if (joined.kind !== 'joined') throw new Error(joined.kind)
    golfers.push({ token: joined.session.access_token, user_id: joined.session.user.id })
  }
  await push(0, [
    wire('sessions', { id: 's', clocks: '{}', practice_date: '2026-01-02' }),
    wire('groups', { id: 'g', clocks: '{}', fact_source: 3, default_session_id: 's', club_code: 'IRON7' }),
    ...Array.from({ length: 30 }, (_, n) => shot(`shot${n}`, 100 + n)),
  ])
  await push(1, [shot('marker', 250)])
})
afterAll(async () => {
  await warehouse.close()
  await home.close()
  rmSync(folder, { recursive: true })
})

const shot = (id: string, carry_m: number, more: object = {}) =>
  wire('shots', { id, clocks: '{}', fact_source: 3, group_id: 'g', carry_m, ...more })

const post = (path: string, body: object, token = OPERATOR) =>
  app.request(path, {
    method: 'POST',
    headers: { host: 'localhost', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })

async function push(golfer: number, rows: object[]): Promise<void> {
  const request = { client: 3, epoch: 1, cursor: 0, rows }
  const answer = await post('/hub/rest/v1/rpc/push_changes', { request }, golfers[golfer]?.token)
  expect(await answer.json()).toMatchObject({ kind: 'pushed' })
}

function rangebook(
  name: string,
  words: string[] = [],
  options: Record<string, string | boolean> = {},
): Promise<Done> {
  const command: Command | undefined = commands.find(one => one.name === name)
  if (!command) throw new Error(`no command ${name}`)
  return command.run(callOf(words, options))
}

function callOf(words: string[], options: Record<string, string | boolean>): Call {
  return {
    config: config.ok ? config.value : expect.fail(),
    env: { INIT_CWD: folder },
    words,
    options,
    server: work =>
      work(async (path, { method, json } = {}) =>
        json
          ? post(path, json)
          : app.request(path, {
              method: method ?? 'GET',
              headers: { host: 'localhost', authorization: `Bearer ${OPERATOR}` },
            }),
      ),
  }
}

test('a dry run, a run, its repetition, verify, a deletion that reaches the view', async () => {
  expect((await rangebook('sync incremental', [], { 'dry-run': true })).text).toBe(
    'Would move: 1 groups, 1 sessions, 31 shots (2 golfers, incremental).',
  )
  expect((await rangebook('verify')).exit).toBe(1)
  expect((await rangebook('sync incremental')).text).toMatch(/^33 rows moved in /)
  expect((await rangebook('sync incremental')).text).toMatch(/^Nothing had changed in /)
  expect(await rangebook('verify')).toEqual({
    text: 'Equal: 33 rows, 1 sessions, 2 golfers.',
    json: { golfers: 2, rows: 33, sessions: 1, waiting: 0, differences: [] },
    exit: 0,
  })
  await push(0, [
    shot('shot0', 100, {
      deleted_at: '2026-01-03T00:00:00Z',
      clocks: JSON.stringify({ deleted_at: stamp(1) }),
    }),
  ])
  const differing = await rangebook('verify')
  expect(differing.text).toContain('shots of s: 30 rows')
  expect(differing.text).toContain('shot0')
  expect(differing.text).toContain('1 rows came since the last run')
  const apart = await rangebook('status')
  expect(apart.text).toContain('  differs: Ann, session s: shots 30 on both, not alike')
  expect(apart.json).toMatchObject({
    warehouse: {
      differences: expect.arrayContaining([expect.objectContaining({ session: 's', table: 'shots' })]),
    },
  })
  await rangebook('sync incremental')
  expect((await rangebook('query', ['SELECT count(*) AS n FROM shots_latest'])).text).toBe(' n\n30')
  expect((await rangebook('verify')).exit).toBe(0)
  const { text } = await rangebook('status')
  expect(text).toMatch(/last run .*incremental: done\n {2}nothing waits\n/)
  expect(text).toContain('equal to the cloud, session by session')
})

test('a full run writes the same anew', async () => {
  expect((await rangebook('sync full')).text).toMatch(/^33 rows moved in /)
  expect((await rangebook('verify')).exit).toBe(0)
})

test('answers as a table, as CSV and as JSON; what is no SELECT is refused', async () => {
  const sql = `SELECT shot_id, club, round(carry_yd, 1) AS carry FROM shots_in_yards WHERE shot_id IN ('shot1', 'marker') ORDER BY 1`
  expect((await rangebook('query', [sql])).text).toBe(
    'shot_id  club   carry\nmarker          273.4\nshot1    IRON7  110.5',
  )
  expect((await rangebook('query', [sql], { format: 'csv' })).text).toBe(
    'shot_id,club,carry\nmarker,,273.4\nshot1,IRON7,110.5',
  )
  expect(JSON.parse((await rangebook('query', [sql], { format: 'json' })).text)).toHaveLength(2)
  await expect(rangebook('query', ['DELETE FROM shot_log'])).rejects.toMatchObject({ exit: 2 })
  await expect(rangebook('query', [sql], { format: 'xml' })).rejects.toMatchObject({ exit: 2 })
})

test('a golfer asks of their own rows alone, and the operator as that golfer', async () => {
  const [ann, bob] = golfers
  const sql = 'SELECT count(*) AS n, max(carry_m) AS far FROM shots_all'
  for (const more of [{}, { golfer: bob?.user_id }]) {
    const answer = await post('/api/warehouse/query', { sql, ...more }, ann?.token)
    expect(await answer.json()).toMatchObject({ rows: [{ n: 30, far: 129 }] })
  }
  expect((await rangebook('query', [sql], { golfer: bob?.user_id ?? '' })).json).toMatchObject({
    rows: [{ n: 1, far: 250 }],
  })
  await expect(rangebook('query', [sql], { golfer: 'Bob' })).rejects.toMatchObject({ exit: 2 })
})

test('Parquet files hold the rows that count', async () => {
  await rangebook('export parquet', ['out'])
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const read = await connection.runAndReadAll(
    `SELECT count(*)::INT AS n, max(carry_m) AS far FROM '${join(folder, 'out/shots_latest.parquet')}'`,
  )
  expect(read.getRowObjectsJS()).toEqual([{ n: 30, far: 250 }])
  expect(existsSync(join(folder, 'out/shots_in_yards.parquet'))).toBe(true)
  expect(existsSync(join(folder, 'out/media_latest.parquet'))).toBe(false)
})

test('an erased golfer is in no log, stays out, and comes back if let in', async () => {
  const bob = golfers[1]?.user_id ?? ''
  await rangebook('erase', [], { golfer: bob })
  expect(
    (await rangebook('query', [`SELECT count(*) AS n FROM shot_log WHERE user_id = '${bob}'`])).text,
  ).toBe('n\n0')
  await push(1, [shot('marker2', 251)])
  await rangebook('sync incremental')
  expect(
    (await rangebook('query', [`SELECT count(*) AS n FROM shot_log WHERE user_id = '${bob}'`])).text,
  ).toBe('n\n0')
  await expect(rangebook('erase', [], { golfer: crypto.randomUUID() })).rejects.toMatchObject({ exit: 2 })
  await rangebook('erase', [], { golfer: bob, back: true })
  expect(
    (await rangebook('query', [`SELECT count(*) AS n FROM shot_log WHERE user_id = '${bob}'`])).text,
  ).toBe('n\n2')
})

test('a golfer may start a run and see how it stands, and nothing else; nobody else anything', async () => {
  const ann = golfers[0]?.token
  const about = await app.request('/api/warehouse', {
    headers: { host: 'localhost', authorization: `Bearer ${ann}` },
  })
  expect(await about.json()).toMatchObject({
    kind: 'duckdb',
    name: 'duckdb',
    waiting: 0,
    runs: [{ result: 'done' }],
  })
  const lines = await (await post('/api/warehouse/sync', {}, ann)).text()
  expect(JSON.parse(lines)).toMatchObject({ kind: 'too_soon' })
  for (const [path, body] of [
    ['sync', { mode: 'full' }],
    ['sync', { dry_run: true }],
    ['rows', { view: 'shots_latest' }],
    ['verify', {}],
    ['leave-out', { user_id: golfers[1]?.user_id, out: true }],
  ] as const) {
    const answer = await post(`/api/warehouse/${path}`, body, ann)
    expect([path, answer.status]).toEqual([path, 401])
  }
  // Of what the operator began.
  const operators = post('/api/warehouse/sync', {})
  expect(await (await post('/api/warehouse/stop', {}, ann)).json()).toEqual({ stopping: false })
  await (await operators).text()
  for (const path of ['sync', 'stop'])
    expect((await post(`/api/warehouse/${path}`, {}, 'x')).status).toBe(401)
  expect((await app.request('/api/warehouse', { headers: { host: 'localhost' } })).status).toBe(401)
})

test('two who ask at once share one run', async () => {
  await push(0, [shot('late', 77)])
  const [one, two] = await Promise.all([rangebook('sync incremental'), rangebook('sync incremental')])
  expect(one.text).toBe(two.text)
  const runs = (await (
    await app.request('/api/warehouse', {
      headers: { host: 'localhost', authorization: `Bearer ${OPERATOR}` },
    })
  ).json()) as { runs: { told: { moved: object } }[] }
  expect(runs.runs[0]?.told.moved).toEqual({ shots: 1 })
})

test('the coach by rules, over one golfer’s shots: a planted fault, its drill and goal; no club, no golfer, said plainly', async () => {
  const [driver] = golferOf({
    hand: 'right',
    seed: 5,
    clubs: [{ code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg: 5 } }],
  })
  const played = (driver?.shots ?? []).map(
    ({ practice_date: _, session_id: __, kept: ___, number, ...shot }) =>
      wire('shots', {
        ...shot,
        id: `drive${number}_${shot.id}`,
        clocks: '{}',
        fact_source: 3,
        group_id: 'gd',
        client_shot_id: number,
      }),
  )
  await push(0, [
    wire('groups', { id: 'gd', clocks: '{}', fact_source: 3, default_session_id: 's', club_code: 'DRIVER' }),
    ...played,
  ])
  await rangebook('sync incremental')
  const golfer = golfers[0]?.user_id ?? ''
  const { text, json } = await rangebook('coach analyze', ['Driver'], { golfer })
  expect(text).toMatch(/^1\. Driver: the face is open to the path\n {3}Face to path is \d\.\d° open/)
  expect(text).toContain('Done when: 7 of 10 with face to path within 2.0°.')
  expect(text).toContain('By rules')
  expect(json).toMatchObject({ by: 'rules', findings: [{ key: 'face:code:DRIVER' }] })
  expect((await rangebook('coach summary', [], { golfer })).text).toContain('1. Driver: the face is open')
  const noKey = await rangebook('coach ask', ['What should I work on?'], { golfer })
  expect(noKey.text).toMatch(
    /^This server has no key for Gemini: the rules answer\.\n\n1\. Driver: the face is open/,
  )
  const goal = { club_id: 'code:DRIVER', figure: 'carry_m', low: 400, high: null, share: 0.8, by: null }
  await push(0, [
    wire('settings', { id: 'distance', clocks: '{}', value: '"metre"' }),
    wire('settings', {
      ...{ id: 'goal:g', clocks: '{}', value: JSON.stringify({ ...goal, set_on: '2026-01-02' }) },
    }),
  ])
  const known = await rangebook('coach analyze', ['Driver'], { golfer })
  expect(known.text).toContain('Goal, Driver: Carry at least 400 m, 80 of 100. 0 of 100, 80 to go.')
  expect(
    await rangebook('coach summary', [], { golfer: golfers[1]?.user_id ?? '' }).catch(String),
  ).not.toContain('400 m')
  await expect(rangebook('coach analyze', ['Putter'], { golfer })).rejects.toThrow(
    /No shots with Putter\. There are: /,
  )
  await expect(rangebook('coach summary', [], { since: 'May' })).rejects.toThrow('--since is a date')
  await expect(rangebook('coach summary', [], { since: '2999-01-01', golfer })).rejects.toThrow(
    'holds no such shots',
  )
})

test('the doctor names what is used and, for BigQuery, with which credentials', async () => {
  expect((await rangebook('doctor')).text).toContain('Warehouse: DuckDB')
  const standIn = await startBigQuery()
  const read = readConfig({ BIGQUERY_PROJECT: 'my-project', BIGQUERY_API_ENDPOINT: standIn.endpoint })
  const command = commands.find(({ name }) => name === 'doctor') ?? expect.fail()
  const asked = {
    config: read.ok ? read.value : expect.fail(),
    env: {},
    words: [],
    options: {},
    server: () => expect.fail(),
  }
  expect((await command.run(asked)).text).toContain('all that a sync needs')
  standIn.fate = () => 403
  await expect(command.run(asked)).rejects.toThrow(/my-project\.rangebook\nCredentials: none/)
  await standIn.close()
})

test('after a practice: what came in, then a sync and an analysis on yes alone, and the shots that want a look', async () => {
  const golfer = golfers[0]?.user_id ?? ''
  await push(0, [shot('odd', 0, { carry_m: null })])
  const left = await rangebook('post-session', [], { 'no-input': true, golfer })
  expect(left.text).toContain('Would move: 1 shots')
  expect(left.text).toContain('Not synced')
  expect(left.text).toContain('What to work on: Driver: the face is open')
  expect(left).toMatchObject({ exit: 0, json: { synced: null, analysed: null } })

  const asked: string[] = []
  const answering = (...answers: string[]) =>
    afterPractice(callOf([], { golfer }), async says => {
      asked.push(says)
      return answers.shift() ?? expect.fail()
    })
  const analysed = await answering('n', 'y')
  expect(asked[0]).toMatch(/Would move: 1 shots.*\nSync now\? \[Y\/n\] $/)
  expect(asked[1]).toMatch(/Analyse now\? \[Y\/n\] $/)
  expect(analysed.text).toContain('Not synced')
  expect(analysed.text).toMatch(/1\. Driver: the face is open[\s\S]*By rules/)
  const synced = await answering('', 'no')
  expect(synced.text).toContain('1 rows moved')
  expect(asked[3]).toMatch(/Shots that want a look:[\s\S]*odd/)
  expect(synced.json).toMatchObject({ analysed: null })

  const both = await rangebook('post-session', [], { yes: true, golfer })
  expect(both.text).toMatch(/Nothing had changed[\s\S]*By rules/)
  expect(both).toMatchObject({ exit: 0, json: { analysed: { by: 'rules' } } })
  // What can't be said leaves the sync as it is.
  const unsaid = await rangebook('post-session', [], { yes: true, golfer, since: 'May' })
  expect(unsaid).toMatchObject({
    exit: 1,
    json: { synced: { kind: 'ended' }, analysed: { failed: expect.stringContaining('--since is a date') } },
  })
  const noKey = await rangebook('post-session', [], { yes: true, gemini: true, golfer })
  expect(noKey.text).toContain('no key for Gemini: the rules answer')
})
