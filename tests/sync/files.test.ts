/** Pictures and raw reports of several devices in one bucket: the cloud's own SQL, storage over HTTP, supabase-js. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ProblemError, quota } from '../../web/db/problems.ts'
import { importReport, realReport, SESSION } from '../../web/db/testing/report.ts'
import { cloudOver } from '../../web/sync/cloud.ts'
import { type FileSync, openFileSync } from '../../web/sync/fileSync.ts'
import { supabaseFiles } from '../../web/sync/files.ts'
import type { Sending, SendingSetting } from '../../web/sync/sending.ts'
import { answerWith, cutOff, openStorage, type StorageStandin } from '../standins/storage.ts'
import { type MemoryFiles, memoryFiles } from './memoryFiles.ts'
import { type Device, openDevice, openWorld, type World } from './world.ts'

const MUCH = 1_000_000_000
const SHOTS = ['41511_85589_1298333', '41511_85589_1298334'] as const
const [SHOT, OTHER_SHOT] = SHOTS
const signal = new AbortController().signal

let world: World
let storage: StorageStandin
let golfer: string
const open: FileSync[] = []
beforeAll(async () => {
  world = await openWorld()
  storage = await openStorage(world.pg)
})
afterAll(async () => {
  await storage?.close()
  await world?.close()
})
beforeEach(async () => {
  golfer = await world.newGolfer()
  storage.asked.length = 0
  storage.faults.length = 0
})
afterEach(() => {
  for (const files of open.splice(0)) files.close()
})

interface Phone {
  readonly device: Device
  readonly files: MemoryFiles
  readonly sync: FileSync
  online: boolean
  wifi: boolean
}

/** A device with the app open: its rows have been synced once. */
async function phoneOf(name: string, sending: Partial<Sending> = {}): Promise<Phone> {
  const device = await openDevice(world, golfer, name)
  await device.sync()
  const files = memoryFiles()
  const client = createClient(storage.address, 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  await client.auth.setSession(storage.session(golfer))
  const phone = { device, files, online: true, wifi: false }
  const sync = openFileSync({
    db: {
      name,
      query: (query, params) => device.memory().query(query, params),
      run: device.run,
      watch: () => () => {},
    },
    files,
    cloud: cloudOver(golfer, world.call(golfer)),
    cloudFiles: supabaseFiles(client, golfer),
    engine: {
      state: () => ({ now: { kind: 'resting' }, waiting: 0, held: 0, refused: 0, synced_ms: null }),
      onState: () => () => {},
    },
    sending: settingOf(sending),
    onWifi: () => phone.wifi,
    online: () => phone.online,
    onHope: () => () => {},
    alone: (_, work) => work(),
    now: () => device.wall.now_ms,
    after: () => () => {},
    random: () => 0.5,
  })
  open.push(sync)
  return Object.assign(phone, { sync })
}

function settingOf(first: Partial<Sending>): SendingSetting {
  let sending: Sending = { when: 'always', asked: false, paused: false, ...first }
  return {
    now: () => sending,
    set(change) {
      sending = { ...sending, ...change }
    },
    onChange: () => () => {},
  }
}

const pictureOf = (what: string): { hash: string; bytes: Uint8Array<ArrayBuffer> } => {
  const bytes = new Uint8Array(
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(what.repeat(9999))]),
  )
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes }
}

/** The report with pictures of that shot, as the source gives them. */
async function films({ device, files }: Phone, shot_id: string, ...whats: string[]): Promise<string[]> {
  const pictures = whats.map(pictureOf)
  await files.put(pictures, MUCH)
  const names = whats.map((_, i) => `topview${String(i).padStart(2, '0')}`)
  await device.done({ kind: 'media_listed', shot_id, names })
  await device.done({
    kind: 'media_kept',
    shot_id,
    files: pictures.map(({ hash, bytes }, i) => ({ name: names[i] ?? '', hash, bytes: bytes.byteLength })),
  })
  return pictures.map(({ hash }) => hash)
}

async function imports({ device }: Phone): Promise<void> {
  await importReport({ ...device.memory(), run: device.run, done: device.done }, realReport())
}

async function both({ device, sync }: Phone): Promise<void> {
  await device.sync()
  await sync.pass()
}

const inBucket = () =>
  [...storage.files.keys()].filter(path => path.startsWith(golfer)).map(path => path.slice(-64))
