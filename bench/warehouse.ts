/**
 * The warehouse on DuckDB, filled from a real PostgreSQL with the cloud's SQL, whose rows are made by generate_series:
 * full and incremental runs, each in a process of its own, beside the MERGE that most would write; then one question
 * over the latest view and over a plain table of the same rows. Ratios are of processor time: on a machine that does
 * other things the clock on the wall says little.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import * as v from 'valibot'
import { columnsOf } from '../shared/schema/catalogue.ts'
import { type Cloud, newGolfer, push, wire } from '../tests/cloud/cloud.ts'
import { openPostgres } from '../tests/cloud/postgres.ts'
import { findPostgres } from '../tools/postgres.ts'
import { type Line, median, table } from './report.ts'

const SIZES = (process.env['BENCH_ROWS'] ?? '10000,100000,1000000').split(',').map(Number)
const CHANGED = 500
/** Incremental runs of each, by turns. */
const ROUNDS = 5

const Ran = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ ms: v.number(), cpu_ms: v.number(), rows: v.number(), peak_mb: v.number() }),
)
type Ran = v.InferOutput<typeof Ran>
const designs = ['ours', 'merge'] as const

export async function benchWarehouse(): Promise<string> {
  const bin = findPostgres()
  if (!bin) return 'Left out: no PostgreSQL is installed here.'
  const { cloud, folder, close } = await openPostgres(bin)
  const files = mkdtempSync(join(tmpdir(), 'rangebook-bench-warehouse-'))
  const lines: Line[] = []
  const seen = new Map<string, Ran>()
  let views = ''
  try {
    for (const size of SIZES) {
      await cloud.ask('DELETE FROM auth.users')
      await fill(cloud, size)
      const fileOf = (design: string) => join(files, `${design}-${size}.duckdb`)
      const run = (design: string, mode: string) => ran([design, mode, folder, fileOf(design)])
      for (const design of designs) seen.set(`${design} full ${size}`, await run(design, 'full'))
      const changes: Record<string, Ran[]> = { ours: [], merge: [] }
      for (let round = 0; round < ROUNDS; round++) {
        await edit(cloud)
        for (const design of designs) changes[design]?.push(await run(design, 'incremental'))
      }
      for (const design of designs) {
        const all = changes[design] ?? []
        const [first] = all
        const middle = {
          ms: median(all.map(({ ms }) => ms)),
          cpu_ms: median(all.map(({ cpu_ms }) => cpu_ms)),
        }
        if (first) seen.set(`${design} incremental ${size}`, { ...first, ...middle })
        for (const mode of ['full', 'incremental']) {
          const { ms, cpu_ms, rows, peak_mb } = seenAs(`${design} ${mode} ${size}`)
          const speed = `${Math.round((rows * 1_000) / ms).toLocaleString('en')}/s`
          lines.push([
            ...[count(size), design, mode, count(rows), `${Math.round(ms)} ms`, speed],
            `${Math.round(cpu_ms)} ms`,
            `${Math.round(peak_mb)} MB`,
          ])
        }
      }
      if (size === SIZES.at(-1)) views = await compareViews(fileOf('ours'))
      for (const design of designs) rmSync(fileOf(design), { force: true })
    }
  } finally {
    await close()
    rmSync(files, { recursive: true, force: true })
  }
  const [least = 0, middle = 0, most = 0] = SIZES
  const ratio = (a: string, b: string, of: 'cpu_ms' | 'peak_mb') => (seenAs(a)[of] / seenAs(b)[of]).toFixed(2)
  return [
    table(['shots', 'design', 'run', 'rows', 'time', 'speed', 'processor', 'peak memory'], lines),
    '',
    `Peak memory of a full run, ${count(most)} against ${count(middle)}: ${ratio(`ours full ${most}`, `ours full ${middle}`, 'peak_mb')}×.`,
    `An incremental run of ${CHANGED}, onto ${count(most)} against ${count(least)}: ${ratio(`ours incremental ${most}`, `ours incremental ${least}`, 'cpu_ms')}×; by MERGE ${ratio(`merge incremental ${most}`, `merge incremental ${least}`, 'cpu_ms')}×.`,
    views,
  ].join('\n')

  function seenAs(key: string): Ran {
    const found = seen.get(key)
    if (!found) throw new Error(`not measured: ${key}`)
    return found
  }
}

const count = (n: number) => n.toLocaleString('en')

