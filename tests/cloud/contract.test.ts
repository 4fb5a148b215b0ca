/** What every cloud must do, over HTTP and through the real client: the hub, real PostgREST, the lite server. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncedTables } from '../../shared/schema/catalogue.ts'
import type { PushRequest, WireElement } from '../../shared/sync/wire.ts'
import { importReport, realReport } from '../../web/db/testing/report.ts'
import { supabaseFiles } from '../../web/sync/files.ts'
import { callSupabase, supabaseCloud } from '../../web/sync/supabase.ts'
import { digestOfCloud, digestOfDevice, openDevice, shotOf } from '../sync/world.ts'
import { stamp } from './cloud.ts'
import { type Counterpart, clientOf, cloudsToTest, type Golfer, signed } from './counterparts.ts'

const SHOT = '41511_85589_1298333'
const signal = new AbortController().signal

test('a cloud that nobody knows is an error, and no list without tests', () => {
  expect(() => cloudsToTest({ RANGEBOOK_CLOUDS: 'hub,supabase' })).toThrow('names "supabase"')
  expect(cloudsToTest({}).map(({ name }) => name)).toEqual(['hub'])
  expect(cloudsToTest({ RANGEBOOK_TEST_ALL: '1' }).length).toBe(3)
})

describe.each(cloudsToTest())('$name', ({ name, open, missing, lacks }) => {
  const why = missing()
  if (why) {
    test('holds the contract', context => context.skip(why))
    return
  }

  let cloud: Counterpart
  let cloud_id: string
  beforeAll(async () => {
    cloud = await open()
    const { data } = await clientOf(cloud, null).rpc('about_cloud')
    cloud_id = data.cloud_id
  }, 180_000)
  afterAll(() => cloud?.close())

  const at = ({ client, id }: Golfer) => supabaseCloud(client, id)
  const standing = ({ id: user_id }: Pick<Golfer, 'id'>) => ({
    ...{ client: 3, cloud_id, user_id, epoch: 1, cursor: 0 },
    ...{ pulled_token: null, pushed_token: null },
  })
  const push = (golfer: Golfer, rows: readonly WireElement[], more: Partial<PushRequest> = {}) =>
    at(golfer).push({ ...standing(golfer), rows, ...more }, signal)
  const pull = (golfer: Golfer, cursor = 0) =>
    at(golfer).pull({ ...standing(golfer), cursor, limit: 2_000 }, signal)
  const club = (id: string, more = {}): WireElement => ({ table: 'clubs', row: { id, ...more } })
  const clubs = (many: number, more = {}) => Array.from({ length: many }, (_, at) => club(`c${at}`, more))

  test('says who it is before anybody signs in, and that it is closed', async () => {
    const about = await supabaseCloud(clientOf(cloud, null), '').about(signal)
    expect(about).toMatchObject({ kind: 'about', open: [], min_client: 1, bucket: true })
  })

  test('a push repeated after a lost answer changes nothing', async () => {
    const golfer = await cloud.newGolfer()
    const rows = [club('a', { name: 'Seven', clocks: `{"name":"${stamp(5)}"}` }), club('b')]
    const first = await push(golfer, rows)
    expect(first).toMatchObject({ kind: 'pushed', from_rev: 0, head: 2, count: 2 })
    expect(await push(golfer, rows)).toMatchObject({ from_rev: 2, head: 2 })
    const pulled = await pull(golfer)
    expect(pulled).toMatchObject({ kind: 'pulled', head: 2, cursor: 2, count: 2 })
    expect(await pull(golfer, 2)).toMatchObject({ count: 0, rows: [] })
  })

  test('2,500 rows come whole, by one value a page', async () => {
    const golfer = await cloud.newGolfer()
    await push(golfer, clubs(2_000))
    await push(
      golfer,
      clubs(2_000)
        .map(({ row }, at) => ({ table: 'settings', row: { ...row, id: `s${at}` } }))
        .slice(0, 500),
    )
    const first = await pull(golfer)
    if (first.kind !== 'pulled') throw new Error(first.kind)
    const second = await pull(golfer, first.cursor)
    expect([first.count, second]).toMatchObject([2_000, { count: 500, cursor: 2_500 }])
  })

  test('row sets are cut at 1,000', async context => {
    if (lacks.includes('new functions')) context.skip(`${name} shows no function made after its start`)
    const golfer = await cloud.newGolfer()
    await cloud.script(`CREATE OR REPLACE FUNCTION public.many_rows() RETURNS TABLE (n integer) LANGUAGE sql STABLE
      AS $f$ SELECT generate_series(1, 1200) $f$; GRANT EXECUTE ON FUNCTION public.many_rows() TO authenticated`)
    const last = async () => (await golfer.client.rpc('many_rows')).data?.at(-1)
    await expect.poll(last, { timeout: 30_000 }).toEqual({ n: 1_000 }) // PostgREST reads its functions anew
    await cloud.script('DROP FUNCTION public.many_rows()')
  })

  test('whoever is not signed in, or by a token that is none, gets nothing', async () => {
    const golfer = await cloud.newGolfer()
    const claims = { role: 'authenticated', sub: golfer.id, session_id: randomUUID() }
    const now_s = Math.floor(Date.now() / 1000)
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const body = Buffer.from(JSON.stringify({ ...claims, exp: now_s + 60 })).toString('base64url')
    const tokens = [
      null,
      cloud.token({ ...claims, exp: now_s - 120 }),
      signed({ ...claims, exp: now_s + 60 }, 'another secret of thirty-two letters'),
      `${none}.${body}.`,
      'nonsense',
    ]
    for (const token of tokens) {
      const stranger = { ...golfer, client: clientOf(cloud, token) }
      await expect(pull(stranger)).rejects.toMatchObject({ kind: 'signed_out' })
      await expect(push(stranger, [club('a')])).rejects.toMatchObject({ kind: 'signed_out' })
    }
    expect(await pull(golfer)).toMatchObject({ count: 0 })
  })

  test('a second golfer and nobody: nothing, by table, id, filter, upsert, forged id or function', async () => {
    const her = await cloud.newGolfer()
    const other = await cloud.newGolfer()
    const mark = 'only hers'
    await push(her, [
      ...syncedTables.filter(name => name !== 'commands').map(table => ({ table, row: { id: mark } })),
    ])
    const before = await pull(her)
    for (const client of [other.client, clientOf(cloud, null)]) {
      for (const table of syncedTables) {
        const asked = [
          client.from(table).select(),
          client.from(table).select().eq('user_id', her.id),
          client.from(table).select().eq('id', mark),
        ]
        for (const { data } of await Promise.all(asked)) expect(data ?? []).toEqual([])
        const forged = { user_id: her.id, id: mark, rev: 9 }
        const written = [
          client.from(table).insert({ ...forged, id: 'new' }),
          client.from(table).upsert(forged),
          client.from(table).update({ rev: 9 }).eq('id', mark),
          client.from(table).delete().eq('id', mark),
        ]
        for (const { error } of await Promise.all(written)) {
          if (!lacks.includes('refusals')) expect(error).not.toBeNull()
        }
      }
      const granted = await client.rpc('grant_earlier_shots', { golfer: other.id })
      expect(granted.error).not.toBeNull()
    }
    expect(await push(other, [], { user_id: her.id })).toMatchObject({ kind: 'other_golfer' })
    const forged = await push(other, [club(mark, { user_id: her.id })])
    expect(forged).toMatchObject({ results: [{ answer: 'refused', reason: 'unknown_column' }] })
    expect(JSON.stringify(await pull(other))).not.toContain(mark)
    const { now_ms: _, ...hers } = await pull(her)
    const { now_ms: __, ...herRows } = before
    expect(hers).toEqual(herRows)
  })

  test('what is too much, malformed or of the year 3000 is told, and nothing of it is kept', async () => {
    const golfer = await cloud.newGolfer()
    expect(await push(golfer, clubs(2_001))).toMatchObject({ kind: 'too_large' })
    const long = clubs(1_100, { name: 'x'.repeat(4_000) })
    expect(await push(golfer, long)).toMatchObject({ kind: 'too_large' })
    expect(await push(golfer, 'rows' as never)).toMatchObject({ kind: 'malformed' })
    expect(await push(golfer, [club('a', { name: 'a\u0000b' })])).toMatchObject({ kind: 'malformed' })
    const far = `{"name":"${stamp(Date.UTC(3000, 0, 1))}"}`
    expect(await push(golfer, [club('a', { name: 'far', clocks: far })])).toMatchObject({
      kind: 'clock_ahead',
    })
    const bad = await push(golfer, [club('b', { loft_deg: 'steep' }), club('c')])
    expect(bad).toMatchObject({
      results: [{ answer: 'refused', reason: 'malformed' }, { answer: 'applied' }],
    })
    expect(await pull(golfer)).toMatchObject({ count: 1, rows: [{ row: { id: 'c' } }] })
  })

  test('a function, and an argument, that are not there are told as not set up', async () => {
    const golfer = await cloud.newGolfer()
    for (const [name, given] of [
      ['no_such_function', {}],
      ['push_changes', { wrong: 1 }],
    ] as const) {
      const { error, status } = await golfer.client.rpc(name, given)
      expect([status, ['PGRST202', '42883']]).toEqual([404, expect.arrayContaining([error?.code])])
    }
  })

  describe('with whole devices', () => {
    const worldOf = (golfer: Golfer) => ({ now_ms: Date.now(), call: () => callSupabase(golfer.client) })

    test('both import, both edit offline, one with the clock of the year 3000: both are equal', async () => {
      const golfer = await cloud.newGolfer()
      const world = worldOf(golfer)
      const phone = await openDevice(world, golfer.id, 'phone')
      const laptop = await openDevice(world, golfer.id, 'laptop')
      for (const device of [phone, laptop]) {
        await importReport({ ...device.memory(), run: device.run, done: device.done }, realReport())
      }
      await phone.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'wet' } })
      laptop.wall.now_ms = Date.UTC(3000, 0, 1)
      await laptop.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { excluded: true } })
      for (const device of [phone, laptop, phone, laptop]) await device.sync()
      expect(shotOf(phone, SHOT)).toMatchObject({ notes: 'wet', excluded: 1 })
      expect(digestOfDevice(phone)).toEqual(digestOfDevice(laptop))
      expect(digestOfDevice(phone)).toEqual(await digestOfCloud(world, golfer.id))
      phone.close()
      laptop.close()
    })

    test('a text that no Postgres holds is set aside alone, and the rest is in', async () => {
      const golfer = await cloud.newGolfer()
      const device = await openDevice(worldOf(golfer), golfer.id, 'phone')
      await importReport({ ...device.memory(), run: device.run, done: device.done }, realReport())
      await device.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'a\u0000b' } })
      await device.sync()
      const { waiting, refused } = await device.memory().query('sync', null)
      expect([waiting, refused > 0]).toEqual([0, true])
      const pulled = await pull(golfer)
      expect(pulled).toMatchObject({ kind: 'pulled', count: expect.any(Number) })
      expect(JSON.stringify(pulled)).toContain('41511_85589_1298334')
      device.close()
    })

    test('a push that takes too long there is halved until it goes through', async context => {
      if (lacks.includes('timeouts')) context.skip(`${name} tells a time-out without its code`)
      const golfer = await cloud.newGolfer()
      const world = worldOf(golfer)
      const device = await openDevice(world, golfer.id, 'phone')
      await importReport({ ...device.memory(), run: device.run, done: device.done }, realReport())
      await cloud.script(SLOW)
      try {
        await device.sync()
        expect(await device.memory().query('sync', null)).toMatchObject({ waiting: 0, refused: 0 })
      } finally {
        await cloud.script(QUICK)
      }
      expect(digestOfDevice(device)).toEqual(await digestOfCloud(world, golfer.id))
      device.close()
    })
  })

  if (!lacks.includes('files')) {
    describe('files', () => {
      const bytes = new Uint8Array([1, 2, 3])
      const hash = 'ab'.repeat(32)

      test('are their golfer’s alone, and each is there once', async () => {
        const her = await cloud.newGolfer()
        const other = await cloud.newGolfer()
        const name = `${her.id}/${hash}`
        const bucket = (client: Golfer['client']) => client.storage.from('rangebook')
        expect((await bucket(her.client).upload(name, new Blob([bytes]))).error).toBeNull()
        expect((await bucket(her.client).upload(name, bytes)).error).toMatchObject({ statusCode: '409' })
        const came = await bucket(her.client).download(name)
        expect(new Uint8Array((await came.data?.arrayBuffer()) ?? [])).toEqual(bytes)

        for (const stranger of [other.client, clientOf(cloud, null)]) {
          expect((await bucket(stranger).download(name)).data).toBeNull()
          expect((await bucket(stranger).remove([name])).data ?? []).toEqual([])
          const list = await bucket(stranger).list(her.id)
          expect(list.data ?? []).toEqual([])
          const forged = await bucket(stranger).upload(`${her.id}/${'cd'.repeat(32)}`, bytes)
          expect(forged.error).not.toBeNull()
          const replaced = await bucket(stranger).upload(name, new Uint8Array([9]), { upsert: true })
          expect(replaced.error).not.toBeNull()
        }
        for (const path of [
          `${other.id}/../${her.id}/${hash}`,
          `${other.id}/x`,
          `${other.id}/${hash}/more`,
          '..%2fsecret',
        ]) {
          expect((await bucket(other.client).upload(path, bytes)).error).not.toBeNull()
          expect((await bucket(other.client).download(path)).data).toBeNull()
        }
        const still = await bucket(her.client).download(name)
        expect(new Uint8Array((await still.data?.arrayBuffer()) ?? [])).toEqual(bytes)
        expect((await bucket(her.client).remove([name])).data).toHaveLength(1)
        expect((await bucket(her.client).download(name)).error).toMatchObject({ statusCode: '404' })
      })

      test('are sent, found, kept while a row names them, and removed, as the app does it', async () => {
        const golfer = await cloud.newGolfer()
        const client = clientOf(cloud, null)
        await client.auth.setSession({ access_token: golfer.token, refresh_token: 'not needed' })
        const files = supabaseFiles(client, golfer.id)
        await files.put(hash, bytes, signal)
        await files.put(hash, bytes, signal)
        const hashes = [hash, 'cd'.repeat(32)]
        const stored = () => at(golfer).stored({ ...standing(golfer), hashes }, signal)
        const removable = () => at(golfer).removable(standing(golfer), signal)
        expect(await stored()).toMatchObject({ kind: 'stored', hashes: [hash] })
        expect(await files.get('cd'.repeat(32), signal)).toBeNull()
        await push(golfer, [
          { table: 'shots', row: { id: '1_1_1' } },
          { table: 'media', row: { id: '1_1_1:topview00', shot_id: '1_1_1', name: 'topview00', hash } },
        ])
        await files.remove([hash], signal)
        expect(await files.get(hash, signal)).toEqual(bytes)
        expect(await removable()).toMatchObject({ kind: 'removable', hashes: [] })
        const purged = { id: '1_1_1', purged: 1, clocks: `{"purged":"${stamp(9)}"}` }
        await push(golfer, [{ table: 'shots', row: purged }])
        expect(await removable()).toMatchObject({ hashes: [hash] })
        await files.remove([hash], signal)
        expect(await stored()).toMatchObject({ hashes: [] })
        expect(await files.get(hash, signal)).toBeNull()
      })
    })
  }
})

// On PostgreSQL by its own limit of 3 s; PGlite knows none, so it is told.
const SLOW = `
  ALTER FUNCTION public.push_changes(json) RENAME TO quick_push;
  CREATE FUNCTION public.push_changes(request json) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $f$
  BEGIN
    IF json_array_length(request -> 'rows') > 20 THEN
      IF version() ~ 'emscripten|wasm' THEN
        RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = '57014';
      END IF;
      PERFORM pg_sleep(20);
    END IF;
    RETURN public.quick_push(request);
  END $f$`
const QUICK = `DROP FUNCTION public.push_changes(json); ALTER FUNCTION public.quick_push(json) RENAME TO push_changes`
