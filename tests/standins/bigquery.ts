/**
 * BigQuery's REST interface as far as server/warehouse calls it, over DuckDB: datasets, tables, views, load jobs whose
 * ids are taken once, queries. Each request is noted, and may be broken. It does not parse Google's dialect: our SQL
 * is written in what both understand, and only names are translated. Under TLS it is the place that hands out tokens
 * as well, each by its number: token-1, token-2.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly authorization: string | null
}
/** pass; lose: done, and the answer never comes; fail: a load job that ends in an error after it began; a status, in Google's words where they matter. */
export type Fate = 'pass' | 'lose' | 'fail' | number | { readonly status: number; readonly message: string }

export interface BigQueryStandIn {
  readonly endpoint: string
  readonly asked: Asked[]
  fate: (asked: Asked) => Fate
  /** By hand, past the interface. */
  sql(text: string): Promise<void>
  close(): Promise<void>
}

interface Table {
  id: string
  creationTime: string
  schema?: { fields: { name: string; type: string; description?: string }[] }
  view?: { query: string }
  description?: string
}
const TYPES: Record<string, string> = {
  STRING: 'VARCHAR',
  FLOAT: 'DOUBLE',
  INTEGER: 'BIGINT',
  BOOLEAN: 'BOOLEAN',
}
const BACK: Record<string, string> = {
  VARCHAR: 'STRING',
  DOUBLE: 'FLOAT',
  BIGINT: 'INTEGER',
  BOOLEAN: 'BOOLEAN',
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, says: string) {
    super(says)
    this.status = status
  }
}

