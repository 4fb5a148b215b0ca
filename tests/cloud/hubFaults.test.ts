/** The hub's own process ended or starved in the middle of its work: state before or after, never between. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDatabase } from '../../server/hub/database.ts'
import { openSecret } from '../../server/hub/secret.ts'
import { root } from '../../tools/node.mjs'
import { type RunningServer, startServer } from '../server.ts'
import { keptCloud } from './cloud.ts'

const KILLS = Number(process.env['RANGEBOOK_KILLS'] ?? (process.env['RANGEBOOK_TEST_ALL'] ? 40 : 3))
const ROWS = 150

let data: string
let server: RunningServer
let session: { access_token: string; refresh_token: string; user: { id: string } }
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rangebook-hub-'))
  openSecret(join(data, 'hub', 'secret'))
  await loadDatabase(join(data, 'hub', 'database'), await keptCloud())
})
afterAll(async () => {
  await server.stop('SIGKILL') // of a test that failed
  rmSync(data, { recursive: true, force: true })
})

async function start(env: Record<string, string> = {}): Promise<void> {
  server = await startServer({ env: { RANGEBOOK_DATA: data, ...env } })
}

async function post(path: string, body: object): Promise<typeof session> {
  const answer = await fetch(server.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  return answer.json()
}

function client(): SupabaseClient {
  return createClient(`${server.address}/hub`, 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers: { Authorization: `Bearer ${session.access_token}` } },
  })
}

const pushOf = (from: number) => ({
  client: 3,
  epoch: 1,
  rows: Array.from({ length: ROWS }, (_, at) => ({ table: 'clubs', row: { id: `c${from + at}` } })),
})

async function held(): Promise<number> {
  const { data, error } = await client().rpc('pull_changes', {
    request: { client: 3, epoch: 1, cursor: 0, limit: 2_000 },
  })
  expect(error).toBeNull()
  return data.head
}

test(
  `killed ${KILLS} times within a push, an upload, a renewal: what was acknowledged is there, nothing by half`,
  async () => {
    await start()
    session = await post('/api/hub/join', { device: 'a phone' })
    const hash = (n: number) => n.toString(16).padStart(64, '0')
    let kept = 0
    let uploads = 0
    for (let kill = 0; kill < KILLS; kill++) {
      // Acknowledged at least once, so that the kill meets a database at work, and then at any instant.
      let acknowledged = 0
      let killed = false
      const pushing = (async () => {
        while (!killed) {
          const { error } = await client().rpc('push_changes', { request: pushOf(kept + acknowledged) })
          if (error) return
          acknowledged += ROWS
        }
      })()
      const uploading = (async () => {
        while (!killed) {
          const { error } = await client()
            .storage.from('rangebook')
            .upload(`${session.user.id}/${hash(uploads)}`, Buffer.alloc(50_000, uploads % 250))
          if (error) return
          uploads++
        }
      })()
      const renewing = (async () => {
        while (!killed) {
          const path = '/hub/auth/v1/token?grant_type=refresh_token'
          const renewed = await post(path, { refresh_token: session.refresh_token }).catch(() => null)
          if (renewed) session = renewed
        }
      })()
      while (acknowledged === 0) await new Promise(done => setTimeout(done, 5))
      await new Promise(done => setTimeout(done, Math.random() * 300))
      killed = true
      await server.stop('SIGKILL')
      await Promise.all([pushing, uploading, renewing])

      await start()
      const now = await held()
      // The push that was under way is in whole, or not at all.
      expect([kept + acknowledged, kept + acknowledged + ROWS]).toContain(now)
      kept = now
      const bucket = client().storage.from('rangebook')
      for (let n = 0; n <= uploads; n++) {
        const { data: file } = await bucket.download(`${session.user.id}/${hash(n)}`)
        if (n < uploads || file) expect(file?.size).toBe(50_000)
      }
      // One that was under way can be sent again, whatever became of it.
      const again = await bucket.upload(
        `${session.user.id}/${hash(uploads)}`,
        Buffer.alloc(50_000, uploads % 250),
      )
      expect([undefined, '409']).toContain(
        again.error && 'statusCode' in again.error ? again.error.statusCode : undefined,
      )
      uploads++
      session = await post('/hub/auth/v1/token?grant_type=refresh_token', {
        refresh_token: session.refresh_token,
      })
    }
    expect(await server.stop()).toBe(0)
  },
  60_000 + KILLS * 60_000,
)

test('a full disk is told, nothing of it stays, and with room again it goes on', async () => {
  const flag = join(data, 'full')
  const preload = pathToFileURL(join(root, 'tests/standins/fullDisk.mjs')).href
  await start({ RANGEBOOK_FULL_DISK: flag, NODE_OPTIONS: `--import=${preload}` })
  const before = await held()
  const hash = 'f'.repeat(64)
  const bucket = client().storage.from('rangebook')
  const wide = Array.from({ length: 300 }, (_, at) => ({
    table: 'clubs',
    row: { id: `wide${at}`, name: 'x'.repeat(9_000) },
  }))
  for (const said of ['sudden', 'beforehand']) {
    writeFileSync(flag, said)
    const { error, status } = await client().rpc('push_changes', {
      request: { client: 3, epoch: 1, rows: wide },
    })
    expect([status, error?.code]).toEqual([503, '53100'])
    expect(error?.message).toContain('nothing was changed')
  }
  const { error } = await bucket.upload(`${session.user.id}/${hash}`, Buffer.from('a picture'))
  expect(error).toMatchObject({ statusCode: '507' })

  rmSync(flag)
  await expect.poll(held, { timeout: 30_000 }).toBe(before)
  expect((await bucket.upload(`${session.user.id}/${hash}`, Buffer.from('a picture'))).error).toBeNull()
  const { data: pushed } = await client().rpc('push_changes', { request: pushOf(before) })
  expect(pushed).toMatchObject({ kind: 'pushed', head: before + ROWS })
  expect(await server.stop()).toBe(0)
})
