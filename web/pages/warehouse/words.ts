/** What the warehouse is and does, in the golfer's words. */

import type { About, RunLine } from '../../sync/warehouse.ts'
import { agoSaid } from '../cloud/words.ts'

const count = (n: number): string => n.toLocaleString('en')
const rows = (n: number): string => (n === 1 ? '1 row' : `${count(n)} rows`)
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, n) => all + n, 0)

export function whichSaid({ kind }: About): string {
  return kind === 'duckdb'
    ? 'A DuckDB file on the server, and not BigQuery.'
    : 'BigQuery, in the project of whoever runs the server.'
}

const RESULTS = {
  done: 'done',
  stopped: 'stopped before its end',
  failed: 'it failed; whoever runs the server can see why: npx rangebook status',
  died: 'it was cut off; the next one does the rest',
} as const

export function lastRunSaid({ runs, running }: About, now_ms: number): string {
  const [last] = runs
  if (!last) return running ? 'The first run goes on now.' : 'It was never filled.'
  if (last.result === null) return 'A run goes on now.'
  return `Last run ${agoSaid(last.ended_ms ?? last.started_ms, now_ms)}: ${RESULTS[last.result]}.`
}

export function waitingSaid({ waiting }: About): string {
  return waiting === 0 ? 'Nothing waits.' : `${rows(waiting)} ${waiting === 1 ? 'waits' : 'wait'}.`
}

export function scheduleSaid({ schedule }: About): string {
  if (!schedule) return 'No schedule is installed on the server’s machine.'
  return schedule.at === null
    ? `By ${schedule.by}, each day.`
    : `By ${schedule.by}, each day at ${schedule.at}.`
}

/** While it runs, and how it ended. */
export function runSaid(line: RunLine): string {
  switch (line.kind) {
    case 'planned':
      return sum(line.rows) === 0 ? 'Looking: nothing has changed.' : `${rows(sum(line.rows))} will go there.`
    case 'progress':
      return `${count(line.moved)} of ${rows(line.of)}, ${count(line.rows_per_s)} a second, ${line.left_s} s left.`
    case 'ended': {
      const moved = sum(line.told.moved)
      if (line.result === 'stopped') return `Stopped after ${rows(moved)}. The next run does the rest.`
      return moved === 0 ? 'Done: nothing had changed.' : `Done: ${rows(moved)} went there.`
    }
    case 'running':
      return 'Another server runs one: this one leaves it to that.'
    case 'too_soon':
      return 'It ran a moment ago: at most once each five minutes.'
    case 'failed':
      return `${line.says} ${line.cure}`.trim()
    default:
      return line satisfies never
  }
}
