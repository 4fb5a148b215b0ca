/** Two devices edit one thing without knowing it: it stays visible in the shot's history, and can be turned round. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importReport, realReport, SESSION } from '../../web/db/testing/report.ts'
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
const CLUB = 'code:IRON7'
const shots = { ids: [SHOT] }

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function phoneAndLaptop() {
  const golfer = await world.newGolfer()
  const [phone, laptop] = [
    await openDevice(world, golfer, 'phone'),
    await openDevice(world, golfer, 'laptop'),
  ]
  await importReport({ ...phone.memory(), run: phone.run, done: phone.done }, realReport())
  await phone.done({ kind: 'guess_device_name', name: 'iPhone' })
  await laptop.done({ kind: 'guess_device_name', name: 'Windows' })
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) for (const device of [phone, laptop]) await device.sync()
    const cloud = await digestOfCloud(world, golfer)
    for (const device of [phone, laptop]) expect(digestOfDevice(device)).toEqual(cloud)
  }
  await settle()
  return { phone, laptop, settle }
}

const conflictsOn = (device: Device) => device.memory().query('conflicts', { table: 'shots', id: SHOT })

test('club: 7 iron, set on the phone, over 8 iron, set on the laptop; one tap takes the other, and undo takes it back', async () => {
  const { phone, laptop, settle } = await phoneAndLaptop()
  await laptop.done({ kind: 'set_shots', shots, set: { club_id: 'code:IRON8' } })
  phone.wall.now_ms += 1_000
  await phone.done({ kind: 'set_shots', shots, set: { club_id: 'code:IRON7' } })
  await settle()

  const [onPhone, ...more] = await conflictsOn(phone)
  expect(more).toEqual([])
  expect(onPhone).toMatchObject({
    field: 'club',
    set: { value: '7 iron', device: 'this device' },
    over: { value: '8 iron', device: 'Windows' },
    open: true,
  })
  const [onLaptop] = await conflictsOn(laptop)
  expect(onLaptop).toMatchObject({
    set: { value: '7 iron', device: 'iPhone' },
    over: { value: '8 iron', device: 'this device' },
    open: true,
  })

  laptop.wall.now_ms += 5_000
  const taken = await laptop.done({ kind: 'take_other', item_id: onLaptop?.over.item_id ?? '' })
  expect(taken).toMatchObject({ undoable: true, says: expect.stringContaining('club 8 iron') })
  await settle()
  expect(shotOf(phone, SHOT)?.['club_id']).toBe('code:IRON8')
  // It knew what it was set over: no conflict more, and the first one is settled.
  expect(await conflictsOn(phone)).toMatchObject([{ open: false }])

  phone.wall.now_ms += 10_000
  await phone.done({ kind: 'undo', command_id: taken.command_id })
  await settle()
  expect(shotOf(laptop, SHOT)?.['club_id']).toBe('code:IRON7')
  for (const device of [phone, laptop]) device.close()
})

test('the name of a session and the loft of a club, set on both: each says so, and the other can be taken', async () => {
  const { phone, laptop, settle } = await phoneAndLaptop()
  await phone.done({ kind: 'set_session', session_id: SESSION, set: { name: 'Wind' } })
  await phone.done({ kind: 'set_club', club_id: CLUB, set: { loft_deg: 33 } })
  laptop.wall.now_ms += 1_000
  await laptop.done({ kind: 'set_session', session_id: SESSION, set: { name: 'Rain' } })
  await laptop.done({ kind: 'set_club', club_id: CLUB, set: { loft_deg: 34 } })
  await settle()
  const ask = (table: 'sessions' | 'clubs', id: string) => phone.memory().query('conflicts', { table, id })
  expect(await ask('clubs', CLUB)).toMatchObject([
    { field: 'loft', set: { value: '34°', device: 'Windows' }, over: { value: '33°' }, open: true },
  ])
  const [named] = await ask('sessions', SESSION)
  expect(named).toMatchObject({
    field: 'name',
    set: { value: '“Rain”', device: 'Windows' },
    over: { value: '“Wind”', device: 'this device' },
    open: true,
  })
  phone.wall.now_ms += 5_000
  await phone.done({ kind: 'take_other', item_id: named?.over.item_id ?? '' })
  await settle()
  expect(await laptop.memory().query('session', { id: SESSION })).toMatchObject({ title: 'Wind' })
  for (const device of [phone, laptop]) device.close()
})

test('an edit that knew the other, the same edit twice, and what two imports bring are no conflict', async () => {
  const { phone, laptop, settle } = await phoneAndLaptop()
  await phone.done({ kind: 'set_shots', shots, set: { notes: 'first' } })
  await settle()
  laptop.wall.now_ms += 1_000
  await laptop.done({ kind: 'set_shots', shots, set: { notes: 'second' } })
  await settle()
  for (const device of [phone, laptop])
    await device.done({ kind: 'set_shots', shots, set: { excluded: true } })
  await phone.done({ kind: 'delete_shots', shots })
  await importReport({ ...laptop.memory(), run: laptop.run, done: laptop.done }, realReport())
  await settle()
  expect(await conflictsOn(phone)).toEqual([])
  expect(await conflictsOn(laptop)).toEqual([])
  for (const device of [phone, laptop]) device.close()
})

test('what another device did is taken back here: a deletion, an import, and an undo of it', async () => {
  const { phone, laptop, settle } = await phoneAndLaptop()
  const deleted = await phone.done({ kind: 'delete_shots', shots })
  await settle()
  laptop.wall.now_ms += 1_000
  const back = await laptop.done({ kind: 'undo', command_id: deleted.command_id })
  await settle()
  expect(shotOf(phone, SHOT)?.['deleted_at']).toBeNull()
  phone.wall.now_ms += 2_000
  await phone.done({ kind: 'undo', command_id: back.command_id })
  await settle()
  expect(shotOf(laptop, SHOT)?.['deleted_at']).not.toBeNull()

  const [imported] = (await laptop.memory().query('history', { limit: 20 })).filter(
    ({ kind }) => kind === 'accept_import',
  )
  laptop.wall.now_ms += 3_000
  await laptop.done({ kind: 'undo', command_id: imported?.id ?? '' })
  await settle()
  expect(await phone.memory().query('sessions', {})).toEqual([])
  expect(await conflictsOn(phone)).toEqual([])
  for (const device of [phone, laptop]) device.close()
})

test('a device keeps the name that its golfer gave it', async () => {
  const { phone, laptop, settle } = await phoneAndLaptop()
  await phone.done({ kind: 'name_device', name: 'Range phone' })
  await phone.done({ kind: 'guess_device_name', name: 'iPhone' })
  await settle()
  expect(await phone.memory().query('device_name', null)).toBe('Range phone')
  expect(await laptop.memory().query('device_name', null)).toBe('Windows')
  for (const device of [phone, laptop]) device.close()
})
