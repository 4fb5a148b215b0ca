import { deleteDB, openDB } from 'idb'
import { afterEach, expect, test } from 'vitest'
import { fileStoreName, removeDatabase } from './databases.ts'
import { hashOf } from './files.ts'
import { ProblemError } from './problems.ts'
import { openStoredFiles, type StoredFiles } from './stored.ts'
import { failFrom, faults } from './testing/faults.ts'

const opened: StoredFiles[] = []
const names = new Set<string>()

function open(name: string): StoredFiles {
  names.add(name)
  const files = openStoredFiles(name)
  opened.push(files)
  return files
}

afterEach(async () => {
  for (const files of opened.splice(0)) files.close()
  for (const name of names) await deleteDB(fileStoreName(name))
  names.clear()
})

const file = (hash: string, bytes: number) => ({ hash, bytes: new Uint8Array(bytes).fill(7) })
const MUCH = 1_000_000

test('a file is there for another tab, and after reopening', async () => {
  const files = open('kept')
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1])
  const hash = await hashOf(bytes)
  expect(await files.put([{ hash, bytes }], MUCH)).toEqual([hash])
  expect(await open('kept').read(hash)).toEqual(bytes)
  expect(await files.read('another')).toBeUndefined()
})

test('a file is named by the SHA-256 of its bytes', async () => {
  expect(await hashOf(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('the same bytes are kept once, whoever brings them', async () => {
  const files = open('once')
  await files.put([file('a', 10), file('a', 10)], MUCH)
  await Promise.all([files.put([file('a', 10)], MUCH), open('once').put([file('a', 10)], MUCH)])
  expect(await files.size()).toEqual({ files: 1, bytes: 10 })
})

test('the first that fit are kept, never a byte more than allowed, and what is here already costs nothing', async () => {
  const files = open('full')
  expect(await files.put([file('a', 40), file('b', 40), file('c', 40), file('d', 1)], 100)).toEqual([
    'a',
    'b',
  ])
  expect(await files.size()).toEqual({ files: 2, bytes: 80 })
  expect(await files.put([file('b', 40), file('e', 20)], 100)).toEqual(['b', 'e'])
  expect(await files.put([file('a', 40)], 0)).toEqual(['a'])
})

test('what is dropped is no more, and is counted no more', async () => {
  const files = open('dropped')
  await files.put([file('a', 10), file('b', 20)], MUCH)
  await files.drop(['a', 'a', 'never there'])
  expect(await files.size()).toEqual({ files: 1, bytes: 20 })
  expect(await files.read('a')).toBeUndefined()
  expect(await files.hashes()).toEqual(['b'])
})

test('what a cloud holds is marked beside the file, for that cloud alone, and goes with it', async () => {
  const files = open('stored')
  await files.put([file('a', 10), file('b', 10), file('c', 10)], MUCH)
  await files.markStored('hub', ['a', 'c', 'never here'], 5)
  expect(await files.unstored('hub')).toEqual(['b'])
  expect(await files.countStored('hub')).toBe(2)
  expect(await files.unstored('another')).toEqual(['a', 'b', 'c'])
  await files.unmarkStored(['c'])
  expect(await files.unstored('hub')).toEqual(['b', 'c'])
  await files.drop(['a'])
  await files.put([file('a', 10)], MUCH)
  expect(await files.unstored('hub')).toEqual(['a', 'b', 'c'])
})

test('those that were not looked at for longest come first, as many as make the bytes', async () => {
  const files = open('oldest')
  await files.put([file('a', 10), file('b', 10), file('c', 10), file('d', 10)], MUCH)
  for (const [hash, at_ms] of [
    ['c', 1],
    ['a', 2],
    ['b', 3],
  ] as const) {
    await files.markStored('hub', [hash], at_ms)
  }
  const oldest = (bytes: number, before_ms = 9, keep: string[] = []) =>
    files.oldestStored('hub', { bytes, before_ms, keep: new Set(keep) })
  expect(await oldest(15)).toEqual(['c', 'a'])
  expect(await oldest(1000)).toEqual(['c', 'a', 'b'])
  expect(await oldest(1000, 2)).toEqual(['c', 'a'])
  expect(await oldest(15, 9, ['a'])).toEqual(['c', 'b'])
  await files.lookedAt(['c', 'd'], 4)
  expect(await oldest(15)).toEqual(['a', 'b'])
  // Nobody else holds it.
  expect(await oldest(1000)).not.toContain('d')
})

test('pictures of the first layout are there in the second, and no cloud is known to hold them', async () => {
  const name = 'earlier'
  names.add(name)
  const first = await openDB(fileStoreName(name), 1, {
    upgrade(db) {
      for (const store of ['files', 'sizes', 'total']) db.createObjectStore(store)
    },
  })
  await first.put('files', new Uint8Array([7]), 'a')
  await first.put('sizes', 1, 'a')
  await first.put('total', { files: 1, bytes: 1 }, 'total')
  first.close()
  const files = open(name)
  expect(await files.read('a')).toEqual(new Uint8Array([7]))
  expect(await files.unstored('hub')).toEqual(['a'])
})

test.each([3, 300])('of %i names it tells which are here', async n => {
  const files = open('here')
  await files.put([file('0', 1), file('2', 1)], MUCH)
  expect([...(await files.here(Array.from({ length: n }, (_, i) => String(i))))].sort()).toEqual(['0', '2'])
})

test.each([
  ['the request', faults.quota],
  ['the transaction', faults.quotaLate],
])('a full device, told by %s, is said in words, and what was kept stays', async (_, fault) => {
  const files = open('quota')
  await files.put([file('a', 10)], MUCH)
  {
    using _ = failFrom(1, Number.POSITIVE_INFINITY, fault)
    const refused = files.put([file('b', 10)], MUCH)
    await expect(refused).rejects.toThrow(ProblemError)
    await expect(refused).rejects.toThrow(/device is full/)
  }
  expect(await files.size()).toEqual({ files: 1, bytes: 10 })
  expect(await files.put([file('b', 10)], MUCH)).toEqual(['b'])
})

test('wherever a connection breaks, the write is repeated and counted once', async () => {
  let operations = 1
  for (let at = 1; at <= operations; at++) {
    const files = open(`broken ${at}`)
    await files.size()
    {
      using failing = failFrom(at, at, faults.closed)
      await files.put([file('a', 10), file('b', 10)], MUCH)
      operations = Math.max(operations, failing.tell())
    }
    expect(await files.size()).toEqual({ files: 2, bytes: 20 })
  }
  expect(operations).toBeGreaterThan(5)
})

test('they go with their database', async () => {
  const files = open('goes')
  await files.put([file('a', 10)], MUCH)
  await removeDatabase('goes')
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(fileStoreName('goes'))
})
