/** BigQuery through Google's client: load jobs, views and SELECTs. Nothing here changes or streams single rows, so it works in the free sandbox. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { BigQuery, Job, Table } from '@google-cloud/bigquery'
import type { BigQueryConfig } from '../config.ts'
import { problemOf, statusOf } from './bigqueryProblems.ts'
import { changedByHand } from './changed.ts'
import {
  allLogs,
  type CellType,
  type LogTable,
  latestByWindow,
  markIn,
  marksSql,
  views,
  watermarkIn,
} from './tables.ts'
import {
  type Cell,
  type Load,
  type Row,
  type Warehouse,
  WarehouseProblem,
  type Watermark,
} from './warehouse.ts'

/** As its API writes them back. */
const TYPES: Readonly<Record<CellType, string>> = {
  text: 'STRING',
  real: 'FLOAT',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
}
const SAME: Readonly<Record<string, string>> = { FLOAT64: 'FLOAT', INT64: 'INTEGER', BOOL: 'BOOLEAN' }

const JOBS = 'rangebook_'
const ATTEMPTS = 5
const PAGE = 5_000
/** What one query of the operator's may read. */
const MOST_BYTES = 10 * 1024 ** 3

export interface BigQueryOptions extends BigQueryConfig {
  /** Between two looks at a job, and before a second try. */
  readonly pause_ms?: number
}

