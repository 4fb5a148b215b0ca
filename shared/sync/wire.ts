/**
 * What a device and a cloud say to each other: one request, one JSON value as its answer. The functions
 * stand in migrations/cloud; which kinds there are and what each means is said beside them.
 */
import * as v from 'valibot'
import type { SyncedTable } from '../schema/catalogue.ts'
import type { DigestSum, RowDigest } from './digest.ts'

/** What every request of a golfer's device says: what it remembers of this cloud. */
export interface Standing {
  readonly cloud_id: string
  readonly user_id: string
  /** 0 = never met: the cloud answers out_of_step. */
  readonly epoch: number
  /** Revision up to which all was pulled. */
  readonly cursor: number
  /** Tokens of the last pull and the last push: unknown there, the cloud went back in time. */
  readonly pulled_token: string | null
  readonly pushed_token: string | null
}
/** `client`: schema version of the device's build. */
export type Request = Standing & { readonly client: number }
export type PushRequest = Request & { readonly rows: readonly WireElement[] }
/** `limit`: rows of a page, at most 2,000. */
export type PullRequest = Request & { readonly limit: number }
export type NewestRequest = Request & { readonly sessions: number }
/** At most 1,000. */
export type FilesRequest = Request & { readonly hashes: readonly string[] }
/** The next `limit` rows by id; with `sessions`, the digests of their rows, else sums by session. */
export type CompareRequest = Request & DigestsOf
export type ReadRequest = Request & { readonly table: SyncedTable; readonly ids: readonly string[] }

export interface DigestsOf {
  readonly table: SyncedTable
  /** Null = from the beginning. */
  readonly after: string | null
  readonly limit: number
  readonly sessions: readonly string[] | null
}
/** Of a store, alike from the device and the cloud (digest.ts). "" = of no session. */
export interface Digests {
  /** The `after` of the next page; null at the end. */
  readonly next: string | null
  readonly sums: readonly (readonly [session: string, ...sum: DigestSum])[]
  readonly rows: readonly (readonly [id: string, session: string, ...digest: RowDigest])[]
}

/** What stands in a store. */
export interface Holding {
  readonly schema_version: number
  /** YYYY-MM-DD, of a session that is not in the trash. */
  readonly newest_date: string | null
  readonly tables: {
    readonly [table: string]: {
      readonly rows: number
      /** By column, how many rows have a value. */
      readonly filled: { readonly [column: string]: number }
    }
  }
}

/** A row as it travels (wire_row.ts); `table` may be one that a newer version alone knows. */
export interface WireElement {
  readonly table: string
  readonly row: { readonly [column: string]: unknown }
}

/** Most rows and bytes of one push: the cloud refuses more as too_large, whole. */
export const MAX_ROWS = 2_000
export const MAX_BYTES = 4 * 1024 * 1024

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const token = v.nullable(v.string())
const every = { cloud_id: v.string(), schema_version: whole, now_ms: whole }

/** Nothing was done, and why. */
const hindrances = [
  v.object({ ...every, kind: v.literal('out_of_step'), epoch: whole }),
  v.object({ ...every, kind: v.literal('client_too_old'), min_client: whole }),
  v.object({ ...every, kind: v.literal('other_cloud') }),
  v.object({ ...every, kind: v.literal('other_golfer') }),
  v.object({ ...every, kind: v.literal('account_deleted') }),
  v.object({ ...every, kind: v.literal('malformed') }),
  v.object({ ...every, kind: v.literal('busy') }),
] as const

const result = v.variant('answer', [
  /** The cloud holds what was sent; `rev` is the row's revision there. */
  v.object({ answer: v.literal('applied'), rev: whole }),
  /** It holds more. */
  v.object({ answer: v.literal('merged'), rev: whole }),
  v.object({ answer: v.literal('refused'), reason: v.string(), says: v.optional(v.string()) }),
])

const element = v.object({ table: v.string(), row: v.record(v.string(), v.unknown()) })

const pushAnswer = v.variant('kind', [
  v.pipe(
    v.object({
      ...every,
      kind: v.literal('pushed'),
      epoch: whole,
      from_rev: whole,
      head: whole,
      token,
      count: whole,
      results: v.nullable(v.array(result)),
    }),
    v.check(({ results, count }) => (results?.length ?? 0) === count, 'The answer was cut off.'),
  ),
  v.object({ ...every, kind: v.literal('too_large') }),
  v.object({ ...every, kind: v.literal('clock_ahead'), highest: v.nullable(v.string()) }),
  ...hindrances,
])

const pullAnswer = v.variant('kind', [
  v.pipe(
    v.object({
      ...every,
      kind: v.literal('pulled'),
      epoch: whole,
      head: whole,
      cursor: whole,
      token,
      count: whole,
      rows: v.array(element),
    }),
    v.check(({ rows, count }) => rows.length === count, 'The answer was cut off.'),
  ),
  ...hindrances,
])

