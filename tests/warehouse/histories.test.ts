/** Random histories: whatever happens on the way, after a last run the warehouse is the cloud, row by row. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckDb } from '../../server/warehouse/duckdb.ts'
import { logs } from '../../server/warehouse/tables.ts'
import { verify } from '../../server/warehouse/verify.ts'
import type { Warehouse } from '../../server/warehouse/warehouse.ts'
import { type Cloud, call, newGolfer, openCloud, push, wire } from '../cloud/cloud.ts'
import { states } from '../cloud/states.ts'
import { expectEqual, readerOf, run } from './world.ts'

const { RANGEBOOK_TEST_ALL } = process.env
const HISTORIES = RANGEBOOK_TEST_ALL ? 60 : 3

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const golfer = fc.integer({ min: 0, max: 2 })
const rows = fc.array(
  fc.constantFrom(...logs.map(({ table }) => table)).chain(table =>
    fc.record({
      table: fc.constant(table),
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      state: states(table),
    }),
  ),
  { minLength: 1, maxLength: 12 },
)
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), golfer, rows }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('sync' as const), rowsALoad: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('full' as const) }) },
  // The n-th call of the cloud or load of the warehouse fails, before it did anything or after.
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('broken' as const),
      at: fc.integer({ min: 1, max: 25 }),
      after: fc.boolean(),
      mode: fc.constantFrom('full' as const, 'incremental' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stopped' as const), at: fc.integer({ min: 1, max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('epoch' as const), golfer }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('back in time' as const),
      golfer,
      share: fc.integer({ min: 0, max: 9 }),
    }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

const HELD = [...logs.map(({ table }) => `public.${table}`), 'rangebook.heads', 'rangebook.pushes']

/** Rows by table, in PostgreSQL's own text: json keeps every character so. */
type Backup = ReadonlyMap<string, readonly string[]>

/** What the cloud held of a golfer before each push: a row that a push replaces is in no other place. */
const backups = new Map<string, Backup[]>()

async function backUp(who: string): Promise<Backup> {
  const held = new Map<string, string[]>()
  for (const table of HELD) {
    const rows = await cloud.ask(`SELECT t::text AS row FROM ${table} t WHERE user_id = $1`, [who])
    held.set(
      table,
      rows.map(({ row }) => String(row)),
    )
  }
  return held
}

async function restore(who: string, backup: Backup): Promise<void> {
  for (const [table, rows] of backup) {
    await cloud.ask(`DELETE FROM ${table} WHERE user_id = $1`, [who])
    for (const row of rows) await cloud.ask(`INSERT INTO ${table} SELECT ($1::text::${table}).*`, [row])
  }
}

async function carryOut(act: Action, golfers: readonly string[], warehouse: Warehouse): Promise<void> {
  const reader = readerOf(cloud)
  switch (act.do) {
    case 'push': {
      const who = golfers[act.golfer] ?? expect.fail()
      const sent = new Map(
        act.rows.map(({ table, id, state }) => [`${table} ${id}`, wire(table, { ...state, id })]),
      )
      backups.set(who, [...(backups.get(who) ?? []), await backUp(who)])
      const epoch = await epochOf(who)
      await call(cloud, who, 'push_changes', { client: 3, epoch, cursor: 0, rows: [...sent.values()] })
      return
    }
    case 'sync':
      await run(reader, warehouse, { rowsALoad: act.rowsALoad })
      return
    case 'full':
      await run(reader, warehouse, { mode: 'full' })
      return
    case 'broken': {
      let n = 0
      const breaking = async <T>(work: () => Promise<T>): Promise<T> => {
        n += 1
        if (n === act.at && !act.after) throw new Error('broken')
        const done = await work()
        if (n === act.at) throw new Error('broken')
        return done
      }
      const brokenCloud = {
        name: 'cloud',
        call: (...asked: Parameters<typeof reader.call>) => breaking(() => reader.call(...asked)),
      }
      const brokenWarehouse: Warehouse = { ...warehouse, load: load => breaking(() => warehouse.load(load)) }
      const { mode } = act
      await run(brokenCloud, brokenWarehouse, { mode, rowsALoad: 3 }).catch(error =>
        expect(String(error)).toContain('broken'),
      )
      return
    }
    case 'stopped': {
      const stop = new AbortController()
      let n = 0
      const counting = {
        name: 'cloud',
        call: (...asked: Parameters<typeof reader.call>) => {
          if (++n === act.at) stop.abort()
          return reader.call(...asked)
        },
      }
      await run(counting, warehouse, { signal: stop.signal, rowsALoad: 3 })
      return
    }
    case 'epoch': {
      const who = golfers[act.golfer] ?? expect.fail()
      await call(cloud, who, 'settle_epoch', { client: 3, epoch: await epochOf(who), cursor: 1_000_000 })
      return
    }
    case 'back in time': {
      const who = golfers[act.golfer] ?? expect.fail()
      const of = backups.get(who) ?? []
      const backup = of[Math.floor((of.length * act.share) / 10)]
      if (backup) await restore(who, backup)
      return
    }
    default:
      return act satisfies never
  }
}

async function epochOf(who: string): Promise<number> {
  const [row] = await cloud.ask('SELECT epoch FROM rangebook.heads WHERE user_id = $1', [who])
  return Number(row?.['epoch'] ?? 1)
}

test(
  `${HISTORIES} random histories of edits, deletions, restores, epochs, broken and stopped runs end equal`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 14 }), async actions => {
        await cloud.ask('DELETE FROM auth.users')
        const golfers = [await newGolfer(cloud), await newGolfer(cloud), await newGolfer(cloud)]
        for (const who of golfers) await push(cloud, who, [wire('clubs', { id: 'a', clocks: '{}' })])
        const warehouse = await openDuckDb({ file: ':memory:' })
        try {
          for (const act of actions) await carryOut(act, golfers, warehouse)
          await run(readerOf(cloud), warehouse, { rowsALoad: 5 })
          await expectEqual(cloud, warehouse)
          expect((await verify(readerOf(cloud), warehouse)).differences).toEqual([])
        } finally {
          await warehouse.close()
        }
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    )
  },
  HISTORIES * 60_000,
)
