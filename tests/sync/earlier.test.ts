/** The earlier system's shots out of a cloud: in pages, through the importer of its database, nothing dropped. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemory } from '../../web/db/testing/memory.ts'
import { earlierShots, hasEarlierShots, type ReadEarlier } from '../../web/sync/earlier.ts'
import { type Cloud, migrations, newGolfer, openBare } from '../cloud/cloud.ts'

const MANY = 1_205

let cloud: Cloud
let golfer: string
beforeAll(async () => {
  cloud = await openBare()
  await cloud.script(`
    CREATE TABLE shots (
      id bigint GENERATED ALWAYS AS IDENTITY, shot_id text, session_id text, session_date timestamptz, club text,
      carry real, ball_speed real, shot_tag text[], notes text, is_deleted boolean, video_frames integer,
      weather jsonb, deleted_at timestamptz
    );
    INSERT INTO shots (shot_id, session_id, session_date, club, carry, ball_speed, shot_tag, notes, is_deleted, video_frames, weather, deleted_at)
    SELECT '4242_1_' || n, '4242', '2025-11-22', 'IRON7', 150.5, 110, CASE WHEN n = 1 THEN ARRAY['wet', 'late'] END,
      CASE WHEN n = 1 THEN 'windy' END, n = 2, CASE WHEN n = 1 THEN 24 END, CASE WHEN n = 1 THEN '{"wind": 3}'::jsonb END,
      CASE WHEN n = 3 THEN timestamptz '2025-12-01T10:00:00Z' END
    FROM generate_series(1, ${MANY}) n;`)
  for (const sql of migrations) await cloud.script(sql)
  golfer = await newGolfer(cloud)
  await cloud.as('service', ask => ask('SELECT grant_earlier_shots($1)', [golfer]))
})
afterAll(() => cloud.close())

const { signal } = new AbortController()
const readingAs =
  (who: string): ReadEarlier =>
  after =>
    cloud.as(who, async ask => {
      const [row] = await ask('SELECT read_earlier_shots($1)::text AS page', [after])
      return JSON.parse(String(row?.['page']))
    })

test('they are offered to whom they were granted, come with a preview, and all of their columns are kept', async () => {
  expect(await hasEarlierShots(readingAs(await newGolfer(cloud)), signal)).toBe(false)
  expect(await hasEarlierShots(readingAs(golfer), signal)).toBe(true)
  const progress: number[] = []
  const tables = await earlierShots(readingAs(golfer), signal, rows => progress.push(rows))
  expect(progress).toEqual([1_000, MANY])
  expect(tables.shots[0]).toMatchObject({
    shot_tag: 'wet, late',
    weather: '{"wind":3}',
    is_deleted: 0,
    id: 1,
  })

  const memory = await openMemory()
  const queued = await memory.done({ kind: 'queue_golf_stats', name: 'Earlier cloud', tables })
  const [queue_id] = queued.ids ?? []
  if (queue_id === undefined) throw new Error('it is not queued')
  const file = { mapping: null, overrides: null, practice_date: null, today: '2026-01-02' }
  expect(await memory.query('file_preview', { queue_id, file })).toMatchObject({
    file_name: 'Earlier cloud',
    preview: { shots: { total: MANY, new: MANY }, practice_dates: ['2025-11-22'], set_aside: [] },
  })
  await memory.done({ kind: 'accept_file', queue_id, file, answers: {} })
  const shot = (n: number) =>
    memory.reader.get<Record<string, unknown>>('SELECT * FROM shots WHERE id = ?', [`4242_1_${n}`])
  expect(shot(1)).toMatchObject({ tags: '["wet","late"]', notes: 'windy', video_frames: 24, fact_source: 1 })
  expect(shot(1)?.['carry_m']).toBeCloseTo(150.5 * 0.9144)
  expect(shot(2)).toMatchObject({ source_deleted: 1, excluded: 1 })
  expect(shot(3)).toMatchObject({ deleted_at: '2025-12-01T10:00:00.000Z' })
  expect(memory.reader.get('SELECT count(*) AS n FROM shots')).toEqual({ n: MANY })
  memory.close()
})

test('an answer that was cut is no whole', async () => {
  const cut: ReadEarlier = async () => ({ granted: true, count: 2, rows: [{ shot_id: '1' }], next: null })
  await expect(earlierShots(cut, signal, () => {})).rejects.toMatchObject({ kind: 'down' })
})
