/**
 * A golfer's own SQL, or the coach's for that golfer: a process of its own (sandboxed.ts) with a DuckDB in memory, into
 * which that golfer's rows alone are copied. Whatever is asked, there are no others; it reaches no file, no network
 * and no secret of this server, and is killed where it takes too long or too much.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { golferLog, logs } from './tables.ts'
import { type Answer, type Row, type Warehouse, WarehouseProblem } from './warehouse.ts'

export interface SandboxLimits {
  /** For the question, once the rows are there. */
  readonly time_ms: number
  /** Of the whole process. */
  readonly memory_mb: number
  /** Of an answer. */
  readonly bytes: number
}

const LIMITS: SandboxLimits = { time_ms: 10_000, memory_mb: 768, bytes: 4 * 1024 ** 2 }
/** For the last of the rows, which is not the asker's fault. */
const FILL_LIMIT_MS = 120_000

const Cell = v.nullable(v.union([v.string(), v.number(), v.boolean()]))
const Said = v.union([
  v.object({
    columns: v.array(v.string()),
    rows: v.array(v.record(v.string(), Cell)),
    isCut: v.boolean(),
  }),
  v.object({ refused: v.string() }),
])

/** Over when a question met a limit: then another has to be opened. */
export interface Sandbox {
  /**
   * One SELECT over the tables and views that the warehouse has, of this golfer's latest rows; at most `mostRows`. One
   * after the other. Throws a WarehouseProblem: bad_query where the question itself is at fault, a limit met too.
   */
  query(sql: string, mostRows: number): Promise<Answer>
  close(): void
}

/** With the rows as they are now. */
export async function openSandbox(
  warehouse: Warehouse,
  user_id: string,
  { time_ms, memory_mb, bytes }: SandboxLimits = LIMITS,
): Promise<Sandbox> {
  if (!/^[0-9a-f-]{36}$/i.test(user_id)) throw new Error('no user id')
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=256', join(import.meta.dirname, 'sandboxed.ts'), String(memory_mb), String(bytes)],
    { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] },
  )
  child.stdin.on('error', () => {}) // it died: seen by its answer, which never comes
  let length = 0
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > 2 * bytes) child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  /** What it says next; null: it died first, by itself or by our hand. */
  async function next(limit_ms: number): Promise<string | null> {
    length = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), limit_ms)
    const line = await lines.next().finally(() => clearTimeout(timer))
    return line.done ? null : line.value
  }

  try {
    for await (const line of linesFor(warehouse, user_id)) {
      if (child.exitCode !== null || child.signalCode !== null) break
      if (!child.stdin.write(line)) await Promise.race([once(child.stdin, 'drain'), once(child, 'close')])
    }
  } catch (error) {
    child.kill('SIGKILL') // else it waits for rows as long as this server runs
    throw error
  }
  if ((await next(FILL_LIMIT_MS)) === null) throw refused('Your rows are more than a question may take here.')
  return {
    query: async (sql, most) => {
      child.stdin.write(`${JSON.stringify({ sql, most })}\n`)
      const line = await next(time_ms)
      if (line === null)
        throw refused(
          `It took more than ${time_ms / 1_000} s or ${memory_mb} MB, and was ended. Ask for less: a club, a year, a LIMIT.`,
        )
      const said = v.parse(Said, JSON.parse(line))
      if ('refused' in said) throw refused(said.refused)
      return said
    },
    close: () => {
      child.kill('SIGKILL')
    },
  }
}

async function* linesFor(warehouse: Warehouse, user_id: string): AsyncGenerator<string> {
  const line = (log: string, rows: readonly Row[]) => `${JSON.stringify({ log, rows })}\n`
  let epoch = 0
  for (const { table, name, columns } of logs) {
    const list = columns.map(column => column.name).join(', ')
    const sql = (at: (name: string) => string) =>
      `SELECT ${list} FROM ${at(`${table}_all`)} WHERE user_id = '${user_id}'`
    for await (const rows of warehouse.read(sql)) {
      epoch = Math.max(epoch, ...rows.map(row => Number(row['epoch'])))
      yield line(name, rows)
    }
  }
  yield line(golferLog.name, [{ user_id, epoch, rev: 0, token: null, done: true }])
  yield `${JSON.stringify({ filled: true })}\n`
}

function refused(says: string): WarehouseProblem {
  return new WarehouseProblem(
    'bad_query',
    says,
    'Tables: shots_in_yards, shots_latest, sessions_latest, clubs_latest, groups_latest, with your own rows.',
  )
}
