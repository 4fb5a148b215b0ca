/**
 * A first sync of 100,000 shots, up and down: the hub's own process over HTTP, and real PostgREST with PostgreSQL,
 * where the rivals stand too (the hub shows no tables): one upsert a shot, and upserts of 1,000 by supabase-js. All on
 * one machine: a real way to the cloud, of 20 ms, costs one upsert a shot 20 ms a shot, and us 20 ms a thousand.
 * Then one change pulled from an account of 1,000 rows and from one of 1,000,000 beside it, by turns.
 * Two idle cores, 30 Nov, 100,000 shots: up 6,300 rows/s on the hub, 6,800 on PostgREST, down 14,900 and 24,600; 27× one
 * upsert a shot, 0.75× upserts of 1,000; the hub's process 878 MB at its most; a change of 100,000 rows takes 1.05× (hub) and
 * 1.07× (PostgREST) of one of 1,000. Load 7 to 18: one of 1,000,000 rows 1.07× (hub).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { loadDatabase } from '../server/hub/database.ts'
import { openSecret } from '../server/hub/secret.ts'
import { columnsOf } from '../shared/schema/catalogue.ts'
import type { WireElement } from '../shared/sync/wire.ts'
import { keptCloud } from '../tests/cloud/cloud.ts'
import { type Counterpart, cloudsToTest } from '../tests/cloud/counterparts.ts'
import { startServer } from '../tests/server.ts'
import { supabaseCloud } from '../web/sync/supabase.ts'
import { type Line, median, table } from './report.ts'

const SHOTS = Number(process.env['BENCH_SHOTS'] ?? 100_000)
const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
const BATCH = 1_000
/** Of each rival in turn. */
const ROUNDS = Math.min(SHOTS / BATCH, 30)
const signal = new AbortController().signal

const measured = columnsOf('shots').flatMap(([name, { type }]) => (type === 'real' ? [name] : []))

/** Every measured value there is, as a real shot has most of them. */
function shot(n: number): WireElement['row'] {
  const values = measured.map((name, at) => [
    name,
    Math.round(((n * 7919 + at * 104_729) % 100_003) * 10) / 1000,
  ])
  return {
    ...Object.fromEntries(values),
    ...{
      id: `1_${n % 500}_${n}`,
      report_id: '1',
      group_id: `1_${n % 500}`,
      fact_source: 3,
      parser_version: 1,
    },
  }
}

interface Measured {
  readonly up: number
  readonly down: number
  readonly bytesARow: number
  readonly emptyBytes: number
}

const perSecond = (rows: number, since: number) => rows / ((performance.now() - since) / 1000)

async function pushing(client: SupabaseClient, user_id: string) {
  const cloud = supabaseCloud(client, user_id)
  const { cloud_id } = await cloud.about(signal)
  const standing = { client: 99, cloud_id, user_id, epoch: 1, pulled_token: null, pushed_token: null }
  return {
    cloud,
    standing,
    async push(from: number, many: number) {
      const rows = Array.from({ length: many }, (_, at) => ({ table: 'shots', row: shot(from + at) }))
      const answer = await cloud.push({ ...standing, cursor: 0, rows }, signal)
      if (answer.kind !== 'pushed') throw new Error(answer.kind)
      return { head: answer.head, bytes: JSON.stringify(rows).length }
    },
  }
}

async function firstSync(client: SupabaseClient, user_id: string): Promise<Measured> {
  const { cloud, standing, push } = await pushing(client, user_id)
  let bytes = 0
  let head = 0
  const sending = performance.now()
  for (let n = 0; n < SHOTS; n += BATCH) {
    const pushed = await push(n, BATCH)
    head = pushed.head
    bytes += pushed.bytes
  }
  const up = perSecond(SHOTS, sending)
  let cursor = 0
  const fetching = performance.now()
  while (cursor < head) {
    const page = await cloud.pull({ ...standing, cursor, limit: 2_000 }, signal)
    if (page.kind !== 'pulled') throw new Error(page.kind)
    cursor = page.cursor
  }
  const down = perSecond(SHOTS, fetching)
  const { data } = await client.rpc('pull_changes', { request: { ...standing, cursor: head, limit: 1_000 } })
  return { up, down, bytesARow: bytes / SHOTS, emptyBytes: JSON.stringify(data).length }
}

/** Milliseconds of a pull that brings one change: on 1,000 rows, and on a million. */
async function onePull(cloud: Counterpart): Promise<Line> {
  const accounts = []
  for (const rows of [1_000, ROWS]) {
    const { client, id } = await cloud.newGolfer()
    await cloud.script(`
      INSERT INTO public.shots (user_id, id, rev, report_id, group_id, fact_source, parser_version, ${measured.join(', ')})
      SELECT '${id}', '1_' || n % 500 || '_' || n, n, '1', '1_' || n % 500, 3, 1, ${measured.map((_, at) => `n % ${97 + at}`).join(', ')}
      FROM generate_series(1, ${rows}) AS n;
      INSERT INTO rangebook.heads (user_id, head) VALUES ('${id}', ${rows});
      INSERT INTO rangebook.pushes (user_id, rev) SELECT '${id}', n FROM generate_series(1000, ${rows}, 1000) AS n`)
    accounts.push({ cloud: supabaseCloud(client, id), id, rows, times: [] as number[] })
  }
  for (let n = 0; n < 41; n++) {
    for (const { cloud, id, rows, times } of accounts) {
      const { cloud_id } = await cloud.about(signal)
      const standing = { client: 99, cloud_id, user_id: id, epoch: 1, pulled_token: null, pushed_token: null }
      const since = performance.now()
      const answer = await cloud.pull({ ...standing, cursor: rows - 1, limit: 1_000 }, signal)
      times.push(performance.now() - since)
      if (answer.kind !== 'pulled' || answer.rows.length !== 1) throw new Error(answer.kind)
    }
  }
  const [few, all] = accounts.map(({ times }) => median(times))
  if (!few || !all) throw new Error('nothing was pulled')
  return [few.toFixed(1), all.toFixed(1), `${(all / few).toFixed(2)}×`, '≤ 1.2×']
}

