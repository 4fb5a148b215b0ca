/** Who gets in, for how long, and what a backup brings back. What every cloud must do stands in tests/cloud/contract.test.ts. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPERATOR, openTestHub, type TestHub } from '../../tests/cloud/testHub.ts'
import { NotABackup } from './backup.ts'

let now_ms = Date.UTC(2026, 5, 1)
let here: TestHub
beforeAll(async () => {
  here = await openTestHub(() => now_ms)
})
afterAll(() => here.close())

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })

interface Asked {
  readonly address?: string
  readonly headers?: Record<string, string>
  readonly trustProxy?: boolean
  readonly method?: string
}

/** A rested client each: the limits are for those who try again and again. */
let clients = 0
async function ask(path: string, body: object | null, asked: Asked = {}) {
  const answer = await (asked.trustProxy ? here.behindProxy : here.app).request(
    path,
    {
      method: asked.method ?? (body ? 'POST' : 'GET'),
      headers: { host: '127.0.0.1:8787', 'content-type': 'application/json', ...asked.headers },
      ...(body && { body: JSON.stringify(body) }),
    },
    from(asked.address ?? `10.0.0.${++clients}`),
  )
  return { status: answer.status, json: await answer.json().catch(() => null) }
}

const joinHub = (body: object, asked?: Asked) => ask('/api/hub/join', { device: 'a phone', ...body }, asked)
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const newCode = async (golfer?: string) =>
  (await ask('/api/hub/code', golfer ? { golfer } : {}, bearer(OPERATOR))).json
const joined = async (golfer: string) => (await joinHub({ code: (await newCode(golfer)).code })).json
const refresh = (refresh_token: string) =>
  ask('/hub/auth/v1/token?grant_type=refresh_token', { refresh_token })

describe('one tap', () => {
  const home = { address: '127.0.0.1' }
  test('joins whoever sits at this machine, always as the same golfer', async () => {
    const first = await joinHub({}, home)
    const second = await joinHub({}, { address: '::1', headers: { host: '[::1]:8787' } })
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.json.user.id).toBe(first.json.user.id)
    expect((await ask('/api/cloud', null, home)).json).toMatchObject({
      kind: 'hub',
      path: '/hub',
      one_tap: true,
    })
  })

  test.each<[string, Asked]>([
    ['from another machine', { address: '192.168.1.7' }],
    ['by a name of the network', { ...home, headers: { host: '192.168.1.20:8787' } }],
    ['behind a proxy that is trusted', { ...home, trustProxy: true }],
    ['behind a proxy that nobody told us of', { ...home, headers: { 'x-forwarded-for': '9.9.9.9' } }],
    ['behind a proxy that says Via', { ...home, headers: { via: '1.1 caddy' } }],
  ])('is not offered and not taken %s', async (_, asked) => {
    expect(await joinHub({}, asked)).toMatchObject({ status: 403, json: { kind: 'code_needed' } })
    expect((await ask('/api/cloud', null, asked)).json).toMatchObject({ one_tap: false })
  })

  test('is refused to a foreign page in this machine’s browser', async () => {
    const foreign = { ...home, headers: { origin: 'https://evil.example' } }
    expect(await joinHub({}, foreign)).toMatchObject({ status: 403, json: { kind: 'foreign_origin' } })
    const rebound = { ...home, headers: { host: 'evil.example' } }
    expect((await joinHub({}, rebound)).status).toBe(421)
  })
})

describe('a code', () => {
  test('lets one device in, once, however it is typed', async () => {
    const { code } = await newCode('Ann')
    const typed = ` ${code.toLowerCase().replace('-', ' ')} `
    expect(await joinHub({ code: typed })).toMatchObject({
      status: 200,
      json: { user: { user_metadata: { name: 'Ann' } } },
    })
    expect(await joinHub({ code })).toMatchObject({ status: 403, json: { kind: 'code_over' } })
  })

  test('is over after ten minutes, and one that was never made is wrong', async () => {
    const { code, expires_at_ms } = await newCode('Ann')
    expect(expires_at_ms).toBe(now_ms + 600_000)
    now_ms += 600_000
    expect(await joinHub({ code })).toMatchObject({ status: 403, json: { kind: 'code_over' } })
    expect(await joinHub({ code: 'AAAA-AAAA' })).toMatchObject({ status: 403, json: { kind: 'code_wrong' } })
  })

  test('stands nowhere in the database as it is typed', async () => {
    const { code } = await newCode('Ann')
    const database = await here.hub.database()
    const rows = await database.own(ask => ask(`SELECT encode(hash, 'escape') AS hash FROM hub.codes`))
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''))
  })

  test('of another device is given to a golfer for that golfer alone', async () => {
    const ann = await joined('Ann')
    const code = await ask('/api/hub/code', { golfer: 'Ben' }, bearer(ann.access_token))
    expect((await joinHub({ code: code.json.code })).json.user.id).toBe(ann.user.id)
    for (const token of ['', 'nonsense', here.hub.anonKey(), `${OPERATOR}x`]) {
      expect((await ask('/api/hub/code', {}, bearer(token))).status).toBe(401)
    }
  })

  test('of a new name is of a new golfer; without a name, where there are several, it asks whose', async () => {
    const ann = await joined('ANN')
    const ben = await joined('Ben')
    expect(ann.user.user_metadata.name).toBe('Ann')
    expect(ben.user.id).not.toBe(ann.user.id)
    expect(await ask('/api/hub/code', {}, bearer(OPERATOR))).toMatchObject({
      status: 400,
      json: { kind: 'which_golfer', cure: expect.stringContaining('Ben') },
    })
  })

  test('is not found by trying: the tries run out', async () => {
    const address = '203.0.113.9'
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push((await joinHub({ code: 'AAAA-AAAB' }, { address })).status)
    expect(statuses).toEqual([...Array(10).fill(403), 429, 429])
    now_ms += 60_000
  })
})

