import { afterEach, expect, test, vi } from 'vitest'
import report from '../../tests/fixtures/uneekor-report-part.json?raw'
import { type Db, openDb } from '../db/client.ts'
import type { NewCommand, Outcome } from '../db/command.ts'
import { removeDatabase } from '../db/databases.ts'
import { type Files, hashOf, openFiles } from '../db/files.ts'
import { openStoredFiles, type StoredFiles } from '../db/stored.ts'
import { alone } from '../import/alone.ts'
import { CloudError, cloudOver } from '../sync/cloud.ts'
import { openCloudCopies } from '../sync/copies.ts'
import type { Copies } from './copies.ts'
import { type FetcherWorld, type MediaFetcher, openFetcher } from './fetcher.ts'

const REPORT = '41511'
const SESSION = { of: 'session', id: '41511:2025-12-26' } as const
const NAMES = ['ballimpact', 'topview00', 'topview01', 'topview02', 'topview03', 'topview04']
const PICTURE_BYTES = 100_000

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** The proxy as the fetcher sees it. Shots with an even number were filmed. */
function source() {
  const asked: string[] = []
  /** What the next request whose path matches meets instead of its answer. */
  const faults: {
    readonly path: RegExp
    readonly answer: (signal: AbortSignal) => Response | Promise<Response>
  }[] = []
  const fetch: typeof globalThis.fetch = async (path, init) => {
    const body = JSON.parse(String(init?.body))
    const what = path === '/api/uneekor/file' ? body.image : `list ${body.shot_id}`
    asked.push(what)
    const fault = faults.findIndex(({ path }) => path.test(what))
    if (fault >= 0) {
      const answer = await faults.splice(fault, 1)[0]?.answer(init?.signal ?? new AbortController().signal)
      if (answer) return answer
    }
    if (path === '/api/uneekor/file')
      return new Response(picture(what), { headers: { 'content-type': 'image/jpeg' } })
    const filmed = Number(body.shot_id) % 2 === 0
    return json(filmed ? NAMES.map(name => ({ name, image: `/${body.shot_id}/${name}.jpg` })) : [])
  }
  const pictures = () => asked.filter(what => what.startsWith('/'))
  return { fetch, asked, pictures, faults }
}

/** As fetch does whose signal is aborted on the way; `begun` is called once it waits. */
function untilAborted(begun: () => unknown): (signal: AbortSignal) => Promise<never> {
  return signal =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      begun()
    })
}

function picture(path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PICTURE_BYTES)
  bytes.set([0xff, 0xd8, 0xff])
  bytes.set(new TextEncoder().encode(path), 3)
  return bytes
}

const json = (value: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } })

let databases = 0

async function history(): Promise<{ name: string; db: Db; filmed: string[] }> {
  const name = `media ${++databases}`
  undo.push(() => removeDatabase(name))
  const db = openTab(name)
  await done(db, { kind: 'queue_links', links: [{ report_id: REPORT, key: 'secret' }] })
  await done(db, { kind: 'queue_fetched', queue_id: REPORT, text: report })
  await done(db, { kind: 'accept_import', queue_id: REPORT, answers: {} })
  const shots = await db.query('shots', {})
  return { name, db, filmed: shots.map(({ id }) => id).filter(id => Number(id.split('_')[2]) % 2 === 0) }
}

function openTab(name: string): Db {
  const db = openDb(name)
  undo.push(() => db.close())
  return db
}

async function done(db: Db, command: NewCommand): Promise<Extract<Outcome, { ok: true }>> {
  const outcome = await db.run(command)
  if (!outcome.ok) throw new Error(outcome.problem.says)
  return outcome
}

/** A fetcher of its own, as another tab or the next load of the page has one. */
function openOne(
  db: Db,
  fetch: typeof globalThis.fetch,
  more: { budget_bytes?: number; online?: () => boolean; copies?: Copies } = {},
) {
  const files = openFiles(db.name)
  let budget_bytes = more.budget_bytes ?? 1_000_000_000
  const budgetListeners = new Set<() => void>()
  const hopes = new Set<() => void>()
  const timers = new Set<() => void>()
  const world: FetcherWorld = {
    db,
    files,
    fetch,
    budget: {
      bytes: () => budget_bytes,
      set(bytes) {
        budget_bytes = bytes
        for (const listener of budgetListeners) listener()
      },
      onChange(listener) {
        budgetListeners.add(listener)
        return () => budgetListeners.delete(listener)
      },
    },
    copies: () => more.copies ?? null,
    online: more.online ?? (() => true),
    onHope(hope) {
      hopes.add(hope)
      return () => hopes.delete(hope)
    },
    alone,
    pause: async () => {},
    now: () => 0,
    after(_ms, call) {
      timers.add(call)
      return () => timers.delete(call)
    },
    random: () => 0.5,
  }
  const fetcher = openFetcher(world)
  undo.push(() => fetcher.close())
  const fire = (calls: Set<() => void>) => {
    for (const call of [...calls]) call()
  }
  return { fetcher, files, world, hope: () => fire(hopes), timePasses: () => fire(timers) }
}

