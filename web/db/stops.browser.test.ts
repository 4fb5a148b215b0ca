import { deleteDB, openDB } from 'idb'
import { afterEach, expect, test } from 'vitest'
import { storeName } from './databases.ts'
import { type Migration, migrationsOf } from './migrate.ts'
import * as problems from './problems.ts'
import type { Reader, Tx } from './sql.ts'
import { openStore, type Store } from './store.ts'
import { loadSql, testEngine, testMigrations } from './testing/engine.ts'
import { failFrom, faults } from './testing/faults.ts'

const opened: Store[] = []
const names = new Set<string>()

async function open(
  name: string,
  {
    migrations = testMigrations,
    expected = false,
  }: { migrations?: readonly Migration[]; expected?: boolean } = {},
): Promise<Store> {
  names.add(name)
  const store = await openStore({ ...testEngine, sql: await loadSql(), name, migrations, expected })
  opened.push(store)
  return store
}

afterEach(async () => {
  for (const store of opened.splice(0)) store.close()
  for (const name of names) await deleteDB(storeName(name))
  names.clear()
})

function add(tx: Tx, id: string): void {
  tx.run('INSERT INTO notes (id, text, n) VALUES (?, ?, ?)', [id, id, 1])
}

function ids(reader: Reader): string[] {
  return reader.all<{ id: string }>('SELECT id FROM notes ORDER BY id').map(({ id }) => id)
}

/** A closed store with one snapshot of `a`, one of `a b`, and a log of `c` and `d`. */
async function filled(name: string): Promise<void> {
  const store = await open(name)
  await store.write(tx => add(tx, 'a'))
  await store.fold()
  await store.write(tx => add(tx, 'b'))
  await store.fold()
  await store.write(tx => add(tx, 'c'))
  await store.write(tx => add(tx, 'd'))
  store.close()
}

test('a new golfer gets an empty database; one whose history was deleted behind the app does not', async () => {
  const fresh = await open('new')
  expect(fresh.stopped()).toBeNull()
  const emptied = await open('emptied', { expected: true })
  expect(emptied.stopped()).toBe(problems.emptied)
  await expect(emptied.write(tx => add(tx, 'a'))).rejects.toThrow(problems.emptied.problem.says)
  await emptied.recover('start_afresh')
  expect(emptied.stopped()).toBeNull()
  await emptied.write(tx => add(tx, 'a'))
  emptied.close()
  expect(await (await open('emptied', { expected: true })).read(ids)).toEqual(['a'])
})

test('a store emptied while it is open stops, keeps what it holds in memory, and puts it back', async () => {
  const store = await open('put back')
  await store.write(tx => add(tx, 'a'))
  const db = await openDB(storeName('put back'))
  for (const each of db.objectStoreNames) await db.clear(each)
  db.close()
  await expect(store.write(tx => add(tx, 'b'))).rejects.toThrow(problems.emptiedWhileOpen.problem.says)
  expect(store.stopped()).toBe(problems.emptiedWhileOpen)
  expect((await store.exportFile()).byteLength).toBeGreaterThan(16384)
  await store.recover('put_back')
  await store.write(tx => add(tx, 'c'))
  store.close()
  expect(await (await open('put back', { expected: true })).read(ids)).toEqual(['a', 'c'])
})

/** No room: whatever would write fails, and reading goes on. */
const full = () =>
  failFrom(1, Number.POSITIVE_INFINITY, tx => {
    if (tx.mode === 'readwrite') faults.quota(tx)
  })

test('a full device opens to be read, refuses edits in words, and takes them again when there is room', async () => {
  await filled('full')
  const store = await (async () => {
    using _full = full()
    const opened = await open('full', { expected: true })
    expect(opened.stopped()).toBeNull()
    expect(await opened.read(ids)).toEqual(['a', 'b', 'c', 'd'])
    for (const id of ['e', 'f']) {
      await expect(opened.write(tx => add(tx, id))).rejects.toThrow(problems.quota.says)
    }
    expect(await opened.read(ids)).toEqual(['a', 'b', 'c', 'd'])
    expect((await opened.exportFile()).byteLength).toBeGreaterThan(16384)
    return opened
  })()
  await store.write(tx => add(tx, 'g'))
  store.close()
  expect(await (await open('full', { expected: true })).read(ids)).toEqual(['a', 'b', 'c', 'd', 'g'])
})

