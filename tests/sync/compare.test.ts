/** What differs between a device and its cloud is found by row, and cured without sending anything else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importReport, reportOf } from '../../web/db/testing/report.ts'
import type { CallCloud } from '../../web/sync/cloud.ts'
import {
  compared,
  digestOfCloud,
  digestOfDevice,
  openDevice,
  openWorld,
  repaired,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const REPORTS = [701, 702, 703].map(report_id =>
  reportOf({ report_id, groups: [{ id: report_id, club_name: 'IRON7', name: 'Seven', shots: 4 }] }),
)

async function phoneAndCloud() {
  const golfer = await world.newGolfer()
  const phone = await openDevice(world, golfer, 'phone')
  for (const report of REPORTS) await importReport(phone.memory(), report)
  await phone.done({
    kind: 'set_shots',
    shots: { filter: { where: [{ measure: 'carry_m', is: 'present' }] } },
    set: { notes: 'ok' },
  })
  await phone.sync()
  const shots = phone
    .memory()
    .reader.all<{ id: string; report_id: string }>('SELECT id, report_id FROM shots ORDER BY id')
  return { golfer, phone, shots }
}

test('what is the same is told to be, figures too', async () => {
  const { golfer, phone } = await phoneAndCloud()
  const { device, cloud, differences } = await compared(world, golfer, phone)
  expect(differences).toEqual([])
  expect(cloud.tables).toEqual(device.tables)
  expect(device.tables['shots']?.rows).toBe(12)
  expect(cloud.newest_date).toBe(device.newest_date)
  expect(cloud.schema_version).toBe(device.schema_version)
  phone.close()
})

test('rows lost or changed behind the engine’s back are named by session, and only they travel', async () => {
  const { golfer, phone, shots } = await phoneAndCloud()
  const [lost, changed, untold, , other] = shots
  await phone.memory().write(tx => {
    tx.run('DELETE FROM shots WHERE id = ?', [lost?.id ?? null])
    tx.run('UPDATE shots SET carry_m = NULL WHERE id = ?', [changed?.id ?? null])
  })
  await world.pg.ask('DELETE FROM shots WHERE user_id = $1 AND id = $2', [golfer, untold?.id])
  await world.pg.ask('UPDATE shots SET side_m = NULL WHERE user_id = $1 AND id = $2', [golfer, other?.id])

  // A sync knows nothing of it.
  await phone.sync()
  const found = await compared(world, golfer, phone)
  expect(found.differences).toEqual([
    {
      table: 'shots',
      session: '701:2025-12-27',
      here: [untold?.id],
      there: [lost?.id],
      other: [changed?.id],
    },
    {
      table: 'shots',
      session: '702:2025-12-27',
      here: [],
      there: [],
      other: [other?.id],
    },
  ])
  expect(found.device.tables['shots']).toMatchObject({ rows: 11, filled: { carry_m: 10 } })

  const sent: string[] = []
  const call = world.call(golfer)
  const listening: CallCloud = (name, request, signal) => {
    if (name === 'push_changes' && request && 'rows' in request)
      for (const { row } of request.rows as { row: { id: string } }[]) sent.push(row.id)
    return call(name, request, signal)
  }
  await repaired(world, golfer, phone, found, listening)
  expect(sent.sort()).toEqual([untold?.id, other?.id].sort())
  expect((await compared(world, golfer, phone)).differences).toEqual([])
  expect(digestOfDevice(phone)).toEqual(await digestOfCloud(world, golfer))
  phone.close()
})

test('what waits to be sent, or was refused, is no difference', async () => {
  const { golfer, phone, shots } = await phoneAndCloud()
  await phone.done({
    kind: 'set_shots',
    shots: { ids: [shots[0]?.id ?? ''] },
    set: { notes: 'not yet sent' },
  })
  await phone.memory().write(tx => {
    tx.run("UPDATE shots SET notes = 'kept here' WHERE id = ?", [shots[1]?.id ?? null])
    tx.run(
      `INSERT INTO refused_rows (table_name, row_id, reason, schema_version, kept, refused_at)
      VALUES ('shots', ?, 'too_large', 1, 1, '2026-01-01T00:00:00Z')`,
      [shots[1]?.id ?? null],
    )
  })
  expect((await compared(world, golfer, phone)).differences).toEqual([])
  phone.close()
})
