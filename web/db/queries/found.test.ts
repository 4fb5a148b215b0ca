/** What is placed by its group is placed as placed_shots has it, whatever the golfer moved, merged, deleted or counts once. */
import { beforeAll, expect, test } from 'vitest'
import { sampleReports } from '../../../shared/golf/sample.ts'
import type { ShotFilter } from '../command.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport } from '../testing/report.ts'
import { filterCondition } from './filter.ts'
import { readFound, readNumbered, thingsOf } from './found.ts'
import { IN_TIME } from './numbers.ts'

let memory: Memory
const ids = (sql: string) => memory.reader.all<{ id: string }>(sql).map(({ id }) => id)
beforeAll(async () => {
  memory = await openMemory()
  for (const { payload } of sampleReports({ last_date: '2026-01-01', seed: 1 })) {
    await importReport(memory, payload as never, { clubs: { IRON1: { is: 'mixed' } } })
  }
  const { done } = memory
  const sessions = ids('SELECT id FROM sessions ORDER BY id')
  const at = (n: number) => sessions[n] ?? ''
  const some = (n: number) => ids(`SELECT id FROM shots ORDER BY id LIMIT 30 OFFSET ${n}`)
  await done({ kind: 'set_shots', shots: { ids: some(0) }, set: { club_id: 'code:IRON8' } })
  await done({ kind: 'set_shots', shots: { ids: some(20) }, set: { session_id: at(3) } })
  await done({ kind: 'set_shots', shots: { ids: some(300) }, set: { excluded: true } })
  await done({ kind: 'tag_shots', shots: { ids: some(310) }, add: ['x'] })
  await done({ kind: 'delete_shots', shots: { ids: some(40) } })
  await done({ kind: 'purge', shot_ids: some(90).slice(0, 5), session_ids: [] })
  await done({ kind: 'delete_sessions', session_ids: [at(1)] })
  await done({ kind: 'merge_sessions', session_ids: [at(5)], into: at(6) })
  await done({ kind: 'set_session', session_id: at(7), set: { practice_date: '2025-10-10' } })
  await done({ kind: 'merge_clubs', club_id: 'code:IRON7', into: 'code:IRON6' })
  const [group] = ids('SELECT id FROM groups ORDER BY id DESC')
  await done({ kind: 'set_group', group_id: group ?? '', set: { club_id: 'code:WOOD3', kind: 'test' } })
  await done({
    kind: 'accept_same',
    pairs: [{ keep: some(500)[0] ?? '', same: some(500)[1] ?? '' }],
  })
})

test.each<[what: string, filter: ShotFilter]>([
  ['everything', {}],
  ['what counts', { excluded: false }],
  ['a club', { club_id: 'code:DRIVER' }],
  ['the club that shots were given', { club_id: 'code:IRON8' }],
  ['a club that took another in', { club_id: 'code:IRON6' }],
  ['a club that was merged away', { club_id: 'code:IRON7' }],
  ['a time', { from: '2025-09-20', to: '2025-11-20' }],
  ['a kind', { kind: 'test' }],
  ['a tag', { tag: 'x' }],
  ['a measure', { club_id: 'code:DRIVER', where: [{ measure: 'carry_m', is: 'above', value: 250 }] }],
  ['the trash', { deleted: true }],
])('%s', (_, filter) => {
  const { excluded: _e, ...all } = filter
  const { sql, values } = filterCondition(all)
  const rows = memory.reader.all<{ id: string }>(
    `SELECT id, at_club, practice_date, excluded, carry_m FROM placed_shots WHERE ${sql}`,
    values,
  )
  const sorted = (list: readonly { id: string }[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))
  const found = readFound(memory.reader, filter, ['carry_m']).map(row => {
    const { id, at_club, practice_date, excluded, carry_m } = row
    return { id, at_club, practice_date, excluded, carry_m }
  })
  expect(sorted(found)).toEqual(sorted(rows))
  const things = memory.reader.all<{ ball: string | null; monitor: string | null }>(
    `SELECT DISTINCT (SELECT ball_name FROM groups WHERE id = group_id) AS ball, sensor_name AS monitor
    FROM placed_shots WHERE ${sql}`,
    values,
  )
  expect([...thingsOf(memory.reader, filter)].sort()).toEqual(
    [
      ...new Set(
        things.flatMap(({ ball, monitor }) => [ball && `ball ${ball}`, monitor && `monitor ${monitor}`]),
      ),
    ]
      .filter(said => said !== null)
      .sort(),
  )
})

test.each<[what: string, filter: ShotFilter]>([
  ['everything', {}],
  ['a club', { club_id: 'code:IRON8' }],
  ['a time and a kind', { from: '2025-09-20', to: '2025-11-20', kind: 'practice' }],
  ['a tag', { tag: 'x' }],
])('the place of each shot in its session: %s', (_, filter) => {
  const { sql, values } = filterCondition(filter)
  const rows = memory.reader.all<{ at_session: string; number: number }>(
    `SELECT at_session, at_club, number, excluded, carry_m FROM (
      SELECT *, row_number() OVER (PARTITION BY at_session ORDER BY ${IN_TIME}) AS number FROM placed_shots WHERE live
    ) WHERE ${sql}`,
    values,
  )
  const text = (list: readonly { at_session: string; number: number }[]) =>
    list.map(row => `${row.at_session} ${String(row.number).padStart(4, '0')}`).sort()
  const found = readNumbered(memory.reader, filter, ['carry_m'])
  expect(text(found)).toEqual(text(rows))
  const carries = (list: readonly { at_session: string; number: number }[]) =>
    new Map(
      list.map(row => [`${row.at_session} ${row.number}`, (row as unknown as { carry_m: number }).carry_m]),
    )
  expect(carries(found)).toEqual(carries(rows))
})

test('each kind of edit is there to be placed', () => {
  const count = (sql: string) => memory.reader.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n
  expect(count('shots WHERE club_id IS NOT NULL')).toBe(30)
  expect(count('shots WHERE session_id IS NOT NULL')).toBeGreaterThan(20)
  expect(count("merge_ends WHERE table_name = 'shots'")).toBe(1)
  expect(count('placed_shots WHERE NOT live')).toBeGreaterThan(30)
})