const sent = () => storage.asked.filter(what => what.startsWith('POST')).length
const bring = ({ sync, device }: Phone, hashes: readonly string[], budget = MUCH) =>
  sync.copies.bring(hashes, {
    signal,
    budget_bytes: () => budget,
    before_ms: device.wall.now_ms,
    onKept: () => {},
  })
const payloadOf = async ({ device }: Phone) => (await device.memory().query('known_payloads', null))[0] ?? ''
const minutes = ({ device }: Phone, n: number) => {
  device.wall.now_ms += n * 60_000
}

test('what one device has, another shows: pictures, how many there are, and the raw report', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const hashes = await films(phone, SHOT, 'a', 'b', 'c')
  // Nothing goes before its row.
  await phone.sync.pass()
  expect(inBucket()).toEqual([])
  await both(phone)
  expect(inBucket()).toHaveLength(4)
  expect(phone.sync.state()).toMatchObject({ now: { kind: 'resting' }, here: 3, stored: 3 })

  const laptop = await phoneOf('laptop')
  const media = await laptop.device.memory().query('media_of_shot', { id: SHOT })
  expect(media).toMatchObject({ video_frames: 3 })
  expect(media?.files.map(({ hash }) => hash)).toEqual(hashes)
  expect(await bring(laptop, hashes)).toEqual({ kind: 'done' })
  for (const hash of hashes) expect(laptop.files.kept.get(hash)).toEqual(phone.files.kept.get(hash))
  const id = await payloadOf(laptop)
  expect(await laptop.device.memory().query('payload', { id })).toBeNull()
  const bytes = await laptop.sync.copies.payloadBytes(id, signal)
  expect(bytes).toEqual(await phone.device.memory().query('payload', { id }))
  expect(await laptop.device.memory().query('payload', { id })).toEqual(bytes)
  // The cloud was asked for, not told: what came from there is not sent back.
  await both(laptop)
  expect(sent()).toBe(4)
  const [row] = await world.pg.ask('SELECT video_frames FROM public.shots WHERE user_id = $1 AND id = $2', [
    golfer,
    SHOT,
  ])
  expect(row).toEqual({ video_frames: 3 })
})

test('pictures that two devices have are sent once', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await films(phone, SHOT, 'a', 'b')
  await both(phone)
  const laptop = await phoneOf('laptop')
  await films(laptop, SHOT, 'a', 'b')
  await both(laptop)
  expect(laptop.sync.state()).toMatchObject({ here: 2, stored: 2 })
  expect(sent()).toBe(3)
})

test.each([
  ['never', false, 0],
  ['asked', false, 0],
  ['wifi', false, 0],
  ['wifi', true, 2],
  ['always', false, 2],
] as const)('pictures go %s (wifi: %s); the raw report goes in any case', async (when, wifi, pictures) => {
  const phone = await phoneOf('phone', { when })
  phone.wifi = wifi
  await imports(phone)
  await films(phone, SHOT, 'a', 'b')
  await both(phone)
  expect(inBucket()).toHaveLength(pictures + 1)
})

test('asked for, those that are here go, and the next are asked for again', async () => {
  const phone = await phoneOf('phone', { when: 'asked' })
  await imports(phone)
  await films(phone, SHOT, 'a', 'b')
  phone.sync.sending.set({ asked: true })
  await both(phone)
  expect(inBucket()).toHaveLength(3)
  expect(phone.sync.sending.now().asked).toBe(false)
  await films(phone, OTHER_SHOT, 'c')
  await both(phone)
  expect(inBucket()).toHaveLength(3)
})

test('paused, nothing more goes; gone on with, only the rest', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await films(phone, SHOT, ...'abcdefgh')
  const off = phone.sync.onState(() => {
    if (phone.sync.state().stored > 0) phone.sync.sending.set({ paused: true })
  })
  await both(phone)
  off()
  const before = inBucket().length
  expect(before).toBeLessThan(9)
  await phone.sync.pass()
  expect(inBucket()).toHaveLength(before)
  phone.sync.sending.set({ paused: false })
  await phone.sync.pass()
  expect(inBucket()).toHaveLength(9)
  expect(sent()).toBe(9)
})