describe('a session', () => {
  test('lasts an hour and is renewed, by a token that changes each time', async () => {
    const { access_token, refresh_token, expires_at } = await joined('Ann')
    expect(expires_at * 1000).toBe(now_ms + 3_600_000)
    expect((await ask('/hub/auth/v1/user', null, bearer(access_token))).status).toBe(200)
    now_ms += 3_600_000
    expect((await ask('/hub/auth/v1/user', null, bearer(access_token))).status).toBe(403)
    const renewed = await refresh(refresh_token)
    expect(renewed.json.refresh_token).not.toBe(refresh_token)
    expect((await ask('/hub/auth/v1/user', null, bearer(renewed.json.access_token))).status).toBe(200)
  })

  test('whose renewal’s answer was lost is renewed by the same token again', async () => {
    const { refresh_token } = await joined('Ann')
    const lost = await refresh(refresh_token)
    const again = await refresh(refresh_token)
    expect(again.json.refresh_token).toBe(lost.json.refresh_token)
    expect((await refresh(again.json.refresh_token)).status).toBe(200)
  })

  test('ends where a token comes that was renewed twice since: somebody has a copy', async () => {
    const { refresh_token } = await joined('Ann')
    const second = (await refresh(refresh_token)).json
    const third = (await refresh(second.refresh_token)).json
    expect((await refresh(refresh_token)).status).toBe(400)
    expect((await refresh(third.refresh_token)).status).toBe(400)
    expect((await ask('/hub/auth/v1/user', null, bearer(third.access_token))).status).toBe(403)
  })

  test('can’t be made up', async () => {
    const { refresh_token } = await joined('Ann')
    const [id, turn, seal] = refresh_token.split('.')
    for (const forged of [`${id}.2.${seal}`, `${id}.${turn}.`, `${id}.${turn}`, 'x', `' OR true.1.${seal}`]) {
      expect((await refresh(forged)).status).toBe(400)
    }
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('ends at once by signing out, on this device or on all', async () => {
    const [phone, laptop, other] = [await joined('Ann'), await joined('Ann'), await joined('Ben')]
    const isIn = async (session: typeof phone) =>
      (await ask('/hub/rest/v1/rpc/about_rows', {}, bearer(session.access_token))).status === 200
    expect(await isIn(phone)).toBe(true)
    await ask('/hub/auth/v1/logout?scope=local', {}, bearer(phone.access_token))
    expect([await isIn(phone), await isIn(laptop)]).toEqual([false, true])
    await ask('/hub/auth/v1/logout?scope=global', {}, bearer(laptop.access_token))
    expect([await isIn(laptop), await isIn(other)]).toEqual([false, true])
  })
})

test('the secret and the operator’s doors are nobody else’s', async () => {
  expect(statSync(join(here.folder, 'hub', 'secret')).mode & 0o777).toBe(0o600)
  const ann = await joined('Ann')
  for (const asked of [{}, bearer(ann.access_token), bearer(here.hub.anonKey())]) {
    expect((await ask('/api/hub/backup', null, asked)).status).toBe(401)
    expect((await ask('/api/hub/backup', {}, { ...asked, method: 'PUT' })).status).toBe(401)
  }
})

describe('news', () => {
  test('reach the golfer’s other devices as soon as one has pushed, and nobody else', async () => {
    const eve = await joined('Eve')
    const other = await joined('Fay')
    const second = await ask('/api/hub/code', {}, bearer(eve.access_token))
    const laptop = (await joinHub({ code: second.json.code })).json
    const listen = async (token: string) => {
      const headers = { host: '127.0.0.1:8787', ...bearer(token).headers }
      const { status, body } = await here.app.request('/hub/news', { headers }, from('10.0.0.1'))
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
      return { status, next: async () => (await reader?.read())?.value }
    }
    const [her, hers, his] = await Promise.all(
      [eve.access_token, laptop.access_token, other.access_token].map(listen),
    )
    for (const one of [her, hers, his]) expect(await one?.next()).toBe(': here\n\n')
    const push = (token: string, name: string) =>
      ask(
        '/hub/rest/v1/rpc/push_changes',
        { request: { client: 3, epoch: 1, rows: [{ table: 'clubs', row: { id: 'c', code: name } }] } },
        bearer(token),
      )
    await push(eve.access_token, 'a')
    expect(await hers?.next()).toBe('data: news\n\n')
    // What changes nothing is none; nor is what oneself has done: the next that comes is the end.
    await push(laptop.access_token, 'a')
    here.hub.news.close()
    for (const one of [her, hers, his]) expect(await one?.next()).toBeUndefined()
    expect((await listen('nobody')).status).toBe(401)
  })
})

describe('a backup', () => {
  const bytesOf = async (stream: Readable) => Buffer.concat(await stream.toArray())

  test('brings back rows, files, golfers and sessions; what came since is kept aside', async () => {
    const ann = await joined('Ann')
    const name = `${ann.user.id}/${'ab'.repeat(32)}`
    const upload = (path: string) =>
      here.app.request(`/hub/storage/v1/object/rangebook/${path}`, {
        method: 'POST',
        headers: { host: 'localhost', ...bearer(ann.access_token).headers },
        body: 'a picture',
      })
    const push = (id: string) =>
      ask(
        '/hub/rest/v1/rpc/push_changes',
        { request: { client: 3, epoch: 1, rows: [{ table: 'clubs', row: { id } }] } },
        bearer(ann.access_token),
      )
    expect((await upload(name)).status).toBe(200)
    expect((await push('before')).json).toMatchObject({ kind: 'pushed', head: 1 })
    const packed = await bytesOf(await here.hub.backUp())
    expect((await push('after')).json).toMatchObject({ kind: 'pushed', head: 2 })
    const later = (await refresh(ann.refresh_token)).json

    await here.hub.restore(Readable.from([packed.subarray(0, 100), packed.subarray(100)]))
    const pulled = await ask(
      '/hub/rest/v1/rpc/pull_changes',
      { request: { client: 3, epoch: 1, cursor: 0, limit: 9 } },
      bearer(ann.access_token),
    )
    expect(pulled.json).toMatchObject({ count: 1, rows: [{ row: { id: 'before' } }] })
    expect(readFileSync(join(here.folder, 'hub', 'files', name), 'utf8')).toBe('a picture')
    expect(existsSync(join(here.folder, 'hub.before', 'database'))).toBe(true)
    // Renewed after the backup was made: this hub knows an earlier turn of it.
    expect((await refresh(later.refresh_token)).status).toBe(200)
  })

  test('that is none, or cut off, or not ours, changes nothing', async () => {
    const packed = await bytesOf(await here.hub.backUp())
    const before = await (await here.hub.database()).own(ask => ask('SELECT * FROM hub.golfers'))
    const broken = Buffer.from(packed)
    const half = Math.floor(packed.length / 2)
    broken.fill(0, half, half + 50)
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('no backup'),
      packed.subarray(0, packed.length - 900),
      broken,
    ]) {
      await expect(here.hub.restore(Readable.from([bytes]))).rejects.toThrow(NotABackup)
    }
    expect(await (await here.hub.database()).own(ask => ask('SELECT * FROM hub.golfers'))).toEqual(before)
    expect(existsSync(join(here.folder, 'hub.coming'))).toBe(false)
  })
})

test('what a kill left between a file and its row is swept by the next start; what has a row stays, or no golfer', async () => {
  const cyd = await joined('Cyd')
  const put = (name: string) => {
    const path = join(here.folder, 'hub', 'files', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'a picture')
    return path
  }
  const named = `${cyd.user.id}/${'cd'.repeat(32)}`
  await (await here.hub.database()).own(ask =>
    ask(`INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`, [named]),
  )
  const stay = [put(named), put(`${crypto.randomUUID()}/${'cd'.repeat(32)}`)]
  const go = [put(`${cyd.user.id}/${'ef'.repeat(32)}`), put('.coming.1.1')]
  await here.hub.close()
  await here.hub.database()
  expect(stay.map(existsSync)).toEqual([true, true])
  expect(go.map(existsSync)).toEqual([false, false])
})

test('data of a newer version is left alone, and said', async () => {
  const database = await here.hub.database()
  await database.own(ask => ask(`INSERT INTO hub.applied (name, hash) VALUES ('9999_later.sql', 'x')`))
  await here.hub.close()
  const refused = await ask('/hub/rest/v1/rpc/about_cloud', {})
  expect(refused).toMatchObject({
    status: 503,
    json: { message: expect.stringContaining('newer Rangebook') },
  })
})
