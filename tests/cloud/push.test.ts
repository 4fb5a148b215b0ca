/** What a device may send, and what it is answered. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type Cloud,
  call,
  device,
  migrations,
  newGolfer,
  openCloud,
  pullAll,
  push,
  results,
  type Sent,
  stamp,
} from './cloud.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const shot = (id: string, row: Sent['row'] = {}): Sent => ({ table: 'shots', row: { id, ...row } })
const edited = (id: string, notes: string, clock: string): Sent =>
  shot(id, { notes, clocks: JSON.stringify({ notes: clock }) })
const now = () => stamp(Date.now())

const taken: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const back of taken.splice(0)) await back()
})

/** The function without a line that holds a law; put back after the test. */
async function without(name: string, line: string, instead = ''): Promise<void> {
  const [found] = await cloud.ask(
    `SELECT pg_get_functiondef(p.oid) AS text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
     WHERE n.nspname || '.' || proname = $1`,
    [name],
  )
  const text = String(found?.['text'])
  expect(text).toContain(line)
  taken.push(() => cloud.script(text))
  await cloud.script(text.replace(line, () => instead))
}

describe('answers', () => {
  test('a push repeated after a lost answer changes nothing, and says the same token', async () => {
    const golfer = await newGolfer(cloud)
    const rows = [shot('1', { carry_m: 150.5, fact_source: 3 }), edited('2', 'windy', now())]
    const first = await push(cloud, golfer, rows)
    expect(first).toMatchObject({ kind: 'pushed', from_rev: 0, head: 2, count: 2, epoch: 1 })
    expect(results(first)).toEqual([
      { answer: 'applied', rev: 1 },
      { answer: 'applied', rev: 2 },
    ])
    const second = await push(cloud, golfer, rows)
    expect(second).toMatchObject({ kind: 'pushed', from_rev: 2, head: 2, token: first['token'] })
    expect(results(second)).toEqual(results(first))
    expect(await cloud.ask('SELECT rev FROM rangebook.pushes WHERE user_id = $1', [golfer])).toHaveLength(1)
  })

  test('what was sent and lost is answered as merged, and comes by the next pull', async () => {
    const golfer = await newGolfer(cloud)
    await push(cloud, golfer, [edited('1', 'late', stamp(20))])
    const answer = await push(cloud, golfer, [edited('1', 'early', stamp(10))])
    expect(results(answer)).toEqual([{ answer: 'merged', rev: 1 }])
    expect((await pullAll(cloud, golfer))[0]?.row).toMatchObject({ notes: 'late', rev: 1 })
  })

  test('a refused row stops nobody, and says why', async () => {
    const golfer = await newGolfer(cloud)
    const bad: [Sent | unknown, string][] = [
      [shot('a', { carry_m: 'far' }), 'malformed'],
      [shot('b', { excluded: 2 }), 'malformed'],
      [shot('c', { carry_m: 'NaN' }), 'malformed'],
      [shot('c2', { carry_m: '-Infinity' }), 'malformed'],
      [shot('d', { client_shot_id: 1.5 }), 'malformed'],
      [shot('e', { tags: '["' }), 'malformed'],
      [shot('h', { clocks: '{"notes":"yesterday"}' }), 'malformed'],
      [shot('i', { clocks: '[1]' }), 'malformed'],
      [shot('j', { clocks: `{"no\\"tes":"${stamp(1)}"}` }), 'malformed'],
      [shot('k', { extra: '"x"' }), 'malformed'],
      [shot('l', { extra: '{"a":1,"a":2}' }), 'malformed'],
      [shot('m', { life: 'long' }), 'malformed'],
      [shot(''), 'malformed'],
      [shot('n'.repeat(501)), 'malformed'],
      [{ table: 'shots', row: {} }, 'malformed'],
      [{ table: 'shots' }, 'malformed'],
      [{ table: 'shots', row: [] }, 'malformed'],
      [7, 'malformed'],
      [null, 'malformed'],
      [{ table: 'swings', row: { id: '1' } }, 'unknown_table'],
      [{ table: "shots'; DROP TABLE shots; --", row: { id: '1' } }, 'unknown_table'],
      [shot('o', { shaft_lean_deg: 3 }), 'unknown_column'],
      [shot('p', { notes: 'x'.repeat(300_000) }), 'too_large'],
      [shot('good 0'), 'twice'],
      [{ table: 'commands', row: { id: '1', clock: 'noon' } }, 'malformed'],
    ]
    // A good one between any two, so that each is cut out from among good ones.
    const rows = [shot('good 0'), ...bad.flatMap(([row], i) => [row, shot(`good ${i + 1}`)])] as Sent[]
    const answer = await push(cloud, golfer, rows)
    expect(answer).toMatchObject({ kind: 'pushed', count: rows.length, head: bad.length + 1 })
    const said = results(answer)
    expect(said.filter((_, i) => i % 2 === 1).map(({ reason }) => reason)).toEqual(
      bad.map(([, reason]) => reason),
    )
    expect(said.filter((_, i) => i % 2 === 0).every(result => result.answer === 'applied')).toBe(true)
    const there = await pullAll(cloud, golfer)
    expect(there.map(({ row }) => row['id']).sort()).toEqual(
      bad
        .map((_, i) => `good ${i}`)
        .concat(`good ${bad.length}`)
        .sort(),
    )
    expect(new Set(there.map(({ row }) => row['rev'])).size).toBe(there.length)
  })

  test('a column that nobody here knows is found among words with colons, escaped ones too', async () => {
    const golfer = await newGolfer(cloud)
    const word = { uploaded_at: '2025-12-26T10:00:00Z', tags: '["a:b"]', notes: ': "x": {' }
    // Written so, "3:4" has no colon on the way: as many are missing as the unknown name brings.
    const hidden = `{"table":"shots","row":{"id":"3\\u003a4","shaft_lean_deg":3}}`
    const rows = [
      shot('1', word),
      shot('2:1', { ...word, shaft_lean_deg: null }),
      shot('3', { a: 1, ...word }),
    ]
    const request = JSON.stringify({ ...device, rows }).replace(/\]\}$/, `,${hidden}]}`)
    expect(results(await call(cloud, golfer, 'push_changes', request))).toEqual([
      { answer: 'applied', rev: 1 },
      { answer: 'applied', rev: 2 },
      { answer: 'refused', reason: 'unknown_column' },
      { answer: 'refused', reason: 'unknown_column' },
    ])
  })

  test('text that Postgres can’t hold spoils its whole push: nothing is in, and halves of it are told apart', async () => {
    const golfer = await newGolfer(cloud)
    for (const text of ['a\0b', '\ud800']) {
      for (const row of [shot('1', { notes: text }), shot(text), { table: text, row: { id: '1' } }]) {
        expect((await push(cloud, golfer, [shot('2'), row])).kind).toBe('malformed')
        expect((await push(cloud, golfer, [row])).kind).toBe('malformed')
      }
    }
    expect(await pullAll(cloud, golfer)).toEqual([])
    // As text of json it is only an escape, and kept.
    const tags = JSON.stringify(['a\0b'])
    expect(results(await push(cloud, golfer, [shot('2', { tags })]))[0]?.answer).toBe('applied')
    expect((await pullAll(cloud, golfer))[0]?.row['tags']).toBe(tags)
  })

  test('a push that is no push, or too large, changes nothing', async () => {
    const golfer = await newGolfer(cloud)
    const many = Array.from({ length: 2001 }, (_, i) => shot(`${i}`))
    const big = Array.from({ length: 20 }, (_, i) => shot(`${i}`, { notes: 'x'.repeat(250_000) }))
    for (const [request, kind] of [
      [{ ...device, rows: many }, 'too_large'],
      [{ ...device, rows: big }, 'too_large'],
      [{ ...device }, 'malformed'],
      [{ ...device, rows: {} }, 'malformed'],
      [{ rows: [] }, 'malformed'],
      [{ ...device, cursor: 'x', rows: [] }, 'malformed'],
      [{ ...device, pushed_token: 'x', rows: [] }, 'malformed'],
      [{ ...device, cloud_id: randomUUID(), rows: [] }, 'other_cloud'],
      ['[]', 'malformed'],
      ['7', 'malformed'],
      ['null', 'malformed'],
    ] as const) {
      expect([request === null, (await call(cloud, golfer, 'push_changes', request)).kind]).toEqual([
        false,
        kind,
      ])
    }
    await expect(call(cloud, golfer, 'push_changes', '[['.repeat(100_000))).rejects.toThrow()
    expect(await pullAll(cloud, golfer)).toEqual([])
  })
})

