/** A device and a cloud of different versions: all goes on but what needs the newer one, and ends with every value. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importReport, reportOf } from '../../web/db/testing/report.ts'
import { type Device, digestOfDevice, openDevice, openWorld, type World } from './world.ts'

const CLUB = 'code:IRON7'
const SHOT = '777_1_100000'

let world: World
let golfer: string
let phone: Device
beforeEach(async () => {
  world = await openWorld()
  golfer = await world.newGolfer()
  phone = await openDevice(world, golfer, 'phone')
})
afterEach(() => world.close())

const taking = (device: Device) =>
  importReport({ ...device.memory(), run: device.run, done: device.done }, reportOf({ report_id: 777 }))
const sync = (device: Device) => device.memory().query('sync', null)
const rowOf = (device: Device, table: string, id: string) =>
  device.memory().reader.get<Record<string, unknown>>(`SELECT * FROM ${table} WHERE id = ?`, [id])

test('a newer device at an older cloud holds only the rows that need what is missing, until it is there', async () => {
  await world.pg.script(`
    ALTER TABLE public.clubs DROP COLUMN loft_deg;
    DELETE FROM rangebook.columns WHERE table_name = 'clubs' AND column_name = 'loft_deg';
    DROP TABLE public.payloads;
    DELETE FROM rangebook.columns WHERE table_name = 'payloads';
    DELETE FROM rangebook.tables WHERE table_name = 'payloads'`)
  await taking(phone)
  await phone.done({ kind: 'set_club', club_id: CLUB, set: { loft_deg: 34 } })
  await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'goes on' } })
  await phone.sync()
  expect(await sync(phone)).toMatchObject({ waiting: 0, held: 2, refused: 0 })
  expect((await phone.memory().query('refused_rows', null)).map(({ reason }) => reason).sort()).toEqual([
    'unknown_column',
    'unknown_table',
  ])
  const laptop = await openDevice(world, golfer, 'laptop')
  await laptop.sync()
  expect(rowOf(laptop, 'shots', SHOT)?.['notes']).toBe('goes on')
  expect(rowOf(laptop, 'clubs', CLUB)?.['loft_deg']).toBeUndefined()

  await world.pg.script(`
    ALTER TABLE public.clubs ADD COLUMN loft_deg double precision;
    CREATE TABLE public.payloads (
      user_id uuid NOT NULL, id text COLLATE "C" NOT NULL, clocks json NOT NULL DEFAULT '{}', extra json,
      rev bigint NOT NULL, report_id text COLLATE "C", fetched_at text COLLATE "C", bytes bigint,
      PRIMARY KEY (user_id, id));
    INSERT INTO rangebook.columns VALUES ('clubs', 'loft_deg', 'edit'), ('payloads', 'report_id', 'fact'),
      ('payloads', 'fetched_at', 'fact'), ('payloads', 'bytes', 'fact');
    INSERT INTO rangebook.tables VALUES ('payloads', 2);
    UPDATE rangebook.cloud SET schema_version = 2`)
  await phone.sync()
  expect(await sync(phone)).toMatchObject({ waiting: 0, held: 0, refused: 0 })
  await laptop.sync()
  expect(rowOf(laptop, 'clubs', CLUB)).toMatchObject({ loft_deg: 34 })
  expect(digestOfDevice(laptop)).toEqual(digestOfDevice(phone))
})

test('an older device keeps what a newer one sent, through its own edits and the cloud’s restore', async () => {
  await world.pg.script(`
    ALTER TABLE public.clubs ADD COLUMN grip text COLLATE "C";
    ALTER TABLE kept.public_clubs ADD COLUMN grip text COLLATE "C";
    CREATE TABLE public.rounds (
      user_id uuid NOT NULL, id text COLLATE "C" NOT NULL, clocks json NOT NULL DEFAULT '{}', extra json,
      rev bigint NOT NULL, course text COLLATE "C", PRIMARY KEY (user_id, id));
    INSERT INTO rangebook.columns VALUES ('clubs', 'grip', 'edit'), ('rounds', 'course', 'edit');
    INSERT INTO rangebook.tables VALUES ('rounds', 11);
    UPDATE rangebook.cloud SET schema_version = 9`)
  await taking(phone)
  await phone.sync()
  await world.backUp(golfer)
  const clocks = (field: string) =>
    JSON.stringify({ [field]: `${String(world.now_ms).padStart(16, '0')}-0000-newer` })
  const { bound } = await sync(phone)
  const pushed = await world.call(golfer)(
    'push_changes',
    {
      ...bound,
      client: 9,
      rows: [
        { table: 'clubs', row: { id: CLUB, grip: 'long', clocks: clocks('grip') } },
        { table: 'rounds', row: { id: 'r', course: 'Old', clocks: clocks('course') } },
      ],
    } as never,
    new AbortController().signal,
  )
  expect(pushed).toMatchObject({ kind: 'pushed', count: 2 })
  await phone.sync()
  expect(rowOf(phone, 'clubs', CLUB)).toMatchObject({ extra: '{"grip":"long"}' })
  await phone.done({ kind: 'set_club', club_id: CLUB, set: { name: 'Seven' } })
  await phone.sync()
  const there = () =>
    world.pg.ask('SELECT grip, name, extra::text FROM public.clubs WHERE user_id = $1 AND id = $2', [
      golfer,
      CLUB,
    ])
  expect(await there()).toEqual([{ grip: 'long', name: 'Seven', extra: null }])

  await world.restore(golfer)
  await world.pg.ask('DELETE FROM public.rounds WHERE user_id = $1', [golfer])
  await phone.sync()
  expect(await there()).toEqual([{ grip: 'long', name: 'Seven', extra: null }])
  expect(await world.pg.ask('SELECT course FROM public.rounds WHERE user_id = $1', [golfer])).toEqual([
    { course: 'Old' },
  ])
})

test('a device below the cloud’s min_client is stopped, and says so; edits here go on', async () => {
  await taking(phone)
  await phone.sync()
  await world.pg.script('UPDATE rangebook.cloud SET min_client = 99')
  await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'local' } })
  await expect(phone.sync()).rejects.toMatchObject({ problem: { kind: 'client_too_old', cure: 'reload' } })
  expect(rowOf(phone, 'shots', SHOT)?.['notes']).toBe('local')
  expect((await sync(phone)).waiting).toBeGreaterThan(0)
})
