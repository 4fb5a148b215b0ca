/**
 * The embedded cloud: it speaks as Supabase does under /hub, on the same SQL (migrations/cloud), its data in one
 * folder. Nothing of it is loaded before the first call.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { authRoutes } from './auth.ts'
import { pack, unpack } from './backup.ts'
import { type Database, HubDown, loadDatabase, openDatabase } from './database.ts'
import { type Files, openFiles } from './files.ts'
import { type Members, openMembers } from './members.ts'
import { type News, newsRoutes, openNews } from './news.ts'
import { restRoutes } from './rest.ts'
import { type Claims, openSecret, type Secret } from './secret.ts'
import { storageRoutes, sweepFiles } from './storage.ts'

export interface Hub {
  readonly members: Members
  readonly files: Files
  readonly news: News
  /** Opened, or made, by the first who asks. */
  readonly database: () => Promise<Database>
  /** What a client shows that has nobody signed in. Public. */
  anonKey(): string
  /** Who sends this request, by its Authorization header. */
  caller(c: Context): Caller
  /** All of it as one file, of one moment, while it runs. */
  backUp(): Promise<Readable>
  /** Takes a backup's place; what was here before stays beside it. Rejects with NotABackup, then nothing has changed. */
  restore(packed: Readable): Promise<void>
  close(): Promise<void>
}

export type Caller =
  | {
      readonly kind: 'golfer'
      readonly user_id: string
      readonly session_id: string
      readonly claims: Claims
    }
  | { readonly kind: 'anon' | 'invalid' | 'expired' }

/** Far enough that no device sees its end. */
const ANON_UNTIL_S = 4_102_444_800

export function openHub(folder: string, now: () => number): Hub {
  const restored = `${folder}.restored`
  // A restore that was killed at its last step.
  if (existsSync(restored)) takeItsPlace()
  let secret: Secret | null = null
  let opening: Promise<Database> | null = null
  const theSecret = () => {
    secret ??= openSecret(join(folder, 'secret'))
    return secret
  }
  const database = () => {
    theSecret()
    opening ??= openSwept().catch(error => {
      opening = null // the next one tries again
      throw error instanceof HubDown ? error : new HubDown('broken', error)
    })
    return opening
  }
  async function openSwept(): Promise<Database> {
    const opened = await openDatabase(join(folder, 'database'))
    try {
      await sweepFiles(opened, files)
    } catch (error) {
      // Told to whoever writes; a backup can still be made.
      if (!(error instanceof HubDown && error.kind === 'disk_full')) throw error
    }
    return opened
  }
  const lateSecret: Secret = {
    token: claims => theSecret().token(claims),
    read: (token, now_ms) => theSecret().read(token, now_ms),
    seal: (use, text) => theSecret().seal(use, text),
  }
  const files = openFiles(join(folder, 'files'))
  return {
    members: openMembers(database, lateSecret, now),
    files,
    news: openNews(),
    database,
    anonKey: () => theSecret().token({ role: 'anon', exp: ANON_UNTIL_S }),
    caller: c => {
      const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      if (token === undefined) return { kind: 'anon' }
      const read = theSecret().read(token, now())
      if (read.kind !== 'valid') return read
      const { role, sub, session_id } = read.claims
      if (role === 'anon') return { kind: 'anon' }
      return sub && session_id
        ? { kind: 'golfer', user_id: sub, session_id, claims: read.claims }
        : { kind: 'invalid' }
    },
    backUp: async () => {
      const dump = await (await database()).dump()
      return pack({
        secret: readFileSync(join(folder, 'secret')),
        database: await dump.bytes(),
        files: files.all(),
      })
    },
    restore: async packed => {
      const coming = `${folder}.coming`
      rmSync(coming, { recursive: true, force: true })
      mkdirSync(coming, { recursive: true, mode: 0o700 })
      try {
        const dump = await unpack(packed, coming)
        await loadDatabase(join(coming, 'database'), new Blob([dump]))
      } catch (error) {
        rmSync(coming, { recursive: true, force: true })
        throw error
      }
      renameSync(coming, restored) // from here on it is the one, even if this process ends now
      const before = opening
      opening = (async () => {
        await (await before?.catch(() => null))?.close()
        takeItsPlace()
        secret = null
        return openSwept()
      })()
      await opening
    },
    close: async () => {
      const running = await opening?.catch(() => null)
      opening = null
      await running?.close()
    },
  }

  function takeItsPlace(): void {
    if (existsSync(folder)) {
      rmSync(`${folder}.before`, { recursive: true, force: true })
      renameSync(folder, `${folder}.before`)
    }
    renameSync(restored, folder)
  }
}

export function hubRoutes(hub: Hub): Hono {
  const app = new Hono()
  app.route('/rest/v1', restRoutes(hub))
  app.route('/auth/v1', authRoutes(hub))
  app.route('/storage/v1', storageRoutes(hub))
  app.route('/news', newsRoutes(hub))
  app.onError((error, c) => {
    if (!(error instanceof HubDown)) throw error
    console.error(`${c.req.method} ${c.req.path} failed: ${wordsFor(error)}`, error.cause ?? '')
    const isFull = error.kind === 'disk_full'
    const code = isFull ? '53100' : '57P03'
    const message = wordsFor(error)
    // Each of Supabase's services calls its words otherwise.
    return c.json(
      {
        code,
        error_code: code,
        statusCode: isFull ? '507' : '503',
        message,
        msg: message,
        details: null,
        hint: null,
      },
      503,
    )
  })
  return app
}

export function wordsFor({ kind }: HubDown): string {
  switch (kind) {
    case 'disk_full':
      return 'The disk of this Rangebook server is full: nothing was changed. Make room there; devices go on by themselves.'
    case 'newer':
      return 'The hub’s data is of a newer Rangebook than this server: update the server.'
    case 'broken':
      return 'The hub’s database stopped and is started again: nothing was changed. Try again.'
    default:
      return kind satisfies never
  }
}