describe('clocks', () => {
  test('a stamp from the year 3000 is refused with both times, and nothing of its push is in', async () => {
    const golfer = await newGolfer(cloud)
    const mine = now()
    await push(cloud, golfer, [edited('1', 'now', mine)])
    const ahead = stamp(Date.UTC(3000, 0, 1))
    const places: Sent[] = [
      edited('3', 'then', ahead),
      { table: 'commands', row: { id: 'c', clock: ahead } },
      shot('4', { life: ahead, purged: 0, clocks: `{"purged":"${ahead}"}` }),
      shot('5', { clocks: `{"from_the_future":"${ahead}"}` }),
    ]
    for (const row of places) {
      const answer = await push(cloud, golfer, [shot('2'), row])
      expect(answer).toMatchObject({ kind: 'clock_ahead', highest: mine })
      expect(Math.abs(Number(answer['now_ms']) - Date.now())).toBeLessThan(60_000)
    }
    expect(await pullAll(cloud, golfer)).toHaveLength(1)
    // Within five minutes clocks may differ.
    expect((await push(cloud, golfer, [edited('1', 'soon', stamp(Date.now() + 240_000))])).kind).toBe(
      'pushed',
    )
    expect((await push(cloud, golfer, [edited('1', 'late', stamp(Date.now() + 360_000))])).kind).toBe(
      'clock_ahead',
    )
  })

  test('what the cloud holds already is not ahead, and the cloud alters no stamp', async () => {
    const golfer = await newGolfer(cloud)
    const held = stamp(Date.UTC(3000, 0, 1))
    await cloud.ask('INSERT INTO rangebook.heads (user_id, highest) VALUES ($1, $2)', [golfer, held])
    const answer = await push(cloud, golfer, [edited('1', 'x', held)])
    expect(answer.kind).toBe('pushed')
    expect((await pullAll(cloud, golfer))[0]?.row['clocks']).toBe(`{"notes":"${held}"}`)
    const next = (ms: number, count: number) =>
      push(cloud, golfer, [edited('1', 'x', stamp(Date.UTC(3000, 0, 1) + ms, count))])
    // Counted on from it is not further ahead than it is.
    expect((await next(0, 1)).kind).toBe('pushed')
    expect((await next(1, 0)).kind).toBe('clock_ahead')
  })

  test('the line that refuses them taken away: they are in', async () => {
    const golfer = await newGolfer(cloud)
    await without(
      'rangebook.push',
      `RAISE EXCEPTION USING ERRCODE = 'RB001'`,
      `RAISE NOTICE USING ERRCODE = '01000'`,
    )
    expect((await push(cloud, golfer, [edited('3', 'then', stamp(Date.UTC(3000, 0, 1)))])).kind).toBe(
      'pushed',
    )
  })
})