const WHILE = { timeout: 30_000, interval: 50 }
const wantsOf = (db: Db) => db.query('media_wants', null)
const isIdle = (db: Db, fetcher: MediaFetcher) =>
  vi.waitFor(async () => {
    expect((await wantsOf(db)).filter(({ problem }) => problem === null)).toEqual([])
    expect(fetcher.state().fetching).toBeNull()
  }, WHILE)

async function expectAllHere(db: Db, files: Files, filmed: readonly string[]): Promise<void> {
  for (const shot of await db.query('media_of_session', { id: SESSION.id })) {
    const names = filmed.includes(shot.shot_id) ? NAMES : []
    expect(shot.files.map(({ name }) => name)).toEqual(names)
    expect(shot.video_frames).toBe(Math.max(0, names.length - 1))
    for (const { hash, bytes } of shot.files) {
      const kept = await files.read(hash ?? '')
      expect(kept?.byteLength).toBe(bytes)
      expect(kept && (await hashOf(kept))).toBe(hash)
    }
  }
  expect((await files.size()).files).toBe(filmed.length * NAMES.length)
}

test('a session’s pictures come, each once, and what was not filmed is known and not asked for again', async () => {
  const { db, filmed } = await history()
  const { fetch, asked } = source()
  const { fetcher, files } = openOne(db, fetch)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
  expect(await wantsOf(db)).toEqual([])
  const requests = asked.length
  expect(requests).toBe(33 + filmed.length * NAMES.length)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect(asked).toHaveLength(requests)
})

test('stopped in the middle, what came stays; wanted again, only the rest is fetched', async () => {
  const { db, filmed } = await history()
  const { fetch, pictures, faults } = source()
  const { fetcher, files } = openOne(db, fetch)
  const [, second] = filmed
  faults.push({
    path: new RegExp(`${second?.split('_')[2]}/topview02`),
    answer: untilAborted(() => fetcher.stop(SESSION)),
  })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  const here = (await files.size()).files
  // The first shot's, and the three that came beside the one that did not.
  expect(here).toBe(NAMES.length + 3)
  const before = pictures().length
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
  expect(pictures().length - before).toBe(filmed.length * NAMES.length - here)
})

test('a page that was closed in the middle goes on by itself when it is opened again', async () => {
  const { name, db, filmed } = await history()
  const { fetch, faults } = source()
  const first = openOne(db, fetch)
  const closed = new Promise<void>(resolve => {
    const close = () => {
      first.fetcher.close()
      db.close()
      resolve()
    }
    faults.push({ path: /topview03/, answer: untilAborted(() => setTimeout(close)) })
  })
  await first.fetcher.want(SESSION)
  await closed
  const reopened = openTab(name)
  const second = openOne(reopened, fetch)
  expect(await wantsOf(reopened)).toHaveLength(1)
  await isIdle(reopened, second.fetcher)
  await expectAllHere(reopened, second.files, filmed)
})

test('two tabs bring each picture once', async () => {
  const { name, db, filmed } = await history()
  const { fetch, pictures } = source()
  const one = openOne(db, fetch)
  const other = openOne(openTab(name), fetch)
  await one.fetcher.want(SESSION)
  await isIdle(db, one.fetcher)
  await isIdle(db, other.fetcher)
  await expectAllHere(db, one.files, filmed)
  expect(pictures()).toHaveLength(new Set(pictures()).size)
})

test('at the budget it stops, says so and takes not a byte more; given more room it goes on', async () => {
  const { db, filmed } = await history()
  const { fetch } = source()
  const budget_bytes = 2_000_000
  const { fetcher, files, world } = openOne(db, fetch, { budget_bytes })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect(await wantsOf(db)).toMatchObject([{ ...SESSION, problem: { kind: 'media_budget' } }])
  const { bytes } = await files.size()
  expect(bytes).toBeLessThanOrEqual(budget_bytes)
  expect(bytes).toBeGreaterThan(budget_bytes / 3)
  world.budget.set(1_000_000_000)
  await vi.waitFor(async () => expect(await wantsOf(db)).toEqual([]), WHILE)
  await expectAllHere(db, files, filmed)
})

