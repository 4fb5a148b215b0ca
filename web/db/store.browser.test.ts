import fc from 'fast-check'
import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import { storeName } from './databases.ts'
import { LogError } from './idb.ts'
import { type Migration, migrationsOf } from './migrate.ts'
import * as problems from './problems.ts'
import type { Reader, SqlValue, Tx } from './sql.ts'
import { openStore, type Store } from './store.ts'
import { loadSql, testEngine, testMigrations } from './testing/engine.ts'
import { failFrom, failOpening, faults } from './testing/faults.ts'

const opened: Store[] = []
const names = new Set<string>()

async function open(
  name: string,
  { migrations = testMigrations, expected = false, now = Date.now, leapRows = 1_000 } = {},
): Promise<Store> {
  names.add(name)
  const options = { name, migrations, expected, now, leapRows }
  const store = await openStore({ ...testEngine, sql: await loadSql(), ...options })
  opened.push(store)
  return store
}

afterEach(async () => {
  for (const store of opened.splice(0)) store.close()
  for (const name of names) await deleteDB(storeName(name))
  names.clear()
})

function add(tx: Tx, id: string, text: string | null = id): void {
  tx.run('INSERT INTO notes (id, text, n) VALUES (?, ?, ?)', [id, text, id.length])
}

function ids(reader: Reader): string[] {
  return reader.all<{ id: string }>('SELECT id FROM notes ORDER BY id').map(({ id }) => id)
}

function everything(reader: Reader): unknown[] {
  return [
    reader.all('SELECT rowid AS at, * FROM notes ORDER BY rowid'),
    reader.all('SELECT rowid AS at, * FROM done ORDER BY rowid'),
  ]
}

async function integrity(store: Store): Promise<unknown> {
  return store.read(reader => reader.all('PRAGMA integrity_check'))
}

