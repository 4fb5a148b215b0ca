/** Goals over the sample golfer's history, through SQLite as the app has it. */
import { beforeAll, expect, test } from 'vitest'
import type { GolferGoal } from '../../../shared/golf/goals.ts'
import { sampleReports } from '../../../shared/golf/sample.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport } from '../testing/report.ts'

let memory: Memory
const TODAY = { today: '2026-01-02' }
const goal: GolferGoal = {
  ...{ club_id: 'code:IRON8', figure: 'side_m', low: -11, high: 11, share: 0.8 },
  ...{ by: '2026-05-01', set_on: '2026-01-02' },
}
beforeAll(async () => {
  memory = await openMemory()
  for (const { payload } of sampleReports({ last_date: '2026-01-01', seed: 1 })) {
    await importReport(memory, payload as never, { clubs: { IRON1: { is: 'mixed' } } })
  }
})

test('a goal is set, stands on shots that count, is put away, and undo brings it back', async () => {
  const set = await memory.done({ kind: 'keep', keeping: { of: 'goal', kept_id: 'a', value: goal } })
  expect(set).toMatchObject({ says: 'Goal for side, 8 iron, set', undoable: true })
  const [line] = await memory.query('goals', TODAY)
  expect(line).toMatchObject({ id: 'a', goal, is: expect.stringMatching(/open|reached/) })
  const counted = memory.reader.get<{ n: number; within: number }>(
    `SELECT count(*) AS n, sum(abs(side_m) <= 11) AS within FROM placed_shots
    WHERE live AND excluded IS NOT 1 AND at_club = 'code:IRON8' AND side_m IS NOT NULL
      AND kind IN ('practice', 'test')
      AND practice_date >= (SELECT min(d) FROM (
        SELECT practice_date AS d, sum(count(*)) OVER (ORDER BY practice_date DESC) - count(*) AS newer
        FROM placed_shots WHERE live AND excluded IS NOT 1 AND at_club = 'code:IRON8' AND side_m IS NOT NULL
          AND kind IN ('practice', 'test') GROUP BY practice_date
      ) WHERE newer < 40)`,
  )
  expect(line?.now?.n).toBe(counted?.n)
  expect(line?.now?.value).toBeCloseTo((counted?.within ?? 0) / (counted?.n ?? 1), 9)
  await memory.done({ kind: 'keep', keeping: { of: 'goal', kept_id: 'a', value: null } })
  expect(await memory.query('goals', TODAY)).toEqual([])
  await memory.done({ kind: 'undo_last' })
  expect(await memory.query('goals', TODAY)).toHaveLength(1)
})

test('a goal of a club that was merged counts the shots of the one that took it in', async () => {
  await memory.done({ kind: 'merge_clubs', club_id: 'code:IRON8', into: 'code:IRON6' })
  const [line] = await memory.query('goals', TODAY)
  await memory.done({
    kind: 'keep',
    keeping: { of: 'goal', kept_id: 'b', value: { ...goal, club_id: 'code:IRON6' } },
  })
  const [other] = await memory.query('goals', TODAY)
  expect(other?.now).toEqual(line?.now)
  await memory.done({ kind: 'unmerge_club', club_id: 'code:IRON8' })
})

test('a goal of a derived measure, and one of a club that nobody hit', async () => {
  const value: GolferGoal = { ...goal, figure: 'smash', low: 1.3, high: null }
  await memory.done({ kind: 'keep', keeping: { of: 'goal', kept_id: 'c', value } })
  expect((await memory.query('goals', TODAY))[0]?.now?.n).toBeGreaterThan(10)
  await memory.done({
    kind: 'keep',
    keeping: { of: 'goal', kept_id: 'd', value: { ...value, club_id: 'code:NOBODY' } },
  })
  expect((await memory.query('goals', TODAY))[0]).toMatchObject({ id: 'd', is: 'waits', now: null })
})

test('a question is kept under its name, newest first, and forgotten', async () => {
  const keep = (kept_id: string, name: string) =>
    memory.done({ kind: 'keep', keeping: { of: 'question', kept_id, value: { name, sql: 'SELECT 1' } } })
  expect(await keep('1', 'One')).toMatchObject({ says: 'Question “One” saved' })
  await keep('2', 'Two')
  const named = async () => (await memory.query('questions', null)).map(({ value }) => value.name)
  expect(await named()).toEqual(['Two', 'One'])
  await memory.done({ kind: 'keep', keeping: { of: 'question', kept_id: '2', value: null } })
  expect(await named()).toEqual(['One'])
})

test('a test that was begun takes the shots of its day, but those left out, and scores them as they come', async () => {
  const [day] = memory.reader.all<{ practice_date: string; n: number }>(
    `SELECT practice_date, count(*) AS n FROM placed_shots WHERE live AND excluded IS NOT 1
    GROUP BY practice_date ORDER BY n DESC`,
  )
  const date = day?.practice_date ?? ''
  const value = { name: 'Two', each: 2, date, after: 3, targets: [{ carry_m: 100, club_id: null }] }
  await memory.done({ kind: 'keep', keeping: { of: 'run', kept_id: 'r', value } })
  const run = async () => (await memory.query('combine', null)).runs[0]
  const first = (await run())?.scored
  expect(first).toMatchObject({ hit: 2, of: 2, next: null })
  const [left, stays] = first?.targets[0]?.shots ?? []
  await memory.done({ kind: 'set_shots', shots: { ids: [left?.id ?? ''] }, set: { excluded: true } })
  expect((await run())?.scored.targets[0]?.shots[0]?.id).toBe(stays?.id)
  await memory.done({ kind: 'undo_last' })
  expect((await run())?.scored).toEqual(first)
  await memory.done({
    kind: 'keep',
    keeping: { of: 'run', kept_id: 'r', value: { ...value, date: '2030-01-01' } },
  })
  expect((await run())?.scored).toMatchObject({ hit: 0, score: null })
})

test('a note of a day waits for its session, goes to it when it is imported, and its undo brings the note back', async () => {
  const fresh = await openMemory()
  const day = { date: '2025-12-26', text: 'hands ahead' }
  const keep = (value: typeof day) =>
    fresh.done({ kind: 'keep', keeping: { of: 'note', kept_id: value.date, value } })
  const notes = async () =>
    (await fresh.query('notes', { to: day.date })).map(({ id, of, text }) => [id, of, text])
  expect(await keep(day)).toMatchObject({ says: 'Note kept', undoable: true })
  await keep({ ...day, date: '2025-12-27' })
  const waits = [['note:2025-12-26', 'day', 'hands ahead']]
  expect(await notes()).toEqual(waits)
  await importReport(fresh)
  expect(await notes()).toEqual([['41511:2025-12-26', 'session', 'hands ahead']])
  await fresh.done({ kind: 'undo_last' })
  expect(await notes()).toEqual(waits)
})

test('a session that was here before takes no note of its day', async () => {
  const fresh = await openMemory()
  await importReport(fresh)
  const value = { date: '2025-12-26', text: 'hands ahead' }
  await fresh.done({ kind: 'keep', keeping: { of: 'note', kept_id: value.date, value } })
  await importReport(fresh)
  expect((await fresh.query('notes', {})).map(({ of }) => of)).toEqual(['day'])
})
