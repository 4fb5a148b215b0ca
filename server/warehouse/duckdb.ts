/** The embedded warehouse: one DuckDB file in the data folder, loaded at first use. No SQL on it reaches another file. */
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import { changedByHand } from './changed.ts'
import {
  allLogs,
  type CellType,
  currentStates,
  golferLog,
  type LatestStates,
  type LogTable,
  latestByWindow,
  markIn,
  marksSql,
  views,
  watermarkIn,
} from './tables.ts'
import { type Cell, type Row, type Warehouse, WarehouseProblem } from './warehouse.ts'

const TYPES: Readonly<Record<CellType, string>> = {
  text: 'VARCHAR',
  real: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
}
/** A query of the operator's may take so long. */
const QUERY_LIMIT_MS = 60_000

export interface DuckDbOptions {
  /** Path of the file. */
  readonly file: string
  /** For sorting and joins; beyond it DuckDB uses its own temporary files. */
  readonly memory_mb?: number
  /** Of those files at most; as much as the disk has unless told. */
  readonly spill_mb?: number
}

export async function openDuckDb({ file, memory_mb = 512, spill_mb }: DuckDbOptions): Promise<Warehouse> {
  const { DuckDBInstance: Instance, StatementType } = await import('@duckdb/node-api')
  let instance: DuckDBInstance
  try {
    instance = await Instance.create(file, {
      enable_external_access: 'false',
      lock_configuration: 'true',
      autoload_known_extensions: 'false',
      autoinstall_known_extensions: 'false',
      memory_limit: `${memory_mb}MB`,
      ...(spill_mb !== undefined && { max_temp_directory_size: `${spill_mb}MB` }),
    })
  } catch (error) {
    throw new WarehouseProblem(
      'unreachable',
      `The warehouse ${basename(file)} can't be opened (${firstLine(error)}).`,
      'If another program has it open, end that one. A damaged file may be moved away: the next sync fills a new one from the cloud.',
      error,
    )
  }
  const own = await instance.connect()
  await own.run(`CREATE TABLE IF NOT EXISTS rangebook_warehouse (id VARCHAR NOT NULL)`)
  await own.run(`CREATE TABLE IF NOT EXISTS ${SINGLE} (log VARCHAR NOT NULL, last_row BIGINT)`)
  await own.run(`INSERT INTO rangebook_warehouse SELECT $1 WHERE NOT EXISTS (FROM rangebook_warehouse)`, [
    randomUUID(),
  ])

  async function all(sql: string, values?: DuckDBValue[]): Promise<Row[]> {
    const reader = await own.runAndReadAll(sql, values)
    return reader.getRowObjectsJS().map(plain)
  }

  /** All of `work` or nothing. */
  async function transaction<T>(work: (tx: DuckDBConnection) => Promise<T>): Promise<T> {
    const tx = await instance.connect()
    try {
      await tx.run('BEGIN')
      const done = await work(tx)
      await tx.run('COMMIT')
      return done
    } catch (error) {
      await tx.run('ROLLBACK').catch(() => {}) // a failed COMMIT has rolled back already
      throw /no space left|out of disk|could not write|disk is full|max_temp_directory_size/i.test(
        String(error),
      )
        ? new WarehouseProblem(
            'full_disk',
            'The disk of the data folder is full: nothing was changed by this load.',
            'Make room there, then sync again.',
            error,
          )
        : error
    } finally {
      tx.closeSync()
    }
  }

  const warehouse: Warehouse = {
    kind: 'duckdb',
    name: file,
    isAlone: true,
    identity: async () => `duckdb:${(await all('FROM rangebook_warehouse'))[0]?.['id']}`,

    prepare: () =>
      transaction(async tx => {
        const found = await tx.runAndReadAll(
          `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main'`,
        )
        const typeOf = new Map(
          found
            .getRowObjectsJS()
            .map(row => [`${row['table_name']}.${row['column_name']}`, String(row['data_type'])]),
        )
        const there = new Set(found.getRowObjectsJS().map(row => String(row['table_name'])))
        const widened = new Set<string>()
        for (const log of allLogs) {
          if (!there.has(log.name)) {
            await tx.run(createSql(log))
            await tx.run(`COMMENT ON TABLE ${log.name} IS ${quoted(log.means)}`)
          }
          // Somebody took rows away: what comes in their place is not what was counted.
          await tx.run(
            `DELETE FROM ${SINGLE} WHERE log = '${log.name}' AND last_row >= (SELECT count(*) FROM ${log.name})`,
          )
          for (const { name, type, means } of log.columns) {
            const known = typeOf.get(`${log.name}.${name}`)
            if (known !== undefined && known !== TYPES[type])
              throw changedByHand(log, name, known, TYPES[type])
            if (known !== undefined) continue
            if (there.has(log.name)) {
              await tx.run(`ALTER TABLE ${log.name} ADD COLUMN ${name} ${TYPES[type]}`)
              widened.add(log.name)
            }
            await tx.run(`COMMENT ON COLUMN ${log.name}.${name} IS ${quoted(means)}`)
          }
        }
        return widened
      }),

    tables: async () => {
      const there = new Set(
        (await all('SELECT table_name FROM duckdb_tables()')).map(row => row['table_name']),
      )
      const states = new Map<string, { rows: number; created_ms: number }>()
      for (const { name } of allLogs) {
        if (!there.has(name)) continue
        const [counted] = await all(`SELECT count(*) AS rows FROM ${name}`)
        states.set(name, { rows: Number(counted?.['rows']), created_ms: 0 })
      }
      return states
    },

    columnsOf: async table => {
      const rows = await all(
        `SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = $1`,
        [table],
      )
      return rows.length === 0 ? null : rows.map(row => String(row['column_name']))
    },

    watermarks: async log => {
      const rows = await all(`SELECT user_id, epoch, max(rev) AS rev FROM ${log.name} GROUP BY ALL`)
      return rows.map(watermarkIn)
    },

    marks: async () => {
      const rows = await all(marksSql(bare))
      return rows.map(markIn)
    },

    load: async ({ log, mode, pages }) => {
      const names = log.columns.map(({ name }) => name)
      const shape = JSON.stringify([
        Object.fromEntries(log.columns.map(({ name, type }) => [name, TYPES[type]])),
      ])
      let bytes = 0
      let count = 0
      await transaction(async tx => {
        if (mode === 'replace') {
          await tx.run(createSql(log, 'OR REPLACE'))
          await forgetSingle(tx, log.name)
          await tx.run(`COMMENT ON TABLE ${log.name} IS ${quoted(log.means)}`)
          for (const { name, means } of log.columns)
            await tx.run(`COMMENT ON COLUMN ${log.name}.${name} IS ${quoted(means)}`)
        }
        const insert = await tx.prepare(
          `INSERT INTO ${log.name} BY NAME SELECT ${names.join(', ')} FROM (SELECT unnest(from_json($1::JSON, ${quoted(shape)}), max_depth := 2))`,
        )
        try {
          for await (const rows of pages) {
            const text = JSON.stringify(rows)
            bytes += text.length
            count += rows.length
            insert.bindVarchar(1, text)
            await insert.run()
          }
        } finally {
          insert.destroySync()
        }
        if (log !== golferLog && (mode === 'replace' || count >= COUNTED_FROM_ROWS)) await noteSingle(tx, log)
      })
      return bytes
    },

    makeViews: () =>
      transaction(async tx => {
        for (const { name, means, sql } of views(bare, latestOfFew)) {
          await tx.run(`CREATE OR REPLACE VIEW ${name} AS ${sql}`)
          await tx.run(`COMMENT ON VIEW ${name} IS ${quoted(means)}`)
        }
      }),

    read: async function* (sql) {
      const reading = await instance.connect()
      try {
        const result = await reading.stream(sql(bare))
        for await (const rows of result.yieldRowObjectJs()) yield rows.map(plain)
      } finally {
        reading.closeSync()
      }
    },

    query: async (sql, mostRows) => {
      const asking = await instance.connect()
      const over = new AbortController()
      let destroy = () => {}
      try {
        const statements = await asking.extractStatements(sql)
        if (statements.count !== 1) throw badQuery('One statement at a time, please.')
        const prepared = await statements.prepare(0)
        destroy = () => prepared.destroySync()
        if (prepared.statementType !== StatementType.SELECT) throw badQuery('Only a SELECT may be asked.')
        await asking.run('BEGIN TRANSACTION READ ONLY')
        const limit = after(QUERY_LIMIT_MS, undefined, { signal: over.signal, ref: false })
        limit.then(
          () => asking.interrupt(),
          () => {},
        )
        const result = await prepared.stream()
        const columns = result.deduplicatedColumnNames()
        const rows: Row[] = []
        for await (const some of result.yieldRowObjectJs()) {
          rows.push(...some.map(plain))
          if (rows.length > mostRows) break
        }
        return { columns, rows: rows.slice(0, mostRows), isCut: rows.length > mostRows }
      } catch (error) {
        throw error instanceof WarehouseProblem ? error : badQuery(firstLine(error), error)
      } finally {
        over.abort()
        destroy()
        asking.closeSync()
      }
    },

    // Whatever still hangs on it (a prepared statement, an answer not read to its end) keeps the file open until it
    // is collected: with all in the file already, that end writes nothing.
    close: async () => {
      await own.run('CHECKPOINT').catch(() => {})
      own.closeSync()
      instance.closeSync()
    },
  }
  return warehouse
}

