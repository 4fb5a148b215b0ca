/**
 * Device, cloud and warehouse, each a version older or of now: whatever goes first, once all are of now every value is
 * in its column in all three. The column that came later is a club's loft.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { holdsOf } from '../../server/warehouse/holds.ts'
import { importReport, reportOf } from '../../web/db/testing/report.ts'
import { stamp } from '../cloud/cloud.ts'
import { type Device, openDevice, openWorld, type World } from '../sync/world.ts'
import { type Opened, openEmbedded, readerOf, rowsIn, run } from './world.ts'

const CLUB = 'code:IRON7'

let world: World
let opened: Opened
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())
beforeEach(async () => {
  opened = await openEmbedded()
})
afterEach(() => opened?.close())

const olderCloud = () =>
  world.pg.script(`
    ALTER TABLE public.clubs DROP COLUMN loft_deg;
    DELETE FROM rangebook.columns WHERE table_name = 'clubs' AND column_name = 'loft_deg'`)
const migrated = async () => {
  await world.pg.ask(`SELECT rangebook.add_column('clubs', 'loft_deg', 'double precision', 'edit')`)
  await world.pg.script('UPDATE rangebook.cloud SET schema_version = schema_version + 1')
}

/** What a server that did not know the column left: rows without it, and its audit row. */
async function olderRun(): Promise<void> {
  await runNow()
  await opened.byHand(at => `ALTER TABLE ${at('club_log')} DROP COLUMN loft_deg`)
  await world.pg.script(`
    UPDATE rangebook.warehouse_runs SET told = jsonb_set(
      told, '{tables,club_log,columns}', (told #> '{tables,club_log,columns}') - 'loft_deg')
    WHERE told #> '{tables,club_log,columns}' IS NOT NULL`)
}
async function runNow(): Promise<void> {
  // Runs are told apart by their time.
  world.now_ms += 1_000
  await world.pg.ask("SELECT set_config('sim.now_ms', $1, false)", [String(world.now_ms)])
  await run(readerOf(world.pg), opened.warehouse())
}

const takes = ({ memory, run, done }: Device) =>
  importReport({ ...memory(), run, done }, reportOf({ report_id: 777 }))

/** A device that has the loft from another one, and no column for it. */
async function olderSends(golfer: string, phone: Device): Promise<void> {
  const { bound } = await phone.memory().query('sync', null)
  const clock = stamp(world.now_ms, 0, 'old')
  const row = {
    id: CLUB,
    name: 'Seven',
    extra: '{"loft_deg":34}',
    clocks: JSON.stringify({ loft_deg: clock, name: clock }),
  }
  const pushed = await world.call(golfer)(
    'push_changes',
    { ...bound, client: 1, rows: [{ table: 'clubs', row }] } as never,
    new AbortController().signal,
  )
  expect(pushed).toMatchObject({
    kind: 'pushed',
    results: [{ answer: expect.stringMatching('applied|merged') }],
  })
}

const versions = ['older', 'now'] as const
const combinations = versions.flatMap(device =>
  versions.flatMap(cloud => versions.map(warehouse => [device, cloud, warehouse] as const)),
)

test.each(combinations)('device %s, cloud %s, warehouse %s', async (device, cloud, warehouse) => {
  if (cloud === 'older') await olderCloud()
  const golfer = await world.newGolfer()
  const phone = await openDevice(world, golfer, 'phone')
  await takes(phone)
  await phone.sync()
  if (device === 'older') await olderSends(golfer, phone)
  else {
    await phone.done({ kind: 'set_club', club_id: CLUB, set: { name: 'Seven', loft_deg: 34 } })
    await phone.sync()
  }
  await (warehouse === 'older' ? olderRun() : runNow())

  if (cloud === 'older') await migrated()
  await phone.sync()
  await runNow()
  const here = phone.memory().reader.get('SELECT name, loft_deg, extra FROM clubs WHERE id = ?', [CLUB])
  const [inCloud] = await world.pg.ask(
    'SELECT name, loft_deg, extra::text FROM public.clubs WHERE user_id = $1 AND id = $2',
    [golfer, CLUB],
  )
  const [there] = await rowsIn(
    opened.warehouse(),
    at =>
      `SELECT name, loft_deg, extra FROM ${at('clubs_all')} WHERE user_id = '${golfer}' AND id = '${CLUB}'`,
  )
  const whole = { name: 'Seven', loft_deg: 34, extra: null }
  expect({ here, inCloud, there }).toEqual({ here: whole, inCloud: whole, there: whole })
  expect((await holdsOf(opened.warehouse(), golfer))?.tables['clubs']?.filled['loft_deg']).toBe(1)
  phone.close()
})