test('without a signal it waits, and goes on when there is hope', async () => {
  const { db, filmed } = await history()
  const { fetch, faults } = source()
  const { fetcher, files, hope } = openOne(db, fetch)
  faults.push({ path: /topview02/, answer: () => Promise.reject(new TypeError('Failed to fetch')) })
  await fetcher.want(SESSION)
  await vi.waitFor(() => expect(fetcher.state().held?.kind).toBe('no_signal'), WHILE)
  expect(await wantsOf(db)).toEqual([{ ...SESSION, problem: null }])
  hope()
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})

test('told to slow down for a moment it waits that moment and goes on', async () => {
  const { db, filmed } = await history()
  const { fetch, faults } = source()
  const { fetcher, files } = openOne(db, fetch)
  const slow = () => json({ kind: 'slow_down', says: 'Too much.' }, 429, { 'retry-after': '1' })
  for (let n = 0; n < 7; n++) faults.push({ path: /topview|list/, answer: slow })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})

test('a picture that the source lost stops no other; it is said, and asked for when wanted again', async () => {
  const { db, filmed } = await history()
  const { fetch, faults } = source()
  const { fetcher, files } = openOne(db, fetch)
  const lost = () => json({ kind: 'not_media', says: 'What Uneekor sent is not a picture.' }, 502)
  faults.push({ path: /topview02/, answer: lost })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect(await wantsOf(db)).toMatchObject([
    { ...SESSION, problem: { kind: 'not_media', says: 'What Uneekor sent is not a picture.' } },
  ])
  expect((await files.size()).files).toBe(filmed.length * NAMES.length - 1)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})

test('a link whose key does not open it any more stops it, in the server’s words', async () => {
  const { db } = await history()
  const { fetch, faults, asked } = source()
  const { fetcher } = openOne(db, fetch)
  faults.push({ path: /list/, answer: () => json({ kind: 'not_found', says: 'Nothing at this link.' }, 404) })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect(await wantsOf(db)).toMatchObject([{ problem: { says: 'Nothing at this link.' } }])
  expect(asked).toHaveLength(1)
})

test('a shot that is looked at comes before the session that is under way', async () => {
  const { db, filmed } = await history()
  const { fetch, asked, faults } = source()
  const { fetcher, files } = openOne(db, fetch)
  const shot = { of: 'shot', id: filmed.at(-1) ?? '' } as const
  faults.push({
    path: /topview00/,
    async answer() {
      await fetcher.want(shot)
      return new Response(picture('first'), { headers: { 'content-type': 'image/jpeg' } })
    },
  })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect((await files.size()).files).toBe(filmed.length * NAMES.length)
  const lists = asked.filter(what => what.startsWith('list'))
  // The shots before the first filmed one, that one, and then the one that is looked at.
  const began = lists.indexOf(`list ${filmed[0]?.split('_')[2]}`)
  expect(lists[began + 1]).toBe(`list ${shot.id.split('_')[2]}`)
})

test('files of a shot that was deleted for good go; the trash keeps its own', async () => {
  const { db, filmed } = await history()
  const { fetch } = source()
  const { fetcher, files } = openOne(db, fetch)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  const [id = '', other = ''] = filmed
  await done(db, { kind: 'delete_shots', shots: { ids: [id, other] } })
  await done(db, { kind: 'purge', shot_ids: [id], session_ids: [] })
  await vi.waitFor(async () => {
    expect((await files.size()).files).toBe((filmed.length - 1) * NAMES.length)
  }, WHILE)
  const kept = await db.query('media_of_shot', { id: other })
  expect((await files.here(kept?.files.map(({ hash }) => hash ?? '') ?? [])).size).toBe(NAMES.length)
})

test('what a kill left between the bytes and their rows is swept away and counts no more', async () => {
  const { db } = await history()
  const { fetch } = source()
  const { files, timePasses } = openOne(db, fetch)
  await files.put([{ hash: 'orphan', bytes: new Uint8Array(500) }], 1_000_000)
  timePasses()
  await vi.waitFor(async () => expect(await files.size()).toEqual({ files: 0, bytes: 0 }), WHILE)
})

test('pictures that another store names and this device has not are fetched', async () => {
  const { db, filmed } = await history()
  const { fetch } = source()
  const { fetcher, files } = openOne(db, fetch)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  // As after a restore from a backup without pictures.
  await files.drop(await files.hashes())
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})

