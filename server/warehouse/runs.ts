/** Who may write to a warehouse now, and what each run left: rows in the cloud, so that any number of servers agree. */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Cloud } from './cloud.ts'

export type Mode = 'full' | 'incremental'

const Told = v.object({
  /** Rows that went there, by table of the cloud. */
  moved: v.optional(v.record(v.string(), v.number()), {}),
  /** Each log as the run left it: what the next run finds smaller was lost. */
  tables: v.optional(
    v.record(
      v.string(),
      v.object({
        rows: v.number(),
        created_ms: v.number(),
        /** Those that this run's build knew: a later one has more, and the rows of then lack their values. */
        columns: v.optional(v.array(v.string()), []),
      }),
    ),
    {},
  ),
  golfers: v.optional(v.number(), 0),
  bytes: v.optional(v.number(), 0),
  duration_ms: v.optional(v.number(), 0),
  /** Why an incremental run rewrote everything; null = it did not. */
  became_full: v.optional(v.nullable(v.string()), null),
  /** Why it failed. */
  says: v.optional(v.nullable(v.string()), null),
})
export type Told = v.InferOutput<typeof Told>

const Run = v.object({
  run_id: v.string(),
  mode: v.picklist(['full', 'incremental']),
  holder: v.string(),
  /** Null while it runs. */
  result: v.nullable(v.picklist(['done', 'stopped', 'failed', 'died'])),
  started_ms: v.number(),
  ended_ms: v.nullable(v.number()),
  told: Told,
})
export type Run = v.InferOutput<typeof Run>

const Begun = v.object({ kind: v.picklist(['begun', 'running', 'too_soon']), run: Run })
export type Begun = v.InferOutput<typeof Begun>

/** Past it a silent run counts as dead. */
const LEASE_S = 90

export interface Lease {
  readonly run: Run
  /** Throws a LeaseLost: nothing may be written any more. */
  renew(): Promise<void>
  end(result: 'done' | 'stopped' | 'failed', told: Told): Promise<void>
}

export class LeaseLost extends Error {}

export async function beginRun(
  cloud: Cloud,
  asked: {
    readonly warehouse: string
    readonly holder: string
    readonly mode: Mode
    readonly alone: boolean
    /** Leave if the last one ended less than this ago. */
    readonly pause_s: number
  },
): Promise<Begun & { readonly lease: Lease | null }> {
  const begun = v.parse(
    Begun,
    await cloud.call('begin', { ...asked, run_id: randomUUID(), lease_s: LEASE_S }),
  )
  if (begun.kind !== 'begun') return { ...begun, lease: null }
  const { warehouse } = asked
  const { run_id } = begun.run
  const lease: Lease = {
    run: begun.run,
    renew: async () => {
      if ((await cloud.call('renew', { warehouse, run_id, lease_s: LEASE_S })) !== true)
        throw new LeaseLost('another server took this run for dead')
    },
    end: async (result, told) => {
      await cloud.call('end', { warehouse, run_id, result, told })
    },
  }
  return { ...begun, lease }
}

/** The newest first. */
export async function lastRuns(cloud: Cloud, warehouse: string, limit: number): Promise<Run[]> {
  return v.parse(v.array(Run), await cloud.call('runs', { warehouse, limit }))
}
