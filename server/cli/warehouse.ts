/** `verify`, `query`, `erase`, `export parquet`: what stands in the warehouse. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { csvCell } from '../../shared/files/csv_cell.ts'
import { logs } from '../warehouse/tables.ts'
import type { Verdict } from '../warehouse/verify.ts'
import type { Answer, Cell, Row } from '../warehouse/warehouse.ts'
import { type Command, Failure, pathOf } from './command.ts'
import type { AskServer } from './reach.ts'
import { linesOf, runSync } from './sync.ts'

export async function asked<T>(ask: AskServer, path: string, json: object): Promise<T> {
  const answer = await ask(`/api/warehouse/${path}`, { json })
  if (answer.ok) return (await answer.json()) as T // our own server's, of this version
  const { kind, says, cure } = v.parse(Refusal, await answer.json().catch(() => ({})))
  throw new Failure(kind === 'not_configured' ? 3 : kind === 'bad_query' ? 2 : 1, `${says} ${cure}`.trim())
}
const Refusal = v.object({
  kind: v.optional(v.string(), 'bug'),
  says: v.optional(v.string(), 'The server failed.'),
  cure: v.optional(v.string(), ''),
})

export const verifyWarehouse: Command = {
  name: 'verify',
  usage: '',
  about: 'compares cloud and warehouse row by row, and names what differs',
  help: 'Both are read once, whole; of a BigQuery warehouse that costs the bytes of its tables. Exit code 1: they differ.',
  words: [0, 0],
  run: ({ server }) =>
    server(async ask => {
      const verdict = await asked<Verdict>(ask, 'verify', {})
      return { json: verdict, text: verdictText(verdict), exit: verdict.differences.length > 0 ? 1 : 0 }
    }),
}

function verdictText({ golfers, rows, sessions, waiting, differences }: Verdict): string {
  const of = `${rows.toLocaleString('en')} rows, ${sessions.toLocaleString('en')} sessions, ${golfers} ${golfers === 1 ? 'golfer' : 'golfers'}`
  if (differences.length === 0) return `Equal: ${of}.`
  return [
    `They differ (${of} in the cloud).`,
    ...differences.map(({ user_id, table, session, cloud, warehouse, ids }) => {
      const where = session ? `${table} of ${session}` : table
      return `  ${user_id} ${where}: ${cloud.rows} rows (${cloud.digest}) in the cloud, ${warehouse.rows} (${warehouse.digest}) in the warehouse: ${ids.join(', ')}`
    }),
    waiting > 0
      ? `${waiting.toLocaleString('en')} rows came since the last run: npx rangebook sync incremental`
      : 'Nothing waits: npx rangebook sync full writes the warehouse anew.',
  ].join('\n')
}

const WHOM = 'Say whom: --golfer USER_ID, as npx rangebook status --json has it.'
const isUserId = (said: unknown): said is string => typeof said === 'string' && /^[0-9a-f-]{36}$/i.test(said)

const FORMATS = ['table', 'csv', 'json'] as const

export const queryWarehouse: Command = {
  name: 'query',
  usage: '"SELECT …" [--format table|csv|json] [--rows 1000] [--golfer USER_ID]',
  about: 'asks the warehouse, read only',
  help: `For people: shots_in_yards. In SI: ${logs.map(({ table }) => `${table}_latest`).join(', ')}.\nAll golfers' rows are in it: this is the operator's alone.\n--golfer: over that golfer's rows alone, in a sandbox with limits, as golfers ask themselves.`,
  options: { format: { type: 'string' }, rows: { type: 'string' }, golfer: { type: 'string' } },
  words: [1, 1],
  run: async call => {
    const format = FORMATS.find(one => one === (call.options['format'] ?? 'table'))
    const most = Number(call.options['rows'] ?? 1_000)
    if (!format) throw new Failure(2, `--format is one of ${FORMATS.join(', ')}.`)
    if (!Number.isInteger(most) || most < 1) throw new Failure(2, '--rows is a whole number from 1.')
    const { golfer } = call.options
    if (golfer !== undefined && !isUserId(golfer)) throw new Failure(2, WHOM)
    const json = { sql: call.words[0], most, golfer }
    const answer = await call.server(ask => asked<Answer>(ask, 'query', json))
    const cut = answer.isCut ? `\n(only the first ${most}: --rows N shows more)` : ''
    return {
      json: answer,
      text:
        format === 'table'
          ? tableText(answer) + cut
          : format === 'csv'
            ? csvText(answer)
            : JSON.stringify(answer.rows, null, 1),
    }
  },
}

const shown = (cell: Cell | undefined) => (cell === null || cell === undefined ? '' : String(cell))

function tableText({ columns, rows }: Answer): string {
  const lines = [columns, ...rows.map(row => columns.map(column => shown(row[column])))]
  const widths = columns.map((_, at) => Math.max(...lines.map(line => line[at]?.length ?? 0)))
  const isNumber = columns.map(column =>
    rows.every(row => row[column] === null || typeof row[column] === 'number'),
  )
  return lines
    .map(line =>
      line
        .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function csvText({ columns, rows }: Answer): string {
  return [columns, ...rows.map(row => columns.map(column => shown(row[column])))]
    .map(line => line.map(csvCell).join(','))
    .join('\n')
}

export const eraseGolfer: Command = {
  name: 'erase',
  usage: '--golfer USER_ID [--back]',
  about: 'takes a golfer out of the warehouse and keeps them out; the cloud keeps their rows',
  help: 'All is written anew without them, log included. --back lets them in again. USER_ID as in npx rangebook status --json.',
  options: { golfer: { type: 'string' }, back: { type: 'boolean' } },
  words: [0, 0],
  run: async call => {
    const golfer = call.options['golfer']
    if (!isUserId(golfer)) throw new Failure(2, WHOM)
    const out = call.options['back'] !== true
    const { known } = await call.server(ask =>
      asked<{ known: boolean }>(ask, 'leave-out', { user_id: golfer, out }),
    )
    if (!known) throw new Failure(2, `The cloud knows no golfer ${golfer}.`)
    return runSync(call, out ? 'full' : 'incremental')
  },
}

export const exportParquet: Command = {
  name: 'export parquet',
  usage: 'FOLDER',
  about: 'the rows that count as Parquet files, a file a table',
  words: [1, 1],
  run: async call => {
    const folder = pathOf(call.env, call.words[0] ?? '')
    mkdirSync(folder, { recursive: true })
    const written: Record<string, number> = {}
    const views = ['shots_in_yards', ...logs.map(({ table }) => `${table}_latest`)]
    await call.server(async ask => {
      for (const view of views) written[view] = await writeParquet(ask, view, join(folder, `${view}.parquet`))
    })
    const text = Object.entries(written).map(
      ([view, rows]) => `  ${view}.parquet: ${rows.toLocaleString('en')} rows`,
    )
    return { json: { folder, rows: written }, text: [`Written into ${folder}:`, ...text].join('\n') }
  },
}

/** A DuckDB of its own, in memory, that may write files: the warehouse's may not. */
async function writeParquet(ask: AskServer, view: string, file: string): Promise<number> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const part = `${file}.part`
  const quoted = `'${part.replaceAll("'", "''")}'`
  const spill = `${part}.duckdb`
  const instance = await DuckDBInstance.create(spill, { memory_limit: '512MB' })
  const connection = await instance.connect()
  let count = 0
  try {
    for await (const rows of linesOf<readonly Row[]>(ask, '/api/warehouse/rows', { view })) {
      const [first] = rows
      if (!first) continue
      if (count === 0) await connection.run(`CREATE TABLE t (${shapeOf(view, first)})`)
      const shape = JSON.stringify([Object.fromEntries(typesOf(view, first))])
      await connection.run(
        `INSERT INTO t BY NAME SELECT unnest(from_json($1::JSON, '${shape}'), max_depth := 2)`,
        [JSON.stringify(rows)],
      )
      count += rows.length
    }
    if (count > 0) await connection.run(`COPY t TO ${quoted} (FORMAT parquet)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(spill, { force: true })
    rmSync(`${spill}.wal`, { force: true })
  }
  if (count > 0) renameSync(part, file)
  return count
}

const DUCKDB = { text: 'VARCHAR', real: 'DOUBLE', integer: 'BIGINT', boolean: 'BOOLEAN' } as const

function typesOf(view: string, row: Row): [name: string, type: string][] {
  const log = logs.find(({ table }) => view === `${table}_latest`)
  if (log) return log.columns.map(({ name, type }) => [name, DUCKDB[type]])
  const shots = logs.find(({ table }) => table === 'shots')
  // The reading view: what is no column of a shot and no text is a measurement.
  const texts = [
    'session_date',
    'session_id',
    'session_name',
    'group_label',
    'kind',
    'club_id',
    'club',
    'shot_id',
  ]
  return Object.keys(row).map(name => {
    const type = shots?.columns.find(column => column.name === name)?.type
    return [name, type ? DUCKDB[type] : texts.includes(name) ? 'VARCHAR' : 'DOUBLE']
  })
}

const shapeOf = (view: string, row: Row) =>
  typesOf(view, row)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')
