/** Signing in at a Supabase, and what is said of it before; GoTrue's answers as it gives them. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ProblemError } from '../db/problems.ts'
import { checkSupabase } from './check.ts'
import { openDoor } from './visit.ts'

const GOLFER = { id: '11111111-2222-4333-8444-555555555555', email: 'ann@example.com', aud: 'authenticated' }
const jwt = (claims: object) =>
  ['{"alg":"HS256"}', JSON.stringify(claims), 'signed'].map(part => btoa(part).replace(/=+$/, '')).join('.')
const session = {
  access_token: jwt({ sub: GOLFER.id, exp: 4_000_000_000 }),
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: 4_000_000_000,
  refresh_token: 'r1',
  user: GOLFER,
}
const about = {
  kind: 'about',
  cloud_id: 'c1',
  schema_version: 99,
  now_ms: 1,
  min_client: 1,
  bucket: true,
  open: [],
}
const holding = {
  kind: 'holds',
  tables: {
    shots: { rows: 3_100, filled: { same_as: 10 } },
    sessions: { rows: 31, filled: { deleted_at: 1, merged_into: 2 } },
  },
}
const settings = { disable_signup: false, external: { email: true, phone: false } }

type Answer = readonly [status: number, body: unknown]
const usual: { readonly [path: string]: Answer } = {
  '/auth/v1/settings': [200, settings],
  '/auth/v1/token?grant_type=password': [200, session],
  '/auth/v1/signup': [200, { ...GOLFER, confirmation_sent_at: '2026-11-25T10:00:00Z', identities: [] }],
  '/auth/v1/otp': [200, {}],
  '/auth/v1/verify': [200, session],
  '/rest/v1/rpc/about_cloud': [200, about],
  '/rest/v1/rpc/about_rows': [200, holding],
}
let answers: { [path: string]: Answer }
let asked: unknown[]
let server: Server
let url: string

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const piece of request) body += piece
  asked.push([request.url, body === '' ? null : JSON.parse(body)])
  const [status, json] = answers[request.url ?? ''] ?? [404, {}]
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
}

beforeAll(async () => {
  server = createServer(reply)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  answers = { ...usual }
  asked = []
})

const door = () => openDoor({ kind: 'supabase', url, anon_key: 'anon' })
const problemIn = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ProblemError ? error.problem.kind : error),
  )

test('a golfer signs in by a password, and sees what the cloud holds', async () => {
  const visit = await door().signIn('ann@example.com', 'secret')
  expect(visit).toMatchObject({
    cloud_id: 'c1',
    user_id: GOLFER.id,
    email: 'ann@example.com',
    holds: { shots: 3_090, sessions: 28 },
  })
  expect(JSON.parse(visit.session)).toMatchObject({ access_token: session.access_token, refresh_token: 'r1' })
})

test('a cloud that is too old to say what it holds is entered all the same', async () => {
  delete answers['/rest/v1/rpc/about_rows']
  expect((await door().signIn('ann@example.com', 'secret')).holds).toBe(null)
})

test('a new account whose address is to be confirmed waits for the code', async () => {
  const { signUp, enterCode } = door()
  expect(await signUp('ann@example.com', 'secret')).toBe(null)
  expect((await enterCode('ann@example.com', '123456', 'signup')).user_id).toBe(GOLFER.id)
  expect(asked).toContainEqual([
    '/auth/v1/verify',
    expect.objectContaining({ token: '123456', type: 'signup' }),
  ])
})

test('a code that was asked for signs in', async () => {
  const { sendCode, enterCode } = door()
  await sendCode('ann@example.com')
  expect((await enterCode('ann@example.com', '123456', 'email')).email).toBe('ann@example.com')
})

test.each<[string, string, Answer, string]>([
  [
    'wrong password',
    '/auth/v1/token?grant_type=password',
    [400, { error_code: 'invalid_credentials', msg: 'Invalid login credentials' }],
    'invalid_credentials',
  ],
  ['gateway down', '/auth/v1/token?grant_type=password', [503, {}], 'no_signal'],
  [
    'no functions',
    '/rest/v1/rpc/about_cloud',
    [404, { code: 'PGRST202', message: 'Could not find the function' }],
    'not_set_up',
  ],
])('%s: nobody is signed in, and it is said why', async (_what, path, answer, kind) => {
  answers[path] = answer
  expect(await problemIn(door().signIn('ann@example.com', 'secret'))).toBe(kind)
})

const check = () => checkSupabase(url, 'anon', new AbortController().signal)

test('a Supabase that is set up is found so; one that is older or has no bucket says what it lacks', async () => {
  expect(await check()).toEqual({
    place: { kind: 'supabase', url, anon_key: 'anon' },
    wants: [],
    takes_new_accounts: true,
  })
  answers['/rest/v1/rpc/about_cloud'] = [200, { ...about, schema_version: 0, bucket: false }]
  expect((await check()).wants).toHaveLength(2)
})

test.each<[string, string, Answer, string]>([
  ['a wrong key', '/auth/v1/settings', [401, { message: 'Invalid API key' }], 'wrong_key'],
  ['another server', '/auth/v1/settings', [200, { hello: 1 }], 'not_supabase'],
  ['a paused project', '/auth/v1/settings', [540, {}], 'asleep'],
  ['no sign-in by e-mail', '/auth/v1/settings', [200, { ...settings, external: {} }], 'no_email'],
  ['no SQL applied', '/rest/v1/rpc/about_cloud', [404, { code: 'PGRST202', message: '' }], 'not_set_up'],
  ['a table open to all', '/rest/v1/rpc/about_cloud', [200, { ...about, open: ['shots'] }], 'open_to_all'],
  [
    'a cloud for newer apps',
    '/rest/v1/rpc/about_cloud',
    [200, { ...about, min_client: 99 }],
    'client_too_old',
  ],
])('%s is told before anybody signs in', async (_what, path, answer, kind) => {
  answers[path] = answer
  expect(await problemIn(check())).toBe(kind)
})
