/** `coach ask` at the command line: shots as the warehouse gives them, the server's route, Gemini's stand-in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coachAsk } from '../../server/cli/coachAsk.ts'
import type { Done } from '../../server/cli/command.ts'
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
}))

function ask(question: string): Promise<Done> {
  const config = readConfig({})
  if (!config.ok) throw new Error(config.says)
  const app = new Hono()
  app.post('/api/warehouse/query', c => c.json({ columns: [], rows: rows.toReversed() }))
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
    options: {},
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
  expect(json).toMatchObject({ by: 'gemini', prompt: 'coach-2', calls: { length: 4 } })
  expect(JSON.stringify(json)).not.toContain('"error"')
  const offered = gemini.asked.at(-1)?.body.tools?.[0]?.functionDeclarations.map(({ name }) => name)
  expect(offered).not.toContain('query')
})

test('a tool that is not offered is refused in words', async () => {
  gemini.next.push(calling('query', { sql: 'SELECT 1' }), saying('I can not tell.'))
  expect((await ask('How far?')).json).toMatchObject({
    calls: { 0: { name: 'query', rows: { error: expect.any(String) } } },
  })
})

test('what went wrong ends the command, and says when to come again', async () => {
  gemini.next.push(busyFor(9))
  await expect(ask('Why?')).rejects.toThrow('Try again in 9 seconds.')
})
