/** Whom the hub knows: golfers, the codes that let a device in, and the sessions of devices that are. */
import { randomInt, randomUUID } from 'node:crypto'
import type { Ask, Database } from './database.ts'
import { type Secret, same } from './secret.ts'

export interface Golfer {
  readonly user_id: string
  readonly name: string
}

/** As supabase-js keeps it. */
export interface Session {
  readonly access_token: string
  readonly token_type: 'bearer'
  readonly expires_in: number
  readonly expires_at: number
  readonly refresh_token: string
  readonly user: User
}

export interface User {
  readonly id: string
  readonly aud: 'authenticated'
  readonly role: 'authenticated'
  readonly app_metadata: Readonly<Record<string, never>>
  readonly user_metadata: { readonly name: string }
  readonly created_at: string
}

export interface Code {
  /** As it is typed: XXXX-XXXX. */
  readonly code: string
  readonly expires_at_ms: number
  readonly golfer: string
}

export type Joined = { readonly kind: 'joined'; readonly session: Session } | { readonly kind: Refused }
export type Refused = 'code_needed' | 'code_wrong' | 'code_over'

export interface Members {
  /** Without a code only where one tap is enough: then the first golfer, made here if need be. */
  join(device: string, way: { readonly code: string } | 'one_tap'): Promise<Joined>
  /** For a device of this golfer. */
  codeFor(golfer: string): Promise<Code>
  /** By name, new if there is none; null: the only one there is, else `which` of them. */
  codeForName(name: string | null): Promise<Code | { readonly which: readonly string[] }>
  /** Null: the session is over. */
  refreshed(refresh_token: string): Promise<Session | null>
  /** Null: the session is over. */
  user(session_id: string, user_id: string): Promise<User | null>
  signOut(session_id: string, scope: 'local' | 'global' | 'others'): Promise<void>
  /** `about_golfers` of the cloud's SQL, and everybody's name by id. */
  holdings(): Promise<{ readonly about: unknown; readonly names: { readonly [user_id: string]: string } }>
}

const ACCESS_S = 3_600
const CODE_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** Without letters and digits that are taken for each other. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const FIRST_NAME = 'me'

