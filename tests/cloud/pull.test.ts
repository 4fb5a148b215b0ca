/** Pages, previews, and a cloud that went back in time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  type Cloud,
  call,
  device,
  newGolfer,
  openCloud,
  pullAll,
  push,
  type Sent,
  stamp,
} from './cloud.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const shot = (id: string, row: Sent['row'] = {}): Sent => ({ table: 'shots', row: { id, ...row } })
const pull = (golfer: string, more: object = {}) =>
  call(cloud, golfer, 'pull_changes', { ...device, ...more })
const idsOf = (answer: Answer) => (answer['rows'] as Sent[]).map(({ row }) => row['id'])

describe('pages', () => {
  test('hold the lowest revisions of all tables together, and end at the head', async () => {
    const golfer = await newGolfer(cloud)
    const ids: string[] = []
    for (let i = 0; i < 4; i++) {
      await push(cloud, golfer, [
        shot(`s${i}`),
        { table: 'clubs', row: { id: `c${i}` } },
        { table: 'groups', row: { id: `g${i}` } },
      ])
      ids.push(`g${i}`, `c${i}`, `s${i}`)
    }
    for (const limit of [1, 5, 12, 13]) {
      expect((await pullAll(cloud, golfer, limit)).map(({ row }) => row['id'])).toEqual(ids)
    }
    const [first, whole] = [await pull(golfer, { limit: 5 }), await pull(golfer)]
    expect(first).toMatchObject({ kind: 'pulled', count: 5, cursor: 5, head: 12, epoch: 1 })
    expect(whole).toMatchObject({ count: 12, cursor: 12, head: 12 })
    // A cursor within a push has that push's token: the rest of it may be lost by a restore.
    const tokens = await cloud.ask(
      'SELECT rev, token FROM rangebook.pushes WHERE user_id = $1 ORDER BY rev',
      [golfer],
    )
    expect(first['token']).toBe(tokens[1]?.['token'])
    expect(whole['token']).toBe(tokens[3]?.['token'])
    expect((await pull(golfer, { limit: 2 }))['token']).toBe(tokens[0]?.['token'])
  })

  test('2,500 rows come whole, in one value with its count, and at most 2,000 at once', async () => {
    const golfer = await newGolfer(cloud)
    for (const from of [0, 1250]) {
      await push(
        cloud,
        golfer,
        Array.from({ length: 1250 }, (_, i) => shot(`${from + i}`)),
      )
    }
    expect(await pull(golfer, { limit: 9999 })).toMatchObject({ count: 2000, cursor: 2000, head: 2500 })
    expect(await pullAll(cloud, golfer)).toHaveLength(2500)
  })

  test('end at 4 MB', async () => {
    const golfer = await newGolfer(cloud)
    for (let i = 0; i < 3; i++) {
      const notes = 'x'.repeat(200_000)
      await push(
        cloud,
        golfer,
        Array.from({ length: 10 }, (_, n) => shot(`${i} ${n}`, { notes })),
      )
    }
    const page = await pull(golfer)
    expect(JSON.stringify(page['rows']).length).toBeLessThan(4_300_000)
    expect(page['cursor']).toBe(page['count'])
    expect(await pullAll(cloud, golfer)).toHaveLength(30)
  })

  test('nothing new is one answer of less than 300 bytes', async () => {
    const golfer = await newGolfer(cloud)
    const { head, token } = await push(cloud, golfer, [shot('1')])
    const answer = await pull(golfer, { cursor: head, pulled_token: token, pushed_token: token })
    expect(answer).toMatchObject({ kind: 'pulled', count: 0, cursor: head, token })
    const [row] = await cloud.as(golfer, ask =>
      ask('SELECT octet_length(pull_changes($1::text::json)::text) AS bytes', [
        JSON.stringify({ ...device, cursor: head }),
      ]),
    )
    expect(row?.['bytes']).toBeLessThan(300)
  })
})

test('a preview has the newest sessions with all they need, what was merged into them too, and no cursor', async () => {
  const golfer = await newGolfer(cloud)
  const row = (table: string, id: string, more: object = {}) => ({ table, row: { id, ...more } })
  await push(cloud, golfer, [
    row('reports', 'r1'),
    row('reports', 'r2'),
    row('clubs', 'club'),
    row('settings', 'distance', { value: '"yard"' }),
    row('sessions', 'old', { practice_date: '2024-01-01' }),
    row('sessions', 'new', { practice_date: '2025-11-20' }),
    row('sessions', 'newer, merged', { practice_date: '2025-11-22', merged_into: 'new' }),
    row('sessions', 'newest, in the trash', {
      practice_date: '2025-11-24',
      deleted_at: '2025-11-25T00:00:00Z',
    }),
    row('groups', 'g old', { default_session_id: 'old', report_id: 'r1' }),
    row('groups', 'g new', { default_session_id: 'newer, merged', report_id: 'r2' }),
    shot('by its group', { group_id: 'g new' }),
    shot('moved there', { group_id: 'g old', session_id: 'new' }),
    shot('moved away', { group_id: 'g new', session_id: 'old' }),
    shot('old', { group_id: 'g old' }),
    row('media', 'm', { shot_id: 'by its group' }),
    row('media', 'm old', { shot_id: 'old' }),
  ]) // prettier-ignore
  const answer = await call(cloud, golfer, 'newest_sessions', { ...device, sessions: 1 })
  expect(answer.kind).toBe('previewed')
  expect(answer).not.toHaveProperty('cursor')
  expect(idsOf(answer).sort()).toEqual(
    [
      'new',
      'newer, merged',
      'g new',
      'g old',
      'by its group',
      'moved there',
      'm',
      'club',
      'distance',
      'r1',
      'r2',
    ].sort(),
  )
  expect(answer['count']).toBe(idsOf(answer).length)
})

describe('a cloud restored from an old backup', () => {
  /** What a backup made now would bring back. */
  async function backup(golfer: string): Promise<() => Promise<void>> {
    const of = (table: string) =>
      cloud.ask(`SELECT to_json(t)::text AS row FROM ${table} t WHERE user_id = $1`, [golfer])
    const tables = ['rangebook.heads', 'rangebook.pushes', 'public.shots']
    const kept = await Promise.all(tables.map(of))
    return async () => {
      for (const [i, table] of tables.entries()) {
        await cloud.ask(`DELETE FROM ${table} WHERE user_id = $1`, [golfer])
        for (const { row } of kept[i] ?? []) {
          await cloud.ask(
            `INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, $1::text::json)`,
            [row],
          )
        }
      }
    }
  }
  const settle = (golfer: string, request: object) =>
    call(cloud, golfer, 'settle_epoch', { ...device, ...request })
  /** Two devices have pushed a row each, and restored it is to the first. */
  async function twoDevices() {
    const golfer = await newGolfer(cloud)
    const one = await push(cloud, golfer, [shot('1')])
    const restore = await backup(golfer)
    const two = await push(cloud, golfer, [shot('2')])
    return { golfer, one, two, restore }
  }

  test('is noticed by a cursor above its head, in each call, and nothing is taken in before', async () => {
    const { golfer, restore } = await twoDevices()
    await restore()
    for (const name of ['pull_changes', 'push_changes']) {
      const answer = await call(cloud, golfer, name, { ...device, cursor: 2, rows: [shot('3')] })
      expect(answer).toMatchObject({ kind: 'out_of_step', epoch: 1 })
    }
    expect(await pullAll(cloud, golfer)).toHaveLength(1)
    expect(await settle(golfer, { cursor: 2 })).toMatchObject({ kind: 'settled', epoch: 2 })
  })

  test('is noticed by the token where it was pushed past the old head since', async () => {
    const { golfer, two, restore } = await twoDevices()
    await restore()
    for (const id of ['x', 'y', 'z']) await push(cloud, golfer, [shot(id)])
    const asked = { cursor: 2, pulled_token: two['token'] }
    expect((await pull(golfer, asked)).kind).toBe('out_of_step')
    expect(await settle(golfer, asked)).toMatchObject({ epoch: 2 })
  })

  test('is noticed by the device that pushed and closed before it pulled', async () => {
    const { golfer, one, two, restore } = await twoDevices()
    await restore()
    await push(cloud, golfer, [shot('x'), shot('y')])
    const asked = { cursor: 1, pulled_token: one['token'] }
    expect((await pull(golfer, asked)).kind).toBe('pulled')
    expect((await pull(golfer, { ...asked, pushed_token: two['token'] })).kind).toBe('out_of_step')
  })

  test('has one new epoch however many devices notice, and each that does refills it', async () => {
    const { golfer, one, two, restore } = await twoDevices()
    await restore()
    const [phone, laptop] = [
      { cursor: 2, pulled_token: two['token'] },
      { cursor: 1, pushed_token: two['token'] },
    ]
    expect((await settle(golfer, phone))['epoch']).toBe(2)
    expect((await settle(golfer, laptop))['epoch']).toBe(2)
    // One that lost nothing hears of it too: others may have held what it has.
    expect(await pull(golfer, { cursor: 1, pulled_token: one['token'] })).toMatchObject({
      kind: 'out_of_step',
      epoch: 2,
    })
    const again = await call(cloud, golfer, 'push_changes', {
      ...device,
      epoch: 2,
      rows: [shot('1'), shot('2')],
    })
    expect(again).toMatchObject({ kind: 'pushed', epoch: 2 })
    expect(
      await settle(golfer, { epoch: 2, cursor: again['head'], pushed_token: again['token'] }),
    ).toMatchObject({ epoch: 2 })
  })

  test('older than the epoch that a device is in gets one above both', async () => {
    const { golfer } = await twoDevices()
    expect((await pull(golfer, { epoch: 7 })).kind).toBe('out_of_step')
    expect(await settle(golfer, { epoch: 7 })).toMatchObject({ epoch: 8 })
  })

  test('a new device comes into the epoch there is', async () => {
    const { golfer } = await twoDevices()
    expect(await pull(golfer, { epoch: 0 })).toMatchObject({ kind: 'out_of_step', epoch: 1 })
    expect(await settle(golfer, { epoch: 0 })).toMatchObject({ epoch: 1 })
    expect(await settle(await newGolfer(cloud), { epoch: 0 })).toMatchObject({ epoch: 1 })
  })

  test('would go unnoticed without the tokens: the device believes it is in sync for ever', async () => {
    const { golfer, two, restore } = await twoDevices()
    await restore()
    for (const id of ['x', 'y', 'z']) await push(cloud, golfer, [shot(id)])
    const [found] = await cloud.ask(`SELECT pg_get_functiondef('rangebook.out_of_step'::regproc) AS text`)
    const text = String(found?.['text'])
    expect(text).toContain('WHERE token IS NOT NULL')
    await cloud.script(text.replace('WHERE token IS NOT NULL', 'WHERE false AND token IS NOT NULL'))
    try {
      const page = await pull(golfer, { cursor: 2, pulled_token: two['token'] })
      expect(page.kind).toBe('pulled')
      expect(idsOf(page)).toEqual(['y', 'z'])
    } finally {
      await cloud.script(text)
    }
  })
})

test('a stamp as the cloud’s own time would begin sorts among those of devices', async () => {
  const [row] = await cloud.ask('SELECT rangebook.wall(0) AS wall')
  expect(Math.abs(Number(row?.['wall']) - Date.now())).toBeLessThan(60_000)
  expect(String(row?.['wall'])).toHaveLength(stamp(1).indexOf('-'))
})
