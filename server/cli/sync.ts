/** `sync full`, `sync incremental`: the cloud's rows into the warehouse. */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import type { Mode } from '../warehouse/runs.ts'
import type { Line } from '../warehouse/service.ts'
import { type Call, type Command, type Done, Failure } from './command.ts'
import { type AskServer, failureOf } from './reach.ts'

const help =
  'The warehouse is BigQuery where BIGQUERY_PROJECT is set, else a DuckDB file in the data folder. Ctrl-C stops at a\nclean point; the next run goes on from there. --dry-run says what would move, and moves nothing.'

export const syncIncremental: Command = {
  name: 'sync incremental',
  usage: '[--dry-run]',
  about: 'moves what changed since the last run into the warehouse',
  help,
  options: { 'dry-run': { type: 'boolean' } },
  words: [0, 0],
  run: call => runSync(call, 'incremental'),
}

export const syncFull: Command = {
  name: 'sync full',
  usage: '[--dry-run]',
  about: 'writes the warehouse anew, of all golfers',
  help,
  options: { 'dry-run': { type: 'boolean' } },
  words: [0, 0],
  run: call => runSync(call, 'full'),
}

export function runSync(call: Call, mode: Mode): Promise<Done> {
  const isDryRun = call.options['dry-run'] === true
  return call.server(async ask => {
    const stop = () => {
      console.error('Stopping at the next clean point …')
      ask('/api/warehouse/stop', { json: {} }).catch(() => {})
    }
    process.once('SIGINT', stop)
    try {
      let last: Line | null = null
      for await (const line of linesOf<Line>(ask, '/api/warehouse/sync', { mode, dry_run: isDryRun })) {
        if (!call.options['json'] && !isDryRun) showProgress(line)
        last = line
      }
      return doneOf(last, isDryRun)
    } finally {
      process.removeListener('SIGINT', stop)
    }
  })
}

/** One JSON value a line, as they come. */
export async function* linesOf<T>(ask: AskServer, path: string, json: object): AsyncGenerator<T> {
  const answer = await ask(path, { json })
  if (!answer.ok || !answer.body) throw await failureOf(answer)
  // Our own server's, of this version.
  for await (const line of linesIn(answer)) yield line as T
}

export async function* linesIn({ body }: Response): AsyncGenerator<unknown> {
  if (!body) return
  const text = Readable.fromWeb(body as NodeWebStream)
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line) yield JSON.parse(line)
}

function showProgress(line: Line): void {
  if (line.kind === 'planned') console.error(plannedText(line))
  if (line.kind !== 'progress') return
  const of = `${line.moved.toLocaleString('en')} of ${line.of.toLocaleString('en')} rows`
  console.error(
    `  ${line.table}: ${of}, ${line.rows_per_s.toLocaleString('en')} a second, ${line.left_s} s left`,
  )
}

function plannedText({ mode, golfers, rows, became_full }: Extract<Line, { kind: 'planned' }>): string {
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const tables = Object.entries(rows).flatMap(([table, count]) =>
    count > 0 ? [`${count.toLocaleString('en')} ${table}`] : [],
  )
  const why = became_full ? ` All is written anew: ${became_full}.` : ''
  const of = `${golfers} ${golfers === 1 ? 'golfer' : 'golfers'}, ${mode}`
  return `${all === 0 ? 'Nothing waits' : tables.join(', ')} (${of}).${why}`
}

function doneOf(last: Line | null, isDryRun: boolean): Done {
  switch (last?.kind) {
    case 'planned':
      return { json: last, text: `Would move: ${plannedText(last)}`, exit: isDryRun ? 0 : 1 }
    case 'ended': {
      const { moved, duration_ms, bytes } = last.told
      const rows = Object.values(moved).reduce((sum, count) => sum + count, 0)
      const what = rows === 0 ? 'Nothing had changed' : `${rows.toLocaleString('en')} rows moved`
      const size = rows === 0 ? '' : `, ${(bytes / 1e6).toFixed(1)} MB`
      const text = `${what} in ${(duration_ms / 1_000).toFixed(1)} s${size}.`
      return last.result === 'done'
        ? { json: last, text }
        : { json: last, text: `Stopped. ${text} The next run does the rest.`, exit: 1 }
    }
    case 'running':
      return { json: last, text: `A run goes on already (${last.run.holder}): this one leaves.` }
    case 'too_soon':
      return { json: last, text: 'The last run ended a moment ago: this one leaves.' }
    case 'failed':
      throw new Failure(last.problem === 'not_configured' ? 3 : 1, `${last.says} ${last.cure}`)
    default:
      throw new Failure(1, 'The server went away in the middle. The next run does the rest.')
  }
}
