import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from './app.ts'
import type { Door } from './guard.ts'
import { openHub } from './hub/hub.ts'

let dist: string
beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'rangebook-dist-'))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Rangebook</title>')
  writeFileSync(join(dist, 'sw.js'), 'self.x = 1')
  writeFileSync(join(dist, 'manifest.webmanifest'), '{}')
  writeFileSync(join(dist, '.built-from'), 'secret')
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), `export const x = '${'x'.repeat(5000)}'`)
  writeFileSync(join(dist, 'assets', 'sql-abc123.wasm'), '\0asm')
  writeFileSync(join(dist, '..', 'outside.txt'), 'outside')
})
afterAll(() => {
  rmSync(dist, { recursive: true })
  rmSync(join(dist, '..', 'outside.txt'))
})

const onThisMachine: Door = { host: '127.0.0.1', tls: false, trustProxy: false }

function get(path: string, headers: Record<string, string> = {}, door = onThisMachine) {
  const app = createApp({
    door,
    dist,
    uneekorBase: 'http://127.0.0.1:9/v2',
    cloud: openHub(join(dist, 'hub'), () => 0),
    warehouse: null,
    coach: null,
    token: 'operator',
    version: '1.2.3',
    instance: 'me',
    fetch: globalThis.fetch,
    now: () => 0,
    wait: async () => {},
    tryLimit_ms: 1,
  })
  const env = { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 1, remoteFamily: 'IPv4' } } }
  return app.request(path, { headers: { host: '127.0.0.1:8787', ...headers } }, env)
}

describe('the built app', () => {
  test.each(['/', '/sessions', '/sessions/41511:2025-12-26', '/bag/'])(
    '%s is a page of the app',
    async path => {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^text\/html/)
      expect(await response.text()).toContain('<title>Rangebook</title>')
    },
  )

  test.each(['/', '/sw.js', '/manifest.webmanifest'])('%s is asked for again at each start', async path => {
    expect((await get(path)).headers.get('cache-control')).toBe('no-cache')
  })

  test('a file with its hash in the name is kept for ever', async () => {
    const response = await get('/assets/index-abc123.js')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test('a page that has not changed is not sent again', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  })

  test('scripts travel packed', async () => {
    const response = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip, br' })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(1000)
  })

  test('WebAssembly has the type that lets it compile while it loads', async () => {
    expect((await get('/assets/sql-abc123.wasm')).headers.get('content-type')).toBe('application/wasm')
  })

  test.each([
    '/assets/gone-abc123.js',
    '/.built-from',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..%5coutside.txt',
    '/%00.js',
    '/%E0%A4%A.js',
    '/assets.d/',
  ])('%s is not there, or a page, and never a file outside', async path => {
    const text = await (await get(path)).text()
    expect(text).not.toBe('outside')
    expect(text).not.toBe('secret')
  })

  test('a missing script is a 404, not the page: a browser would try to run it', async () => {
    expect((await get('/assets/gone-abc123.js')).status).toBe(404)
  })

  test('may run WebAssembly and its own workers, and nothing of anybody else', async () => {
    for (const path of ['/', '/api/health', '/nothing.js']) {
      const { headers } = await get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
      expect(policy).toContain("worker-src 'self'")
      expect(policy).toContain("connect-src 'self' https: http://localhost:* http://127.0.0.1:*;") // a golfer's own Supabase
      expect(policy.replace(/connect-src[^;]*/, '')).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/)
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

test('health says who answers', async () => {
  expect(await (await get('/api/health')).json()).toEqual({
    app: 'rangebook',
    version: '1.2.3',
    instance: 'me',
  })
})

test('an unknown call of the API is not answered with a page', async () => {
  const response = await get('/api/nothing')
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toMatch(/json/)
})

describe('a name made to point at this machine', () => {
  test.each([
    '127.0.0.1:8787',
    'localhost:8787',
    'LOCALHOST',
    'rangebook.localhost:8787',
    '[::1]:8787',
    '192.168.1.20:8787',
    `${hostname()}:8787`,
  ])('%s is one of ours', async host => {
    expect((await get('/api/health', { host })).status).toBe(200)
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:8787',
    '',
    'a b',
    'x@127.0.0.1@y',
  ])('"%s" is refused, for pages and for the API', async host => {
    expect((await get('/', { host })).status).toBe(421)
    expect((await get('/api/health', { host })).status).toBe(421)
  })

  test('is let in over HTTPS, where the certificate has spoken for it, and behind the operator’s proxy', async () => {
    const host = 'golf.example'
    expect((await get('/', { host }, { ...onThisMachine, tls: true })).status).toBe(200)
    expect((await get('/', { host }, { ...onThisMachine, trustProxy: true })).status).toBe(200)
  })

  test('is let in if HOST names it', async () => {
    expect((await get('/', { host: 'golf.lan:8787' }, { ...onThisMachine, host: 'Golf.lan' })).status).toBe(
      200,
    )
  })
})

test('behind a proxy the Origin is held against the name that the browser asked for', async () => {
  const behind = { ...onThisMachine, trustProxy: true }
  const own = { host: '127.0.0.1:8787', 'x-forwarded-host': 'golf.example', origin: 'https://golf.example' }
  expect((await get('/api/health', own, behind)).status).toBe(200)
  expect((await get('/api/health', { ...own, origin: 'https://evil.example' }, behind)).status).toBe(403)
  // Without a proxy nobody vouches for that header.
  expect((await get('/api/health', own)).status).toBe(403)
})