export function openMembers(database: () => Promise<Database>, secret: Secret, now: () => number): Members {
  return {
    join: async (device, way) =>
      (await database()).own(async ask => {
        const golfer = way === 'one_tap' ? await firstGolfer(ask) : await takeCode(ask, way.code)
        if (typeof golfer === 'string') return { kind: golfer }
        const [made] = await ask(
          'INSERT INTO hub.sessions (user_id, device) VALUES ($1, $2) RETURNING id, turn',
          [golfer.user_id, device],
        )
        return { kind: 'joined', session: await session(ask, golfer.user_id, String(made?.['id']), 1) }
      }),

    codeFor: async user_id => (await database()).own(async ask => newCode(ask, await golferOf(ask, user_id))),

    codeForName: async name =>
      (await database()).own(async ask => {
        if (name !== null)
          return newCode(ask, (await golferByName(ask, name)) ?? (await newGolfer(ask, name)))
        const all = await ask('SELECT name FROM hub.golfers ORDER BY place')
        if (all.length > 1) return { which: all.map(({ name }) => String(name)) }
        return newCode(ask, await firstGolfer(ask))
      }),

    refreshed: async refresh_token =>
      (await database()).own(async ask => {
        const [id = '', turnText = '', seal = '', ...more] = refresh_token.split('.')
        const turn = Number(turnText)
        const isOurs = same(Buffer.from(seal, 'base64url'), secret.seal('refresh', `${id}.${turnText}`))
        if (more.length > 0 || !isOurs) return null
        const [found] = await ask('SELECT user_id, turn FROM hub.sessions WHERE id = $1', [id])
        if (!found) return null
        const held = Number(found['turn'])
        if (turn < held - 1) {
          // Used twice, and not for a lost answer: somebody has a copy of it.
          await ask('DELETE FROM hub.sessions WHERE id = $1', [id])
          return null
        }
        // The one before: its answer was lost, and is given again. A later one than we know: this hub was
        // restored from an older backup.
        const next = turn === held - 1 ? held : turn + 1
        await ask('UPDATE hub.sessions SET turn = $2 WHERE id = $1', [id, next])
        return session(ask, String(found['user_id']), id, next)
      }),

    user: async (session_id, user_id) =>
      (await database()).own(async ask => {
        const open = await ask('SELECT FROM hub.sessions WHERE id = $1 AND user_id = $2', [
          session_id,
          user_id,
        ])
        return open.length > 0 ? userOf(ask, user_id) : null
      }),

    holdings: async () =>
      (await database()).own(async ask => {
        const [row] = await ask('SELECT public.about_golfers() AS about')
        const golfers = (await ask('SELECT user_id, name FROM hub.golfers')).map(asGolfer)
        return {
          about: row?.['about'],
          names: Object.fromEntries(golfers.map(one => [one.user_id, one.name])),
        }
      }),

    signOut: async (session_id, scope) => {
      const which = {
        local: 'id = $1',
        global: 'user_id = (SELECT user_id FROM hub.sessions WHERE id = $1)',
        others: 'id <> $1 AND user_id = (SELECT user_id FROM hub.sessions WHERE id = $1)',
      }[scope]
      await (await database()).own(ask => ask(`DELETE FROM hub.sessions WHERE ${which}`, [session_id]))
    },
  }

  async function session(ask: Ask, user_id: string, session_id: string, turn: number): Promise<Session> {
    const user = await userOf(ask, user_id)
    if (!user) throw new Error('a session of nobody')
    const iat = Math.floor(now() / 1000)
    const expires_at = iat + ACCESS_S
    const claims = { aud: 'authenticated', role: 'authenticated' as const, sub: user_id, session_id }
    return {
      access_token: secret.token({ ...claims, iat, exp: expires_at }),
      token_type: 'bearer',
      expires_in: ACCESS_S,
      expires_at,
      refresh_token: `${session_id}.${turn}.${secret.seal('refresh', `${session_id}.${turn}`).toString('base64url')}`,
      user,
    }
  }

  async function newCode(ask: Ask, golfer: Golfer): Promise<Code> {
    const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    const expires_at_ms = now() + CODE_MS
    await ask('DELETE FROM hub.codes WHERE expires_ms < $1', [now() - DAY_MS])
    await ask('INSERT INTO hub.codes (hash, user_id, expires_ms) VALUES ($1, $2, $3)', [
      secret.seal('code', letters),
      golfer.user_id,
      expires_at_ms,
    ])
    return { code: `${letters.slice(0, 4)}-${letters.slice(4)}`, expires_at_ms, golfer: golfer.name }
  }

  async function takeCode(ask: Ask, typed: string): Promise<Golfer | Refused> {
    const hash = secret.seal('code', typed.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    const codes = await ask('SELECT hash, user_id, expires_ms, used FROM hub.codes')
    const found = codes.filter(code => same(Buffer.from(code['hash'] as Uint8Array), hash))[0]
    if (!found) return 'code_wrong'
    if (found['used'] === true || Number(found['expires_ms']) <= now()) return 'code_over'
    await ask('UPDATE hub.codes SET used = true WHERE hash = $1', [hash])
    return golferOf(ask, String(found['user_id']))
  }
}

async function firstGolfer(ask: Ask): Promise<Golfer> {
  const [first] = await ask('SELECT user_id, name FROM hub.golfers ORDER BY place LIMIT 1')
  return first ? asGolfer(first) : newGolfer(ask, FIRST_NAME)
}

async function golferByName(ask: Ask, name: string): Promise<Golfer | null> {
  const [found] = await ask('SELECT user_id, name FROM hub.golfers WHERE lower(name) = lower($1)', [name])
  return found ? asGolfer(found) : null
}

async function golferOf(ask: Ask, user_id: string): Promise<Golfer> {
  const [found] = await ask('SELECT user_id, name FROM hub.golfers WHERE user_id = $1', [user_id])
  if (!found) throw new Error('a golfer who is not there')
  return asGolfer(found)
}

async function newGolfer(ask: Ask, name: string): Promise<Golfer> {
  const user_id = randomUUID()
  await ask('INSERT INTO auth.users (id) VALUES ($1)', [user_id])
  await ask('INSERT INTO hub.golfers (user_id, name) VALUES ($1, $2)', [user_id, name])
  return { user_id, name }
}

async function userOf(ask: Ask, id: string): Promise<User | null> {
  const [found] = await ask('SELECT name FROM hub.golfers WHERE user_id = $1', [id])
  if (!found) return null
  const user_metadata = { name: String(found['name']) }
  // Nothing reads when; clients want a date.
  const created_at = new Date(0).toISOString()
  return { id, aud: 'authenticated', role: 'authenticated', app_metadata: {}, user_metadata, created_at }
}

const asGolfer = (row: { readonly [column: string]: unknown }): Golfer => ({
  user_id: String(row['user_id']),
  name: String(row['name']),
})
