import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Fault, KEY, REAL_REPORT, realReportText, startUneekor } from '../../tests/standins/uneekor.ts'
import { type AppOptions, createApp } from '../app.ts'
import { PROBLEMS } from './problems.ts'

let uneekor: Awaited<ReturnType<typeof startUneekor>>
beforeAll(async () => {
  uneekor = await startUneekor()
})
const dist = mkdtempSync(join(tmpdir(), 'rangebook-no-app-'))
afterAll(async () => {
  rmSync(dist, { recursive: true })
  await uneekor.stop()
})
beforeEach(() => uneekor.heal())

const realLink = { id: REAL_REPORT, key: KEY }
const aShot = { ...realLink, group_id: '85589', shot_id: '1298334' }

function openProxy(changes: Partial<AppOptions> = {}) {
  const waits_ms: number[] = []
  const app = createApp({
    door: { host: '127.0.0.1', tls: false, trustProxy: false },
    dist,
    uneekorBase: uneekor.address,
    cloud: { url: 'http://127.0.0.1:9', anonKey: 'anon', serviceKey: null },
    warehouse: null,
    coach: null,
    token: 'operator',
    version: '0',
    instance: 'test',
    fetch: globalThis.fetch,
    now: () => 0,
    wait: async ms => {
      waits_ms.push(ms)
    },
    tryLimit_ms: 30_000,
    ...changes,
  })
  const ask = (what: string, body: unknown, headers: Record<string, string> = {}, address = '127.0.0.1') =>
    app.request(
      `/api/uneekor/${what}`,
      {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { host: '127.0.0.1:8787', 'content-type': 'application/json', ...headers },
      },
      { incoming: { socket: { remoteAddress: address, remotePort: 5000, remoteFamily: 'IPv4' } } },
    )
  return { ask, waits_ms }
}

/** Its requests alone: the stand-in serves all tests of this file. */
async function pathsOf(action: () => unknown): Promise<string[]> {
  const before = uneekor.paths.length
  await action()
  return uneekor.paths.slice(before)
}

describe('a link’s report', () => {
  test('comes back byte for byte as the source sent it, and into no cache', async () => {
    const response = await openProxy().ask('report', realLink)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(realReportText)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test.each<[Fault, keyof typeof PROBLEMS]>([
    ['error', 'source_down'],
    ['dropped', 'source_down'],
    ['cut_transfer', 'source_down'],
    ['redirect', 'source_down'],
    ['too_many', 'slow_down'],
    ['missing', 'not_found'],
    ['forbidden', 'not_found'],
    ['empty_list', 'empty_report'],
    ['empty_body', 'empty_report'],
    ['html', 'not_a_report'],
    ['object', 'not_a_report'],
    ['cut_json', 'not_a_report'],
    ['flood', 'too_big'],
    ['packed_flood', 'too_big'],
  ])('when the source answers with %s, the golfer reads %s', async (fault, kind) => {
    uneekor.fail(fault)
    const response = await openProxy().ask('report', realLink)
    const { status, says, cure } = PROBLEMS[kind]
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ kind, says, cure })
  })

  test.each<Fault>(['hang', 'slow'])('a source that goes %s is given up as slow', async fault => {
    uneekor.fail(fault)
    const response = await openProxy({ tryLimit_ms: 150 }).ask('report', realLink)
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ kind: 'source_slow' })
  })

  test('with a wrong key it is empty, and the words name all three reasons', async () => {
    const response = await openProxy().ask('report', { ...realLink, key: 'WRONG' })
    const { kind, says } = await response.json()
    expect(kind).toBe('empty_report')
    for (const reason of ['key is wrong', 'deleted', 'no shots']) expect(says).toContain(reason)
  })

  test('a redirect is not followed: the key goes to no other host', async () => {
    const fetchSpy = vi.fn(globalThis.fetch)
    uneekor.fail('redirect')
    await openProxy({ fetch: fetchSpy }).ask('report', realLink)
    expect(fetchSpy.mock.calls.map(([url]) => String(url).startsWith(uneekor.address))).toEqual([true])
  })
})

