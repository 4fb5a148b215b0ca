/**
 * The process that sandbox.ts starts: `node sandboxed.ts MEMORY_MB BYTES`. Lines of rows come in, then questions, each
 * answered by a line. It begins with no variables, and ends itself where it grows too large.
 */
import { createInterface } from 'node:readline'
import { openDuckDb } from './duckdb.ts'
import { allLogs } from './tables.ts'
import type { Row } from './warehouse.ts'

const [, , memory_mb = '', bytes = ''] = process.argv
// DuckDB works beside this thread, which is free to look.
setInterval(() => {
  if (process.memoryUsage.rss() > Number(memory_mb) * 1024 ** 2) process.exit(1)
}, 20)

const warehouse = await openDuckDb({ file: ':memory:', memory_mb: Number(memory_mb) / 3, spill_mb: 0 })
await warehouse.prepare()
await warehouse.makeViews()

// From our own server, of this version.
type Line = { log: string; rows: readonly Row[] } | { filled: true } | { sql: string; most: number }
for await (const text of createInterface({ input: process.stdin })) {
  const line: Line = JSON.parse(text)
  if ('sql' in line) say(await answer(line.sql, line.most))
  else if ('filled' in line) say('filled')
  else await take(line.log, line.rows)
}
process.exit(0)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function take(name: string, rows: readonly Row[]): Promise<void> {
  const log = allLogs.find(log => log.name === name)
  if (!log) throw new Error(`no log ${name}`)
  const pages = (async function* () {
    yield rows
  })()
  await warehouse.load({ log, mode: 'append', pages, key: () => '', reached: () => [] })
}

async function answer(sql: string, most: number): Promise<string> {
  try {
    const said = JSON.stringify(await warehouse.query(sql, most))
    if (said.length <= Number(bytes)) return said
    return JSON.stringify({ refused: 'The answer is too long. Ask for fewer columns or rows.' })
  } catch (error) {
    return JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })
  }
}
