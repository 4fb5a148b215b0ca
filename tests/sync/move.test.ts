/** From the hub to a Supabase: the server is given one, its devices notice, are asked once, and bring their history along. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import type { Db } from '../../web/db/client.ts'
import { importReport, realReport } from '../../web/db/testing/report.ts'
import type { CallCloud } from '../../web/sync/cloud.ts'
import { callHub } from '../../web/sync/ownServer.ts'
import { moveTo } from '../../web/sync/round.ts'
import { callSupabase, supabaseCloud } from '../../web/sync/supabase.ts'
import { clientOf, cloudsToTest } from '../cloud/counterparts.ts'
import { OPERATOR, openTestHub } from '../cloud/testHub.ts'
import { boundAddress } from '../server.ts'
import { type Device, digestOfCloud, digestOfDevice, openDevice, shotOf } from './world.ts'

const SHOT = '41511_85589_1298333'
const OTHER_SHOT = '41511_85589_1298334'
/** A real PostgreSQL is made first, on a busy machine. */
const LONG_MS = 120_000

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** The server as a hub, at an address where another configuration may answer later. */
async function openServer() {
  const home = await openTestHub()
  let { app } = home
  const server = createServer(getRequestListener((...asked) => app.fetch(...asked))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = boundAddress(server)
  open.push(async () => {
    server.closeAllConnections()
    server.close()
    await home.close()
  })
  return {
    hub: home.hub,
    address,
    /** As it starts with SUPABASE_URL. */
    restartWith: (url: string, anonKey: string) => {
      app = createApp({
        door: { host: '127.0.0.1', tls: false, trustProxy: false },
        dist: home.folder,
        uneekorBase: 'http://127.0.0.1:9',
        cloud: { url, anonKey, serviceKey: null },
        warehouse: null,
        coach: null,
        token: OPERATOR,
        version: '0',
        instance: 'test',
        fetch: globalThis.fetch,
        now: Date.now,
        wait: async () => {},
        tryLimit_ms: 1,
      })
    },
  }
}

const taking = (device: Device) =>
  importReport({ ...device.memory(), run: device.run, done: device.done }, realReport())

describe.each(cloudsToTest())('to Supabase, here $name', ({ missing, open: openCounterpart }) => {
  test(
    'two devices, each with an edit that the hub never saw: both are asked once, and end alike with everything',
    async context => {
      const reason = missing()
      if (reason) return context.skip(reason)
      const server = await openServer()
      const joined = await server.hub.members.join('phone', await codeOf(server.hub))
      if (joined.kind !== 'joined') throw new Error(joined.kind)
      const { access_token, user } = joined.session
      const client = clientOf({ url: `${server.address}/hub`, anonKey: server.hub.anonKey() }, access_token)
      const atHub = callHub(callSupabase(client), async () =>
        (await fetch(`${server.address}/api/cloud`)).json(),
      )
      const world = { now_ms: Date.now(), call: () => atHub }
      const phone = await openDevice(world, user.id, 'phone')
      const laptop = await openDevice(world, user.id, 'laptop')
      await taking(phone)
      await phone.sync()
      await laptop.sync()
      await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'unsent of the phone' } })
      await laptop.done({ kind: 'delete_shots', shots: { ids: [OTHER_SHOT] } })

      const supabase = await openCounterpart()
      open.push(() => supabase.close())
      // Hubs of tests are made of one copy, their id too.
      await supabase.script('UPDATE rangebook.cloud SET cloud_id = gen_random_uuid()')
      server.restartWith(supabase.url, supabase.anonKey)
      for (const device of [phone, laptop])
        await expect(device.sync()).rejects.toMatchObject({ problem: { kind: 'moved' } })

      const golfer = await supabase.newGolfer()
      const there: CallCloud = callSupabase(golfer.client)
      for (const device of [phone, laptop]) {
        await expect(device.sync(there, golfer.id)).rejects.toMatchObject({
          problem: { kind: 'other_cloud' },
        })
        const cloud = supabaseCloud(golfer.client, golfer.id)
        await moveTo(cloud, { run: device.run as Db['run'] }, new AbortController().signal)
        await device.sync(there, golfer.id)
      }
      for (const device of [phone, laptop]) await device.sync(there, golfer.id)

      const now = { now_ms: world.now_ms, call: () => there }
      expect(digestOfDevice(phone)).toEqual(await digestOfCloud(now, golfer.id))
      expect(digestOfDevice(laptop)).toEqual(digestOfDevice(phone))
      expect(shotOf(laptop, SHOT)).toMatchObject({ notes: 'unsent of the phone' })
      expect(shotOf(phone, OTHER_SHOT)?.['deleted_at']).not.toBeNull()
      for (const device of [phone, laptop]) {
        expect(await device.memory().query('sync', null)).toMatchObject({ waiting: 0, refused: 0, held: 0 })
        device.close()
      }
    },
    LONG_MS,
  )
})

async function codeOf(hub: { members: { codeForName(name: string): Promise<object> } }) {
  const made = await hub.members.codeForName('Ann')
  if (!('code' in made)) throw new Error('no code')
  return made as { code: string }
}
