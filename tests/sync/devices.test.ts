/** Several devices, one history, on the cloud's own SQL: the stories of issue 5. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../web/db/client.ts'
import { importReport, REPORT, realReport, reportOf } from '../../web/db/testing/report.ts'
import { cloudOver } from '../../web/sync/cloud.ts'
import { moveTo } from '../../web/sync/round.ts'
import {
  type Device,
  digestOfCloud,
  digestOfDevice,
  openDevice,
  openWorld,
  shotOf,
  type World,
} from './world.ts'

const SHOT = '41511_85589_1298333'

let world: World
let golfer: string
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function devices(...names: string[]): Promise<Device[]> {
  golfer = await world.newGolfer()
  return Promise.all(names.map(name => openDevice(world, golfer, name)))
}

const taking = (device: Device, report = realReport()) =>
  importReport({ ...device.memory(), run: device.run, done: device.done }, report)

/** Each in turn until nobody has anything new. */
async function settle(...all: Device[]): Promise<void> {
  for (let turn = 0; turn < 3; turn++) for (const device of all) await device.sync()
}

async function expectEqual(...all: Device[]): Promise<void> {
  const cloud = await digestOfCloud(world, golfer)
  for (const device of all) {
    expect(digestOfDevice(device)).toEqual(cloud)
    expect(await device.memory().query('sync', null)).toMatchObject({ waiting: 0, refused: 0, held: 0 })
  }
}

const clubsOf = async (device: Device) =>
  (await device.memory().query('bag', null)).map(({ id, shots }) => ({ id, shots }))

describe('phone and laptop', () => {
  test('both import, offline, reports with the same new club: one club afterwards', async () => {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone, reportOf({ report_id: 777 }))
    await taking(laptop, reportOf({ report_id: 888 }))
    await settle(phone, laptop)
    expect(await clubsOf(phone)).toEqual([{ id: 'code:IRON7', shots: 10 }])
    expect(await clubsOf(laptop)).toEqual(await clubsOf(phone))
    await expectEqual(phone, laptop)
  })

  test('the phone imports and edits, the laptop imports the same link later and offline: the edits stand', async () => {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone)
    const shots = { ids: [SHOT] }
    await phone.done({
      kind: 'set_shots',
      shots,
      set: { club_id: 'code:IRON5', notes: 'wet', excluded: true },
    })
    await phone.done({ kind: 'set_session', session_id: `${REPORT}:2025-12-26`, set: { name: 'Rain' } })
    laptop.wall.now_ms += 3_600_000
    await taking(laptop)
    await settle(laptop, phone, laptop)
    expect(shotOf(laptop, SHOT)).toMatchObject({ club_id: 'code:IRON5', notes: 'wet', excluded: 1 })
    expect(laptop.memory().reader.get('SELECT name FROM sessions')).toEqual({ name: 'Rain' })
    await expectEqual(phone, laptop)
  })

  test('club 1 merged into 2 here and 2 into 1 there: one club, the same on both', async () => {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone)
    await settle(phone, laptop)
    await phone.done({ kind: 'merge_clubs', club_id: 'code:IRON6', into: 'code:WEDGE_50' })
    await laptop.done({ kind: 'merge_clubs', club_id: 'code:WEDGE_50', into: 'code:IRON6' })
    await settle(phone, laptop)
    expect(await clubsOf(phone)).toHaveLength(1)
    expect(await clubsOf(laptop)).toEqual(await clubsOf(phone))
    await expectEqual(phone, laptop)
  })

  test('what one deleted, the other restores; what one did, the other takes back', async () => {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone)
    await settle(phone, laptop)
    await phone.done({ kind: 'delete_shots', shots: { ids: [SHOT] } })
    const excluded = await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'mine' } })
    await settle(phone, laptop)
    expect(shotOf(laptop, SHOT)?.['deleted_at']).not.toBeNull()
    await laptop.done({ kind: 'restore_shots', shots: { ids: [SHOT] } })
    await laptop.done({ kind: 'undo', command_id: excluded.command_id })
    await settle(laptop, phone)
    expect(shotOf(phone, SHOT)).toMatchObject({ deleted_at: null, notes: null })
    await expectEqual(phone, laptop)
  })

  test('deleted for good on one, taken in again offline on the other: it stays deleted', async () => {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone)
    await phone.done({ kind: 'purge', shot_ids: [SHOT], session_ids: [] })
    await taking(laptop)
    await settle(laptop, phone)
    expect(shotOf(laptop, SHOT)).toMatchObject({ purged: 1, carry_m: null })
    await expectEqual(phone, laptop)
  })

  test('two golfers import one report: each has their own', async () => {
    const [mine] = (await devices('phone')) as [Device]
    await taking(mine)
    await mine.sync()
    const other = await openDevice(world, await world.newGolfer(), 'coach')
    await taking(other)
    await other.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'coach' } })
    await other.sync()
    await mine.sync()
    expect(shotOf(mine, SHOT)?.['notes']).toBeNull()
  })
})