async function ran(args: readonly string[]): Promise<Ran> {
  const script = join(import.meta.dirname, 'warehouseRun.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args])
  return v.parse(Ran, stdout)
}

const measured = columnsOf('shots').flatMap(([name, { type }]) => (type === 'real' ? [name] : []))

/** Two golfers' shots in 500 groups of 20 clubs and 100 sessions; all of their values are there. */
async function fill(cloud: Cloud, shots: number): Promise<void> {
  for (const half of [0, 1]) {
    const golfer = await newGolfer(cloud)
    await push(cloud, golfer, [
      ...Array.from({ length: 100 }, (_, n) =>
        wire('sessions', { id: `s${n}`, clocks: '{}', practice_date: '2026-01-02' }),
      ),
      ...Array.from({ length: 500 }, (_, n) =>
        wire('groups', {
          ...{ id: `g${n}`, clocks: '{}', fact_source: 3, default_session_id: `s${n % 100}` },
          club_code: `CLUB${n % 20}`,
        }),
      ),
    ])
    const values = measured.map((_, at) => `round(((n * 7919 + ${at} * 104729) % 100003) / 100.0, 2)`)
    await cloud.ask(
      `INSERT INTO public.shots (user_id, id, rev, clocks, fact_source, parser_version, group_id, excluded, ${measured.join(', ')})
SELECT $1, '41511_' || n % 500 || '_' || n, h.head + n, '{}', 3, 1, 'g' || n % 500, false, ${values.join(', ')}
FROM generate_series(1, $2::bigint) AS n, rangebook.heads AS h WHERE h.user_id = $1`,
      [golfer, Math.ceil((shots - half) / 2)],
    )
    await pushed(cloud, golfer)
  }
  await cloud.ask('ANALYZE')
}

/** The newest states of a golfer's rows, as a push leaves them. */
async function pushed(cloud: Cloud, golfer: unknown): Promise<void> {
  await cloud.ask(
    `WITH last AS (SELECT max(rev) AS rev FROM public.shots WHERE user_id = $1),
  head AS (UPDATE rangebook.heads SET head = last.rev FROM last WHERE user_id = $1)
INSERT INTO rangebook.pushes (user_id, rev, token) SELECT $1, rev, gen_random_uuid() FROM last`,
    [golfer],
  )
}

async function edit(cloud: Cloud): Promise<void> {
  const [head] = await cloud.ask('SELECT user_id FROM rangebook.heads LIMIT 1')
  await cloud.ask(
    `UPDATE public.shots AS t SET rev = e.rev, notes = 'edited'
FROM (SELECT s.id, h.head + row_number() OVER (ORDER BY s.id) AS rev FROM rangebook.heads AS h
  CROSS JOIN LATERAL (SELECT id FROM public.shots WHERE user_id = h.user_id ORDER BY rev LIMIT ${CHANGED}) AS s
  WHERE h.user_id = $1) AS e
WHERE t.user_id = $1 AND t.id = e.id`,
    [head?.['user_id']],
  )
  await pushed(cloud, head?.['user_id'])
}

/** Per club over all rows, by the latest view and by a plain table with one row a shot, in turns. */
async function compareViews(file: string): Promise<string> {
  const db = await (await DuckDBInstance.create(file, { memory_limit: '2GB' })).connect()
  await db.run('CREATE TEMP TABLE plain_shots AS SELECT * FROM shots_latest')
  await db.run('CREATE TEMP TABLE plain_groups AS SELECT * FROM groups_latest')
  const ask = (shots: string, groups: string) => `SELECT g.club_code, count(*) AS n, avg(t.carry_m) AS carry,
  stddev(t.carry_m) AS spread, median(t.side_m) AS side, avg(t.ball_speed_mps) AS speed
FROM ${shots} AS t JOIN ${groups} AS g ON g.user_id = t.user_id AND g.id = t.group_id
WHERE NOT t.excluded GROUP BY g.club_code ORDER BY g.club_code`
  const questions = { view: ask('shots_latest', 'groups_latest'), plain: ask('plain_shots', 'plain_groups') }
  const took: Record<keyof typeof questions, number[]> = { view: [], plain: [] }
  const answers = new Set<string>()
  for (let round = 0; round < 7; round++)
    for (const name of ['view', 'plain'] as const) {
      const before = process.cpuUsage()
      const read = await db.runAndReadAll(questions[name])
      const { user, system } = process.cpuUsage(before)
      took[name].push((user + system) / 1_000)
      answers.add(JSON.stringify(read.getRowObjectsJson()[3]?.['n']))
    }
  db.closeSync()
  if (answers.size !== 1) throw new Error('view and table differ')
  const [view, plain] = [median(took.view), median(took.plain)]
  return `Per club over all rows, in processor time: the latest view ${Math.round(view)} ms, a plain table ${Math.round(plain)} ms: ${(view / plain).toFixed(2)}×.`
}
