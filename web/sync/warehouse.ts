/** The warehouse of this app's own server, where one is filled from the cloud in use: what it says, and does. */
import * as v from 'valibot'
import type { Holding } from '../../shared/sync/wire.ts'
import type { Progress } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { Cloud } from './cloud.ts'
import type { Connection } from './connect.ts'
import { linesOf } from './lines.ts'
import { noSignal, saying, troubles } from './problems.ts'

/** All that ask by it reject with a ProblemError. */
export interface WarehouseDoor {
  /** Of the cloud's session; null: it is over. */
  readonly token: () => Promise<string | null>
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal | null
}

export interface WarehouseSide {
  /** Null: nothing of this golfer came there yet. */
  readonly holds: Holding | null
  /** Rows of the cloud, all golfers together, that came since it was last filled. */
  readonly waiting: number
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const counts = v.record(v.string(), whole)
const result = v.nullable(v.picklist(['done', 'stopped', 'failed', 'died']))

const about = v.object({
  kind: v.picklist(['duckdb', 'bigquery']),
  running: v.boolean(),
  /** The last one; result null = it goes on. */
  runs: v.array(v.object({ result, started_ms: v.number(), ended_ms: v.nullable(v.number()) })),
  waiting: whole,
  schedule: v.nullable(
    v.object({ by: v.picklist(['cron', 'systemd', 'schtasks']), at: v.nullable(v.string()) }),
  ),
})
export type About = v.InferOutput<typeof about>

const held = v.object({
  holds: v.nullable(
    v.object({
      schema_version: whole,
      newest_date: v.nullable(v.string()),
      tables: v.record(v.string(), v.object({ rows: whole, filled: counts })),
    }),
  ),
})

const line = v.variant('kind', [
  v.object({ kind: v.literal('planned'), rows: counts }),
  v.object({ kind: v.literal('progress'), moved: whole, of: whole, rows_per_s: whole, left_s: whole }),
  v.object({
    kind: v.literal('ended'),
    result: v.picklist(['done', 'stopped']),
    told: v.object({ moved: counts }),
  }),
  v.object({ kind: v.picklist(['running', 'too_soon']) }),
  v.object({ kind: v.literal('failed'), says: v.string(), cure: v.string() }),
])
export type RunLine = v.InferOutput<typeof line>

const stopping = v.object({ stopping: v.boolean() })
const refusal = v.object({ says: v.string(), cure: v.string() })

const cutOff: Problem = {
  kind: 'warehouse',
  says: 'The warehouse’s answer was cut off. What came there stays; try again.',
  cure: 'retry',
}
const tooSoon: Problem = {
  kind: 'too_soon',
  says: 'The warehouse was filled a moment ago. It can be again in five minutes.',
}

export const warehouseDoor = ({ client }: Connection, signal: AbortSignal | null = null): WarehouseDoor => ({
  token: async () => (await client.auth.getSession()).data.session?.access_token ?? null,
  fetch: (...asked) => fetch(...asked),
  signal,
})

/** Null: there is none here, or it is filled from another cloud. */
export const aboutWarehouse = (door: WarehouseDoor): Promise<About | null> => asking(door, '', about)

/** Begins a run, or joins the one that goes on. */
export async function* runWarehouse(door: WarehouseDoor): AsyncGenerator<RunLine> {
  const answer = await send(door, '/sync', { mode: 'incremental' })
  if (!answer.ok || !answer.body) throw new ProblemError(problemIn(await answer.text()))
  try {
    for await (const said of linesOf(answer.body)) yield v.parse(line, said)
  } catch (error) {
    door.signal?.throwIfAborted()
    throw new ProblemError(cutOff, error)
  }
}

/** False: somebody else began it. */
export async function stopWarehouse(door: WarehouseDoor): Promise<boolean> {
  return (await asking(door, '/stop', stopping, {}))?.stopping ?? false
}

/** Null also where none was ever filled: then the server is not asked, so that none is made by a look. */
export async function warehouseOf(
  door: WarehouseDoor,
  cloud: Pick<Cloud, 'warehouseHolds'>,
): Promise<WarehouseSide | null> {
  const { filled_ms } = await saying(cloud.warehouseHolds(door.signal ?? new AbortController().signal))
  if (filled_ms === null) return null
  const [asked, its] = await Promise.all([aboutWarehouse(door), asking(door, '/holds', held)])
  return asked && its && { holds: its.holds, waiting: asked.waiting }
}

/** Brings it what waits, or joins the run that does. */
export async function fillWarehouse(
  door: WarehouseDoor,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  let last: RunLine | null = null
  for await (last of runWarehouse(door))
    if (last.kind === 'progress') onProgress({ done: last.moved, of: last.of })
  if (last?.kind === 'failed') throw new ProblemError(failed(last))
  if (last?.kind === 'too_soon') throw new ProblemError(tooSoon)
  if (last?.kind !== 'ended') throw new ProblemError(cutOff)
}

async function asking<S extends v.GenericSchema>(
  door: WarehouseDoor,
  path: string,
  schema: S,
  body?: object,
): Promise<v.InferOutput<S> | null> {
  const answer = await send(door, path, body)
  // A cloud typed in on this device, or a server without a warehouse.
  if (answer.status === 401 || answer.status === 404) return null
  const text = await answer.text()
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (!answer.ok || !read.success) throw new ProblemError(problemIn(text))
  return read.output
}

async function send({ token, fetch, signal }: WarehouseDoor, path: string, body?: object): Promise<Response> {
  const bearer = await token()
  if (bearer === null) throw new ProblemError(troubles.signed_out)
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const sent = body && { method: 'POST', body: JSON.stringify(body) }
  return fetch(`/api/warehouse${path}`, { ...sent, headers, signal, cache: 'no-store' }).catch(error => {
    signal?.throwIfAborted()
    throw new ProblemError(noSignal, error)
  })
}

function problemIn(text: string): Problem {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), refusal), text)
  return read.success ? failed(read.output) : cutOff
}

const failed = ({ says, cure }: { says: string; cure: string }): Problem => ({
  kind: 'warehouse',
  says: `${says} ${cure}`.trim(),
})
