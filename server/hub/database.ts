/** The hub's PostgreSQL: PGlite in this process, on the same SQL as any cloud. One connection, so one transaction after the other. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite, PGliteInterface, Transaction } from '@electric-sql/pglite'
import { CHECKPOINT_DUE, openWal } from './wal.ts'

export type Row = { readonly [column: string]: unknown }
export type Ask = (text: string, values?: readonly unknown[]) => Promise<Row[]>

/** For whom a transaction runs: PostgREST sets the same two. */
export interface Caller {
  readonly role: 'anon' | 'authenticated'
  /** The token's, as JSON; empty for nobody. */
  readonly claims: string
}

export interface Database {
  /** One transaction with the rights of the owner of all. Rejects with an SqlError or a HubDown; then nothing has changed. */
  own<T>(work: (ask: Ask) => Promise<T>): Promise<T>
  /** The same with the caller's rights; `before` runs first, as the owner. */
  as<T>(caller: Caller, work: (ask: Ask) => Promise<T>, before?: (ask: Ask) => Promise<void>): Promise<T>
  /** The data folder of this moment, as a tar. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

/** A statement that PostgreSQL refused, with its SQLSTATE. */
export interface SqlError extends Error {
  readonly code: string
  readonly severity: string
  readonly detail?: string
  readonly hint?: string
}

export function isSqlError(error: unknown): error is SqlError {
  return error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))
}

/** The database can't be used now; `says` is for whoever runs the hub. */
export class HubDown extends Error {
  readonly kind: 'disk_full' | 'newer' | 'broken'
  constructor(kind: HubDown['kind'], cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
  }
}

const DISK_FULL = '53100'
const ENDED = ['FATAL', 'PANIC']

/** What `work` itself threw, which says nothing about the database; the transaction is rolled back. */
class Refusal extends Error {}

async function carefully<T>(work: (ask: Ask) => Promise<T>, ask: Ask): Promise<T> {
  try {
    return await work(ask)
  } catch (error) {
    throw isSqlError(error) || error instanceof WebAssembly.RuntimeError
      ? error
      : new Refusal('', { cause: error })
  }
}

const here = dirname(fileURLToPath(import.meta.url))
const cloudFolder = join(here, '../../migrations/cloud')

/** What makes an empty PostgreSQL this version's cloud, in order. Each file may be applied again. */
function scripts(): { readonly name: string; readonly text: string; readonly hash: string }[] {
  const files = [
    join(here, 'supabase.sql'),
    join(here, 'hub.sql'),
    ...readdirSync(cloudFolder)
      .sort()
      .map(name => join(cloudFolder, name)),
  ]
  return files.map(file => {
    const text = readFileSync(file, 'utf8')
    return { name: basename(file), text, hash: createHash('sha256').update(text).digest('hex') }
  })
}

/** Opens what lies in `folder`, or makes it. */
export async function openDatabase(folder: string): Promise<Database> {
  const wal = openWal(folder)
  let running = existsSync(madeMark(folder)) ? start(folder) : make(folder)
  await running

  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const mine = running
    const pg = await mine
    if (isNearlyFull(folder)) throw new HubDown('disk_full')
    try {
      const done = await pg.transaction(work)
      if (await wal.synced()) await checkpointIfDue(pg)
      return done
    } catch (error) {
      if (error instanceof Refusal) throw error.cause
      if (isSqlError(error) && error.code === DISK_FULL) throw new HubDown('disk_full', error)
      if (isSqlError(error) && !ENDED.includes(error.severity)) throw error
      // PostgreSQL is gone: a fault of the engine. A fresh start recovers from the log; whoever comes next waits.
      if (running === mine)
        running = pg
          .close()
          .then(null, () => {})
          .then(() => start(folder))
      throw new HubDown('broken', error)
    }
  }

  async function checkpointIfDue(pg: PGlite): Promise<void> {
    const [said] = (await pg.query<{ due: boolean }>(CHECKPOINT_DUE)).rows
    if (!said?.due) return
    await pg.exec('CHECKPOINT')
    await wal.pagesSynced()
  }

  return {
    own: work => transaction(tx => carefully(work, asking(tx))),
    as: (caller, work, before) =>
      transaction(async tx => {
        if (before) await carefully(before, asking(tx))
        await tx.query(`SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
          caller.role,
          caller.claims,
        ])
        return carefully(work, asking(tx))
      }),
    dump: async () => (await running).dumpDataDir('none'),
    close: async () => (await running).close(),
  }
}

/**
 * PostgreSQL bears a full disk in its tables, and not in its log: there PGlite turns round for ever, and this
 * process with it. So nothing is begun without room for what a push may write.
 */
function isNearlyFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < ROOM_BYTES
}

const ROOM_BYTES = 64 * 1024 * 1024

const asking =
  (tx: Transaction): Ask =>
  async (text, values) =>
    (await tx.query<Row>(text, values ? [...values] : undefined)).rows

async function load(): Promise<typeof PGlite> {
  return (await import('@electric-sql/pglite')).PGlite
}

/** Makes a folder's database of what `dump` gave, brought to this version. */
export async function loadDatabase(folder: string, dump: Blob): Promise<void> {
  const pg = await (await load()).create({ dataDir: folder, loadDataDir: dump })
  try {
    await migrate(pg)
  } finally {
    await pg.close()
  }
  writeFileSync(madeMark(folder), '')
}

/** PGlite writes hundreds of files. Without the mark that all are there, a kill came in between. */
async function make(folder: string): Promise<PGlite> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const pg = await start(folder)
  writeFileSync(madeMark(folder), '')
  return pg
}

const madeMark = (folder: string) => `${folder}.made`

async function start(folder: string): Promise<PGlite> {
  const pg = await (await load()).create(folder)
  await migrate(pg)
  return pg
}

/** Brings the database to this version, or leaves it as it was. */
async function migrate(pg: PGliteInterface): Promise<void> {
  const ours = scripts()
  const there = new Map<string, string>()
  const [table] = (
    await pg.query<{ there: boolean }>(`SELECT to_regclass('hub.applied') IS NOT NULL AS there`)
  ).rows
  if (table?.there) {
    const { rows } = await pg.query<{ name: string; hash: string }>('SELECT name, hash FROM hub.applied')
    for (const { name, hash } of rows) there.set(name, hash)
  }
  const known = new Set(ours.map(({ name }) => name))
  if ([...there.keys()].some(name => !known.has(name))) throw new HubDown('newer')
  if (ours.every(({ name, hash }) => there.get(name) === hash)) return
  await pg.transaction(async tx => {
    for (const { text } of ours) await tx.exec(text)
    for (const { name, hash } of ours) {
      await tx.query(
        'INSERT INTO hub.applied (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash',
        [name, hash],
      )
    }
  })
}
