/** Reading the cloud, past its row level security: the hub in this process, or Supabase by the service key. */
import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import type { SettingRow } from '../coach/kept.ts'
import type { Supabase } from '../config.ts'
import type { Hub } from '../hub/hub.ts'
import type { LogColumn, Mirrored } from './tables.ts'
import { type Cell, type Mark, type Row, WarehouseProblem } from './warehouse.ts'

type Call = 'begin' | 'renew' | 'end' | 'runs' | 'golfers' | 'lost' | 'rows' | 'leave_out'

export interface Cloud {
  readonly name: string
  /** `warehouse_…` of migrations/cloud/0010_warehouse.sql. Throws a WarehouseProblem or a CloudSlow. */
  call(name: Call, request: object): Promise<unknown>
}

/** The cloud ended the statement: ask for less. */
export class CloudSlow extends Error {}

const FUNCTION = (name: Call) => `warehouse_${name}`

export function hubCloud(hub: Hub): Cloud {
  return {
    name: 'the hub',
    call: async (name, request) => {
      const database = await hub.database()
      const [row] = await database.own(ask =>
        ask(`SELECT to_json(public.${FUNCTION(name)}($1::text::json))::text AS answer`, [
          JSON.stringify(request),
        ]),
      )
      return JSON.parse(String(row?.['answer']))
    },
  }
}

const TRIES = 6
const FIRST_PAUSE_MS = 500

/** 429, 5xx and a network that is gone are tried again with growing pauses. */
export function supabaseCloud(
  { url }: Supabase,
  key: string,
  fetch: typeof globalThis.fetch,
  pause_ms = FIRST_PAUSE_MS,
): Cloud {
  const headers = { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return {
    name: url,
    call: async (name, request) => {
      for (let tries = 1; ; tries++) {
        const answer = await fetch(`${url}/rest/v1/rpc/${FUNCTION(name)}`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ request }),
          signal: AbortSignal.timeout(60_000),
        }).catch(() => null)
        const text = answer === null ? null : await answer.text().catch(() => null)
        if (answer?.ok && text !== null) return JSON.parse(text)
        if (text?.includes('"57014"')) throw new CloudSlow('statement timeout')
        const status = answer?.status ?? 0
        if (tries < TRIES && (status === 0 || status === 429 || status >= 500 || answer?.ok)) {
          await wait(pause_ms * 2 ** (tries - 1))
          continue
        }
        throw refused(url, status)
      }
    },
  }
}

function refused(url: string, status: number): WarehouseProblem {
  if (status === 404)
    return new WarehouseProblem(
      'refused',
      `The cloud ${url} is older than this version: it has no functions for the warehouse.`,
      'Run: npx rangebook cloud migrate',
    )
  if (status === 401 || status === 403)
    return new WarehouseProblem(
      'refused',
      `The cloud ${url} did not take the service key (${status}).`,
      'Copy SUPABASE_SERVICE_ROLE_KEY again from the project’s settings: it may have been revoked.',
    )
  return new WarehouseProblem(
    'unreachable',
    `The cloud ${url} does not answer (${status || 'no connection'}).`,
    'Try again later: a run goes on where it stopped.',
  )
}

const Golfer = v.object({
  user_id: v.string(),
  epoch: v.number(),
  head: v.number(),
  token: v.nullable(v.string()),
})
export type Golfer = v.InferOutput<typeof Golfer>

const GOLFERS_A_PAGE = 1_000

export async function golfersOf(cloud: Cloud): Promise<Golfer[]> {
  const all: Golfer[] = []
  for (;;) {
    const page = v.parse(
      v.array(Golfer),
      await cloud.call('golfers', { after: all.at(-1)?.user_id ?? null, limit: GOLFERS_A_PAGE }),
    )
    all.push(...page)
    if (page.length < GOLFERS_A_PAGE) return all
  }
}

/** Golfers whose cloud went back in time behind what the warehouse was filled from. */
export async function lostBehind(cloud: Cloud, marks: readonly Mark[]): Promise<string[]> {
  const lost: string[] = []
  for (let at = 0; at < marks.length; at += GOLFERS_A_PAGE) {
    const some = marks.slice(at, at + GOLFERS_A_PAGE)
    lost.push(...v.parse(v.array(v.string()), await cloud.call('lost', { marks: some })))
  }
  return lost
}