export async function startBigQuery(
  tls: { readonly cert: Buffer; readonly key: Buffer } | null = null,
): Promise<BigQueryStandIn> {
  const db = await (await DuckDBInstance.create()).connect()
  const datasets = new Map<string, { location: string }>()
  const tables = new Map<string, Table>()
  const jobs = new Map<string, { state: string; errorResult?: object; load?: object; rows?: Answer }>()
  let clock = 1_700_000_000_000
  const asked: Asked[] = []
  let turn: Promise<unknown> = Promise.resolve()
  let tokens = 0

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // One after the other, as one connection serves all.
    turn = turn.then(() => answer(request, response)).catch(() => request.socket.destroy())
  }
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const standIn: BigQueryStandIn = {
    endpoint: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${typeof bound === 'object' && bound ? bound.port : 0}`,
    asked,
    fate: () => 'pass',
    sql: async text => {
      const dropped = /^DROP TABLE "(\S+)"$/.exec(text)?.[1]
      if (dropped) tables.delete(dropped)
      await db.run(text)
      const changed = tables.get(/^ALTER TABLE "(\S+)"/.exec(text)?.[1] ?? '')
      if (changed) changed.schema = { fields: await fieldsOf(changed.id) }
      const made = /^CREATE (?:OR REPLACE )?TABLE "(\S+)"/.exec(text)?.[1]
      if (made)
        tables.set(made, {
          id: made,
          creationTime: String(clock++),
          schema: { fields: await fieldsOf(made) },
        })
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      db.closeSync()
    },
  }
  return standIn

  async function fieldsOf(name: string): Promise<{ name: string; type: string }[]> {
    const read = await db.runAndReadAll(
      'SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $1',
      [name],
    )
    return read
      .getRowObjectsJS()
      .map(row => ({ name: String(row['column_name']), type: BACK[String(row['data_type'])] ?? '?' }))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
      authorization: request.headers.authorization ?? null,
    }
    asked.push(one)
    const fate = standIn.fate(one)
    const [status, body] =
      typeof fate === 'number'
        ? problem(fate, 'made up')
        : typeof fate === 'object'
          ? // Where tokens are had an error is a word.
            one.path === '/token'
            ? ([fate.status, { error: fate.message }] as const)
            : problem(fate.status, fate.message)
          : await done(one, fate)
    if (fate === 'lose') request.socket.destroy()
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  async function done(one: Asked, fate: Fate): Promise<readonly [number, object]> {
    try {
      return [200, await route(one, fate)]
    } catch (error) {
      const says = String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
      return problem(error instanceof Refused ? error.status : 400, says)
    }
  }

  async function route({ method, path, body }: Asked, fate: Fate): Promise<object> {
    const url = new URL(path, 'http://x')
    const [project, kind, name, sub, table] = url.pathname.split('/projects/')[1]?.split('/') ?? []
    const json = () => (body && !url.pathname.startsWith('/upload') ? JSON.parse(body) : {})
    if (url.pathname === '/token')
      return {
        ...{ access_token: `token-${++tokens}`, token_type: 'Bearer', expires_in: 3_600 },
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }
    if (url.pathname.startsWith('/upload')) return load(body, fate)
    if (kind === 'datasets' && !sub) {
      if (method === 'POST')
        datasets.set(json().datasetReference.datasetId, { location: json().location ?? 'US' })
      const id = name ?? json().datasetReference?.datasetId
      const found = datasets.get(id)
      if (!found) throw new Refused(404, `Not found: Dataset ${project}:${id}`)
      return { id, datasetReference: { projectId: project, datasetId: id }, ...found }
    }
    if (kind === 'datasets' && sub === 'tables') {
      if (method === 'POST') return makeTable(json())
      const known = table ? tables.get(table) : undefined
      if (!known) throw new Refused(404, `Not found: Table ${project}:${name}.${table}`)
      if (method === 'PATCH') await changeTable(known, json())
      const rows = known.view
        ? undefined
        : (await db.runAndReadAll(`SELECT count(*)::INT AS n FROM "${known.id}"`)).getRowObjectsJS()[0]?.['n']
      return { ...shown(known), ...(rows !== undefined && { numRows: String(rows) }) }
    }
    if (kind === 'jobs' && method === 'POST') return query(json())
    if (kind === 'jobs' && !name) return { jobs: [] }
    if (kind === 'jobs' && name) {
      // As Google: but in the US and the EU a job is only found by its place.
      const place = [...datasets.values()][0]?.location ?? 'US'
      const isFound = ['US', 'EU'].includes(place) || url.searchParams.get('location') === place
      const job = isFound ? jobs.get(name) : undefined
      if (!job) throw new Refused(404, `Not found: Job ${name}`)
      return jobAnswer(name, job)
    }
    if (kind === 'queries' && method === 'POST') {
      const id = `q${clock++}`
      const rows = await asked_(json().query)
      jobs.set(id, { state: 'DONE', rows })
      return resultOf(id, rows)
    }
    if (kind === 'queries' && name) {
      const most = Number(url.searchParams.get('maxResults') ?? Number.POSITIVE_INFINITY)
      const rows = jobs.get(name)?.rows
      if (!rows) throw new Refused(404, 'no such query')
      return resultOf(name, { ...rows, rows: rows.rows.slice(0, most) })
    }
    throw new Refused(404, `not understood: ${method} ${path}`)
  }

  async function makeTable({
    tableReference,
    schema,
    view,
    description,
  }: { tableReference: { tableId: string } } & Omit<Table, 'id' | 'creationTime'>): Promise<object> {
    const id = tableReference.tableId
    if (tables.has(id)) throw new Refused(409, `Already Exists: Table ${id}`)
    const made: Table = { id, creationTime: String(clock++), ...(description && { description }) }
    tables.set(id, made)
    await changeTable(made, { ...(schema && { schema }), ...(view && { view }) }, true)
    return shown(made)
  }

  async function changeTable(table: Table, { schema, view }: Partial<Table>, isNew = false): Promise<void> {
    if (view) await db.run(`CREATE OR REPLACE VIEW "${table.id}" AS ${translated(view.query)}`)
    if (view) table.view = view
    if (!schema) return
    if (isNew) await db.run(`CREATE TABLE "${table.id}" (${columns(schema.fields)})`)
    const known = new Set(table.schema?.fields.map(field => field.name))
    for (const field of schema.fields)
      if (!isNew && !known.has(field.name))
        await db.run(`ALTER TABLE "${table.id}" ADD COLUMN ${columns([field])}`)
    table.schema = schema
  }

  async function load(body: string, fate: Fate): Promise<object> {
    const boundary = body.slice(0, body.indexOf('\r\n'))
    const [, head = '', data = ''] = body
      .split(boundary)
      .map(part => part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''))
    const job = JSON.parse(head)
    const id: string = job.jobReference.jobId
    if (jobs.has(id)) throw new Refused(409, `Already Exists: Job ${id}`)
    const { destinationTable, writeDisposition, schema } = job.configuration.load
    if (fate === 'fail') {
      jobs.set(id, {
        state: 'DONE',
        errorResult: { reason: 'backendError', message: 'it failed after half' },
      })
      return jobAnswer(id, { state: 'RUNNING' })
    }
    const name: string = destinationTable.tableId
    if (!tables.has(name)) throw new Refused(404, `Not found: Table ${name}`)
    const shape = JSON.stringify([
      Object.fromEntries(
        schema.fields.map((field: { name: string; type: string }) => [field.name, TYPES[field.type]]),
      ),
    ])
    await db.run('BEGIN')
    if (writeDisposition === 'WRITE_TRUNCATE')
      await db.run(`CREATE OR REPLACE TABLE "${name}" (${columns(schema.fields)})`)
    const rows = `[${data.trim().split('\n').filter(Boolean).join(',')}]`
    await db.run(
      `INSERT INTO "${name}" BY NAME SELECT unnest(from_json($1::JSON, '${shape}'), max_depth := 2)`,
      [rows],
    )
    await db.run('COMMIT')
    jobs.set(id, { state: 'DONE' })
    return jobAnswer(id, { state: 'RUNNING' })
  }

  async function query({
    jobReference,
    configuration,
  }: {
    jobReference?: { jobId?: string }
    configuration: { dryRun?: boolean; query: { query: string } }
  }): Promise<object> {
    const id = jobReference?.jobId ?? `q${clock++}`
    const text = configuration.query.query
    if (configuration.dryRun) {
      const statements = await db.extractStatements(translated(text))
      const type =
        statements.count === 1 ? (/^\s*(?:SELECT|WITH)/i.test(text) ? 'SELECT' : 'OTHER') : 'SCRIPT'
      return {
        status: { state: 'DONE' },
        statistics: { query: { statementType: type, referencedTables: [] } },
        configuration,
        jobReference: { jobId: id },
      }
    }
    const rows = await asked_(text)
    jobs.set(id, { state: 'DONE', rows })
    return jobAnswer(id, { state: 'DONE' })
  }

  async function asked_(text: string): Promise<Answer> {
    return answerOf(db, translated(text))
  }
}

interface Answer {
  readonly fields: readonly { name: string; type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

async function answerOf(db: DuckDBConnection, sql: string): Promise<Answer> {
  const read = await db.runAndReadAll(sql)
  const types = read
    .columnTypes()
    .map(
      type =>
        ({ BIGINT: 'INTEGER', INTEGER: 'INTEGER', HUGEINT: 'INTEGER', DOUBLE: 'FLOAT', BOOLEAN: 'BOOLEAN' })[
          String(type)
        ] ?? 'STRING',
    )
  const fields = read.columnNames().map((name, at) => ({ name, type: types[at] ?? 'STRING' }))
  return { fields, rows: read.getRowsJS() }
}

const text = (value: unknown) =>
  value === null
    ? null
    : typeof value === 'number' && !Number.isInteger(value)
      ? String(value)
      : String(value)

const resultOf = (jobId: string, { fields, rows }: Answer): object => ({
  jobComplete: true,
  jobReference: { jobId, projectId: 'p', location: 'US' },
  schema: { fields },
  totalRows: String(rows.length),
  rows: rows.map(row => ({ f: row.map(value => ({ v: text(value) })) })),
})

const jobAnswer = (
  jobId: string,
  { state, errorResult }: { state: string; errorResult?: object },
): object => ({
  id: `p:US.${jobId}`,
  jobReference: { jobId, projectId: 'p', location: 'US' },
  status: { state, ...(errorResult && { errorResult }) },
  configuration: {},
})

const shown = (table: Table): object => ({
  ...table,
  tableReference: { projectId: 'p', datasetId: 'd', tableId: table.id },
})

const columns = (fields: readonly { name: string; type: string }[]) =>
  fields.map(({ name, type }) => `${name} ${TYPES[type] ?? type}`).join(', ')

/** `project.dataset.name` is a table of this one database. */
const translated = (sql: string) => sql.replaceAll(/`[^`]*\.([^`.]+)`/g, '"$1"')

const problem = (code: number, message: string): readonly [number, object] => [
  code,
  { error: { code, message, errors: [{ reason: 'standIn', message }] } },
]