export async function openBigQuery({
  project,
  dataset: datasetName,
  location,
  endpoint,
  keyFile,
  pause_ms = 1_000,
}: BigQueryOptions): Promise<Warehouse> {
  const [{ BigQuery: Client }, { PassThroughClient }] = await Promise.all([
    import('@google-cloud/bigquery'),
    import('google-auth-library'),
  ])
  // A token never goes over plain HTTP: what is asked by it is an emulator.
  const isOpen = endpoint?.startsWith('http://') === true
  const client: BigQuery = new Client({
    projectId: project,
    ...(location && { location }),
    ...(endpoint && { apiEndpoint: endpoint }),
    ...(isOpen ? { authClient: new PassThroughClient() } : keyFile && { keyFilename: keyFile }),
  })
  const dataset = client.dataset(datasetName)
  const at = (name: string) => `\`${project}.${datasetName}.${name}\``
  const where = { project, dataset: datasetName }
  // A job is only found again by its place, but in the US and the EU: that of the dataset where none was configured.
  let place = location

  /** Google's errors in our words; `work` may be done twice. */
  async function asking<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (isOpen || statusOf(error) !== 401) throw problemOf(error, where)
    }
    forgetToken()
    try {
      return await work()
    } catch (error) {
      throw problemOf(error, where)
    }
  }

  /** Google may end a token before its time, and the client would go on with it until then. The key file is read anew. */
  function forgetToken(): void {
    client.authClient.jsonContent = null
    client.authClient.cachedCredential = null
  }

  // The client's own types are wider than what its REST interface sends.
  async function metadataOf(table: Table): Promise<TableMetadata | null> {
    try {
      const [metadata]: [TableMetadata, ...unknown[]] = await table.getMetadata()
      return metadata
    } catch (error) {
      if (statusOf(error) === 404) return null
      throw error
    }
  }

  async function rowsOf(query: string): Promise<Row[]> {
    const [rows] = await client.query({ query, useLegacySql: false, ...(location && { location }) })
    return rows.map(plain)
  }

  async function makeDataset(): Promise<void> {
    try {
      const [found]: [{ location?: string }, ...unknown[]] = await dataset.getMetadata()
      if (location && found.location && found.location.toLowerCase() !== location.toLowerCase())
        throw new WarehouseProblem(
          'refused',
          `The dataset ${project}.${datasetName} is in ${found.location}, and BIGQUERY_LOCATION is ${location}.`,
          `Set BIGQUERY_LOCATION=${found.location}, or name another dataset by BIGQUERY_DATASET.`,
        )
      place = found.location ?? location
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      await client.createDataset(datasetName, {
        ...(location && { location }),
        description:
          'Rangebook: every golfer’s shots, filled from the cloud. May be dropped: a sync fills it again.',
      })
    }
  }

  /** Loads that a process which is gone had sent: the watermark is only true once they have ended. */
  async function waitForOurs(): Promise<void> {
    for (const stateFilter of ['pending', 'running']) {
      const listed: [Job[], ...unknown[]] = await client.getJobs({ stateFilter, maxResults: 200 } as object)
      for (const job of listed[0]) if (job.id?.includes(JOBS)) await ended(job)
    }
  }

  /** Why it failed; null = it did what it should. */
  async function ended(job: Job): Promise<JobError | null> {
    for (let looks = 0; ; looks++) {
      const [{ status }]: [{ status?: JobStatus }, ...unknown[]] = await job.getMetadata()
      if (status?.state === 'DONE') return status.errorResult ?? null
      await wait(Math.min(pause_ms * (looks + 1), 10_000))
    }
  }

  async function watermarks(log: LogTable): Promise<Watermark[]> {
    const rows = await rowsOf(
      `SELECT user_id, epoch, MAX(rev) AS rev FROM ${at(log.name)} GROUP BY user_id, epoch`,
    )
    return rows.map(watermarkIn)
  }

  /** A job done long ago proves nothing about the table of now. */
  async function isThere({ log, reached }: Load): Promise<boolean> {
    const wanted = reached()
    if (wanted.length === 0) return true
    const known = new Map(
      (await watermarks(log)).map(({ user_id, epoch, rev }) => [`${user_id} ${epoch}`, rev]),
    )
    return wanted.every(({ user_id, epoch, rev }) => (known.get(`${user_id} ${epoch}`) ?? 0) >= rev)
  }

  async function send(load: Load, file: string): Promise<void> {
    const { log, mode } = load
    const table = dataset.table(log.name)
    const metadata = await metadataOf(table)
    const made = `${metadata?.id} ${metadata?.creationTime}`
    let attempt = 0
    for (let tries = 1; ; tries++) {
      const id =
        JOBS +
        createHash('sha256')
          .update(JSON.stringify([made, mode, load.key(), attempt]))
          .digest('hex')
          .slice(0, 40)
      const job = client.job(id, place ? { location: place } : {})
      let isKnown = false
      try {
        await table.createLoadJob(file, {
          jobId: id,
          sourceFormat: 'NEWLINE_DELIMITED_JSON',
          schema: { fields: fieldsOf(log) },
          ...clusteredBy(log),
          writeDisposition: mode === 'replace' ? 'WRITE_TRUNCATE' : 'WRITE_APPEND',
          createDisposition: 'CREATE_IF_NEEDED',
          ...(place && { location: place }),
        })
      } catch (error) {
        const status = statusOf(error)
        isKnown = status === 409
        // Without an answer it may have begun all the same: its id says so.
        if (!isKnown && !(await exists(job))) {
          const mayTry = status === null || status === 429 || status >= 500
          if (!mayTry || tries >= ATTEMPTS) throw error
          await wait(pause_ms * 2 ** (tries - 1))
          continue
        }
      }
      const failed = await ended(job)
      if (failed === null && (!isKnown || (await isThere(load)))) return
      attempt += 1
      if (failed !== null && !isKnown && (tries >= ATTEMPTS || !MAY_TRY.has(failed.reason ?? '')))
        throw new WarehouseProblem(
          'refused',
          `BigQuery could not load ${log.name}: ${failed.message ?? failed.reason}. Nothing was changed by it.`,
          'Run npx rangebook doctor, then sync again.',
        )
      if (!isKnown) await wait(pause_ms * 2 ** (tries - 1))
    }
  }

  return {
    kind: 'bigquery',
    name: `${project}.${datasetName}`,
    isAlone: false,
    identity: async () => `bigquery:${project}.${datasetName}`,

    prepare: () =>
      asking(async () => {
        await makeDataset()
        await waitForOurs()
        const there = await Promise.all(
          allLogs.map(async log => [log, await metadataOf(dataset.table(log.name))] as const),
        )
        // All are looked at before one is changed.
        for (const [log, metadata] of there) if (metadata) missingIn(log, metadata)
        const widened = new Set<string>()
        for (const [log, metadata] of there) {
          if (!metadata) {
            await dataset.createTable(log.name, {
              schema: { fields: fieldsOf(log) },
              description: log.means,
              ...clusteredBy(log),
            })
            continue
          }
          const missing = missingIn(log, metadata)
          if (missing.length === 0) continue
          await dataset
            .table(log.name)
            .setMetadata({ schema: { fields: [...(metadata.schema?.fields ?? []), ...missing] } })
          widened.add(log.name)
        }
        return widened
      }),

    tables: () =>
      asking(async () => {
        const states = await Promise.all(
          allLogs.map(async ({ name }) => {
            const metadata = await metadataOf(dataset.table(name))
            return (
              metadata &&
              ([
                name,
                { rows: Number(metadata.numRows ?? 0), created_ms: Number(metadata.creationTime ?? 0) },
              ] as const)
            )
          }),
        )
        return new Map(states.filter(state => state !== null))
      }),

    columnsOf: table =>
      asking(async () => {
        const metadata = await metadataOf(dataset.table(table))
        return metadata && (metadata.schema?.fields ?? []).map(({ name }) => name)
      }),

    watermarks: log => asking(() => watermarks(log)),

    marks: () =>
      asking(async () => {
        const rows = await rowsOf(marksSql(at))
        return rows.map(markIn)
      }),

    // Written to a file first: a job's id comes from what it holds, and a second try sends the same bytes.
    load: async load => {
      const folder = await mkdtemp(join(tmpdir(), 'rangebook-load-'))
      const file = join(folder, `${load.log.name}.json`)
      try {
        await pipeline(Readable.from(jsonLines(load.pages)), createWriteStream(file, { mode: 0o600 }))
        const { size } = await stat(file)
        await asking(() => send(load, file))
        return size
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },

    makeViews: () =>
      asking(async () => {
        for (const { name, means, sql } of views(at, latestByWindow)) {
          const table = dataset.table(name)
          const metadata = await metadataOf(table)
          const view = { query: sql, useLegacySql: false }
          if (!metadata) await dataset.createTable(name, { view, description: means })
          else if (metadata.view?.query !== sql) await table.setMetadata({ view, description: means })
        }
      }),

    read: async function* (sql) {
      const asked = { query: sql(at), useLegacySql: false, ...(location && { location }) }
      const [job] = await asking(() => client.createQueryJob(asked))
      // Also where it has not ended yet: then the same is asked once more.
      let next: object | null | undefined = { maxResults: PAGE, autoPaginate: false }
      while (next) {
        const options: object = next
        const answer = await asking(() => job.getQueryResults(options))
        const rows: readonly object[] = answer[0]
        if (rows.length > 0) yield rows.map(plain)
        next = answer[1]
      }
    },

    query: (sql, mostRows) =>
      asking(async () => {
        const asked = {
          query: sql,
          useLegacySql: false,
          defaultDataset: { projectId: project, datasetId: datasetName },
          ...(location && { location }),
        }
        const [tried] = await client.createQueryJob({ ...asked, dryRun: true })
        const { statementType, referencedTables }: QueryStatistics = tried.metadata?.statistics?.query ?? {}
        if (statementType !== 'SELECT') throw badQuery('Only a SELECT may be asked.')
        const other = referencedTables?.find(
          table => table.projectId !== project || table.datasetId !== datasetName,
        )
        if (other) throw badQuery(`${other.projectId}.${other.datasetId} is not the warehouse.`)
        const [job] = await client.createQueryJob({ ...asked, maximumBytesBilled: String(MOST_BYTES) })
        const firstPage = () => job.getQueryResults({ maxResults: mostRows + 1, autoPaginate: false })
        let answer = await firstPage()
        while (answer[2]?.jobComplete === false) answer = await firstPage()
        const rows: readonly object[] = answer[0]
        const found = rows.slice(0, mostRows).map(plain)
        const columns =
          answer[2]?.schema?.fields?.flatMap(({ name }) => name ?? []) ?? Object.keys(found[0] ?? {})
        return { columns, rows: found, isCut: rows.length > mostRows }
      }),

    close: async () => {},
  }
}