describe('tries', () => {
  test.each<Fault>(['error', 'dropped', 'cut_transfer', 'too_many'])(
    'two times %s, then the report',
    async fault => {
      const { ask, waits_ms } = openProxy()
      uneekor.fail(fault, 2)
      const response = await ask('report', realLink)
      expect(await response.text()).toBe(realReportText)
      expect(waits_ms).toEqual([1_000, 4_000])
    },
  )

  test('are three, with growing waits', async () => {
    const { ask, waits_ms } = openProxy()
    uneekor.fail('error')
    expect(await pathsOf(() => ask('report', realLink))).toHaveLength(3)
    expect(waits_ms).toEqual([1_000, 4_000])
  })

  test.each<Fault>(['missing', 'forbidden', 'html', 'redirect', 'flood', 'too_many_for_an_hour'])(
    'is one when the source says %s: asking again would not help',
    async fault => {
      const { ask } = openProxy()
      uneekor.fail(fault)
      expect(await pathsOf(() => ask('report', realLink))).toHaveLength(1)
    },
  )

  test('a source that wants an hour of rest gets it: the answer says when to come again', async () => {
    uneekor.fail('too_many_for_an_hour')
    const response = await openProxy().ask('report', realLink)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('3600')
  })
})

describe('a shot’s pictures', () => {
  test('are listed by name', async () => {
    const response = await openProxy().ask('media', aShot)
    const files = await response.json()
    expect(files).toHaveLength(25)
    expect(files[0]).toEqual({ name: 'ballimpact', image: '/frames/41511/85589/1298334/ballimpact.jpg' })
  })

  test('are an empty list where the shot has none', async () => {
    const response = await openProxy().ask('media', { ...aShot, shot_id: '1298333' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual([])
  })

  test('that the source forbids are not taken for none', async () => {
    uneekor.fail('forbidden')
    expect((await openProxy().ask('media', aShot)).status).toBe(404)
  })

  test('come as the JPEG that the list names', async () => {
    const { ask } = openProxy()
    const [first] = await (await ask('media', aShot)).json()
    const response = await ask('file', { image: first.image })
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    expect([...bytes.subarray(-2)]).toEqual([0xff, 0xd9])
  })

  test.each<[Fault, string]>([
    ['html', 'not_media'],
    ['object', 'not_media'],
    ['flood', 'too_big'],
    ['missing', 'not_found'],
  ])('that turn out to be %s are refused as %s', async (fault, kind) => {
    uneekor.fail(fault)
    const response = await openProxy().ask('file', { image: '/frames/1/2/3/topview00.jpg' })
    expect(await response.json()).toMatchObject({ kind })
  })

  test.each([
    '',
    'frames/a.jpg',
    '//evil.example/a.jpg',
    'https://evil.example/a.jpg',
    '@evil.example/a.jpg',
    '/../secret',
    '/frames/../../secret',
    '/frames/..',
    '/%2e%2e/secret',
    '/.%2E/secret',
    '/%2e%2e%2fsecret',
    '/frames\\..\\..\\secret',
    '/a b.jpg',
    '/a.jpg#fragment',
    '/a\njpg',
    `/${'a'.repeat(2000)}`,
  ])('under a name that leads elsewhere are never asked for: %j', async image => {
    const { ask } = openProxy()
    const paths = await pathsOf(async () => expect((await ask('file', { image })).status).toBe(400))
    expect(paths).toEqual([])
  })
})

describe('a request that is none', () => {
  test.each([
    ['no JSON', 'id=41511'],
    ['no key', { id: '41511' }],
    ['a number for the id', { id: 41511, key: KEY }],
    ['an id with a path in it', { id: '1/../2', key: KEY }],
    ['a key with a path in it', { id: '41511', key: 'a/b' }],
    ['a key with a query in it', { id: '41511', key: 'a?b=c' }],
    ['a list', [realLink]],
    ['megabytes', { ...realLink, more: 'x'.repeat(10_000) }],
  ])('is refused, and nothing is asked of the source: %s', async (_what, body) => {
    const { ask } = openProxy()
    const paths = await pathsOf(async () => {
      const response = await ask('report', body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ kind: 'bad_request' })
    })
    expect(paths).toEqual([])
  })

  test('as a form, which a foreign page could send without asking, is refused', async () => {
    const response = await openProxy().ask('report', JSON.stringify(realLink), {
      'content-type': 'text/plain',
    })
    expect(response.status).toBe(400)
  })

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9999' },
    { origin: 'http://127.0.0.1:8787', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('from another website is refused: %o', async headers => {
    const response = await openProxy().ask('report', realLink, headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ kind: 'foreign_origin' })
  })

  test('from the app’s own page is answered', async () => {
    const headers = { origin: 'http://127.0.0.1:8787', 'sec-fetch-site': 'same-origin' }
    expect((await openProxy().ask('report', realLink, headers)).status).toBe(200)
  })
})

describe('one client', () => {
  test('that asks too often is told when to come again, and may then', async () => {
    let now_ms = 0
    const { ask } = openProxy({ now: () => now_ms })
    for (let n = 0; n < 40; n++) expect((await ask('report', realLink)).status).toBe(200)
    const refused = await ask('report', realLink)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('2')
    now_ms += 2_000
    expect((await ask('report', realLink)).status).toBe(200)
  })

  test('that asks too often takes nothing from another', async () => {
    const { ask } = openProxy()
    for (let n = 0; n < 41; n++) await ask('report', realLink)
    expect((await ask('report', realLink, {}, '192.0.2.7')).status).toBe(200)
  })

  test('can’t pose as many by a header of its own', async () => {
    const { ask } = openProxy()
    const askAs = (n: number) => ask('report', realLink, { 'x-forwarded-for': `198.51.100.${n}` })
    for (let n = 0; n < 40; n++) await askAs(n)
    expect((await askAs(41)).status).toBe(429)
  })

  test('behind the operator’s proxy is told apart by what that proxy adds', async () => {
    const { ask } = openProxy({ door: { host: '127.0.0.1', tls: false, trustProxy: true } })
    // The client writes the first entry as it likes; the proxy appends the true one.
    const askAs = (n: number) =>
      ask('report', realLink, { 'x-forwarded-for': `198.51.100.${n}, 203.0.113.9` })
    for (let n = 0; n < 40; n++) await askAs(n)
    expect((await askAs(41)).status).toBe(429)
    expect((await ask('report', realLink, { 'x-forwarded-for': '203.0.113.10' })).status).toBe(200)
  })

  test('may have two reports on their way, no third', async () => {
    const { ask } = openProxy()
    uneekor.setLatency(100)
    const statuses = await Promise.all([1, 2, 3].map(async () => (await ask('report', realLink)).status))
    uneekor.setLatency(0)
    expect(statuses.sort()).toEqual([200, 200, 429])
    expect((await ask('report', realLink)).status).toBe(200)
  })
})

describe('the key', () => {
  const printed: string[] = []
  beforeEach(() => {
    printed.length = 0
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...args) => {
        printed.push(
          args.map(arg => (arg instanceof Error ? `${arg.stack} ${arg.cause}` : String(arg))).join(' '),
        )
      })
    }
  })
  afterEach(() => vi.restoreAllMocks())

  test('stands in no log, no error and no header, whatever goes wrong', async () => {
    const faults: Fault[] = [
      'error',
      'dropped',
      'html',
      'missing',
      'too_many',
      'redirect',
      'flood',
      'cut_transfer',
    ]
    for (const fault of faults) {
      uneekor.fail(fault)
      for (const what of ['report', 'media']) {
        const response = await openProxy().ask(what, aShot)
        const said = JSON.stringify([...response.headers]) + (await response.text())
        expect(said).not.toContain(KEY)
      }
    }
    expect(printed.join('\n')).not.toContain(KEY)
  })

  test('stands in no log even if our own code fails with it in the words', async () => {
    const clumsy = vi.fn(() => Promise.reject(new Error(`no route to /report/41511/${KEY}`)))
    const response = await openProxy({ fetch: clumsy }).ask('report', realLink)
    expect(response.status).toBe(502)
    expect((await response.text()) + printed.join('\n')).not.toContain(KEY)
  })
})
