/** `status`: what the cloud holds of each golfer, as the app's screen of stores shows it beside the device. */
import * as v from 'valibot'
import { columnsOf, syncedTables } from '../../shared/schema/catalogue.ts'
import type { Config } from '../config.ts'
import type { Earlier } from '../warehouse/earlier.ts'
import type { About as AboutWarehouse } from '../warehouse/service.ts'
import type { Verdict } from '../warehouse/verify.ts'
import { ask, idOf } from './cloud.ts'
import { type Call, type Command, Failure } from './command.ts'
import { failureOf } from './reach.ts'
import { asked } from './warehouse.ts'

const Golfer = v.object({
  user_id: v.string(),
  newest_date: v.nullable(v.string()),
  tables: v.record(v.string(), v.object({ rows: v.number(), filled: v.record(v.string(), v.number()) })),
})
const About = v.object({ cloud_id: v.string(), schema_version: v.number(), golfers: v.array(Golfer) })
const OfHub = v.object({ about: About, names: v.record(v.string(), v.string()) })

type Golfer = v.InferOutput<typeof Golfer>

/** The version that this build's migrations bring a cloud to. */
const NEWEST = Math.max(
  ...syncedTables.flatMap(table =>
    columnsOf(table).flatMap(([, { stores, since }]) => (!stores || stores.includes('cloud') ? [since] : [])),
  ),
)

export const status: Command = {
  name: 'status',
  usage: '[--golfer GOLFER] [--columns] [--sessions]',
  about:
    'what cloud and warehouse hold, and the sessions that differ: rows, newest practice, version, values by column',
  help: 'GOLFER is a name at the hub, an e-mail address or user id at Supabase. What a device holds beside it, and where\nthe two differ, the app shows under Data, Stores. --sessions compares a BigQuery warehouse too, which costs the bytes\nof its tables; DuckDB is always compared. Exit code 1: the cloud is older than this version.',
  options: { golfer: { type: 'string' }, columns: { type: 'boolean' }, sessions: { type: 'boolean' } },
  words: [0, 0],
  run: async call => {
    const wanted = call.options['golfer']
    const { kind, about, nameOf, idIn } = await held(call)
    const id = typeof wanted === 'string' ? await idIn(wanted) : null
    const golfers = about.golfers
      .filter(({ user_id }) => id === null || user_id === id)
      .map(golfer => ({ name: nameOf(golfer), ...golfer }))
    const older = about.schema_version < NEWEST
    const warehouse = await aboutWarehouse(call, id, user_id => nameOf({ user_id }))
    const lines = [
      kind === 'hub' ? 'The hub: this machine, and no cloud.' : `Supabase: ${call.config.supabase?.url}`,
      `Version of its tables: ${about.schema_version}${older ? `, older than ${NEWEST}: npx rangebook cloud migrate` : ''}`,
      ...golfers.flatMap(golfer => ['', ...linesOf(golfer, call.options['columns'] === true)]),
      ...(golfers.length === 0 ? ['', 'Nobody has synced yet.'] : []),
      '',
      ...warehouse.lines,
    ]
    return {
      json: {
        cloud: { kind, cloud_id: about.cloud_id, schema_version: about.schema_version, older },
        golfers,
        warehouse: warehouse.json,
      },
      text: lines.join('\n'),
      exit: older ? 1 : 0,
    }
  },
}

async function aboutWarehouse(
  call: Call,
  /** Null: of all golfers. */
  golfer: string | null,
  nameOf: (user_id: string) => string,
): Promise<{ lines: string[]; json: object }> {
  // Our own server's, of this version.
  const answer = await call.server(async ask => {
    const said = await ask('/api/warehouse')
    if (!said.ok) return { refused: (await said.json()) as { says: string; cure: string } }
    const beside = await ask('/api/warehouse/earlier')
    if (!beside.ok) throw await failureOf(beside)
    const { earlier } = (await beside.json()) as { earlier: Earlier | null }
    return { about: (await said.json()) as AboutWarehouse, earlier }
  })
  if (answer.refused) {
    const { says, cure } = answer.refused
    return { lines: [`Warehouse: ${says} ${cure}`], json: answer.refused }
  }
  const { about, earlier } = answer
  // What was never filled differs in all.
  const isFilled = about.runs.some(({ result }) => result === 'done')
  const isCompared = isFilled && (about.kind === 'duckdb' || call.options['sessions'] === true)
  const differences = isCompared ? await differing(call, golfer) : null
  const [last] = about.runs
  const rows = Object.entries(about.rows).map(
    ([log, count]) => `  ${log.padEnd(16)}${count.toLocaleString('en').padStart(10)}`,
  )
  const when = last
    ? `${new Date(last.started_ms).toLocaleString('sv')}, ${last.mode}: ${last.result ?? 'runs'}`
    : 'never'
  const lines = [
    `Warehouse: ${about.kind === 'duckdb' ? 'DuckDB, ' : 'BigQuery, '}${about.name}`,
    `  last run ${when}${last?.told.says ? ` (${last.told.says})` : ''}`,
    about.waiting > 0
      ? `  ${about.waiting.toLocaleString('en')} rows wait: npx rangebook sync incremental`
      : '  nothing waits',
    ...rows,
    ...(differences ? sessionLines(differences, nameOf) : []),
    ...(earlier ? linesOfEarlier(earlier) : []),
  ]
  return { lines, json: { ...about, differences, earlier } }
}