test('an upload that is cut in half is that file’s alone, sent again by the next try', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await films(phone, SHOT, 'a', 'b', 'c')
  await phone.device.sync()
  storage.faults.push({ method: 'POST', meet: answerWith(500, {}) })
  await phone.sync.pass()
  expect(phone.sync.state().now).toMatchObject({ kind: 'failed', problem: { kind: 'down' } })
  storage.faults.push({ method: 'POST', meet: (_, response) => response.socket?.destroy() })
  await phone.sync.pass()
  storage.faults.splice(0)
  await phone.sync.pass()
  storage.faults.push({ method: 'POST', meet: cutOff })
  await films(phone, OTHER_SHOT, 'd', 'e')
  await both(phone)
  expect(phone.sync.state().now).toMatchObject({ kind: 'failed', problem: { kind: 'no_signal' } })
  await phone.sync.pass()
  expect(phone.sync.state()).toMatchObject({ now: { kind: 'resting' }, here: 5, stored: 5 })
  expect(inBucket()).toHaveLength(6)
  for (const [hash, bytes] of phone.files.kept) {
    expect(new Uint8Array(storage.files.get(`${golfer}/${hash}`) ?? [])).toEqual(bytes)
  }
})

test('a session that is over says so and keeps all; a full bucket waits', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await films(phone, SHOT, 'a')
  await phone.device.sync()
  storage.faults.push({ method: 'POST', meet: answerWith(507, { message: 'disk full' }) })
  await phone.sync.pass()
  expect(phone.sync.state().now).toMatchObject({ kind: 'failed', problem: { kind: 'full' } })
  storage.endTokens(false)
  await phone.sync.pass()
  expect(phone.sync.state().now).toMatchObject({ problem: { kind: 'signed_out' }, again_ms: null })
  expect(phone.files.kept.size).toBe(1)
  storage.endTokens(true)
})

test('wrong bytes are not kept, and that is said: of pictures and of raw reports', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const [bad, good] = (await films(phone, SHOT, 'a', 'b')) as [string, string]
  await both(phone)
  const id = await payloadOf(phone)
  storage.files.set(`${golfer}/${bad}`, pictureOf('another').bytes)
  storage.files.set(`${golfer}/${id}`, new Uint8Array([1, 2, 3]))
  const laptop = await phoneOf('laptop')
  expect(await bring(laptop, [bad, good])).toMatchObject({
    kind: 'failed',
    problem: { kind: 'damaged_file' },
  })
  expect([...laptop.files.kept.keys()]).toEqual([good])
  await expect(laptop.sync.copies.payloadBytes(id, signal)).rejects.toThrow('damaged')
  expect(await laptop.device.memory().query('payload', { id })).toBeNull()
  expect(laptop.sync.state().damaged).toBe(2)
})

test('a full device says so and keeps what it has; a budget of pictures that must stay is no error', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const hashes = await films(phone, SHOT, 'a', 'b')
  await both(phone)
  const laptop = await phoneOf('laptop')
  const size = pictureOf('a').bytes.byteLength
  expect(await bring(laptop, hashes, size)).toEqual({ kind: 'full' })
  expect(laptop.files.kept.size).toBe(0)
  expect(await bring(laptop, hashes.slice(0, 1), size)).toEqual({ kind: 'done' })
  const { put } = laptop.files
  laptop.files.put = () => Promise.reject(new ProblemError(quota))
  expect(await bring(laptop, hashes.slice(1))).toEqual({ kind: 'failed', problem: quota })
  expect([...laptop.files.kept.keys()]).toEqual(hashes.slice(0, 1))
  laptop.files.put = put
  expect(await bring(laptop, hashes)).toEqual({ kind: 'done' })
  expect(laptop.files.kept.size).toBe(2)
})

test('a file that the bucket lists and has lost is said, and the others come', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const [lost, good] = (await films(phone, SHOT, 'a', 'b')) as [string, string]
  await both(phone)
  storage.files.delete(`${golfer}/${lost}`)
  const laptop = await phoneOf('laptop')
  expect(await bring(laptop, [lost, good])).toMatchObject({ problem: { kind: 'damaged_file' } })
  expect([...laptop.files.kept.keys()]).toEqual([good])
  expect(laptop.sync.state().damaged).toBe(1)
})

test('a picture that this device spoilt is not sent', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const [bad] = (await films(phone, SHOT, 'a')) as [string]
  phone.files.kept.set(bad, new Uint8Array([0xff, 0xd8, 0xff]))
  await both(phone)
  expect(inBucket()).toEqual([await payloadOf(phone)])
  expect(phone.files.kept.size).toBe(0)
})

