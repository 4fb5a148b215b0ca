/** The clouds that the contract is held against, each reached over HTTP by supabase-js alone. */
import { spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { openSecret } from '../../server/hub/secret.ts'
import { LITE, POSTGREST } from '../../tools/counterparts.ts'
import { findPostgres } from '../../tools/postgres.ts'
import { boundAddress, freePort, untilAnswers } from '../server.ts'
import { newGolfer } from './cloud.ts'
import { openPostgres, type Postgres } from './postgres.ts'
import { openTestHub } from './testHub.ts'

export interface Counterpart {
  readonly url: string
  readonly anonKey: string
  /** As the owner of the database. */
  script(text: string): Promise<void>
  newGolfer(): Promise<Golfer>
  /** A token as this cloud makes them, of other claims. */
  token(claims: object): string
  close(): Promise<void>
}

export interface Golfer {
  readonly id: string
  readonly token: string
  readonly client: SupabaseClient
}

export interface Named {
  readonly name: string
  /** Why it can't be here; null if it can. */
  readonly missing: () => string | null
  readonly open: () => Promise<Counterpart>
  /**
   * What it does not do: keep files; tell a time-out by its code, so that a device halves; refuse a write that
   * row level security would turn into nothing; cut, or show, a function made after its start.
   */
  readonly lacks: readonly ('files' | 'timeouts' | 'refusals' | 'new functions')[]
}

const all: readonly Named[] = [
  { name: 'hub', missing: () => null, open: openHubOverHttp, lacks: [] },
  {
    name: 'postgrest',
    missing: () => missing(POSTGREST, 'PostgREST'),
    open: openPostgrest,
    lacks: ['files'],
  },
  {
    name: 'lite',
    missing: () => missing(LITE, 'the lite server'),
    open: openLite,
    lacks: ['files', 'timeouts', 'refusals', 'new functions'],
  },
]

/** By RANGEBOOK_CLOUDS ("hub,postgrest"), else the hub, in the long run all. A name that is none throws. */
export function cloudsToTest(
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly Named[] {
  const names =
    env['RANGEBOOK_CLOUDS']?.split(',') ?? (env['RANGEBOOK_TEST_ALL'] ? all.map(({ name }) => name) : ['hub'])
  return names.map(name => {
    const known = all.find(one => one.name === name)
    if (!known)
      throw new Error(`RANGEBOOK_CLOUDS names "${name}": there are ${all.map(one => one.name).join(', ')}.`)
    return known
  })
}

function missing(path: string, what: string): string | null {
  if (!existsSync(path)) return `${what} is not installed: npm run test:all brings it`
  return findPostgres() ? null : 'PostgreSQL is not installed: npm run test:all brings it'
}

/** `token` null: nobody is signed in. */
export function clientOf(
  { url, anonKey }: Pick<Counterpart, 'url' | 'anonKey'>,
  token: string | null,
): SupabaseClient {
  return createClient(url, anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(token !== null && { global: { headers: { Authorization: `Bearer ${token}` } } }),
  })
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT of HS256. */
export function signed(claims: object, secret: string): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

const in1h = () => Math.floor(Date.now() / 1000) + 3_600

async function openHubOverHttp(): Promise<Counterpart> {
  const { hub, app, folder, close } = await openTestHub()
  const anonKey = hub.anonKey()
  const server = keeping(createServer(getRequestListener(app.fetch))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = boundAddress(server)
  const place = { url: `${origin}/hub`, anonKey }
  return {
    ...place,
    script: async text => {
      await (await hub.database()).own(async ask => {
        await ask(`DO $own$ BEGIN EXECUTE ${literal(text)}; END $own$`)
      })
    },
    newGolfer: async () => {
      const made = await hub.members.codeForName(randomUUID())
      const joined = 'code' in made ? await hub.members.join('a test', made) : made
      if (!('session' in joined)) throw new Error('no session')
      const { access_token, user } = joined.session
      return { id: user.id, token: access_token, client: clientOf(place, access_token) }
    },
    token: claims => openSecret(join(folder, 'hub', 'secret')).token(claims as never),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await close()
    },
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

async function openPostgrest(): Promise<Counterpart> {
  const postgres = await openPostgres(findPostgres() ?? '')
  await postgres.cloud.script(`ALTER DATABASE postgres SET statement_timeout = '3s'`)
  const secret = 'a secret of thirty-two letters, or more'
  const port = await freePort()
  const conf = join(tmpdir(), `rangebook-postgrest-${randomUUID()}.conf`)
  const settings = {
    'db-uri': `postgres://postgres@/postgres?host=${postgres.folder}`,
    'db-schemas': 'public',
    'db-anon-role': 'anon',
    'db-max-rows': 1000,
    'jwt-secret': secret,
    'server-host': '127.0.0.1',
    'server-port': port,
    'log-level': 'crit',
  }
  writeFileSync(
    conf,
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
      .join(''),
  )
  const child = spawn(POSTGREST, [conf], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  // PostgREST stands at the root; supabase-js asks under /rest/v1.
  const place = { url: `http://127.0.0.1:${port}`, anonKey: signed({ role: 'anon', exp: in1h() }, secret) }
  const front = await forward(port)
  await untilAnswers(`http://127.0.0.1:${port}/`)
  const token = (claims: object) => signed(claims, secret)
  return {
    ...place,
    url: front.url,
    script: async text => {
      await postgres.cloud.script(`${text}; NOTIFY pgrst, 'reload schema'`)
      await new Promise(done => setTimeout(done, 500))
    },
    newGolfer: () => golferOn(postgres, { url: front.url, anonKey: place.anonKey }, token),
    token,
    close: async () => {
      front.close()
      child.kill()
      await ended
      rmSync(conf)
      await postgres.close()
    },
  }
}

async function golferOn(
  postgres: Postgres,
  place: Pick<Counterpart, 'url' | 'anonKey'>,
  sign: (claims: object) => string,
): Promise<Golfer> {
  const id = await newGolfer(postgres.cloud)
  const token = sign({ role: 'authenticated', sub: id, exp: in1h() })
  return { id, token, client: clientOf(place, token) }
}

/** As Supabase's gateway does: /rest/v1/X is X there. */
async function forward(port: number): Promise<{ url: string; close(): void }> {
  const server = createServer((asked, response) => {
    const { url = '/', method, headers } = asked
    // A connection each: one kept open may be closed just as it is used again.
    const to = { port, path: url.replace('/rest/v1', ''), method, headers, agent: false }
    const passed = request(to, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    asked.pipe(passed)
  })
  keeping(server).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: boundAddress(server),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function openLite(): Promise<Counterpart> {
  process.env['LITE_TELEMETRY'] = '0'
  const { App } = await import(`${LITE}/dist/index.js`)
  const { createPostgresConnection } = await import(`${LITE}/dist/db/postgres/PostgresConnection.js`)
  const postgres = await openPostgres(findPostgres() ?? '')
  await postgres.cloud.script(`ALTER DATABASE postgres SET statement_timeout = '3s'`)
  const secret = 'a secret of thirty-two letters, or more'
  // 0.10.0 writes json arguments as text, and its driver then makes a json string of that text.
  const asItIs = (of: number) => ({
    to: of,
    from: [of],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: JSON.parse,
  })
  const connection = createPostgresConnection({
    url: 'postgres://postgres@localhost/postgres',
    postgresOptions: {
      host: postgres.folder,
      onnotice: () => {},
      types: { json: asItIs(114), jsonb: asItIs(3802) },
    },
  })
  const app = new App({
    connection,
    auth: { enabled: true, jwt_secret: secret },
    api: { max_rows: 1_000 },
    options: { server: { apiKeys: false } },
  })
  const served = (request: Request) => app.fetch(request, { peerAddress: '127.0.0.1' })
  const server = keeping(createServer(getRequestListener(served))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const token = (claims: object) => signed(claims, secret)
  const place = { url: boundAddress(server), anonKey: token({ role: 'anon', exp: in1h() }) }
  return {
    ...place,
    script: text => postgres.cloud.script(text),
    newGolfer: () => golferOn(postgres, place, token),
    token,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await connection.close()
      await postgres.close()
    },
  }
}

/** As the real server does: a test or benchmark that was busy for six seconds uses its connection again. */
function keeping(server: Server): Server {
  server.keepAliveTimeout = 150_000
  return server
}