interface Field {
  readonly name: string
  readonly type: string
  readonly description?: string
}
interface Schema {
  readonly fields?: readonly Field[]
}
interface TableMetadata {
  readonly id?: string
  readonly creationTime?: string
  readonly numRows?: string
  readonly schema?: Schema
  readonly view?: { readonly query?: string }
}
interface JobError {
  readonly reason?: string
  readonly message?: string
}
interface JobStatus {
  readonly state?: string
  readonly errorResult?: JobError
}
interface QueryStatistics {
  readonly statementType?: string
  readonly referencedTables?: readonly { readonly projectId?: string; readonly datasetId?: string }[]
}

const MAY_TRY: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'stopped',
  'timeout',
])

const fieldsOf = ({ columns }: LogTable): Field[] =>
  columns.map(({ name, type, means }) => ({ name, type: TYPES[type], description: means.slice(0, 1_000) }))

const clusteredBy = ({ columns }: LogTable) => ({
  clustering: { fields: ['user_id', 'epoch', ...(columns.some(({ name }) => name === 'id') ? ['id'] : [])] },
})

/** Columns that came later. Throws where one is of another type. */
function missingIn(log: LogTable, { schema }: TableMetadata): Field[] {
  const typeOf = new Map(schema?.fields?.map(({ name, type }) => [name, SAME[type] ?? type]))
  return fieldsOf(log).filter(({ name, type }) => {
    const known = typeOf.get(name)
    if (known !== undefined && known !== type) throw changedByHand(log, name, known, type)
    return known === undefined
  })
}

async function* jsonLines(pages: Load['pages']): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map(row => `${JSON.stringify(row)}\n`).join('')
}

async function exists(job: Job): Promise<boolean> {
  try {
    await job.getMetadata()
    return true
  } catch {
    return false
  }
}

function plain(row: object): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))
}

/** Dates, numerics and structs, which only an operator's own query makes, as their text. */
function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'string') return value.value
  return JSON.stringify(value)
}

function badQuery(says: string): WarehouseProblem {
  return new WarehouseProblem(
    'bad_query',
    says,
    'Tables: shots_in_yards, shots_latest, sessions_latest, clubs_latest, groups_latest.',
  )
}