const newestAnswer = v.variant('kind', [
  v.pipe(
    v.object({
      ...every,
      kind: v.literal('previewed'),
      epoch: whole,
      head: whole,
      count: whole,
      rows: v.array(element),
    }),
    v.check(({ rows, count }) => rows.length === count, 'The answer was cut off.'),
  ),
  ...hindrances,
])

const compareAnswer = v.variant('kind', [
  v.object({
    ...every,
    kind: v.literal('compared'),
    next: v.nullable(v.string()),
    sums: v.array(v.tuple([v.string(), whole, whole, whole])),
    rows: v.array(v.tuple([v.string(), v.string(), whole, whole])),
  }),
  ...hindrances,
])

const holdsAnswer = v.object({
  ...every,
  kind: v.literal('holds'),
  newest_date: v.nullable(v.string()),
  tables: v.record(v.string(), v.object({ rows: whole, filled: v.record(v.string(), whole) })),
})

const deleteAnswer = v.variant('kind', [
  v.object({
    ...every,
    kind: v.literal('deleted'),
    rows: whole,
    more: v.boolean(),
    files: v.array(v.string()),
  }),
  v.object({ ...every, kind: v.literal('busy') }),
])

const warehouseAnswer = v.object({
  ...every,
  kind: v.literal('warehouse'),
  /** When a warehouse was last filled from this cloud; null = never. */
  filled_ms: v.nullable(whole),
})

const begunAnswer = v.object({ ...every, kind: v.literal('begun') })

const settleAnswer = v.variant('kind', [
  v.object({ ...every, kind: v.literal('settled'), epoch: whole }),
  ...hindrances,
])

/** SHA-256 in hex: a file's name in the bucket, under its golfer's id. */
const hashes = v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))

/** Those of the files asked for that the bucket holds. */
const storedAnswer = v.variant('kind', [
  v.object({ ...every, kind: v.literal('stored'), hashes }),
  ...hindrances,
])

/** Files that purged rows name and no others. */
const removableAnswer = v.variant('kind', [
  v.object({ ...every, kind: v.literal('removable'), hashes }),
  ...hindrances,
])

const aboutAnswer = v.object({
  ...every,
  kind: v.literal('about'),
  min_client: whole,
  /** The private bucket is there. */
  bucket: v.boolean(),
  /** Tables that anybody might read. */
  open: v.array(v.string()),
})

export type PushAnswer = v.InferOutput<typeof pushAnswer>
export type PullAnswer = v.InferOutput<typeof pullAnswer>
export type NewestAnswer = v.InferOutput<typeof newestAnswer>
export type CompareAnswer = v.InferOutput<typeof compareAnswer>
export type HoldsAnswer = v.InferOutput<typeof holdsAnswer>
export type DeleteAnswer = v.InferOutput<typeof deleteAnswer>
export type WarehouseAnswer = v.InferOutput<typeof warehouseAnswer>
export type BegunAnswer = v.InferOutput<typeof begunAnswer>
export type SettleAnswer = v.InferOutput<typeof settleAnswer>
export type AboutAnswer = v.InferOutput<typeof aboutAnswer>
export type StoredAnswer = v.InferOutput<typeof storedAnswer>
export type RemovableAnswer = v.InferOutput<typeof removableAnswer>
export type Pushed = Extract<PushAnswer, { kind: 'pushed' }>
export type Pulled = Extract<PullAnswer, { kind: 'pulled' }>
export type Previewed = Extract<NewestAnswer, { kind: 'previewed' }>
export type PushResult = v.InferOutput<typeof result>

/** An answer that is none of ours: another server answers there, or the answer was cut. */
export class NotAnAnswer extends Error {}

const reader =
  <S extends v.GenericSchema>(schema: S) =>
  (json: unknown): v.InferOutput<S> => {
    const read = v.safeParse(schema, json)
    if (!read.success) throw new NotAnAnswer(v.summarize(read.issues))
    return read.output
  }

/** Each throws NotAnAnswer. */
export const readPushed = reader(pushAnswer)
export const readPulled = reader(pullAnswer)
export const readNewest = reader(newestAnswer)
export const readCompared = reader(compareAnswer)
export const readHolds = reader(holdsAnswer)
export const readDeleted = reader(deleteAnswer)
export const readWarehouse = reader(warehouseAnswer)
export const readBegun = reader(begunAnswer)
export const readSettled = reader(settleAnswer)
export const readAbout = reader(aboutAnswer)
export const readStored = reader(storedAnswer)
export const readRemovable = reader(removableAnswer)
