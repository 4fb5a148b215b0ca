/** Answers over the sample golfer's whole history, through the importer and SQLite as the app has them. */
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleReports } from '../../../shared/golf/sample.ts'
import { median } from '../../../shared/golf/stats.ts'
import { FLIGHTS_DRAWN } from '../analysis.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport } from '../testing/report.ts'

let memory: Memory
const COUNTS = { excluded: false } as const
beforeAll(async () => {
  memory = await openMemory()
  for (const { payload } of sampleReports({ last_date: '2026-01-01', seed: 1 })) {
    await importReport(memory, payload as never, { clubs: { IRON1: { is: 'mixed' } } })
  }
})

/** As SQLite says it, by no code of ours but the view. */
const column = (sql: string) => memory.reader.all<{ v: number }>(sql).map(({ v }) => v)

describe('gapping', () => {
  test('finds the half swings that stand under 7 iron, and keeps them out of its stock carry', async () => {
    const answers = await memory.query('gapping', COUNTS)
    const seven = answers.find(({ club_id }) => club_id === 'code:IRON7')
    expect(seven?.stocks.map(({ swing }) => swing)).toEqual(['full', '½'])
    const halves = column(
      "SELECT carry_m AS v FROM placed_shots WHERE live AND at_club = 'code:IRON7' AND label = '1/2 Swing'",
    )
    const half = seven?.stocks.find(({ swing }) => swing === '½')
    expect((half?.n ?? 0) + (half?.mishits ?? 0)).toBe(halves.length)
    expect(Math.abs((half?.stock_m ?? 0) - (median(halves) ?? 0))).toBeLessThan(1)
    const full = column(
      "SELECT carry_m AS v FROM placed_shots WHERE live AND at_club = 'code:IRON7' AND label <> '1/2 Swing'",
    )
    expect(Math.abs((seven?.stocks[0]?.stock_m ?? 0) - (median(full) ?? 0))).toBeLessThan(1)
    expect(seven?.of).toBe(halves.length + full.length)
  })

  test('counts what the golfer left out, and takes it in again where all are asked for', async () => {
    const [id = ''] = memory.reader
      .all<{ id: string }>("SELECT id FROM placed_shots WHERE at_club = 'code:DRIVER' LIMIT 1")
      .map(({ id }) => id)
    await memory.done({ kind: 'set_shots', shots: { ids: [id] }, set: { excluded: true } })
    const driver = async (filter: object) =>
      (await memory.query('gapping', filter)).find(({ club_id }) => club_id === 'code:DRIVER')
    const [counted, all] = [await driver(COUNTS), await driver({})]
    expect(counted?.left_out).toBe(1)
    const of = (one: typeof all) => (one?.stocks ?? []).reduce((sum, { n, mishits }) => sum + n + mishits, 0)
    expect(of(all) - of(counted)).toBe(1)
    await memory.done({ kind: 'undo_last' })
  })
})

test('landings are those of the filter, with a pattern about their middle', async () => {
  const filter = { club_id: 'code:IRON6', kind: 'practice', ...COUNTS } as const
  const landings = await memory.query('landings', filter)
  const sides = column(
    "SELECT side_m AS v FROM placed_shots WHERE live AND at_club = 'code:IRON6' AND kind = 'practice'",
  )
  expect(landings.n).toBe(sides.length)
  expect(landings.side.median).toBeCloseTo(median(sides) ?? 0, 10)
  expect(landings.right).toBe(sides.filter(side => side > 0).length)
  expect(Math.abs((landings.pattern?.side ?? 99) - (median(sides) ?? 0))).toBeLessThan(3)
})

test('face to path, which the sample’s golfer works half away, is found better; volume holds every day', async () => {
  const filter = { club_id: 'code:IRON8', ...COUNTS }
  const answer = await memory.query('trend', { filter, figure: 'face_to_path_deg', of: 'middle', better: 0 })
  expect(answer.trend?.shown).toBe(true)
  expect(answer.trend?.change.by).toBeLessThan(-0.5)
  expect(answer.of).toBe(answer.volume.reduce((sum, { n }) => sum + n, 0))
  expect(answer.n).toBeLessThan(answer.of)
  expect(answer.best_day).toBeNull()
})

test('a best shot is one of the golfer’s, and the best day the longest one’s median', async () => {
  const filter = { club_id: 'code:DRIVER', ...COUNTS }
  const answer = await memory.query('trend', { filter, figure: 'carry_m', of: 'middle', better: 1 })
  expect(answer.marks.map(({ id }) => id)).toContain(answer.best_shot?.id)
  expect(answer.best_day?.value).toBe(Math.max(...(answer.trend?.days.map(({ value }) => value) ?? [])))
})

test.each([
  ['none', { club_id: 'code:NOBODY' }],
  ['one', { tag: 'alone' }],
  ['no carry', { where: [{ measure: 'carry_m', is: 'missing' }] }],
] as const)('%s: every answer is whole, and none holds NaN', async (what, own) => {
  if (what === 'one') {
    const id = memory.reader.get<{ id: string }>('SELECT id FROM shots LIMIT 1')?.id ?? ''
    await memory.done({ kind: 'tag_shots', shots: { ids: [id] }, add: ['alone'] })
  }
  const filter = { ...own, ...COUNTS }
  const trend = { filter, figure: 'carry_m', of: 'middle', better: 1 } as const
  for (const answer of [
    await memory.query('gapping', filter),
    await memory.query('landings', filter),
    await memory.query('trend', trend),
    await memory.query('trend', { ...trend, of: 'spread' }),
  ]) {
    expect(
      JSON.stringify(answer, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? 'bad' : v)),
    ).not.toContain('bad')
  }
})