describe('deleted for good', () => {
  const facts = { carry_m: 150, fact_source: 3, parser_version: 1, video_frames: 24 }
  const purge = (clock: string) => shot('1', { purged: 1, clocks: `{"purged":"${clock}"}` })
  const held = async (golfer: string) => (await pullAll(cloud, golfer))[0]?.row ?? {}

  test('wins over every import, until the golfer takes it in again', async () => {
    const golfer = await newGolfer(cloud)
    await push(cloud, golfer, [shot('1', facts)])
    await push(cloud, golfer, [purge(stamp(10))])
    expect(await held(golfer)).not.toHaveProperty('carry_m')
    expect(results(await push(cloud, golfer, [shot('1', { ...facts, parser_version: 9 })]))[0]?.answer).toBe(
      'merged',
    )
    expect(await held(golfer)).toEqual({ id: '1', purged: 1, clocks: `{"purged":"${stamp(10)}"}`, rev: 2 })
    const again = { ...facts, purged: 0, clocks: `{"purged":"${stamp(20)}"}`, life: stamp(20) }
    await push(cloud, golfer, [shot('1', again)])
    expect(await held(golfer)).toMatchObject({ carry_m: 150, purged: 0 })
  })

  test('the line that takes the facts away taken away: they linger', async () => {
    const golfer = await newGolfer(cloud)
    await without(
      'rangebook.merge_sql',
      'CASE WHEN p.gone THEN NULL ELSE m.%1$I END AS %1$I',
      'm.%1$I AS %1$I',
    )
    await push(cloud, golfer, [shot('1', facts)])
    await push(cloud, golfer, [purge(stamp(10))])
    expect(await held(golfer)).toHaveProperty('carry_m')
  })

  test('what an earlier version of this cloud kept of it goes by the migration, and devices hear of it', async () => {
    const golfer = await newGolfer(cloud)
    await push(cloud, golfer, [shot('1', facts), shot('2', facts)])
    const { head, token } = await push(cloud, golfer, [purge(stamp(10))])
    await cloud.ask(`UPDATE public.shots SET video_frames = 24 WHERE user_id = $1 AND id = '1'`, [golfer])
    const goes = migrations.find(sql => sql.includes('$emptied$')) ?? ''
    await cloud.script(goes)
    await cloud.script(goes)
    const since = { ...device, cursor: head, pulled_token: token, limit: 100 }
    expect(await call(cloud, golfer, 'pull_changes', since)).toMatchObject({
      kind: 'pulled',
      head: Number(head) + 1,
      rows: [{ row: { id: '1', purged: 1, clocks: `{"purged":"${stamp(10)}"}`, rev: Number(head) + 1 } }],
    })
    expect(await pullAll(cloud, golfer)).toContainEqual({
      table: 'shots',
      row: { id: '2', ...facts, clocks: '{}', rev: 2 },
    })
  })
})