test('a full device that never held a history says so', async () => {
  using _full = full()
  expect((await open('full and new')).stopped()).toBe(problems.full)
})

test('what another wrote while a full device only read is there after its first write', async () => {
  await filled('full and late')
  const late = await (async () => {
    using _full = full()
    return await open('full and late', { expected: true })
  })()
  const owner = await open('full and late', { expected: true })
  await owner.write(tx => add(tx, 'e'))
  await late.write(tx => add(tx, 'f'))
  expect(await late.read(ids)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  await expect(owner.write(tx => add(tx, 'g'))).rejects.toMatchObject({ trouble: 'fenced' })
})

test('a store that the app deletes is not put back by whoever has it open', async () => {
  const store = await open('removed')
  await store.write(tx => add(tx, 'a'))
  await deleteDB(storeName('removed'))
  await expect(store.write(tx => add(tx, 'b'))).rejects.toThrow(problems.removed.problem.says)
  expect(store.stopped()).toBe(problems.removed)
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(storeName('removed'))
})

test.each([
  ['cut short', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 20_000)],
  ['not a database', (bytes: Uint8Array<ArrayBuffer>) => bytes.map(() => 7)],
  ['gone', () => null],
])('a snapshot that is %s stops, and the last good copy has everything', async (_what, spoiled) => {
  await filled('damaged')
  await changeSnapshot('damaged', spoiled)
  const store = await open('damaged')
  expect(store.stopped()).toBe(problems.damaged)
  const file = await store.exportFile()
  expect(file.byteLength).toBeGreaterThan(16384)
  await store.recover('last_good_copy')
  expect(store.stopped()).toBeNull()
  expect(await store.read(ids)).toEqual(['a', 'b', 'c', 'd'])
  await store.write(tx => add(tx, 'e'))
  store.close()
  expect(await (await open('damaged')).read(ids)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a gap in the log stops, and the last good copy goes up to it', async () => {
  await filled('gap')
  const db = await openDB(storeName('gap'))
  await db.delete('log', 3)
  db.close()
  const store = await open('gap')
  expect(store.stopped()).toBe(problems.damaged)
  await store.recover('last_good_copy')
  expect(await store.read(ids)).toEqual(['a', 'b'])
  await store.write(tx => add(tx, 'e'))
  store.close()
  expect(await (await open('gap')).read(ids)).toEqual(['a', 'b', 'e'])
})

test('a log that ends too early stops', async () => {
  await filled('short')
  const db = await openDB(storeName('short'))
  await db.delete('log', 4)
  db.close()
  expect((await open('short')).stopped()).toBe(problems.damaged)
})

test('a page that is damaged is found before a snapshot would hold it', async () => {
  const whole = await open('rot')
  await whole.write(tx => {
    for (let i = 0; i < 5_000; i++) add(tx, `note ${i}`)
  })
  await whole.fold()
  await whole.write(tx => add(tx, 'later'))
  await whole.fold()
  whole.close()
  await changeSnapshot('rot', bytes => {
    // A page in the middle, which opening and the next edit do not touch.
    const middle = Math.floor(bytes.length / 16384 / 2) * 16384
    return bytes.fill(0xff, middle, middle + 16384)
  })
  const store = await open('rot')
  expect(store.stopped()).toBeNull()
  await store.write(tx => tx.run("UPDATE done SET says = 'x' WHERE id = 'none'"))
  await store.write(tx => tx.run("INSERT INTO done (id, says) VALUES ('a', 'b')"))
  await store.fold()
  expect(store.stopped()).toBe(problems.damaged)
  await store.recover('last_good_copy')
  expect(await store.read(ids)).toHaveLength(5_001)
  expect(await store.read(reader => reader.all('SELECT * FROM done'))).toEqual([{ id: 'a', says: 'b' }])
})

test('damage that a query meets is checked in the next quiet moment', async () => {
  await filled('met')
  const store = await open('met')
  await expect(
    store.read(() => {
      throw new Error('database disk image is malformed')
    }),
  ).rejects.toThrow()
  await store.tidy()
  expect(store.stopped()).toBeNull()
})

const additions = [
  ['0001_notes.sql', testMigrations[0]?.sql ?? ''],
  ['0002_more.sql', 'ALTER TABLE notes ADD COLUMN more TEXT; UPDATE notes SET more = text'],
  [
    '0003_less.sql',
    'CREATE TABLE less (id TEXT NOT NULL PRIMARY KEY) STRICT; INSERT INTO less SELECT id FROM notes',
  ],
] as const
const upTo = (version: number) => migrationsOf(Object.fromEntries(additions.slice(0, version)))

test.each([1, 2, 3])('a database of version %i opens in this one and loses nothing', async version => {
  const name = `version ${version}`
  const store = await open(name, { migrations: upTo(version) })
  await store.write(tx => add(tx, 'a'))
  await store.fold()
  await store.write(tx => add(tx, 'b'))
  store.close()
  const now = await open(name, { migrations: upTo(3) })
  expect(await now.read(ids)).toEqual(['a', 'b'])
  await now.write(tx => tx.run("UPDATE notes SET more = 'edited' WHERE id = 'b'"))
  const before = await now.read(reader => reader.all('SELECT * FROM notes, less USING (id)'))
  expect(before).toHaveLength(version < 3 ? 2 : 0)
  now.close()
  const again = await open(name, { migrations: upTo(3) })
  expect(await again.read(reader => reader.all('SELECT * FROM notes, less USING (id)'))).toEqual(before)
})

test('the last good copy is brought across the migrations that came since', async () => {
  const old = await open('across', { migrations: upTo(1) })
  await old.write(tx => add(tx, 'a'))
  old.close()
  const now = await open('across', { migrations: upTo(3) })
  await now.write(tx => tx.run("UPDATE notes SET more = 'edited'"))
  now.close()
  await changeSnapshot('across', () => null)
  const store = await open('across', { migrations: upTo(3) })
  expect(store.stopped()).toBe(problems.damaged)
  await store.recover('last_good_copy')
  expect(await store.read(reader => reader.all('SELECT id, more FROM notes'))).toEqual([
    { id: 'a', more: 'edited' },
  ])
})

test('a migration that fails changes nothing', async () => {
  const old = await open('fails', { migrations: upTo(1) })
  await old.write(tx => {
    add(tx, 'a')
    add(tx, 'b')
  })
  old.close()
  const bad = [...upTo(2), { version: 3, sql: 'CREATE UNIQUE INDEX all_alike ON notes (n)' }]
  const store = await open('fails', { migrations: bad })
  expect(store.stopped()).toBe(problems.notMigrated)
  expect((await store.exportFile()).byteLength).toBeGreaterThan(16384)
  const again = await open('fails', { migrations: upTo(1) })
  expect(await again.read(ids)).toEqual(['a', 'b'])
})

test('a database of a newer version is refused, and given out as a file', async () => {
  const newer = await open('newer', { migrations: upTo(3) })
  await newer.write(tx => add(tx, 'a'))
  newer.close()
  const old = await open('newer', { migrations: upTo(1) })
  expect(old.stopped()).toBe(problems.newer)
  expect((await old.exportFile()).byteLength).toBeGreaterThan(16384)
  old.close()
  expect(await (await open('newer', { migrations: upTo(3) })).read(ids)).toEqual(['a'])
})

test('a store of a later layout is refused', async () => {
  names.add('layout')
  const later = await openDB(storeName('layout'), 2)
  later.close()
  expect((await open('layout')).stopped()).toBe(problems.newer)
})

async function changeSnapshot(
  name: string,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  const db = await openDB(storeName(name))
  const { key } = (await db.get('head', 'head')).current
  const bytes = new Uint8Array(await (await db.get('snapshots', key)).arrayBuffer())
  const changed = change(bytes)
  if (changed) await db.put('snapshots', new Blob([changed]), key)
  else await db.delete('snapshots', key)
  db.close()
}
