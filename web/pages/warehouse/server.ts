/** What the server says of its warehouse, and does with it. */
import * as v from 'valibot'
import { ProblemError } from '../../db/problems.ts'
import type { Connection } from '../../sync/connect.ts'
import { linesOf } from '../../sync/lines.ts'
import { noSignal, troubles } from '../../sync/problems.ts'

const result = v.nullable(v.picklist(['done', 'stopped', 'failed', 'died']))

const about = v.object({
  kind: v.picklist(['duckdb', 'bigquery']),
  running: v.boolean(),
  /** The last one; result null = it goes on. */
  runs: v.array(v.object({ result, started_ms: v.number(), ended_ms: v.nullable(v.number()) })),
  waiting: v.number(),
  schedule: v.nullable(
    v.object({ by: v.picklist(['cron', 'systemd', 'schtasks']), at: v.nullable(v.string()) }),
  ),
})
export type About = v.InferOutput<typeof about>

const line = v.variant('kind', [
  v.object({ kind: v.literal('planned'), rows: v.record(v.string(), v.number()) }),
  v.object({
    kind: v.literal('progress'),
    moved: v.number(),
    of: v.number(),
    rows_per_s: v.number(),
    left_s: v.number(),
  }),
  v.object({
    kind: v.literal('ended'),
    result: v.picklist(['done', 'stopped']),
    told: v.object({ moved: v.record(v.string(), v.number()) }),
  }),
  v.object({ kind: v.picklist(['running', 'too_soon']) }),
  v.object({ kind: v.literal('failed'), says: v.string(), cure: v.string() }),
])
export type RunLine = v.InferOutput<typeof line>

const stopped = v.object({ stopping: v.boolean() })
const refusal = v.object({ kind: v.string(), says: v.string(), cure: v.string() })

const silent = { kind: 'down', says: 'The server does not answer as it should.', cure: 'retry' } as const

/** All reject with a ProblemError. */
export async function aboutWarehouse(connection: Connection): Promise<About> {
  return v.parse(about, await (await ask(connection, '/api/warehouse')).json())
}

/** Begins a run, or joins the one that goes on. */
export async function* runWarehouse(connection: Connection): AsyncGenerator<RunLine> {
  const answer = await ask(connection, '/api/warehouse/sync', { mode: 'incremental' })
  if (!answer.body) throw new ProblemError(noSignal)
  try {
    for await (const said of linesOf(answer.body)) yield v.parse(line, said)
  } catch (error) {
    throw v.isValiError(error) ? error : new ProblemError(noSignal, error)
  }
}

/** False: somebody else began it. */
export async function stopWarehouse(connection: Connection): Promise<boolean> {
  return v.parse(stopped, await (await ask(connection, '/api/warehouse/stop', {})).json()).stopping
}

async function ask({ client }: Connection, path: string, body?: object): Promise<Response> {
  const { data } = await client.auth.getSession()
  if (!data.session) throw new ProblemError(troubles.signed_out)
  const answer = await fetch(path, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${data.session.access_token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new ProblemError(noSignal, error)
  })
  if (answer.ok) return answer
  const refused = v.safeParse(refusal, await answer.json().catch(() => null))
  if (!refused.success) throw new ProblemError(silent)
  const { kind, says, cure } = refused.output
  throw new ProblemError({ kind, says: `${says} ${cure}`.trim() })
}
