/** A real PostgreSQL in a temporary folder: the only counterpart with connections at the same time. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { ACT_AS, actAs, type Cloud, migrations, type Rows, supabase } from './cloud.ts'

export interface Postgres {
  /** A connection pool of its own, to the migrated database; each call may run beside the others. */
  readonly cloud: Cloud
  /** Of its socket. */
  readonly folder: string
  close(): Promise<void>
}

/** `scripts`: what it is brought to. */
export async function openPostgres(bin: string, scripts: readonly string[] = migrations): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-pg-'))
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const uid = isRoot ? Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })) : undefined
  if (uid !== undefined) {
    execFileSync('chown', ['postgres', folder])
    chmodSync(folder, 0o700)
  }
  const as = { cwd: folder, ...(uid !== undefined && { uid }) }
  const data = join(folder, 'data')
  const init = [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]
  execFileSync(join(bin, 'initdb'), init, { ...as, stdio: 'ignore' })
  const args = [
    '-D',
    data,
    '-k',
    folder,
    '-c',
    'listen_addresses=',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=40',
  ]
  const server = spawn(join(bin, 'postgres'), args, { ...as, stdio: 'ignore' })
  const ended = new Promise<void>(done => server.once('exit', () => done()))
  const sql = postgres({ host: folder, user: 'postgres', database: 'postgres', max: 20, onnotice: () => {} })
  await untilReady(sql)
  await sql.unsafe(supabase)
  for (const text of scripts) await sql.unsafe(text)
  return {
    folder,
    cloud: {
      ask: async (text, values) => [...(await sql.unsafe<Rows>(text, values as never[]))],
      script: async text => {
        await sql.unsafe(text)
      },
      as: async (golfer, work) => {
        const done = await sql.begin(async tx => {
          const { role, claims } = actAs(golfer)
          await tx.unsafe(ACT_AS, [role, claims])
          return [await work(async (text, values) => [...(await tx.unsafe<Rows>(text, values as never[]))])]
        })
        return done[0] as never
      },
      close: () => sql.end(),
    },
    close: async () => {
      await sql.end({ timeout: 5 })
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(sql: postgres.Sql): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await sql`SELECT 1`
      return
    } catch (error) {
      if (tries > 300) throw error
      await new Promise(done => setTimeout(done, 100))
    }
  }
}