const IDS_SHOWN = 5

function linesOfEarlier(earlier: Earlier): string[] {
  const { rows, shots, sessions, dates, here, not_counted, missing, ids, missing_dates, more_here } = earlier
  const count = (n: number) => n.toLocaleString('en')
  const some = (names: readonly string[], of: number) =>
    names.slice(0, IDS_SHOWN).join(', ') + (of > IDS_SHOWN ? ' …' : '')
  return [
    `The earlier system’s table shots, left as it is: ${count(rows)} rows, ${count(shots)} shots, ${count(sessions)} sessions, ${count(dates)} dates`,
    `  ${count(here)} of its shots count here, ${count(not_counted)} are deleted or the same as another here`,
    missing > 0
      ? `  ${count(missing)} are not here: ${some(ids, missing)}; the app imports them from golf_stats.db`
      : '  none is missing here',
    ...(missing_dates.length > 0
      ? [`  dates without a session here: ${some(missing_dates, missing_dates.length)}`]
      : []),
    `  ${count(more_here)} count here that are not there`,
  ]
}

async function differing(call: Call, golfer: string | null): Promise<Verdict['differences']> {
  const { differences } = await call.server(server => asked<Verdict>(server, 'verify', {}))
  return differences.filter(({ user_id }) => golfer === null || user_id === golfer)
}

const MOST_SESSIONS = 20

function sessionLines(differences: Verdict['differences'], nameOf: (user_id: string) => string): string[] {
  const sessions = [...Map.groupBy(differences, ({ user_id, session }) => `${user_id} ${session}`).values()]
  if (sessions.length === 0) return ['  equal to the cloud, session by session']
  const lines = sessions.slice(0, MOST_SESSIONS).flatMap(tables => {
    const [first] = tables
    if (!first) return []
    const counts = tables.map(({ table, cloud, warehouse }) =>
      cloud.rows === warehouse.rows
        ? `${table} ${cloud.rows} on both, not alike`
        : `${table} ${cloud.rows} in the cloud, ${warehouse.rows} here`,
    )
    const of = first.session === '' ? 'of no session' : `session ${first.session}`
    return [`  differs: ${nameOf(first.user_id)}, ${of}: ${counts.join('; ')}`]
  })
  const more = sessions.length - lines.length
  return more > 0 ? [...lines, `  and ${more} more: npx rangebook verify`] : lines
}

interface Held {
  readonly kind: 'hub' | 'supabase'
  readonly about: v.InferOutput<typeof About>
  readonly nameOf: (golfer: Pick<Golfer, 'user_id'>) => string
  readonly idIn: (golfer: string) => Promise<string>
}

const notThere = 'The cloud has no such function yet: run npx rangebook cloud migrate first.'

async function held(call: Call): Promise<Held> {
  const { supabase } = call.config
  return supabase ? ofSupabase(supabase) : ofHub(call)
}

async function ofSupabase(supabase: NonNullable<Config['supabase']>): Promise<Held> {
  const key = supabase.serviceKey
  if (!key) throw new Failure(3, 'To read what Supabase holds, set SUPABASE_SERVICE_ROLE_KEY.')
  const answer = await ask(supabase, key, '/rest/v1/rpc/about_golfers', {})
  if (answer.status === 404) throw new Failure(1, notThere)
  if (!answer.ok) throw new Failure(1, `The cloud refused it (${answer.status}).`)
  return {
    kind: 'supabase',
    about: v.parse(About, await answer.json()),
    nameOf: ({ user_id }) => user_id,
    idIn: golfer => idOf(supabase, key, golfer),
  }
}

async function ofHub(call: Call): Promise<Held> {
  const { about, names } = await call.server(async ask => {
    const answer = await ask('/api/hub/golfers')
    if (!answer.ok) throw await failureOf(answer)
    return v.parse(OfHub, await answer.json())
  })
  return {
    kind: 'hub',
    about,
    nameOf: ({ user_id }) => names[user_id] ?? user_id,
    idIn: async golfer => {
      const found = Object.entries(names).find(([, name]) => name.toLowerCase() === golfer.toLowerCase())
      if (!found) throw new Failure(2, `The hub knows nobody called "${golfer}".`)
      return found[0]
    },
  }
}

function linesOf(
  { name, newest_date, tables }: Golfer & { readonly name: string },
  columns: boolean,
): string[] {
  const rows = Object.entries(tables).map(([table, { rows, filled }]) => {
    const line = `  ${table.padEnd(16)}${rows.toLocaleString('en').padStart(10)}`
    return columns ? [line, ...Object.entries(filled).map(columnLine)] : [line]
  })
  return [`${name}: newest practice ${newest_date ?? 'none'}`, ...rows.flat()]
}

const columnLine = ([column, n]: [string, number]): string =>
  `    ${column.padEnd(24)}${n.toLocaleString('en').padStart(10)}`
