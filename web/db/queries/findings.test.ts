/** The coach's rules over the sample golfer's history, through the importer and SQLite as the app has them. */
import { beforeAll, expect, test } from 'vitest'
import { openedOf } from '../../../shared/golf/findings.ts'
import { sampleReports } from '../../../shared/golf/sample.ts'
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

test('what is found stands on shots that are there, counted and of that club', async () => {
  const { findings, looked } = await memory.query('findings', COUNTS)
  expect(looked.filter(({ missing }) => missing > 0)).toEqual([])
  expect(findings.length).toBeGreaterThan(0)
  for (const { shot_ids, club_id, other_club_id } of findings) {
    const rows = memory.reader.all<{ at_club: string; excluded: number | null; kind: string }>(
      'SELECT at_club, excluded, kind FROM placed_shots WHERE live AND id IN (SELECT value FROM json_each(?))',
      [JSON.stringify(shot_ids)],
    )
    expect(rows).toHaveLength(new Set(shot_ids).size)
    expect(
      rows.filter(({ excluded, kind }) => excluded === 1 || kind === 'warm-up' || kind === 'drill'),
    ).toEqual([])
    if (club_id !== null)
      expect(rows.every(({ at_club }) => [club_id, other_club_id].includes(at_club))).toBe(true)
  }
})

test('a finding is worked on, followed up, done, and its undo takes it back', async () => {
  const { findings } = await memory.query('findings', COUNTS)
  const [finding] = findings
  if (!finding) throw new Error('nothing found')
  const opened = openedOf(finding)
  await memory.done({ kind: 'set_finding', key: opened.key, opened })
  const worked = await memory.query('findings', COUNTS)
  expect(worked.opened).toEqual([opened])
  expect(worked.follow_ups).toMatchObject([{ opened, is: 'waits' }])
  const done = await memory.done({ kind: 'set_finding', key: opened.key, opened: { ...opened, done: true } })
  expect(done).toMatchObject({ undoable: true, says: expect.stringMatching(/^Done with /) })
  await memory.done({ kind: 'undo_last' })
  expect((await memory.query('findings', COUNTS)).opened).toEqual([opened])
  await memory.done({ kind: 'set_finding', key: opened.key, opened: null })
  expect((await memory.query('findings', COUNTS)).opened).toEqual([])
  expect(memory.reader.all("SELECT * FROM outbox WHERE table_name = 'settings'")).toHaveLength(1)
})

test('shots looked at pile by pile are those looked at one by one, whatever was edited', async () => {
  const ids = (await memory.query('shots', { club_id: 'code:IRON8' })).map(({ id }) => id)
  const [first = ''] = ids
  await memory.done({ kind: 'set_shots', shots: { ids: ids.slice(-9, -3) }, set: { club_id: 'code:IRON7' } })
  await memory.done({ kind: 'set_shots', shots: { ids: ids.slice(-20, -15) }, set: { excluded: true } })
  await memory.done({ kind: 'delete_shots', shots: { ids: [first, ...ids.slice(-2)] } })
  const [one, other] = await memory.query('sessions', { club_id: 'code:IRON8' })
  await memory.done({ kind: 'delete_sessions', session_ids: [other?.id ?? ''] })
  for (const filter of [
    COUNTS,
    { ...COUNTS, club_id: 'code:IRON7' },
    { ...COUNTS, to: one?.practice_date ?? '' },
  ]) {
    const piles = await memory.query('findings', filter)
    expect(piles.looked.length).toBeGreaterThan(0)
    expect(piles).toEqual(await memory.query('findings', { ...filter, where: [] }))
  }
  for (let i = 0; i < 4; i++) await memory.done({ kind: 'undo_last' })
})

test.each([
  ['none', { club_id: 'code:NOBODY' }],
  ['no carry', { where: [{ measure: 'carry_m', is: 'missing' }] }],
] as const)('%s: nothing is found', async (_, filter) => {
  expect((await memory.query('findings', { ...filter, ...COUNTS })).findings).toEqual([])
})