const bare = (name: string) => name

/**
 * Of each log the row up to which no id has two states, as it was counted when a large load ended: nothing of ours
 * deletes a row. What came later is little, and only that goes through the sort of the views.
 */
const SINGLE = 'rangebook_single'
/** Counting costs what loading some thousands does. */
const COUNTED_FROM_ROWS = 10_000

/** Within the transaction that loaded the rows. */
async function noteSingle(tx: DuckDBConnection, { name }: LogTable): Promise<void> {
  const read = await tx.runAndReadAll(
    `SELECT count(*) = count(DISTINCT hash(user_id, epoch, id)) AS single FROM ${name}`,
  )
  if (read.getRowObjectsJS()[0]?.['single'] !== true) return
  await forgetSingle(tx, name)
  // By their count, as rows that are not committed yet have other rowids. Deleted by hand, it says too little: no harm.
  await tx.run(`INSERT INTO ${SINGLE} SELECT '${name}', count(*) - 1 FROM ${name}`)
}

async function forgetSingle(tx: DuckDBConnection, name: string): Promise<void> {
  await tx.run(`DELETE FROM ${SINGLE} WHERE log = '${name}'`)
}

/** The only ones of which a golfer has so many that their sort would cost a question more than all the rest of it. */
const LARGE: ReadonlySet<string> = new Set(['shot_log', 'media_log'])