test('a commit is there after reopening, and what was not committed is not', async () => {
  const store = await open('commits')
  await store.write(tx => add(tx, 'kept'))
  await expect(
    store.write(tx => {
      add(tx, 'thrown away')
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await store.read(ids)).toEqual(['kept'])
  store.close()
  expect(await (await open('commits')).read(ids)).toEqual(['kept'])
})

test('a commit tells its number and its tables, and the number goes on after reopening', async () => {
  const store = await open('numbers')
  const first = await store.write(tx => {
    add(tx, 'a')
    return tx.commit_no
  })
  expect(first).toEqual({ value: 1, tables: ['notes'] })
  store.close()
  const again = await open('numbers')
  expect((await again.write(tx => tx.commit_no)).tables).toEqual([])
  await again.write(tx => {
    add(tx, 'b')
    expect(tx.commit_no).toBe(2)
  })
})

test('a query that writes is refused', async () => {
  const store = await open('readonly')
  await expect(
    store.read(reader => reader.all("INSERT INTO notes (id) VALUES ('x') RETURNING id")),
  ).rejects.toThrow('readonly')
})

test.each([
  'DELETE FROM notes',
  'delete from notes -- all of them',
  "REPLACE INTO notes (id) VALUES ('a')",
  "INSERT OR REPLACE INTO notes (id) VALUES ('a')",
  "UPDATE OR REPLACE notes SET id = 'a'",
  'DROP TABLE notes',
  'COMMIT',
])('what the log would not see is refused: %s', async sql => {
  const store = await open('refused')
  await store.write(tx => add(tx, 'a'))
  await expect(store.write(tx => tx.run(sql))).rejects.toThrow()
  expect(await store.read(ids)).toEqual(['a'])
})

test('a table without rowid, which the log can not see, is refused when it is written', async () => {
  const migrations = migrationsOf({ '0001_a.sql': 'CREATE TABLE a (id TEXT PRIMARY KEY) WITHOUT ROWID' })
  const store = await open('without rowid', { migrations })
  await expect(store.write(tx => tx.run("INSERT INTO a VALUES ('x')"))).rejects.toThrow('the log saw 0')
})

test('payloads are kept and dropped with the commit that names them', async () => {
  const store = await open('payloads')
  const bytes = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
  await store.write(async tx => {
    add(tx, 'a')
    tx.putPayload('p', bytes)
    expect(await tx.payload('p')).toEqual(bytes)
  })
  await expect(
    store.write(tx => {
      tx.putPayload('q', bytes)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await store.read(reader => reader.payload('p'))).toEqual(new Uint8Array([2, 3]))
  expect(await store.read(reader => reader.payload('q'))).toBeUndefined()
  expect(await store.read(reader => reader.storage())).toMatchObject({ payload_bytes: 2 })
  await store.write(tx => tx.dropPayload('p'))
  expect(await store.read(reader => reader.payload('p'))).toBeUndefined()
})

test('commits made while a fold is under way are kept', async () => {
  const store = await open('fold')
  for (let i = 0; i < 20; i++) await store.write(tx => add(tx, `before ${i}`))
  const folded = store.fold()
  const writes = Array.from({ length: 20 }, (_, i) => store.write(tx => add(tx, `during ${i}`)))
  await Promise.all([folded, ...writes])
  await store.write(tx => add(tx, 'after'))
  const before = await store.read(everything)
  store.close()
  const again = await open('fold')
  expect(await again.read(everything)).toEqual(before)
  await again.fold()
  await again.fold()
  again.close()
  expect(await (await open('fold')).read(everything)).toEqual(before)
})

test('a clock set back does not matter', async () => {
  let now_ms = 2e12
  const store = await open('clock', { now: () => now_ms })
  await store.write(tx => add(tx, 'a'))
  now_ms = 1e12
  await store.write(tx => add(tx, 'b'))
  store.close()
  expect(await (await open('clock', { now: () => 0 })).read(ids)).toEqual(['a', 'b'])
})

test('an owner that another took over from writes nothing, and neither does its fold', async () => {
  const asleep = await open('fenced')
  await asleep.write(tx => add(tx, 'a'))
  const owner = await open('fenced')
  await owner.write(tx => add(tx, 'b'))
  await expect(asleep.fold()).rejects.toThrow(LogError)
  await expect(asleep.write(tx => add(tx, 'c'))).rejects.toMatchObject({ trouble: 'fenced' })
  await expect(asleep.read(ids)).rejects.toMatchObject({ trouble: 'fenced' })
  await owner.write(tx => add(tx, 'd'))
  owner.close()
  const again = await open('fenced')
  expect(await again.read(ids)).toEqual(['a', 'b', 'd'])
  expect(await integrity(again)).toEqual([{ integrity_check: 'ok' }])
})

test('an owner whose write fails does not take back what another took over', async () => {
  const asleep = await open('not back')
  await asleep.write(tx => add(tx, 'a'))
  const owner = await open('not back')
  {
    using _failing = failFrom(1, 1, faults.quota)
    await expect(asleep.write(tx => add(tx, 'b'))).rejects.toMatchObject({ trouble: 'fenced' })
  }
  await owner.write(tx => add(tx, 'c'))
  expect(await owner.read(ids)).toEqual(['a', 'c'])
})

describe('what stands after reopening is what stood before', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.constantFrom('0', '1.50', 'NaN'),
  )
  const number = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.constantFrom(0, -0, 1e15, -1e300),
  )
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const statement: fc.Arbitrary<readonly [string, readonly SqlValue[]]> = fc.oneof(
    fc.tuple(
      fc.constant(
        'INSERT INTO notes (id, text, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text',
      ),
      fc.tuple(id, cell, number),
    ),
    fc.tuple(fc.constant('UPDATE notes SET n = ? WHERE id >= ?'), fc.tuple(number, id)),
    // A key moves to another row: two rows swap what must be unique.
    fc.tuple(fc.constant("UPDATE notes SET id = id || 'x' WHERE id = ?"), fc.tuple(id)),
    fc.tuple(
      fc.constant("UPDATE OR IGNORE notes SET id = substr(id, 1, 1) WHERE id LIKE '%x' AND id >= ?"),
      fc.tuple(id),
    ),
    fc.tuple(fc.constant('DELETE FROM notes WHERE id < ?'), fc.tuple(id)),
    fc.tuple(fc.constant('DELETE FROM notes WHERE true'), fc.constant<SqlValue[]>([])),
    fc.tuple(
      fc.constant(
        "INSERT INTO done (id, says) SELECT id || rowid, 'seen' FROM notes WHERE id = ? ON CONFLICT DO NOTHING",
      ),
      fc.tuple(id),
    ),
  )
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.array(statement, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.constantFrom('fold' as const, 'reopen' as const) },
  )

  test('for any edits, folds and reopenings', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async steps => {
        const name = `law ${run++}`
        let store = await open(name)
        for (const what of [...steps, 'reopen' as const]) {
          if (what === 'fold') await store.fold()
          else if (what === 'reopen') {
            const before = await store.read(everything)
            store.close()
            store = await open(name)
            expect(await store.read(everything)).toEqual(before)
          } else {
            await store
              .write(tx => {
                for (const [sql, values] of what) tx.run(sql, values)
              })
              .catch(error => expect(String(error)).toMatch(/UNIQUE/))
          }
        }
        expect(await integrity(store)).toEqual([{ integrity_check: 'ok' }])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a commit too large for the log', () => {
  const many = (tx: Tx, from: number) => {
    for (let n = from; n < from + 20; n++) add(tx, `n${n}`)
  }

  test('is a snapshot, with its payloads, and the log goes on above it', async () => {
    const store = await open('leap', { leapRows: 10 })
    await store.write(tx => add(tx, 'before'))
    const { tables } = await store.write(tx => {
      many(tx, 0)
      tx.putPayload('p', new Uint8Array([1, 2]))
    })
    expect(tables).toEqual(['notes'])
    await store.write(tx => add(tx, 'after'))
    const before = await store.read(everything)
    store.close()
    const again = await open('leap')
    expect(await again.read(everything)).toEqual(before)
    expect(await again.read(reader => reader.payload('p'))).toEqual(new Uint8Array([1, 2]))
    expect(again.seq()).toBe(3)
  })

  test('lets the copy before it be gone back to, as it was then', async () => {
    const store = await open('leap and back', { leapRows: 10 })
    await store.write(tx => add(tx, 'before'))
    await store.write(tx => many(tx, 0))
    await store.write(tx => add(tx, 'after'))
    store.close()
    const idb = await openDB(storeName('leap and back'))
    const { current } = await idb.get('head', 'head')
    await idb.put('snapshots', new ArrayBuffer(current.bytes), current.key)
    idb.close()
    const rotten = await open('leap and back')
    expect(rotten.stopped()?.problem.kind).toBe('damaged')
    await rotten.recover('last_good_copy')
    expect(await rotten.read(ids)).toEqual(['before'])
    await rotten.write(tx => add(tx, 'goes on'))
  })

  test('wins over a fold of the state before that is written late', async () => {
    const store = await open('leap over a fold', { leapRows: 10 })
    await store.write(tx => add(tx, 'before'))
    const folding = store.fold()
    await Promise.all([folding, store.write(tx => many(tx, 0))])
    await store.write(tx => add(tx, 'after'))
    const before = await store.read(everything)
    store.close()
    const again = await open('leap over a fold')
    expect(await again.read(everything)).toEqual(before)
  })
})

test('a database beside is read within a commit, and let go after it, whatever became of it', async () => {
  const sql = await loadSql()
  const beside = openConnection(sql, null)
  beside.script("PRAGMA query_only = OFF; CREATE TABLE notes (id TEXT); INSERT INTO notes VALUES ('b')")
  const store = await open('beside')
  const take = (tx: Tx) => tx.run('INSERT INTO main.notes (id) SELECT id FROM staged.notes')
  await expect(
    store.write(tx => {
      take(tx)
      throw new Error('not this time')
    }, beside),
  ).rejects.toThrow('not this time')
  expect(await store.read(ids)).toEqual([])
  await store.write(take, beside)
  expect(await store.read(ids)).toEqual(['b'])
  await expect(store.write(take)).rejects.toThrow('no such table')
  beside.close()
})

test('a copy stays as it was while commits go on', async () => {
  const store = await open('copied')
  await store.write(tx => add(tx, 'a'))
  const copy = await store.copy()
  await store.write(tx => add(tx, 'b'))
  expect(copy.all('SELECT text FROM texts')).toEqual([{ text: 'a' }])
  copy.close()
})

describe('IndexedDB failing at its n-th operation', () => {
  const later: readonly Migration[] = [
    ...testMigrations,
    { version: 2, sql: 'ALTER TABLE notes ADD COLUMN more TEXT' },
  ]

  /** Everything that touches the store; what is acknowledged is noted as it is. */
  async function life(name: string, acknowledged: Set<string>, leapRows?: number): Promise<void> {
    const save = async (store: Store, id: string) => {
      await store.write(tx => {
        add(tx, id)
        tx.putPayload(id, new Uint8Array([7]))
      })
      acknowledged.add(id)
      // Nothing else may be seen in memory than what is durable.
      expect(await store.read(ids)).toContain(id)
    }
    let store = await open(name, { leapRows })
    if (store.stopped()) return
    await save(store, 'a').catch(() => {})
    await save(store, 'b').catch(() => {})
    await store.fold().catch(() => {})
    await save(store, 'c').catch(() => {})
    if (store.stopped()) return
    const before = await store.read(ids)
    store.close()
    store = await open(name, { migrations: later, leapRows })
    if (store.stopped()) return
    expect(await store.read(ids)).toEqual(before)
    await save(store, 'd').catch(() => {})
  }

  async function afterwards(name: string, acknowledged: Set<string>): Promise<void> {
    const store = await open(name, { migrations: later })
    expect(store.stopped()).toBeNull()
    const found = await store.read(ids)
    for (const id of acknowledged) expect(found).toContain(id)
    for (const id of ['a', 'b', 'c', 'd']) {
      const payload = await store.read(reader => reader.payload(id))
      expect([id, payload !== undefined]).toEqual([id, found.includes(id)])
    }
    expect(await integrity(store)).toEqual([{ integrity_check: 'ok' }])
    await store.write(tx => add(tx, 'goes on'))
  }

  // Each operation in test:all; else every third, by another beginning for each fault.
  const step = import.meta.env['RANGEBOOK_TEST_ALL'] ? 1 : 3

  describe.each(Object.entries(faults).map(([kind, fault], at) => ({ kind, fault, at })))(
    '$kind',
    ({ kind, fault, at }) => {
      const kinds = [
        ['once', 'records'],
        ['from then on', 'records'],
      ]
      if (fault === faults.quota || fault === faults.closed || fault === faults.unheard) {
        kinds.push(['once', 'snapshots'], ['from then on', 'snapshots'])
      }
      test.each(kinds)('%s, commits as %s: before or after, and nothing told too early', async (how, as) => {
        for (let n = 1 + (at % step), met = true; met; n += step) {
          const name = `${kind} ${how} ${as} ${n}`
          const acknowledged = new Set<string>()
          {
            using failing = failFrom(n, how === 'once' ? n : Number.POSITIVE_INFINITY, fault)
            await life(name, acknowledged, as === 'snapshots' ? 0 : undefined)
            met = failing.tell() >= n
          }
          await afterwards(name, acknowledged)
          if (!met) expect(acknowledged).toEqual(new Set(['a', 'b', 'c', 'd']))
          for (const store of opened.splice(0)) store.close()
        }
      })
    },
  )

  test('a commit that went through unheard, before the connection failed, is known before the next one', async () => {
    const store = await open('unheard, then gone')
    await store.write(tx => add(tx, 'a'))
    const append: { tx?: IDBTransaction } = {}
    {
      using _failing = failFrom(1, Number.POSITIVE_INFINITY, tx => {
        if (!append.tx) {
          append.tx = tx
          faults.unheard(tx)
        } else if (tx !== append.tx) faults.unknown(tx)
      })
      await expect(store.write(tx => add(tx, 'b'))).rejects.toThrow(problems.notSaved.says)
    }
    await store.write(tx => add(tx, 'c'))
    store.close()
    const again = await open('unheard, then gone')
    expect(await again.read(ids)).toEqual(['a', 'b', 'c'])
  })

  test.each([1, 2, 3, 4, 5, 6])('the connection can not be opened, %i times', async times => {
    const name = `opening ${times}`
    const acknowledged = new Set<string>()
    {
      using _failing = failOpening(1, times)
      await life(name, acknowledged)
    }
    await afterwards(name, acknowledged)
  })
})
