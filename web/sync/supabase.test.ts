/** What supabase-js makes of answers and failures, as PostgREST and what stands before it give them. */
import { createClient } from '@supabase/supabase-js'
import { expect, test, vi } from 'vitest'
import { supabaseCloud } from './supabase.ts'

const request = {
  client: 3,
  cloud_id: 'c',
  user_id: 'golfer',
  epoch: 1,
  cursor: 0,
  pulled_token: null,
  pushed_token: null,
}
const every = { cloud_id: 'c', schema_version: 1, now_ms: 1 }
const settled = { ...every, kind: 'settled', epoch: 1 }
const signal = new AbortController().signal

function cloudOf(answer: (url: string, init: RequestInit | undefined) => Response | Promise<Response>) {
  const client = createClient('http://cloud.test', 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: async (url, init) => answer(String(url), init) },
  })
  return supabaseCloud(client, 'golfer')
}

test('a function is called by its name, with one request', async () => {
  const asked: unknown[] = []
  const cloud = cloudOf((url, init) => {
    asked.push(url, JSON.parse(String(init?.body)))
    return Response.json(settled)
  })
  expect(await cloud.settle(request, signal)).toEqual(settled)
  expect(asked).toEqual(['http://cloud.test/rest/v1/rpc/settle_epoch', { request }])
})

test('who the cloud is can be asked with no session', async () => {
  const about = { ...every, kind: 'about', min_client: 1, bucket: true, open: [] }
  expect(await cloudOf(() => Response.json(about)).about(signal)).toEqual(about)
})

test.each([
  [500, { code: '57014', message: 'canceling statement due to statement timeout' }, 'timeout'],
  [504, { message: 'upstream request timeout' }, 'timeout'],
  [413, { message: 'Request Entity Too Large' }, 'timeout'],
  [401, { code: 'PGRST303', message: 'JWT expired' }, 'signed_out'],
  [403, { code: '42501', message: 'Sign in first.' }, 'signed_out'],
  [404, { code: 'PGRST202', message: 'Could not find the function' }, 'not_set_up'],
  [503, { code: 'PGRST002', message: 'schema cache' }, 'down'],
])('%i %j is %s', async (status, body, kind) => {
  const cloud = cloudOf(() => Response.json(body, { status }))
  await expect(cloud.settle(request, signal)).rejects.toMatchObject({ kind })
})

test('no signal, a page of another network, an answer cut off', async () => {
  const unreached = cloudOf(() => Promise.reject(new TypeError('fetch failed')))
  await expect(unreached.settle(request, signal)).rejects.toMatchObject({ kind: 'no_signal' })
  const portal = cloudOf(() => new Response('<html>Welcome to the hotel</html>'))
  await expect(portal.settle(request, signal)).rejects.toMatchObject({ kind: 'down' })
  const cut = cloudOf(() =>
    Response.json({
      ...every,
      kind: 'pulled',
      epoch: 1,
      head: 2,
      cursor: 2,
      count: 2,
      token: null,
      rows: [],
    }),
  )
  await expect(cut.pull({ ...request, limit: 9 }, signal)).rejects.toMatchObject({ kind: 'down' })
})

test('whoever closes the app ends the request', async () => {
  const closing = new AbortController()
  const cloud = cloudOf(
    (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        closing.abort(new Error('closed'))
      }),
  )
  await expect(cloud.settle(request, closing.signal)).rejects.toThrow('closed')
})

/** Signed in, with a token that the cloud refuses; asked for a new one, GoTrue answers so. */
async function refusedWith(renewal: Response): Promise<unknown> {
  const session = { access_token: 'a.b.c', refresh_token: 'r', expires_in: 3600, expires_at: 4_000_000_000 }
  const kept = new Map([['s', JSON.stringify({ ...session, token_type: 'bearer', user: { id: 'golfer' } })]])
  const client = createClient('http://cloud.test', 'anon', {
    auth: {
      storageKey: 's',
      storage: {
        getItem: key => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: key => void kept.delete(key),
      },
      autoRefreshToken: false,
      detectSessionInUrl: false,
    },
    global: {
      fetch: async url =>
        String(url).includes('/auth/')
          ? renewal
          : Response.json({ code: 'PGRST303', message: 'JWT expired' }, { status: 401 }),
    },
  })
  return supabaseCloud(client, 'golfer')
    .settle(request, signal)
    .catch((error: unknown) => error)
}

test('a session that can’t be renewed just now is not over', async () => {
  // The client asks again for half a minute before it gives up.
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] })
  const failing = refusedWith(Response.json({}, { status: 503 }))
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
  expect(await failing).toMatchObject({ kind: 'down' })
})

test('one that is refused is over: the golfer signs in again', async () => {
  const gone = { error_code: 'refresh_token_not_found', msg: 'Invalid Refresh Token' }
  expect(await refusedWith(Response.json(gone, { status: 400 }))).toMatchObject({ kind: 'signed_out' })
})
