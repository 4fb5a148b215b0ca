/** A cloud's database for tests, reached as PostgREST reaches it: a role, the token's claims, a transaction. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { State } from '../../shared/sync/merge.ts'
import { root } from '../../tools/node.mjs'

export type Rows = { readonly [column: string]: unknown }[]
export type Ask = (text: string, values?: unknown[]) => Promise<Rows>

export interface Cloud {
  /** As the owner of all. */
  readonly ask: Ask
  /** Several statements, without values. */
  script(text: string): Promise<void>
  /** In one transaction as this golfer; null is nobody signed in, 'service' the service key. */
  as<T>(golfer: string | null, work: (ask: Ask) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const supabase = readFileSync(join(root, 'server/hub/supabase.sql'), 'utf8')

/** The migrations in their order. */
export const migrations: readonly string[] = readdirSync(join(root, 'migrations/cloud'))
  .sort()
  .map(name => readFileSync(join(root, 'migrations/cloud', name), 'utf8'))

/** What PostgREST runs before the call. */
export const ACT_AS = `SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`
export const actAs = (golfer: string | null): { role: string; claims: string } => ({
  role: golfer === null ? 'anon' : golfer === 'service' ? 'service_role' : 'authenticated',
  claims: golfer === null || golfer === 'service' ? '' : JSON.stringify({ sub: golfer }),
})

/** A PGlite with Supabase's stand-in alone. */
export async function openBare(): Promise<Cloud> {
  return over(await PGlite.create({ loadDataDir: await kept('bare', [supabase]) }))
}

export async function openCloud(): Promise<Cloud> {
  return over(await PGlite.create({ loadDataDir: await keptCloud() }))
}

/** The data folder of a migrated database, as a tar. */
export async function keptCloud(): Promise<Blob> {
  return kept('cloud', migrations, await kept('bare', [supabase]))
}

/**
 * A data folder on which these scripts ran, made once by one of the test files that start together: a new
 * PGlite takes 6 s of processor time, a copy less than 1.
 */
async function kept(name: string, scripts: readonly string[], from?: Blob): Promise<Blob> {
  const engine = readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'))
  const text = JSON.stringify(from ? [supabase, ...scripts] : scripts)
  const hash = createHash('sha256').update(engine).update(text).digest('hex').slice(0, 16)
  const folder = join(root, 'node_modules/.cache/rangebook')
  const file = join(folder, `${name}-${hash}.tar`)
  mkdirSync(folder, { recursive: true })
  for (let tries = 0; !existsSync(file); tries++) {
    // Somebody makes it. Whoever did and was killed is not waited for for ever.
    if (tries < 200 && !take(`${file}.lock`)) {
      await new Promise(done => setTimeout(done, 200))
      continue
    }
    const db = await PGlite.create(from ? { loadDataDir: from } : {})
    for (const script of scripts) await db.exec(script)
    const data = await db.dumpDataDir('none')
    await db.close()
    writeFileSync(`${file}.${process.pid}`, new Uint8Array(await data.arrayBuffer()))
    renameSync(`${file}.${process.pid}`, file)
  }
  return new Blob([readFileSync(file)])
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

function over(db: PGlite): Cloud {
  return {
    ask: async (text, values) => (await db.query<Rows[number]>(text, values)).rows,
    script: async text => {
      await db.exec(text)
    },
    as: (golfer, work) =>
      db.transaction(async tx => {
        const { role, claims } = actAs(golfer)
        await tx.query(ACT_AS, [role, claims])
        return await work(async (text, values) => (await tx.query<Rows[number]>(text, values)).rows)
      }),
    close: () => db.close(),
  }
}

export async function newGolfer(cloud: Pick<Cloud, 'ask'>): Promise<string> {
  const id = randomUUID()
  await cloud.ask('INSERT INTO auth.users (id) VALUES ($1)', [id])
  return id
}

export interface Sent {
  readonly table: string
  readonly row: { readonly [column: string]: unknown }
}

export interface Answer {
  readonly kind: string
  readonly [name: string]: unknown
}

export type Results = readonly { answer: string; rev?: number; reason?: string; says?: string }[]

/** A row as it travels: what a device holds, nulls left out. */
export const wire = (table: string, state: State): Sent => ({
  table,
  row: Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null)),
})

export async function call(
  cloud: Pick<Cloud, 'as'>,
  golfer: string | null,
  name: string,
  request: unknown,
): Promise<Answer> {
  return await cloud.as(golfer, async ask => {
    const text = typeof request === 'string' ? request : JSON.stringify(request)
    // As text in between: both drivers would make JSON of it in their own ways.
    const [row] = await ask(`SELECT public.${name}($1::text::json)::text AS answer`, [text])
    return JSON.parse(String(row?.['answer']))
  })
}

/** A device in the cloud's first epoch that never asked before. */
export const device = { client: 2, epoch: 1, cursor: 0 }

export async function push(cloud: Pick<Cloud, 'as'>, golfer: string, rows: readonly Sent[]): Promise<Answer> {
  return await call(cloud, golfer, 'push_changes', { ...device, rows })
}

export const results = (answer: Answer): Results => (answer['results'] ?? []) as Results

/** All that a golfer has there, by repeated pulls. */
export async function pullAll(cloud: Pick<Cloud, 'as'>, golfer: string, limit = 2000): Promise<Sent[]> {
  const rows: Sent[] = []
  for (let cursor = 0; ; ) {
    const answer = await call(cloud, golfer, 'pull_changes', { ...device, cursor, limit })
    if (answer.kind !== 'pulled') throw new Error(JSON.stringify(answer))
    rows.push(...(answer['rows'] as Sent[]))
    if (answer['count'] !== (answer['rows'] as Sent[]).length) throw new Error('the count is wrong')
    cursor = Number(answer['cursor'])
    if (cursor >= Number(answer['head'])) return rows
  }
}

/** A well-formed clock of a time. */
export const stamp = (ms: number, count = 0, device_id = 'phone') =>
  `${String(ms).padStart(16, '0')}-${count.toString(16).padStart(4, '0')}-${device_id}`