async function onePulls(): Promise<string> {
  const lines: Line[] = []
  for (const { name, missing, open } of cloudsToTest({ RANGEBOOK_CLOUDS: 'hub,postgrest' })) {
    if (missing()) continue
    const cloud = await open()
    lines.push([name, ...(await onePull(cloud))])
    await cloud.close()
  }
  return table(['one change pulled, ms', 'of 1,000 rows', `of ${whole(ROWS)}`, 'ratio', 'wanted'], lines)
}

async function onTheHub(): Promise<{ readonly found: Measured; readonly most_mb: number }> {
  const data = mkdtempSync(join(tmpdir(), 'rangebook-bench-'))
  openSecret(join(data, 'hub', 'secret'))
  await loadDatabase(join(data, 'hub', 'database'), await keptCloud())
  const server = await startServer({ env: { RANGEBOOK_DATA: data } })
  try {
    const joined = await fetch(`${server.address}/api/hub/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: 'bench' }),
    })
    const { access_token, user } = await joined.json()
    const client = createClient(`${server.address}/hub`, 'anon', {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers: { Authorization: `Bearer ${access_token}` } },
    })
    const found = await firstSync(client, user.id)
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    return { found, most_mb: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024 }
  } finally {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

interface Rivals {
  readonly found: Measured
  readonly single_ms: number
  /** Of 1,000, as our own push. */
  readonly batch_ms: number
  readonly ours_ms: number
}

async function besideRivals(): Promise<Rivals | null> {
  const [postgrest] = cloudsToTest({ RANGEBOOK_CLOUDS: 'postgrest' })
  if (!postgrest || postgrest.missing()) return null
  const cloud = await postgrest.open()
  try {
    await cloud.script(`
      CREATE TABLE public.plain_shots (user_id uuid NOT NULL DEFAULT auth.uid(), id text NOT NULL, report_id text, group_id text,
        fact_source bigint, parser_version bigint, ${measured.map(name => `${name} double precision`).join(', ')}, PRIMARY KEY (user_id, id));
      ALTER TABLE public.plain_shots ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON public.plain_shots TO authenticated USING (user_id = (SELECT auth.uid()));
      GRANT ALL ON public.plain_shots TO authenticated`)
    const { client, id } = await cloud.newGolfer()
    const upsert = async (rows: readonly object[]) => {
      const { error } = await client.from('plain_shots').upsert([...rows], { onConflict: 'user_id,id' })
      if (error) throw new Error(JSON.stringify(error))
    }
    while ((await client.from('plain_shots').upsert(shot(0), { onConflict: 'user_id,id' })).error) {
      await new Promise(done => setTimeout(done, 200)) // PostgREST reads its tables anew
    }
    // By turns, so that whatever else this machine does meets all three.
    const pusher = await pushing(client, id)
    const took: Record<'single' | 'batch' | 'ours', number[]> = { single: [], batch: [], ours: [] }
    const timed = async (what: keyof typeof took, work: () => Promise<unknown>) => {
      const since = performance.now()
      await work()
      took[what].push(performance.now() - since)
    }
    for (let n = 0; n < ROUNDS * BATCH; n += BATCH) {
      for (let one = 0; one < 20; one++) await timed('single', () => upsert([shot(n + one)]))
      await timed('batch', () => upsert(Array.from({ length: BATCH }, (_, at) => shot(n + at))))
      await timed('ours', () => pusher.push(n, BATCH))
    }
    const other = await cloud.newGolfer()
    return {
      found: await firstSync(other.client, other.id),
      single_ms: median(took.single),
      batch_ms: median(took.batch),
      ours_ms: median(took.ours),
    }
  } finally {
    await cloud.close()
  }
}

const whole = (n: number) => Math.round(n).toLocaleString('en')

export async function benchCloud(): Promise<string> {
  const { found: hub, most_mb } = await onTheHub()
  const beside = await besideRivals()
  const pulls = await onePulls()
  const line = (name: string, { up, down, bytesARow, emptyBytes }: Measured): Line => [
    name,
    whole(up),
    whole(down),
    whole(bytesARow),
    `${emptyBytes} bytes`,
  ]
  const head = ['cloud', 'up, rows/s', 'down, rows/s', 'bytes a row', 'nothing new']
  const ours = table(head, [
    line('hub', hub),
    ...(beside ? [line('PostgREST, PostgreSQL', beside.found)] : []),
  ])
  const memory = `The hub's process at its most: ${whole(most_mb)} MB.`
  if (!beside)
    return `${ours}\n\n${memory}\n\n${pulls}\n\nNo PostgREST here, so no rivals: npm run test:all brings it.`
  const { single_ms, batch_ms, ours_ms } = beside
  const ratio = (theirs: number) => `${(theirs / ours_ms).toFixed(2)}×`
  const rivals = table(
    ['a thousand shots, in turn, on PostgREST', 'median ms', 'ours against it', 'wanted'],
    [
      ['push_changes', ours_ms.toFixed(0), '', ''],
      ['one upsert a shot', (single_ms * 1_000).toFixed(0), ratio(single_ms * 1_000), '≥ 20×'],
      ['supabase-js upsert of 1,000', batch_ms.toFixed(0), ratio(batch_ms), '≥ 0.5×'],
    ],
  )
  return `${ours}\n\n${memory}\n\n${pulls}\n\n${rivals}`
}
