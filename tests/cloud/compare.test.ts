/** A row's digest is the same there and here, whatever is in it; a golfer compares and reads their own. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SyncedTable, syncedTables } from '../../shared/schema/catalogue.ts'
import { addDigests, type DigestSum, rowDigest } from '../../shared/sync/digest.ts'
import type { State } from '../../shared/sync/merge.ts'
import { asState } from './alike.ts'
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
  wire,
} from './cloud.ts'
import { states } from './states.ts'

const CASES = process.env['RANGEBOOK_TEST_ALL'] ? 1_000 : 30

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

type Listed = [string, string, number, number][]
type Summed = [string, ...number[]][]

const compare = (golfer: string, table: string, more: object = {}) =>
  call(cloud, golfer, 'compare_rows', { ...device, table, ...more })
const listed = (answer: Answer) => answer['rows'] as Listed
const summed = (answer: Answer) => answer['sums'] as Summed

test('every state has one digest: in Postgres, on the device, and as it travels', async () => {
  for (const table of syncedTables) {
    const golfer = await newGolfer(cloud)
    const some = fc.sample(states(table), { numRuns: CASES, seed: 5 })
    const sent = some.map((state, i) => ({ ...state, id: `row ${String(i).padStart(4, '0')}` }))
    await push(
      cloud,
      golfer,
      sent.map(state => wire(table, state)),
    )
    const rows = await pullAll(cloud, golfer)
    const there = new Map(
      listed(await compare(golfer, table, { sessions: await sessionsOf(golfer, table), limit: 2000 })).map(
        ([id, , ...digest]) => [id, digest],
      ),
    )
    for (const { row } of rows) {
      const held = asState(table, row)
      expect({ held, digest: there.get(String(row['id'])) }).toEqual({ held, digest: rowDigest(held) })
      expect(rowDigest(row)).toEqual(rowDigest(held))
    }
    expect(there.size).toBe(CASES)
  }
})

const sessionsOf = async (golfer: string, table: string) =>
  summed(await compare(golfer, table, { limit: 2000 })).map(([session]) => session)

test('a digest changes with any column, and with no revision', () => {
  const [state] = fc.sample(states('shots'), { numRuns: 1, seed: 3 })
  const base: State = { ...state, id: 'a', carry_m: 150, notes: 'x' }
  for (const other of [
    { carry_m: 150.1 },
    { carry_m: null },
    { notes: 'y' },
    { id: 'b' },
    { clocks: '{"notes":"1"}' },
  ])
    expect(rowDigest({ ...base, ...other })).not.toEqual(rowDigest(base))
  expect(rowDigest({ ...base, rev: 7 })).toEqual(rowDigest(base))
  expect(rowDigest({ ...base, carry_m: -0 })).toEqual(rowDigest({ ...base, carry_m: 0 }))
})

test('what rides in extra at the one counts as the column at the other', async () => {
  const golfer = await newGolfer(cloud)
  const row = { id: 'a', carry_m: 150.25, notes: 'in a column\nof its own' }
  await push(cloud, golfer, [wire('shots', row)])
  const [digest] = listed(await compare(golfer, 'shots', { sessions: [''] }))
  const older = { id: 'a', carry_m: 150.25, extra: JSON.stringify({ notes: row.notes }) }
  expect(digest).toEqual(['a', '', ...rowDigest(older)])
})

test('sums by session over pages are those of the whole; pictures of what was deleted for good count nowhere', async () => {
  const golfer = await newGolfer(cloud)
  const shots = Array.from({ length: 7 }, (_, i) => ({
    id: `s${i}`,
    group_id: 'g',
    carry_m: i + 0.5,
    session_id: i < 3 ? 'moved' : null,
    purged: i === 6 ? 1 : null,
  }))
  const sent: Sent[] = [
    wire('groups', { id: 'g', default_session_id: 'day' }),
    ...shots.map(shot => wire('shots', shot)),
    ...shots.map(({ id }) => wire('media', { id: `m${id}`, shot_id: id })),
  ]
  await push(cloud, golfer, sent)
  const held = await pullAll(cloud, golfer)
  const expected = (table: SyncedTable, ids: readonly string[]) =>
    held
      .filter(({ table: of, row }) => of === table && ids.includes(String(row['id'])))
      .map(({ row }): DigestSum => [1, ...rowDigest(row)])
      .reduce(addDigests)
  const moved = expected('shots', ['s0', 's1', 's2'])
  const day = expected('shots', ['s3', 's4', 's5', 's6'])
  expect(summed(await compare(golfer, 'shots'))).toEqual([
    ['day', ...day],
    ['moved', ...moved],
  ])
  const sums = new Map<string, DigestSum>()
  let pages = 0
  for (let after: unknown = null; ; ) {
    const answer = await compare(golfer, 'shots', { after, limit: 2 })
    pages++
    for (const [session, ...sum] of summed(answer))
      sums.set(session, addDigests(sums.get(session) ?? [0, 0, 0], sum as unknown as DigestSum))
    after = answer['next']
    if (after === null) break
  }
  expect([pages, Object.fromEntries(sums)]).toEqual([4, { day, moved }])
  expect(summed(await compare(golfer, 'media'))).toEqual([
    ['day', ...expected('media', ['ms3', 'ms4', 'ms5'])],
    ['moved', ...expected('media', ['ms0', 'ms1', 'ms2'])],
  ])
  expect(listed(await compare(golfer, 'shots', { sessions: ['moved'] })).map(([id]) => id)).toEqual([
    's0',
    's1',
    's2',
  ])

  const read = await call(cloud, golfer, 'read_rows', {
    ...device,
    table: 'shots',
    ids: ['s1', 's5', 'none'],
  })
  expect([read.kind, read['count'], (read['rows'] as Sent[]).map(({ row }) => row['id'])]).toEqual([
    'previewed',
    2,
    ['s1', 's5'],
  ])

  const [about] = await cloud.as(golfer, ask => ask('SELECT about_rows() AS said'))
  expect(about?.['said']).toMatchObject({
    kind: 'holds',
    newest_date: null,
    tables: {
      shots: { rows: 7, filled: { carry_m: 7, session_id: 3, notes: 0 } },
      media: { rows: 7 },
      clubs: { rows: 0 },
    },
  })

  // Somebody else has nothing to compare, to read or to count.
  const other = await newGolfer(cloud)
  expect(summed(await compare(other, 'shots'))).toEqual([])
  expect((await call(cloud, other, 'read_rows', { ...device, table: 'shots', ids: ['s1'] }))['rows']).toEqual(
    [],
  )
  const [none] = await cloud.as(other, ask => ask('SELECT about_rows() AS said'))
  expect(none?.['said']).toMatchObject({ tables: { shots: { rows: 0 } } })
  const [all] = await cloud.as('service', ask => ask('SELECT about_golfers() AS said'))
  const { golfers } = (all?.['said'] ?? { golfers: [] }) as { golfers: { user_id: string }[] }
  expect(golfers.find(({ user_id }) => user_id === golfer)).toMatchObject({ tables: { shots: { rows: 7 } } })
})

test('what can’t be asked is answered so', async () => {
  const golfer = await newGolfer(cloud)
  for (const table of ['heads', 'shots; --', null])
    expect((await compare(golfer, String(table))).kind).toBe('malformed')
  expect((await compare(golfer, 'shots', { limit: 'x' })).kind).toBe('malformed')
  expect((await compare(golfer, 'shots', { cursor: 9 })).kind).toBe('out_of_step')
  expect((await call(cloud, golfer, 'read_rows', { ...device, table: 'shots' })).kind).toBe('malformed')
  await expect(call(cloud, null, 'compare_rows', device)).rejects.toThrow(/permission denied/)
})