describe('what counts', () => {
  test('doubts come with their reason; left out or kept, they are asked no more, and undo brings them back', async () => {
    const before = await memory.query('doubts', {})
    const [first, second] = before.doubted.mishit
    expect(before.doubted.mishit.length).toBeGreaterThan(3)
    expect(first?.says).toMatch(/mishit/)
    await memory.done({ kind: 'set_shots', shots: { ids: [first?.id ?? ''] }, set: { excluded: true } })
    await memory.done({ kind: 'tag_shots', shots: { ids: [second?.id ?? ''] }, add: ['counts'] })
    const after = await memory.query('doubts', {})
    const ids = after.doubted.mishit.map(({ id }) => id)
    expect(ids).not.toContain(first?.id)
    expect(ids).not.toContain(second?.id)
    expect([after.n, after.left_out]).toEqual([before.n - 1, before.left_out + 1])
    await memory.done({ kind: 'undo_last' })
    await memory.done({ kind: 'undo_last' })
    expect(await memory.query('doubts', {})).toEqual(before)
  })

  test('a block moved to the wrong club is found, repaired in one step, and taken back', async () => {
    expect((await memory.query('doubts', {})).wrong_clubs).toEqual([])
    const ids = memory.reader
      .all<{ id: string }>(
        "SELECT id FROM placed_shots WHERE at_club = 'code:WEDGE_PITCHING' AND group_id = (SELECT min(group_id) FROM placed_shots WHERE at_club = 'code:WEDGE_PITCHING')",
      )
      .map(({ id }) => id)
    await memory.done({ kind: 'set_shots', shots: { ids }, set: { club_id: 'code:IRON6' } })
    const [found] = (await memory.query('doubts', {})).wrong_clubs
    expect(found).toMatchObject({ from_club_id: 'code:IRON6', to_club_id: 'code:WEDGE_PITCHING' })
    await memory.done({
      kind: 'set_shots',
      shots: { ids: found?.shot_ids ?? [] },
      set: { club_id: 'code:WEDGE_PITCHING' },
    })
    expect((await memory.query('doubts', {})).wrong_clubs).toEqual([])
    await memory.done({ kind: 'undo_last' })
    await memory.done({ kind: 'undo_last' })
  })
})

test('order counts every shot of a session, whichever club is asked about; flights have all their parts', async () => {
  const filter = { club_id: 'code:DRIVER', ...COUNTS }
  const within = await memory.query('within', { filter, figure: 'ball_speed_mps', better: 1 })
  // The driver comes last on the range: none of its shots is among the first ten.
  expect(within.steps[0]?.from).toBeGreaterThan(10)
  expect(within.n).toBe(within.of)
  const flights = await memory.query('flights', filter)
  expect(flights.n).toBeGreaterThan(FLIGHTS_DRAWN)
  expect(flights.shots).toHaveLength(FLIGHTS_DRAWN)
  expect(flights.middle.carry_m).toBeGreaterThan(200)
  const nobody = { club_id: 'code:NOBODY', ...COUNTS }
  expect((await memory.query('flights', nobody)).middle.carry_m).toBeNull()
  expect((await memory.query('within', { filter: nobody, figure: 'smash', better: 1 })).steps).toEqual([])
})

test('pictures get the newest shots first, a shot with a club of its own too', async () => {
  const moved = memory.reader.get<{ id: string }>(
    "SELECT id FROM placed_shots WHERE at_club = 'code:IRON7' ORDER BY practice_date DESC LIMIT 1",
  )
  await memory.done({ kind: 'set_shots', shots: { ids: [moved?.id ?? ''] }, set: { club_id: 'code:DRIVER' } })
  const filter = { club_id: 'code:DRIVER', ...COUNTS }
  for (const shots of [
    (await memory.query('landings', filter)).marks,
    (await memory.query('strikes', { filter, category: 'driver' })).marks,
    (await memory.query('deliveries', filter)).shots,
    (await memory.query('flights', filter)).shots,
  ]) {
    const dates = shots.map(({ date }) => date ?? '')
    expect(dates).toEqual(dates.toSorted().reverse())
  }
  await memory.done({ kind: 'undo_last' })
})

test('one ball and one monitor are no unlike things; a second ball is named', async () => {
  const trend = {
    filter: { club_id: 'code:IRON6', ...COUNTS },
    figure: 'carry_m',
    of: 'middle',
    better: 1,
  } as const
  expect((await memory.query('trend', trend)).unlike).toEqual([])
  await memory.write(tx =>
    tx.run(
      "UPDATE groups SET ball_name = 'FIRM' WHERE id = (SELECT group_id FROM placed_shots WHERE at_club = 'code:IRON6' LIMIT 1)",
    ),
  )
  expect((await memory.query('trend', trend)).unlike).toEqual(['ball FIRM', 'ball MEDIUM'])
})
