/**
 * A process that fills a warehouse once, so that its time and memory are its own:
 * `node warehouseRun.ts ours|merge full|incremental SOCKET_FOLDER FILE`. Prints {ms, cpu_ms, rows, peak_mb}; cpu_ms is the
 * processor time of this process, which the cloud's is not part of.
 *
 * merge is the design that most would write: what changed since the highest revision goes into a staging table, and
 * MERGE brings it into one row an id. Both read the cloud by the same function, in the same pages.
 */
import { DuckDBInstance } from '@duckdb/node-api'
import postgres from 'postgres'
import * as v from 'valibot'
import { type Cloud, golfersOf, rowsOf } from '../server/warehouse/cloud.ts'
import { openDuckDb } from '../server/warehouse/duckdb.ts'
import { type Event, sync } from '../server/warehouse/sync.ts'
import { logs } from '../server/warehouse/tables.ts'

const [, , design, mode, host = '', file = ''] = process.argv
const sql = postgres({ host, user: 'postgres', database: 'postgres', max: 1, onnotice: () => {} })
const cloud: Cloud = {
  name: 'postgres',
  call: async (name, request) => {
    const text = JSON.stringify(request)
    const [row] = await sql.unsafe(
      `SELECT to_json(public.warehouse_${name}($1::text::json))::text AS answer`,
      [text],
    )
    return JSON.parse(v.parse(v.string(), row?.['answer']))
  },
}

const { ms, cpu_ms, rows } = await (design === 'merge' ? merge() : ours())
const { maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ ms, cpu_ms, rows, peak_mb: maxRSS / 1024 }))
await sql.end()

interface Took {
  readonly ms: number
  readonly cpu_ms: number
  readonly rows: number
}

function stopwatch(): () => Pick<Took, 'ms' | 'cpu_ms'> {
  const began_ms = performance.now()
  const used = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(used)
    return { ms: performance.now() - began_ms, cpu_ms: (user + system) / 1_000 }
  }
}

async function ours(): Promise<Took> {
  const warehouse = await openDuckDb({ file })
  await cloud.call('runs', { warehouse: '', limit: 1 }) // connected
  const took = stopwatch()
  let last: Event | null = null
  await sync({
    cloud,
    warehouse,
    mode: mode === 'full' ? 'full' : 'incremental',
    holder: 'bench',
    pause_s: 0,
    now: Date.now,
    signal: new AbortController().signal,
    tell: event => {
      last = event
    },
  })
  const used = took()
  await warehouse.close()
  const told = last as Event | null
  if (told?.kind !== 'ended') throw new Error('it did not end')
  return { ...used, rows: Object.values(told.told.moved).reduce((sum, n) => sum + n, 0) }
}

async function merge(): Promise<Took> {
  const types = { text: 'VARCHAR', real: 'DOUBLE', integer: 'BIGINT', boolean: 'BOOLEAN' } as const
  const db = await (await DuckDBInstance.create(file, { memory_limit: '512MB' })).connect()
  await cloud.call('runs', { warehouse: '', limit: 1 })
  const took = stopwatch()
  let count = 0
  for (const log of logs) {
    const columns = log.columns.map(({ name, type }) => `${name} ${types[type]}`).join(', ')
    await db.run(`CREATE TABLE IF NOT EXISTS ${log.table} (${columns})`)
    await db.run(`CREATE OR REPLACE TEMP TABLE staging (${columns})`)
    const read = await db.runAndReadAll(`SELECT coalesce(max(rev), 0)::DOUBLE AS rev FROM ${log.table}`)
    const after = Number(read.getRowObjectsJS()[0]?.['rev'])
    const spans = (await golfersOf(cloud)).map(({ user_id, epoch, head }) => {
      return { user_id, epoch, head, after }
    })
    const shape = JSON.stringify([
      Object.fromEntries(log.columns.map(({ name, type }) => [name, types[type]])),
    ])
    for await (const page of rowsOf(cloud, log, spans)) {
      count += page.length
      await db.run(
        `INSERT INTO staging BY NAME SELECT unnest(from_json($1::JSON, '${shape}'), max_depth := 2)`,
        [JSON.stringify(page)],
      )
    }
    const set = log.columns.map(({ name }) => `${name} = s.${name}`).join(', ')
    const names = log.columns.map(({ name }) => name)
    await db.run(`MERGE INTO ${log.table} AS t USING staging AS s ON t.user_id = s.user_id AND t.id = s.id
WHEN MATCHED THEN UPDATE SET ${set}
WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${names.map(name => `s.${name}`).join(', ')})`)
  }
  await db.run('CHECKPOINT')
  const used = took()
  db.closeSync()
  return { ...used, rows: count }
}
