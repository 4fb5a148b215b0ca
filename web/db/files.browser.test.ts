import { deleteDB } from 'idb'
import { afterEach, expect, test } from 'vitest'
import { fileStoreName, removeDatabase } from './databases.ts'
import { type Files, hashOf, openFiles } from './files.ts'
import { ProblemError } from './problems.ts'
import { failFrom, faults } from './testing/faults.ts'

const opened: Files[] = []
const names = new Set<string>()

function open(name: string): Files {
  names.add(name)
  const files = openFiles(name)
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
