/** The coach: its rules over a long history against one scan of it, after an import, and what our server adds to a model's first words. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { serve } from '@hono/node-server'
import { openBudget } from '../server/coach/budget.ts'
import { coachRoutes } from '../server/coach/routes.ts'
import { toolNames } from '../shared/golf/coachTools.ts'
import { measureNames } from '../shared/golf/measures.ts'
import { saying, startGemini } from '../tests/standins/gemini.ts'
import { openConnection } from '../web/db/connection.ts'
import { prepareConnection, queries } from '../web/db/queries/index.ts'
import type { Reader } from '../web/db/sql.ts'
import { loadSqlJs } from '../web/db/sqljs.ts'
import { fill } from './analysis.ts'
import { type Line, median, table } from './report.ts'

const TRIES = 7

export async function benchCoach(): Promise<string> {
  return [await benchRules(), await benchFirstWords()].join('\n\n')
}

/** A scan reads every measure of every shot, inside SQLite and nothing more. In processor time: a busy machine changes it little. */
async function benchRules(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rangebook-bench-coach-'))
  const lines: Line[] = []
  try {
    for (const times of [1, 50]) {
      const path = join(folder, `${times}.db`)
      const native = fill(path, times)
      const imported = joinNewest(native)
      native.close()
      const connection = openConnection(await loadSqlJs(), await readFile(path))
      prepareConnection(connection.script)
      const reader = { all: connection.all, get: connection.get } as Reader
      const shots = connection.get<{ n: number }>('SELECT count(*) AS n FROM shots')?.n ?? 0
      const timed = async (work: () => unknown) => {
        const took: number[] = []
        await work()
        for (let i = 0; i < TRIES; i++) {
          const from = process.cpuUsage()
          await work()
          const { user, system } = process.cpuUsage(from)
          took.push((user + system) / 1_000)
        }
        return median(took)
      }
      const sums = measureNames.map(name => `sum(${name})`).join(', ')
      const scan = await timed(() => connection.all(`SELECT ${sums} FROM shots`))
      const placed = await timed(() => connection.all(`SELECT ${sums} FROM placed_shots`))
      const rules = await timed(() => queries.findings.read(reader, { excluded: false }))
      const session = await timed(() =>
        queries.findings.read(reader, { session_id: imported, excluded: false }),
      )
      lines.push([
        shots.toLocaleString('en'),
        ...[scan, placed, rules, session].map(ms => ms.toFixed(0)),
        (rules / scan).toFixed(1),
        (rules / placed).toFixed(1),
      ])
      connection.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return table(
    [
      'shots',
      'scan of shots, ms',
      'of shots as placed, ms',
      'rules, ms',
      'a session of 500, ms',
      'rules ÷ scan',
      '÷ as placed',
    ],
    lines,
  )
}

/** The newest sessions as one of 500 shots, as an import may bring it; its id. */
function joinNewest(native: DatabaseSync): string {
  const newest = native
    .prepare('SELECT id FROM sessions ORDER BY practice_date DESC, id LIMIT 5')
    .all()
    .map(({ id }) => String(id))
  const [first = ''] = newest
  native
    .prepare(
      'UPDATE groups SET default_session_id = ? WHERE default_session_id IN (SELECT value FROM json_each(?))',
    )
    .run(first, JSON.stringify(newest))
  return first
}

/** The same words from the stand-in, asked straight and through our route and Gemini's client. */
async function benchFirstWords(): Promise<string> {
  const gemini = await startGemini()
  const folder = await mkdtemp(join(tmpdir(), 'rangebook-bench-words-'))
  const app = coachRoutes({
    coach: {
      gemini: { key: 'key', model: 'gemini-2.5-flash', base: gemini.address },
      budget: openBudget(join(folder, 'tokens.json'), 1e9, Date.now),
    },
    token: 'operator',
    isGolfer: async () => true,
  })
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(resolve => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server, port }),
    )
  })
  const first = async (url: string, body: object) => {
    gemini.next.push(saying('Your driver ', 'is fine.'))
    const from = performance.now()
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-goog-api-key': 'key' },
      body: JSON.stringify(body),
    })
    const reader = reply.body?.getReader()
    await reader?.read()
    const took = performance.now() - from
    while (!(await reader?.read())?.done);
    return took
  }
  const turn = {
    golfer: { handedness: 'right', distance: 'yard', speed: 'mph', today: '2026-03-01' },
    tools: toolNames,
    messages: [{ role: 'user', text: 'What should I work on?' }],
  }
  const straight = `${gemini.address}/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse`
  const [theirs, ours]: [number[], number[]] = [[], []]
  try {
    for (let i = 0; i < 60; i++) {
      theirs.push(await first(straight, { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }))
      ours.push(await first(`http://127.0.0.1:${port}/turn`, turn))
    }
  } finally {
    server.close()
    await gemini.stop()
    await rm(folder, { recursive: true })
  }
  // The first ones load the client.
  const [alone, through] = [median(theirs.slice(10)), median(ours.slice(10))]
  return table(
    ['first words', 'stand-in, ms', 'through our server, ms', 'added, ms', 'the very first, ms'],
    [['median of 50', ...[alone, through, through - alone, ours[0] ?? 0].map(ms => ms.toFixed(1))]],
  )
}
