/** The warehouse of this app's own server, where one is filled from the cloud in use. */
import * as v from 'valibot'
import type { Holding } from '../../shared/sync/wire.ts'
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { Cloud } from './cloud.ts'
import { noSignal, saying } from './problems.ts'

export interface WarehouseSide {
  /** Null: nothing of this golfer came there yet. */
  readonly holds: Holding | null
  /** Rows of the cloud, all golfers together, that came since it was last filled. */
  readonly waiting: number
}

export interface AskWarehouse {
  readonly cloud: Pick<Cloud, 'warehouseHolds'>
  /** Of the cloud's session. */
  readonly token: () => Promise<string | null>
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const about = v.object({ waiting: whole })
const holds = v.object({
  holds: v.nullable(
    v.object({
      schema_version: whole,
      newest_date: v.nullable(v.string()),
      tables: v.record(v.string(), v.object({ rows: whole, filled: v.record(v.string(), whole) })),
    }),
  ),
})
const refusal = v.object({ says: v.string(), cure: v.string() })
const line = v.variant('kind', [
  v.looseObject({ kind: v.picklist(['planned', 'progress', 'running', 'too_soon']) }),
  v.object({ kind: v.literal('ended'), result: v.picklist(['done', 'stopped']) }),
  v.object({ kind: v.literal('failed'), says: v.string(), cure: v.string() }),
])

/**
 * Null: none was ever filled from this cloud, or it is another server's. Without one the server is not asked, so that
 * none is made by a look. Rejects with a ProblemError.
 */
export async function warehouseOf(at: AskWarehouse): Promise<WarehouseSide | null> {
  if ((await saying(at.cloud.warehouseHolds(at.signal))).filled_ms === null) return null
  const [asked, held] = await Promise.all([ask(at, '', about), ask(at, '/holds', holds)])
  return asked && held && { holds: held.holds, waiting: asked.waiting }
}

/** Brings it what waits, or joins the run that does. Rejects with a ProblemError. */
export async function fillWarehouse(at: AskWarehouse): Promise<void> {
  const answer = await send(at, '/sync', { method: 'POST', body: '{}' })
  const text = await answer.text()
  if (!answer.ok) throw new ProblemError(problemIn(text))
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), line), text.trimEnd().split('\n').at(-1) ?? '')
  if (!read.success || read.output.kind === 'planned' || read.output.kind === 'progress')
    throw new ProblemError(cutOff)
  if (read.output.kind === 'failed') throw new ProblemError(failed(read.output))
  if (read.output.kind === 'too_soon') throw new ProblemError(tooSoon)
}

async function ask<S extends v.GenericSchema>(at: AskWarehouse, path: string, schema: S) {
  const answer = await send(at, path, {})
  // A cloud typed in on this device, or a server without a warehouse.
  if (answer.status === 401 || answer.status === 404) return null
  const text = await answer.text()
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (!answer.ok || !read.success) throw new ProblemError(problemIn(text))
  return read.output
}

async function send(
  { token, fetch, signal }: AskWarehouse,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' }
  return fetch(`/api/warehouse${path}`, { ...init, headers, signal, cache: 'no-store' }).catch(error => {
    signal.throwIfAborted()
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
const cutOff: Problem = {
  kind: 'warehouse',
  says: 'The warehouse’s answer was cut off. What came there stays; try again.',
  cure: 'retry',
}
const tooSoon: Problem = {
  kind: 'too_soon',
  says: 'The warehouse was filled a moment ago. It can be again in five minutes.',
}