describe('a new device', () => {
  test('has the newest sessions before all the rest, and goes on where it was closed', async () => {
    const [phone] = (await devices('phone')) as [Device]
    for (let day = 1; day <= 9; day++) {
      await taking(phone, reportOf({ report_id: 700 + day, date: `2025-11-0${day}` }))
    }
    await phone.sync()
    const fresh = await openDevice(world, golfer, 'fresh')
    fresh.sizes.pull_rows = 20
    let calls = 0
    await expect(
      fresh.sync(async (...question) => {
        // about, settle, newest; then the first page finds no signal.
        if (++calls > 3) throw new Error('closed')
        return world.call(golfer)(...question)
      }),
    ).rejects.toThrow('closed')
    const dates = (await fresh.memory().query('sessions', {})).map(({ practice_date }) => practice_date)
    expect(dates).toEqual([9, 8, 7, 6, 5].map(day => `2025-11-0${day}`))
    expect(await fresh.memory().query('shots', { session_id: '709:2025-11-09' })).toHaveLength(5)
    await fresh.restart()
    await fresh.done({ kind: 'set_session', session_id: '709:2025-11-09', set: { name: 'during it' } })
    await fresh.sync()
    await phone.sync()
    await expectEqual(phone, fresh)
  })

  test('with nothing new, one request and a short answer', async () => {
    const [phone] = (await devices('phone')) as [Device]
    await taking(phone)
    await phone.sync()
    const before = phone.memory().dump()
    const answers: string[] = []
    await phone.sync(async (...question) => {
      const answer = await world.call(golfer)(...question)
      answers.push(JSON.stringify(answer))
      return answer
    })
    expect(answers).toHaveLength(1)
    expect(answers[0]?.length).toBeLessThan(300)
    expect(phone.memory().dump()).toEqual(before)
  })
})

describe('a cloud that went back in time', () => {
  async function restored() {
    const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
    await taking(phone)
    await settle(phone, laptop)
    await world.backUp(golfer)
    return { phone, laptop }
  }

  test('unannounced: it is refilled from the devices', async () => {
    const { phone, laptop } = await restored()
    await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'after the backup' } })
    await settle(laptop, phone)
    await world.restore(golfer)
    await settle(phone, laptop)
    await expectEqual(phone, laptop)
    const fresh = await openDevice(world, golfer, 'fresh')
    await fresh.sync()
    expect(shotOf(fresh, SHOT)?.['notes']).toBe('after the backup')
  })

  test('and was pushed past its old head since', async () => {
    const { phone, laptop } = await restored()
    await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'after the backup' } })
    await settle(laptop)
    await world.restore(golfer)
    await taking(phone, reportOf({ report_id: 777 }))
    await settle(phone, laptop, phone)
    await expectEqual(phone, laptop)
    expect(shotOf(phone, SHOT)?.['notes']).toBe('after the backup')
  })

  test('and the device that pushed closed before it pulled', async () => {
    const { phone, laptop } = await restored()
    await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { excluded: true } })
    await phone.sync()
    await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'unseen' } })
    await expect(
      laptop.sync(async (name, ...rest) => {
        if (name === 'pull_changes') throw new Error('closed')
        return world.call(golfer)(name, ...rest)
      }),
    ).rejects.toThrow('closed')
    await world.restore(golfer)
    await taking(phone, reportOf({ report_id: 777 }))
    await settle(phone, laptop, phone)
    expect(shotOf(phone, SHOT)).toMatchObject({ notes: 'unseen', excluded: 1 })
    await expectEqual(phone, laptop)
  })

  test('while a device was in the middle of a push that the cloud then lost', async () => {
    const [laptop, phone, tablet] = (await devices('laptop', 'phone', 'tablet')) as [Device, Device, Device]
    await taking(laptop, reportOf({ report_id: 701 }))
    await settle(laptop, phone, tablet)
    await world.backUp(golfer)
    await taking(laptop, reportOf({ report_id: 702 }))
    await laptop.sync()
    phone.sizes.pull_rows = 4
    let pulls = 0
    const closed = phone.sync(async (...call) => {
      if (call[0] === 'pull_changes' && ++pulls > 1) throw new Error('closed')
      return world.call(golfer)(...call)
    })
    await expect(closed).rejects.toThrow('closed')
    await world.restore(golfer)
    // Past the old head, so that no cursor stands above it.
    await taking(tablet, reportOf({ report_id: 703 }))
    await settle(tablet, phone, tablet)
    await expectEqual(phone, tablet)
  })
})