test('room is made by what the cloud holds alone, not looked at for longest first, nothing pinned', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const [a, b, c] = (await films(phone, SHOT, 'a', 'b', 'c')) as [string, string, string]
  const size = pictureOf('a').bytes.byteLength
  const { copies } = phone.sync
  const room = (bytes: number) => copies.makeRoom(bytes, 3 * size, phone.device.wall.now_ms)
  await phone.device.sync()
  expect(await room(size)).toBe(false)
  await phone.sync.pass()
  minutes(phone, 1)
  copies.lookedAt([a])
  await phone.device.done({ kind: 'pin_media', session_id: SESSION, pinned: true })
  expect(await room(size)).toBe(false)
  await phone.device.done({ kind: 'pin_media', session_id: SESSION, pinned: false })
  // The bucket lost one of them: it is the only copy.
  await world.pg.ask('DELETE FROM storage.objects WHERE name = $1', [`${golfer}/${b}`])
  expect(await room(size)).toBe(true)
  expect([...phone.files.kept.keys()].sort()).toEqual([b].sort())
  expect(await bring(phone, [a, c])).toEqual({ kind: 'done' })
  await phone.sync.pass()
  expect(inBucket()).toContain(b)
})

test('a shot deleted for good takes its files out of the bucket, but not one that another still names', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  const [own, shared] = (await films(phone, SHOT, 'a', 'alike')) as [string, string]
  await films(phone, OTHER_SHOT, 'alike')
  await both(phone)
  await phone.device.done({ kind: 'purge', shot_ids: [SHOT], session_ids: [] })
  minutes(phone, 11)
  await both(phone)
  expect(inBucket()).not.toContain(own)
  expect(inBucket()).toContain(shared)
  await phone.device.done({ kind: 'purge', shot_ids: [], session_ids: [SESSION] })
  minutes(phone, 11)
  await both(phone)
  expect(inBucket()).toEqual([])
})

test('the file of another monitor goes with the last of its shots, from the device that has it and out of the bucket', async () => {
  const phone = await phoneOf('phone')
  const text = readFileSync(new URL('../fixtures/files/garmin-ios.csv', import.meta.url), 'utf8')
  const accept = async (queue_id: string) => {
    const file = { mapping: null, overrides: null, practice_date: null, today: '2026-03-01' }
    await phone.device.done({ kind: 'accept_file', queue_id, file, answers: {} })
  }
  const { ids } = await phone.device.done({ kind: 'queue_table', name: 'garmin-ios.csv', text })
  await accept(ids?.[0] ?? '')
  await both(phone)
  const id = await payloadOf(phone)
  const laptop = await phoneOf('laptop')
  const shots = (await laptop.device.memory().query('shots', {})).map(shot => shot.id)
  await laptop.device.done({ kind: 'purge', shot_ids: shots.slice(1), session_ids: [] })
  for (const one of [laptop, phone, phone, laptop]) {
    minutes(one, 11)
    await both(one)
  }
  expect(inBucket()).toEqual([id])
  expect(await phone.device.memory().query('payload', { id })).not.toBeNull()
  // The laptop never had the file, and can't tell whose shots were in it.
  await laptop.device.done({ kind: 'purge', shot_ids: shots.slice(0, 1), session_ids: [] })
  await laptop.device.sync()
  minutes(phone, 11)
  await both(phone)
  expect(await phone.device.memory().query('payload', { id })).toBeNull()
  minutes(phone, 11)
  await both(phone)
  expect(inBucket()).toEqual([])
})

test('a cloud restored from before knows the files no more: they are sent again', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await world.backUp(golfer)
  await films(phone, SHOT, 'a')
  await both(phone)
  await world.restore(golfer)
  await world.pg.ask('DELETE FROM storage.objects WHERE name LIKE $1', [`${golfer}/%`])
  expect(phone.sync.state().stored).toBe(1)
  await both(phone)
  expect(inBucket()).toHaveLength(2)
  expect(
    await world.pg.ask('SELECT name FROM storage.objects WHERE name LIKE $1', [`${golfer}/%`]),
  ).toHaveLength(2)
})

test('without a signal nothing is asked', async () => {
  const phone = await phoneOf('phone')
  await imports(phone)
  await phone.device.sync()
  phone.online = false
  storage.asked.length = 0
  await phone.sync.pass()
  expect(storage.asked).toEqual([])
})