describe('versions', () => {
  test('a number alone stops an older device, in every call', async () => {
    const golfer = await newGolfer(cloud)
    await cloud.ask('UPDATE rangebook.cloud SET min_client = 3')
    taken.push(() => cloud.ask('UPDATE rangebook.cloud SET min_client = 1'))
    for (const name of ['push_changes', 'pull_changes', 'newest_sessions', 'settle_epoch']) {
      const answer = await call(cloud, golfer, name, { ...device, rows: [shot('1')] })
      expect(answer).toMatchObject({ kind: 'client_too_old', min_client: 3 })
      expect((await call(cloud, golfer, name, { ...device, client: 3, rows: [] })).kind).not.toBe(
        'client_too_old',
      )
    }
    await without('rangebook.hindrance', `WHEN numbers[1] < cloud.min_client THEN 'client_too_old'`)
    expect((await push(cloud, golfer, [shot('1')])).kind).toBe('pushed')
  })

  test('columns that nobody here knows ride along, and fall into their column when it comes', async () => {
    const golfer = await newGolfer(cloud)
    const extra = '{"shaft_lean_deg":3.5,"shaft_tag":"[1]"}'
    await push(cloud, golfer, [shot('1', { extra, clocks: `{"shaft_tag":"${stamp(5)}"}` })])
    expect((await pullAll(cloud, golfer))[0]?.row['extra']).toBe(extra)
    await cloud.ask(`SELECT rangebook.add_column('shots', 'shaft_lean_deg', 'double precision', 'fact')`)
    await cloud.ask(`SELECT rangebook.add_column('shots', 'shaft_lean_deg', 'double precision', 'fact')`)
    await cloud.ask(`SELECT rangebook.add_column('shots', 'shaft_tag', 'json', 'edit')`)
    taken.push(() =>
      cloud.script(`ALTER TABLE shots DROP COLUMN shaft_lean_deg, DROP COLUMN shaft_tag;
        DELETE FROM rangebook.columns WHERE column_name LIKE 'shaft%'`),
    )
    const [there] = await pullAll(cloud, golfer)
    expect(there?.row).toMatchObject({ shaft_lean_deg: 3.5, shaft_tag: '[1]', rev: 1 })
    expect(there?.row).not.toHaveProperty('extra')
    // The older device sends it as it has it, and knows nothing of columns.
    const again = await push(cloud, golfer, [shot('1', { extra, clocks: `{"shaft_tag":"${stamp(5)}"}` })])
    expect(results(again)).toEqual([{ answer: 'applied', rev: 1 }])
    const newer = { extra: '{"shaft_tag":"[2]","other":1}', clocks: `{"shaft_tag":"${stamp(6)}"}` }
    await push(cloud, golfer, [shot('1', newer)])
    expect((await pullAll(cloud, golfer))[0]?.row).toMatchObject({ shaft_tag: '[2]', extra: '{"other":1}' })
  })
})
