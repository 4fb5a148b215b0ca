import { beforeAll, describe, expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../../../shared/schema/catalogue.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, REPORT, realReport, SESSION, SIX_IRON_GROUP, WEDGE_GROUP } from '../testing/report.ts'

let memory: Memory
beforeAll(async () => {
  memory = await openMemory()
  await importReport(memory)
})

describe('the real report, taken in', () => {
  test('is one session on its practice date, called after its labels, with its clubs counted', async () => {
    expect(await memory.query('sessions', {})).toEqual([
      {
        id: SESSION,
        practice_date: '2025-12-26',
        title: 'warmup 50, Iron 6',
        named: false,
        kinds: ['practice', 'warm-up'],
        tags: [],
        clubs: [
          { club_id: 'code:IRON6', shots: 20 },
          { club_id: 'code:WEDGE_50', shots: 13 },
        ],
        shots: 33,
        excluded: 0,
        notes: null,
        deleted_at: null,
      },
    ])
  })

  test('has its groups in order of time, newest last, though they came newest first', async () => {
    const session = await memory.query('session', { id: SESSION })
    expect(session?.groups).toEqual([
      {
        id: WEDGE_GROUP,
        label: 'warmup 50',
        kind: 'warm-up',
        kind_guessed: true,
        club_id: 'code:WEDGE_50',
        ball_name: 'MEDIUM',
        shots: 13,
      },
      {
        id: SIX_IRON_GROUP,
        label: 'Iron 6',
        kind: 'practice',
        kind_guessed: true,
        club_id: 'code:IRON6',
        ball_name: 'MEDIUM',
        shots: 20,
      },
    ])
    expect(session?.report_ids).toEqual([REPORT])
  })

  // Medians worked out from the file by other means: see shared/uneekor/report.test.ts.
  test('shows figures per club right to the digit, null where nothing was measured', async () => {
    const bag = await memory.query('bag', null)
    expect(bag.map(({ short, shots, counted, last_date }) => [short, shots, counted, last_date])).toEqual([
      ['6i', 20, 20, '2025-12-26'],
      ['50°', 13, 13, '2025-12-26'],
    ])
    expect(bag[0]?.carry_m.median).toBeCloseTo(171.155, 10)
    expect(bag[0]?.carry_m.spread).toBeCloseTo(11.186217, 6)
    expect(bag[1]?.carry_m.median).toBe(94.86)
    const shots = await memory.query('shots', { club_id: 'code:IRON6' })
    expect(shots.filter(shot => shot.impact_x_mm === null)).toHaveLength(13)
    expect(shots.filter(shot => shot.impact_x_mm === 0)).toHaveLength(1)
  })

  test('numbers its shots in time, over both groups', async () => {
    const shots = await memory.query('shots', { session_id: SESSION })
    expect(shots.map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1))
    expect(new Set(shots.slice(0, 13).map(shot => shot.group_id))).toEqual(new Set([WEDGE_GROUP]))
    const [first] = realReport()[0]?.shots.map(shot => `${SIX_IRON_GROUP}_${shot.id}`) ?? []
    expect(shots.find(shot => shot.id === first)).toMatchObject({
      carry_m: 165.99,
      ball_speed_mps: 53.4,
      attack_deg: null,
      session_id: SESSION,
      club_id: 'code:IRON6',
      kind: 'practice',
      practice_date: '2025-12-26',
      excluded: false,
      tags: [],
      notes: null,
    })
  })

  test('one shot is everything that is known of it, with the shots beside it', async () => {
    const shots = await memory.query('shots', { session_id: SESSION })
    const [before, shot, after] = [shots[13], shots[14], shots[15]]
    const detail = await memory.query('shot', { id: shot?.id ?? '' })
    expect(detail).toMatchObject({
      ...shot,
      label: 'Iron 6',
      session_title: 'warmup 50, Iron 6',
      club_from: 'source',
      history: [],
      previous_id: before?.id,
      next_id: after?.id,
    })
    expect(detail?.facts).toMatchObject({ fact_source: 3, sensor_name: 'EYEXO', clocks: '{}' })
  })

  test('keeps the link’s key with the report, and the raw answer beside the database', async () => {
    const dump = memory.dump(['reports', 'payloads', 'import_queue'])
    expect(dump['reports']).toMatchObject([{ id: REPORT, maker: 'uneekor', key: 'Ab3dEf9' }])
    const [payload] = dump['payloads'] as [{ id: string; bytes: number }]
    expect(payload.bytes).toBe(new TextEncoder().encode(JSON.stringify(realReport())).byteLength)
    expect((await memory.reader.payload(payload.id))?.byteLength).toBeLessThan(payload.bytes / 4)
    expect(dump['import_queue']).toEqual([])
  })
})

test.each([
  ['title', 'warmup'],
  ['label in other case', 'IRON 6'],
  ['date', '2025-12'],
  ['club', '50° wedge'],
  ['two words of two places', 'warmup 6i'],
  ['a shot’s notes', 'thinned'],
  ['a shot’s tag', 'towel'],
])('a session is found by its %s', async (_, search) => {
  const own = await openMemory()
  await importReport(own)
  const [shot] = await own.query('shots', {})
  const shots = { ids: [shot?.id ?? ''] }
  await own.done({ kind: 'set_shots', shots, set: { notes: 'Thinned it' } })
  await own.done({ kind: 'tag_shots', shots, add: ['towel drill'] })
  expect(await own.query('sessions', { search })).toHaveLength(1)
  expect(await own.query('sessions', { search: `${search} xyz` })).toHaveLength(0)
})

test('sessions are filtered by club, kind and tag', async () => {
  const found = async (params: Parameters<typeof memory.query<'sessions'>>[1]) =>
    (await memory.query('sessions', params)).length
  expect([await found({ club_id: 'code:IRON6' }), await found({ club_id: 'code:IRON7' })]).toEqual([1, 0])
  expect([await found({ kind: 'warm-up' }), await found({ kind: 'round' })]).toEqual([1, 0])
  expect(await found({ tag: 'wind' })).toBe(0)
})

test('no answer needs what is not there: every query of an empty database', async () => {
  const empty = await openMemory()
  expect(await empty.query('sessions', { search: 'x' })).toEqual([])
  expect(await empty.query('session', { id: 'x' })).toBeNull()
  expect(await empty.query('shots', {})).toEqual([])
  expect(await empty.query('shot', { id: 'x' })).toBeNull()
  expect(await empty.query('bag', null)).toEqual([])
  expect(await empty.query('tags', null)).toEqual([])
  expect(await empty.query('count', { filter: {} })).toBe(0)
  expect(await empty.query('trash', null)).toEqual({ sessions: [], shots: [] })
  expect(await empty.query('history', { limit: 10 })).toEqual([])
  expect(await empty.query('undo_state', null)).toEqual({ undo: null, redo: null })
  expect(await empty.query('queue', null)).toEqual([])
  expect(await empty.query('import_preview', { queue_id: 'x' })).toMatchObject({ kind: 'not_ready' })
  expect(await empty.query('set_aside', null)).toEqual([])
  expect(await empty.query('storage', null)).toMatchObject({ shots: 0, schema_version: SCHEMA_VERSION })
  expect((await empty.query('settings', null)).distance).toBe('yard')
})
