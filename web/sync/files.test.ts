/** Files to the bucket and back through supabase-js over HTTP, and what is made of storage's odd failures. */
import { createHash, randomBytes } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Cloud, newGolfer, openCloud } from '../../tests/cloud/cloud.ts'
import { answerWith, cutOff, openStorage, type StorageStandin } from '../../tests/standins/storage.ts'
import { type CloudFiles, supabaseFiles } from './files.ts'

const signal = new AbortController().signal

let cloud: Cloud
let storage: StorageStandin
let golfer: string
let files: CloudFiles
beforeAll(async () => {
  cloud = await openCloud()
  storage = await openStorage(cloud)
})
afterAll(async () => {
  await storage?.close()
  await cloud?.close()
})
beforeEach(async () => {
  golfer = await newGolfer(cloud)
  files = await filesOf(golfer)
  storage.asked.length = 0
  storage.faults.length = 0
})

async function filesOf(who: string | null, user_id = who ?? ''): Promise<CloudFiles> {
  const client = createClient(storage.address, 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  if (who !== null) {
    // The connection that the test before cut may be taken up once more.
    const signIn = async () => (await client.auth.setSession(storage.session(who))).error
    await expect.poll(signIn).toBeNull()
  }
  return supabaseFiles(client, user_id)
}

function newFile(size = 200_000): { hash: string; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(randomBytes(size))
  bytes.set([0xff, 0xd8, 0xff])
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes }
}

const odd = (statusCode: string, message = 'odd') => answerWith(400, { statusCode, error: 'Error', message })

test('a file goes there and back under its golfer’s id, once however often it is sent', async () => {
  const { hash, bytes } = newFile()
  await files.put(hash, bytes, signal)
  await files.put(hash, bytes, signal)
  expect([...storage.files.keys()]).toEqual([`${golfer}/${hash}`])
  expect(await files.get(hash, signal)).toEqual(bytes)
  expect(await files.get('0'.repeat(64), signal)).toBeNull()
  await files.remove([hash], signal)
  expect(await files.get(hash, signal)).toBeNull()
})

test('an upload that is cut in half leaves nothing there, and is sent again whole', async () => {
  const { hash, bytes } = newFile(2_000_000)
  storage.faults.push({ method: 'POST', meet: cutOff })
  await expect(files.put(hash, bytes, signal)).rejects.toMatchObject({ kind: 'no_signal' })
  expect(await files.get(hash, signal)).toBeNull()
  await files.put(hash, bytes, signal)
  expect(await files.get(hash, signal)).toEqual(bytes)
})

test('a download that is cut in half is no file', async () => {
  const { hash, bytes } = newFile()
  await files.put(hash, bytes, signal)
  storage.faults.push({
    method: 'GET',
    meet(request, response) {
      response.writeHead(200, { 'content-length': bytes.byteLength })
      response.write(bytes.subarray(0, 1000), () => request.socket.destroy())
    },
  })
  await expect(files.get(hash, signal)).rejects.toMatchObject({ kind: 'no_signal' })
})

test.each([
  ['POST', odd('404', 'Bucket not found'), 'not_set_up'],
  ['GET', odd('404', 'Bucket not found'), 'not_set_up'],
  ['POST', odd('413', 'The object exceeded the maximum allowed size'), 'full'],
  ['POST', answerWith(507, { message: 'disk full' }), 'full'],
  ['POST', answerWith(402, { message: 'exceed_storage_size_quota' }), 'full'],
  ['POST', answerWith(500, { statusCode: '500', error: 'internal', message: 'bucket fails' }), 'down'],
  ['GET', answerWith(429, { message: 'too many requests' }), 'down'],
  ['GET', answerWith(504, 'gateway'), 'timeout'],
] as const)('%s that meets %o is said as what it is', async (method, meet, kind) => {
  const { hash, bytes } = newFile(100)
  storage.faults.push({ method, meet })
  const asking = method === 'POST' ? files.put(hash, bytes, signal) : files.get(hash, signal)
  await expect(asking).rejects.toMatchObject({ kind })
})

test('a token that ends in the middle is renewed, and the file goes on', async () => {
  const { hash, bytes } = newFile()
  storage.endTokens(true)
  await files.put(hash, bytes, signal)
  expect(await files.get(hash, signal)).toEqual(bytes)
  expect(storage.asked.filter(what => what.startsWith('POST'))).toHaveLength(2)
})

test('a session that can’t be renewed says so; without one nothing is asked as anybody', async () => {
  const { hash, bytes } = newFile()
  storage.endTokens(false)
  await expect(files.put(hash, bytes, signal)).rejects.toMatchObject({ kind: 'signed_out' })
  storage.endTokens(true)
  storage.asked.length = 0
  const nobody = await filesOf(null, golfer)
  await expect(nobody.get(hash, signal)).rejects.toMatchObject({ kind: 'signed_out' })
  expect(storage.asked).toEqual([])
})

test('another golfer’s folder takes and gives nothing', async () => {
  const { hash, bytes } = newFile(100)
  await files.put(hash, bytes, signal)
  const other = await filesOf(await newGolfer(cloud), golfer)
  expect(await other.get(hash, signal)).toBeNull()
  await expect(other.put('0'.repeat(64), bytes, signal)).rejects.toMatchObject({ kind: 'not_set_up' })
  await other.remove([hash], signal)
  expect(await files.get(hash, signal)).toEqual(bytes)
})

test('whoever stops does not wait for the upload', async () => {
  const { hash, bytes } = newFile()
  const stop = new AbortController()
  storage.faults.push({ method: 'POST', meet: () => stop.abort(new Error('stopped')) })
  await expect(files.put(hash, bytes, stop.signal)).rejects.toThrow('stopped')
})
