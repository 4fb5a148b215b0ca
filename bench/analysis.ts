/** Each answer over 100,000 and 250,000 shots, against native SQLite running the same statements. */

import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { blankRow } from '../shared/files/blank_row.ts'
import { sampleReports } from '../shared/golf/sample.ts'
import type { SyncedTable } from '../shared/schema/catalogue.ts'
import type { Row } from '../shared/schema/rows.ts'
import { parseReport } from '../shared/uneekor/report.ts'
import { root } from '../tools/node.mjs'
import { openConnection } from '../web/db/connection.ts'
import { prepareConnection, queries } from '../web/db/queries/index.ts'
import type { Answer, Params, QueryName } from '../web/db/query.ts'
import type { Reader, SqlValue } from '../web/db/sql.ts'
import { loadSqlJs } from '../web/db/sqljs.ts'
import { type Line, median, table } from './report.ts'

const TRIES = 3
const COUNTS = { excluded: false } as const
const DRIVER = { club_id: 'code:DRIVER', ...COUNTS } as const

const asked: { readonly [Q in QueryName]?: Params<Q> } = {
  bag: null,
  gapping: COUNTS,
  landings: DRIVER,
  trend: { filter: DRIVER, figure: 'carry_m', of: 'middle', better: 1 },
  strikes: { filter: DRIVER, category: 'driver' },
  deliveries: DRIVER,
  flights: DRIVER,
  within: { filter: COUNTS, figure: 'ball_speed_mps', better: 1 },
  compare: { a: { ...DRIVER, from: '2026-01-01' }, b: { ...DRIVER, to: '2025-12-31' } },
  summed: { filter: DRIVER, figures: ['carry_m', 'spin_rpm'] },
  doubts: COUNTS,
  findings: COUNTS,
}

export async function benchAnalysis(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rangebook-bench-analysis-'))
  const lines: Line[] = []
  try {
    for (const times of [50, 125]) {
      const path = join(folder, `${times}.db`)
      const native = fill(path, times)
      lines.push(...(await measure(native, path)))
      native.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return table(['shots', 'answer', 'here, ms', 'of it SQL', 'native SQLite, ms', 'SQL ÷ native'], lines)
}

/** The sample's season, again and again, 125 days earlier each time. */
export function fill(path: string, times: number): DatabaseSync {
  const native = new DatabaseSync(path)
  const folder = join(root, 'migrations', 'device')
  for (const name of readdirSync(folder).sort()) native.exec(readFileSync(join(folder, name), 'utf8'))
  const keep = <T extends SyncedTable>(table: T, rows: readonly ({ id: string } & Partial<Row<T>>)[]) => {
    for (const row of rows) {
      const whole: Record<string, unknown> = { ...blankRow(table, row.id), ...row }
      const names = Object.keys(whole)
      const insert = native.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      )
      insert.run(...(Object.values(whole) as SqlValue[]))
    }
  }
  native.exec('BEGIN')
  for (const { report_id, payload } of sampleReports({ last_date: '2026-03-01', seed: 1 })) {
    const parsed = parseReport(payload, { report_id })
    if (parsed.kind !== 'report') throw new Error(parsed.says)
    keep('groups', parsed.groups)
    keep('sessions', parsed.sessions)
    keep('shots', parsed.shots)
  }
  for (const [table, own, dated] of [
    ['sessions', ['id'], 'practice_date'],
    ['groups', ['id', 'default_session_id'], 'source_date'],
    ['shots', ['id', 'group_id'], null],
  ] as const) {
    const columns = native.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as {
      name: string
    }[]
    for (let k = 1; k < times; k++) {
      const values = columns.map(({ name }) =>
        (own as readonly string[]).includes(name)
          ? `${name} || '#${k}'`
          : name === dated
            ? `date(${name}, '-${k * 125} days')`
            : name,
      )
      native.exec(`INSERT INTO ${table} SELECT ${values.join(', ')} FROM ${table} WHERE id NOT LIKE '%#%'`)
    }
  }
  native.exec('COMMIT')
  return native
}

async function measure(native: DatabaseSync, path: string): Promise<Line[]> {
  const connection = openConnection(await loadSqlJs(), await readFile(path))
  prepareConnection(connection.script)
  prepareConnection(sql => native.exec(sql))
  const shots = connection.get<{ n: number }>('SELECT count(*) AS n FROM shots')?.n ?? 0
  const lines: Line[] = []
  for (const name of Object.keys(asked) as QueryName[]) {
    const whole: number[] = []
    const sql: number[] = []
    let heard: { sql: string; values: readonly SqlValue[] }[] = []
    for (let i = 0; i < TRIES; i++) {
      heard = []
      let inSql = 0
      const timed = <T>(statement: string, values: readonly SqlValue[], run: () => T): T => {
        heard.push({ sql: statement, values })
        const from = performance.now()
        const answer = run()
        inSql += performance.now() - from
        return answer
      }
      const reader = {
        all: <T>(sql: string, values: readonly SqlValue[] = []) =>
          timed(sql, values, () => connection.all<T>(sql, values)),
        get: <T>(sql: string, values: readonly SqlValue[] = []) =>
          timed(sql, values, () => connection.get<T>(sql, values)),
      } as Reader
      const from = performance.now()
      await (queries[name].read as (reader: Reader, params: unknown) => Promise<Answer<QueryName>>)(
        reader,
        asked[name],
      )
      whole.push(performance.now() - from)
      sql.push(inSql)
    }
    const there = Array.from({ length: TRIES }, () => {
      const from = performance.now()
      for (const { sql, values } of heard) native.prepare(sql).all(...values)
      return performance.now() - from
    })
    const [ours, theirs] = [median(sql), median(there)]
    lines.push([
      shots.toLocaleString('en'),
      name,
      median(whole).toFixed(0),
      ours.toFixed(0),
      theirs.toFixed(0),
      (ours / theirs).toFixed(1),
    ])
  }
  connection.close()
  return lines
}