test('shots without a link have nobody to ask, and nothing is asked', async () => {
  const name = `media ${++databases}`
  undo.push(() => removeDatabase(name))
  const db = openTab(name)
  const { ids } = await done(db, { kind: 'queue_file', text: report })
  await done(db, { kind: 'accept_import', queue_id: ids?.[0] ?? '', answers: {} })
  const { fetch, asked } = source()
  const { fetcher } = openOne(db, fetch)
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  expect(asked).toEqual([])
})

/** As another device sent it all but what is left out: the bucket of a small cloud. */
async function bucketOf(db: Db, files: StoredFiles, leaves: (hash: string) => boolean) {
  const user_id = 'golfer'
  await done(db, { kind: 'sync_bind', cloud_id: 'small', user_id, anew: false })
  const bucket = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const hash of await files.hashes()) {
    const bytes = await files.read(hash)
    if (bytes && !leaves(hash)) bucket.set(hash, bytes)
  }
  const cloud = cloudOver(user_id, async (_, request) => ({
    kind: 'stored',
    cloud_id: 'small',
    schema_version: 1,
    now_ms: 1,
    hashes: (request as unknown as { hashes: string[] }).hashes.filter(hash => bucket.has(hash)),
  }))
  const faults: CloudError[] = []
  const cloudFiles = {
    put: async () => {},
    remove: async () => {},
    async get(hash: string) {
      const fault = faults.shift()
      if (fault) throw fault
      return bucket.get(hash) ?? null
    },
  }
  const copies = openCloudCopies({ db, files, cloud, cloudFiles, now: () => 0, onDamaged: () => {} })
  return { bucket, copies, faults }
}

/** Known here in all rows, and no byte of it kept. */
async function seenElsewhere(leaves: (hash: string) => boolean) {
  const { db, filmed } = await history()
  const before = openOne(db, source().fetch)
  await before.fetcher.want(SESSION)
  await isIdle(db, before.fetcher)
  before.fetcher.close()
  const files = openStoredFiles(db.name)
  undo.push(() => files.close())
  const cloud = await bucketOf(db, files, leaves)
  await files.drop(await files.hashes())
  return { db, filmed, ...cloud }
}

test('pictures that another device sent come from the cloud, and the source is not asked', async () => {
  const { db, filmed, copies } = await seenElsewhere(() => false)
  const { fetch, asked } = source()
  const { fetcher, files } = openOne(db, fetch, { copies })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
  expect(asked).toEqual([])
})

test.each([
  ['has not', (hash: string) => hash < '8', () => {}],
  [
    'holds wrongly',
    () => false,
    (bucket: Map<string, Uint8Array<ArrayBuffer>>) => {
      for (const hash of bucket.keys()) if (hash < '8') bucket.set(hash, picture('another'))
    },
  ],
])('what the cloud %s comes from the source, and that alone', async (_, leaves, spoil) => {
  const { db, filmed, copies, bucket } = await seenElsewhere(leaves)
  spoil(bucket)
  const { fetch, pictures } = source()
  const { fetcher, files } = openOne(db, fetch, { copies })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
  const fromSource = (await files.hashes()).filter(hash => hash < '8')
  expect(pictures()).toHaveLength(fromSource.length)
  expect(fromSource.length).toBeGreaterThan(0)
})

test('a cloud that fails in the middle holds nobody up: the source has them too', async () => {
  const { db, filmed, copies, faults } = await seenElsewhere(() => false)
  faults.push(new CloudError('down'), new CloudError('no_signal'))
  const { fetcher, files } = openOne(db, source().fetch, { copies })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})

test('at the budget, what the cloud holds too makes room, and fetching goes on', async () => {
  const { db, filmed } = await history()
  const files = openFiles(db.name)
  undo.push(() => files.close())
  const older = { hash: 'older', bytes: new Uint8Array(3_000_000) }
  await files.put([older], 1_000_000_000)
  const copies: Copies = {
    bring: async () => ({ kind: 'done' }),
    makeRoom: async () => {
      await files.drop([older.hash])
      return true
    },
    lookedAt: () => {},
  }
  const all_bytes = filmed.length * NAMES.length * PICTURE_BYTES
  const { fetcher } = openOne(db, source().fetch, { copies, budget_bytes: all_bytes + 1_000_000 })
  await fetcher.want(SESSION)
  await isIdle(db, fetcher)
  await expectAllHere(db, files, filmed)
})
