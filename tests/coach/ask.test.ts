/** `coach ask` at the command line: shots as the warehouse gives them, the server's route, Gemini's stand-in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { coachAsk } from '../../server/cli/coachAsk.ts'
import type { Call, Done } from '../../server/cli/command.ts'
import { openBudget } from '../../server/coach/budget.ts'
import { coachRoutes } from '../../server/coach/routes.ts'
import { readConfig } from '../../server/config.ts'
import { golferOf } from '../../shared/golf/findings.golfers.ts'
import { busyFor, calling, type GeminiStandin, saying, startGemini } from '../standins/gemini.ts'

let gemini: GeminiStandin
let folder: string
beforeAll(async () => {
  gemini = await startGemini()
  folder = mkdtempSync(join(tmpdir(), 'rangebook-ask-'))
})
beforeEach(() => {
  gemini.asked.length = 0
})
afterAll(async () => {
  await gemini?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const [driver] = golferOf({
  hand: 'right',
  seed: 5,
  clubs: [{ code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg: 5 } }],
})
const rows = (driver?.shots ?? []).map(({ practice_date, ...shot }) => ({
  ...shot,
  ...{ user_id: 'ann', session_date: practice_date, club_id: 'code:DRIVER', club: 'DRIVER' },
  kind: 'practice',
}))

const NOTES = [{ id: 's', of_what: 'session', date: '2026-03-01', club_id: null, text: 'hands ahead' }]
let settings: object[] = []

function ask(question: string, options: Call['options'] = {}): Promise<Done> {
  const config = readConfig({})
  if (!config.ok) throw new Error(config.says)
  const app = new Hono()
  app.post('/api/warehouse/query', async c => {
    const { sql } = await c.req.json<{ sql: string }>()
    return c.json({ columns: [], rows: sql.includes("'session' AS of_what") ? NOTES : rows.toReversed() })
  })
  app.post('/api/warehouse/settings', c => c.json(settings))
  app.route(
    '/api/coach',
    coachRoutes({
      coach: {
        gemini: { key: 'key', model: 'gemini-2.5-flash', base: gemini.address },
        budget: openBudget(join(folder, 'tokens.json'), 1_000_000, () => Date.UTC(2026, 0, 2)),
      },
      token: 'operator',
      isGolfer: async () => false,
    }),
  )
  return coachAsk.run({
    config: config.value,
    env: {},
    words: [question],
    options,
    server: work =>
      work(async (path, { method, json } = {}) =>
        app.request(path, {
          method: method ?? (json ? 'POST' : 'GET'),
          headers: { authorization: 'Bearer operator', 'content-type': 'application/json' },
          ...(json && { body: JSON.stringify(json) }),
        }),
      ),
  })
}

test('an answer with its figures checked, what was looked at and what it cost; nothing that a terminal obeys', async () => {
  gemini.next.push(
    calling('findings', {}),
    calling('summary', { club_id: 'code:DRIVER' }),
    calling('trend', { club_id: 'code:DRIVER', figure: 'carry_m' }),
    calling('compare', { club_id: 'code:DRIVER', from: '2026-03-02', other_to: '2026-03-01' }),
    saying('Over 40 shots \u001b[31mthe face ', 'is open by 77.7°.'),
  )
  const { text, json } = await ask('What should I work on?')
  expect(text).toMatch(/^Over 40 shots the face is open by 77\.7° \[unsupported\]\.\n/)
  expect(text).toMatch(/looked: findings, summary, trend, compare; \d+ tokens/)
  expect(json).toMatchObject({ by: 'gemini', prompt: 'coach-3', calls: { length: 4 } })
  expect(JSON.stringify(json)).not.toContain('"error"')
  const offered = gemini.asked.at(-1)?.body.tools?.[0]?.functionDeclarations.map(({ name }) => name)
  expect(offered).toContain('query')
  expect(offered).not.toContain('notes')
})

test('the golfer’s hand, units, goals and what is worked on are those of the cloud', async () => {
  const opened = {
    ...{ key: 'face:code:DRIVER', date: '2026-03-01', was: -9.9, kind: 'face', club_id: 'code:DRIVER' },
    ...{ way: 1, done: false },
    goal: { figure: 'face_to_path_deg', of: 'middle', low: -2, high: 2, times: 7, out_of: 10 },
  }
  const goal = {
    ...{ club_id: 'code:DRIVER', figure: 'carry_m', low: 400, high: null, share: 0.8 },
    ...{ by: null, set_on: '2026-03-02' },
  }
  settings = [
    { id: 'handedness', value: '"left"' },
    { id: 'distance', value: '"metre"' },
    { id: 'speed', value: '"furlongs"' },
    { id: 'finding:face:code:DRIVER', value: JSON.stringify(opened) },
    { id: 'goal:1', value: JSON.stringify(goal) },
    { id: 'goal:2', value: '{"club_id":1}' },
    { id: 'goal:3', value: null },
  ]
  gemini.next.push(calling('findings', {}), saying('The goal is 400 m for 80 of 100.'))
  const { text, json } = await ask('My goal?')
  settings = []
  expect(gemini.asked[0]?.body.systemInstruction?.parts[0]?.text).toContain(
    'left-handed and reads metres for distance, mph for speed',
  )
  expect(json).toMatchObject({
    calls: [
      {
        rows: {
          worked_on: [{ club_id: 'code:DRIVER', says: expect.stringContaining('was 9.9° open') }],
          goals_set_by_golfer: [{ figure: 'carry_m', now_share: 0, n: 40 }],
        },
      },
    ],
  })
  expect(text).not.toContain('unsupported')
})

test('a tool that is not offered is refused in words', async () => {
  gemini.next.push(calling('notes', {}), calling('run_sql', { sql: 'SELECT 1' }), saying('I can not tell.'))
  expect((await ask('How far?')).json).toMatchObject({
    calls: [{ rows: { error: expect.any(String) } }, { rows: { error: expect.any(String) } }],
  })
})

test('a query is answered by a process of its own, and dispersion like on the device', async () => {
  gemini.next.push(
    calling('query', { sql: 'SELECT count(*) AS n FROM shots' }),
    calling('dispersion', { club_id: 'code:DRIVER' }),
    saying('40 shots.'),
  )
  expect((await ask('How many?')).json).toMatchObject({
    calls: [{ rows: { rows: [{ n: 40 }] } }, { rows: { n: 40, of: 40 } }],
  })
})

test('notes are read where the command allows it', async () => {
  gemini.next.push(calling('notes', { from: '2026-01-01' }), saying('You noted a feel.'))
  expect((await ask('What did I note?', { notes: true })).json).toMatchObject({
    calls: [{ rows: { notes: [{ of: 'session', date: '2026-03-01', club_id: null, text: 'hands ahead' }] } }],
  })
})

test('what went wrong ends the command, and says when to come again', async () => {
  gemini.next.push(busyFor(9))
  await expect(ask('Why?')).rejects.toThrow('Try again in 9 seconds.')
})