describe('a clock that was wrong', () => {
  test.each([-365 * 86_400_000, 3 * 60_000, 86_400_000, 974 * 365.25 * 86_400_000])(
    'by %i ms: edits go through, and lose to what was done after them',
    async off_ms => {
      const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
      await taking(phone)
      await settle(phone, laptop)
      phone.wall.now_ms = world.now_ms + off_ms
      await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'first' } })
      await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { excluded: true } })
      await settle(phone, laptop)
      phone.wall.now_ms = world.now_ms
      laptop.wall.now_ms = world.now_ms
      await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'second' } })
      await settle(laptop, phone)
      expect(shotOf(phone, SHOT)).toMatchObject({ notes: 'second', excluded: 1 })
      await expectEqual(phone, laptop)
    },
  )

  test('the cloud’s own, once: what was stamped then is counted on from, and no edit waits for that year', async () => {
    const [phone] = (await devices('phone')) as [Device]
    const now_ms = world.now_ms
    try {
      world.now_ms = Date.UTC(2040, 0)
      phone.wall.now_ms = world.now_ms
      await taking(phone)
      await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'from 2040' } })
      await phone.sync()
    } finally {
      world.now_ms = now_ms
      phone.wall.now_ms = now_ms
    }
    await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'of today' } })
    await phone.sync()
    await expectEqual(phone)
    expect(shotOf(phone, SHOT)?.['notes']).toBe('of today')
  })
})

test('a device that comes back after a year brings its unsent edits and gets the rest', async () => {
  const [phone, laptop] = (await devices('phone', 'laptop')) as [Device, Device]
  await taking(phone)
  await settle(phone, laptop)
  await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'a year ago' } })
  world.now_ms += 365 * 86_400_000
  phone.wall.now_ms = world.now_ms
  await phone.done({ kind: 'delete_shots', shots: { ids: [SHOT] } })
  await settle(phone)
  await settle(laptop, phone)
  expect(shotOf(phone, SHOT)?.['notes']).toBe('a year ago')
  expect(shotOf(laptop, SHOT)?.['deleted_at']).not.toBeNull()
  await expectEqual(phone, laptop)
})

test('a move to another cloud asks, and brings the history along; another golfer’s never opens', async () => {
  const [phone] = (await devices('phone')) as [Device]
  await taking(phone)
  await phone.sync()
  await expect(phone.sync(undefined, await world.newGolfer())).rejects.toMatchObject({
    problem: { kind: 'other_golfer' },
  })
  const other = await openWorld()
  try {
    const there = await other.newGolfer()
    const move = () => phone.sync(other.call(there), there)
    await expect(move()).rejects.toMatchObject({ problem: { kind: 'other_cloud' } })
    const cloud = cloudOver(there, other.call(there))
    await moveTo(cloud, { run: phone.run as Db['run'] }, new AbortController().signal)
    await move()
    const moved = await openDevice(other, there, 'moved')
    await moved.sync()
    expect(digestOfDevice(moved)).toEqual(digestOfDevice(phone))
    expect(shotOf(moved, SHOT)?.['carry_m']).toBeGreaterThan(0)
  } finally {
    await other.close()
  }
})