/** The rows of one golfer that are wanted: above `after`, up to `head`. */
export interface Span {
  readonly user_id: string
  readonly epoch: number
  readonly after: number
  readonly head: number
}

const Count = v.object({ count: v.number() })
export type CloudRow = Row & { readonly user_id: string; readonly rev: number }
// Of each row what the paging needs: its cells are typed by the cloud's tables, and by the warehouse's once more.
const isRow = (row: unknown) =>
  typeof row === 'object' && row !== null && 'user_id' in row && 'rev' in row && Number.isSafeInteger(row.rev)
const Page = v.object({ rows: v.array(v.custom<CloudRow>(isRow)) })

/** As a device sends a row: booleans are 0 or 1, json is its text. What a newer one may nest is kept as it is. */
const Extra = v.record(v.string(), v.unknown())

const SPANS_A_CALL = 500
const ROWS_A_PAGE = 2_000
const LEAST_ROWS_A_PAGE = 20

export async function countRows(cloud: Cloud, { table }: Mirrored, spans: readonly Span[]): Promise<number> {
  let count = 0
  for (let at = 0; at < spans.length; at += SPANS_A_CALL) {
    const from = spans.slice(at, at + SPANS_A_CALL)
    count += v.parse(Count, await cloud.call('rows', { table, from, count_only: true })).count
  }
  return count
}

/** In the order of the spans and of their revisions, a page at a time. */
export async function* rowsOf(
  cloud: Cloud,
  { table, columns }: { readonly table: Mirrored['table']; readonly columns: readonly LogColumn[] },
  spans: readonly Span[],
): AsyncGenerator<readonly CloudRow[]> {
  const names = columns.map(({ name }) => name)
  let limit = ROWS_A_PAGE
  for (let at = 0; at < spans.length; at += SPANS_A_CALL) {
    let from = spans.slice(at, at + SPANS_A_CALL)
    while (from.length > 0) {
      let answer: unknown
      try {
        answer = await cloud.call('rows', { table, columns: names, from, limit })
      } catch (error) {
        if (!(error instanceof CloudSlow) || limit <= LEAST_ROWS_A_PAGE) throw error
        limit = Math.ceil(limit / 2)
        continue
      }
      const { rows } = v.parse(Page, answer)
      const last = rows.at(-1)
      if (!last) break
      yield rows.map(row => unpacked(row, columns))
      const place = from.findIndex(({ user_id }) => user_id === last.user_id)
      from = from.slice(place).map((span, n) => (n === 0 ? { ...span, after: last.rev } : span))
    }
  }
}

const SETTINGS = {
  table: 'settings',
  columns: ['id', 'rev', 'value'].map(name => ({ name, type: 'text' as const, means: name })),
} as const

/** None of a golfer whom the cloud does not know. */
export async function settingsOf(cloud: Cloud, user_id: string): Promise<readonly SettingRow[]> {
  const golfer = (await golfersOf(cloud)).find(one => one.user_id === user_id)
  const settings: SettingRow[] = []
  if (!golfer) return settings
  for await (const rows of rowsOf(cloud, SETTINGS, [{ ...golfer, after: 0 }]))
    settings.push(
      ...rows.map(({ id, value }) => ({ id: String(id), value: typeof value === 'string' ? value : null })),
    )
  return settings
}

/** What rides in `extra` in a cloud older than this server, which knows its column, stands there. */
function unpacked(row: CloudRow, columns: readonly LogColumn[]): CloudRow {
  const text = row['extra']
  if (typeof text !== 'string') return row
  const extra = v.parse(Extra, JSON.parse(text))
  const known = columns.filter(({ name }) => name in extra && row[name] === undefined)
  if (known.length === 0) return row
  const rest = Object.entries(extra).filter(([name]) => !known.some(column => column.name === name))
  const cells = known.map(({ name, type }) => [name, cellOf(extra[name], type)])
  return {
    ...row,
    ...Object.fromEntries(cells),
    extra: rest.length > 0 ? JSON.stringify(Object.fromEntries(rest)) : null,
  }
}

function cellOf(value: unknown, type: LogColumn['type']): Cell {
  if (type === 'boolean') return value === 1 ? true : value === 0 ? false : null
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
