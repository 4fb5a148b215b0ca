/** A golfer deletes their account: nothing of it stays in the cloud, no device brings it back, each keeps its copy. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncedTables } from '../../shared/schema/catalogue.ts'
import { importReport, realReport } from '../../web/db/testing/report.ts'
import { cloudOver } from '../../web/sync/cloud.ts'
import { deleteAccount } from '../../web/sync/deleteAccount.ts'
import { digestOfCloud, digestOfDevice, openDevice, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const { signal } = new AbortController()

async function golferWithTwoDevices() {
  const golfer = await world.newGolfer()
  const [phone, laptop] = [
    await openDevice(world, golfer, 'phone'),
    await openDevice(world, golfer, 'laptop'),
  ]
  await importReport({ ...phone.memory(), run: phone.run, done: phone.done }, realReport())
  await phone.sync()
  await laptop.sync()
  return { golfer, phone, laptop }
}

async function rowsOf(golfer: string): Promise<number> {
  const counts = [...syncedTables.map(table => `public.${table}`), 'rangebook.pushes'].map(
    table => `(SELECT count(*) FROM ${table} WHERE user_id = $1)`,
  )
  const [row] = await world.pg.ask(`SELECT ${counts.join(' + ')} AS n`, [golfer])
  return Number(row?.['n'])
}

/** Storage's own service, for the bucket's rows alone: the deletion asks as the golfer. */
const storage = (golfer: string) => ({
  remove: async (hashes: readonly string[]) => {
    await world.pg.as(golfer, async ask => {
      for (const hash of hashes)
        await ask(`DELETE FROM storage.objects WHERE bucket_id = 'rangebook' AND name = $1`, [
          `${golfer}/${hash}`,
        ])
    })
  },
})

test('rows, revisions and files go, another golfer’s stay; no device brings them back until the golfer begins again', async () => {
  const { golfer, phone, laptop } = await golferWithTwoDevices()
  const other = await golferWithTwoDevices()
  const others = await rowsOf(other.golfer)
  for (const of of [golfer, other.golfer])
    for (const hash of ['a', 'b'])
      await world.pg.ask(`INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`, [
        `${of}/${hash.repeat(64)}`,
      ])
  const copy = digestOfDevice(phone)
  const held = await rowsOf(golfer)
  const asked = cloudOver(golfer, world.call(golfer))
  expect((await asked.warehouseHolds(signal)).filled_ms).toBeNull()
  await world.pg.ask(
    `INSERT INTO rangebook.warehouse_runs (warehouse, holder, mode, result, ended_at) VALUES ('w', 'h', 'full', 'done', to_timestamp(1000))`,
  )
  expect((await asked.warehouseHolds(signal)).filled_ms).toBe(1_000_000)
  expect(held).toBeGreaterThan(30)

  const cloud = cloudOver(golfer, world.call(golfer))
  const gone = await deleteAccount({ cloud, files: storage(golfer), signal, onProgress: () => {} })
  expect(gone).toEqual({ rows: held - 1, files: 2 })
  expect(await rowsOf(golfer)).toBe(0)
  expect(await rowsOf(other.golfer)).toBe(others)
  expect(
    await world.pg.ask(`SELECT count(*)::int AS n FROM storage.objects WHERE name LIKE $1`, [
      `${other.golfer}/%`,
    ]),
  ).toEqual([{ n: 2 }])
  // Once more there is nothing to do.
  expect(await deleteAccount({ cloud, files: storage(golfer), signal, onProgress: () => {} })).toMatchObject({
    rows: 0,
    files: 0,
  })

  await laptop.done({ kind: 'set_club', club_id: 'code:IRON6', set: { name: 'Six' } })
  for (const device of [phone, laptop])
    await expect(device.sync()).rejects.toMatchObject({ problem: { kind: 'account_deleted' } })
  expect(await rowsOf(golfer)).toBe(0)
  expect(digestOfDevice(phone)).toEqual(copy)

  await cloud.beginAgain(signal)
  for (const device of [phone, laptop, phone]) await device.sync()
  expect(digestOfDevice(phone)).toEqual(await digestOfCloud(world, golfer))
  expect(digestOfDevice(laptop)).toEqual(digestOfDevice(phone))
  expect((await phone.memory().query('bag', null)).map(({ name }) => name)).toContain('Six')
  for (const device of [phone, laptop, other.phone, other.laptop]) device.close()
})

test('files that storage does not remove are no endless loop', async () => {
  const { golfer, phone, laptop } = await golferWithTwoDevices()
  await world.pg.ask(`INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`, [
    `${golfer}/${'c'.repeat(64)}`,
  ])
  const cloud = cloudOver(golfer, world.call(golfer))
  const files = { remove: async () => {} }
  await expect(deleteAccount({ cloud, files, signal, onProgress: () => {} })).rejects.toMatchObject({
    kind: 'down',
  })
  for (const device of [phone, laptop]) device.close()
})