const latestOfFew: LatestStates = (log, columns, at) =>
  LARGE.has(log) ? latestUnsorted(log, columns, at) : latestByWindow(log, columns, at)

const latestUnsorted: LatestStates = (log, columns, at) => `${currentStates(log, columns, at)}
WHERE l.rowid NOT IN (
  SELECT o.rowid FROM ${log} AS o JOIN (
    SELECT DISTINCT r.user_id, r.id FROM ${log} AS r
    WHERE r.rowid > (SELECT coalesce(max(last_row), -1) FROM ${SINGLE} WHERE log = '${log}')
  ) AS s ON s.user_id = o.user_id AND s.id = o.id
  QUALIFY row_number() OVER (PARTITION BY o.user_id, o.epoch, o.id ORDER BY o.rev DESC) > 1
)`

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

function createSql({ name, columns }: LogTable, or = ''): string {
  return `CREATE ${or} TABLE ${name} (${columns.map(column => `${column.name} ${TYPES[column.type]}`).join(', ')})`
}

/** Numbers of ours fit a double; what a query makes beyond that (a list, a date) becomes its text. */
function plain(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner))
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

function badQuery(says: string, cause?: unknown): WarehouseProblem {
  return new WarehouseProblem(
    'bad_query',
    says,
    'Tables: shots_in_yards, shots_latest, sessions_latest, clubs_latest, groups_latest.',
    cause,
  )
}
