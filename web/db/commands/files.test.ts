/** Files of other monitors and the earlier database: taken in once, read otherwise, taken back; edits untouched. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { GolfStatsTables } from '../../../shared/files/golf_stats.ts'
import type { FileAnswers } from '../command.ts'
import type { FilePreview } from '../query.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, otherFile, REPORT, realReport, SESSION } from '../testing/report.ts'

const NO_ANSWERS: FileAnswers = { mapping: null, overrides: null, practice_date: null, today: '2026-11-25' }
const SYNCED = [
  'reports',
  'payloads',
  'groups',
  'sessions',
  'shots',
  'clubs',
  'commands',
  'command_items',
  'settings',
  'set_aside',
]

const textOf = (name: string) =>
  readFileSync(new URL(`../../../tests/fixtures/files/${name}`, import.meta.url), 'utf8')

async function queued(memory: Memory, name: string, text = textOf(name)): Promise<string> {
  const { ids } = await memory.done({ kind: 'queue_table', name, text })
  return ids?.[0] ?? ''
}

async function previewed(
  memory: Memory,
  queue_id: string,
  answers: Partial<FileAnswers> = {},
): Promise<FilePreview> {
  const preview = await memory.query('file_preview', { queue_id, file: { ...NO_ANSWERS, ...answers } })
  if (!('preview' in preview)) throw new Error(JSON.stringify(preview))
  return preview
}

async function take(memory: Memory, name: string, answers: Partial<FileAnswers> = {}, text = textOf(name)) {
  const queue_id = await queued(memory, name, text)
  return memory.done({ kind: 'accept_file', queue_id, file: { ...NO_ANSWERS, ...answers }, answers: {} })
}

const shotsOf = (memory: Memory) => memory.query('shots', {})

describe('another monitor’s file', () => {
  test.each([
    'garmin-ios.csv',
    'garmin-android.csv',
    'garmin-german.csv',
    'trackman.csv',
    '26.0113.052242.csv',
  ])('%s is read by itself: what the preview says is what comes', async name => {
    const memory = await openMemory()
    const { preview, table, first } = await previewed(memory, await queued(memory, name))
    expect(table).toMatchObject({ sure: true, asks_date: false })
    expect(first.length).toBeGreaterThan(0)
    expect(preview.shots.new).toBe(preview.shots.total)
    const outcome = await take(memory, name)
    expect(outcome).toMatchObject({ rows: preview.shots.total, undoable: true, ids: preview.session_ids })
    const shots = await shotsOf(memory)
    expect(shots).toHaveLength(preview.shots.total)
    const { id: _, practice_date, club_name: __, excluded, ...measures } = first[0] ?? { id: '' }
    expect(shots.find(({ id }) => id === first[0]?.id)).toMatchObject({
      practice_date,
      excluded,
      ...measures,
    })
    expect(await memory.query('queue', null)).toEqual([])
  })

  test('taken in twice, nothing changes; taken back, all of it is in the trash', async () => {
    const memory = await openMemory()
    const first = await take(memory, 'garmin-ios.csv')
    const before = memory.dump(SYNCED)
    expect(await take(memory, 'garmin-ios.csv')).toMatchObject({ rows: 0, undoable: false })
    expect(memory.dump(SYNCED)).toEqual(before)
    await memory.done({ kind: 'undo', command_id: first.command_id })
    expect(await shotsOf(memory)).toEqual([])
    expect((await memory.query('trash', null)).sessions).toHaveLength(first.ids?.length ?? -1)
  })

  test('its facts are of source 2, and the file is kept to be read again', async () => {
    const memory = await openMemory()
    await take(memory, 'trackman.csv')
    expect(memory.reader.all('SELECT DISTINCT fact_source FROM shots')).toEqual([{ fact_source: 2 }])
    const [payload] = memory.dump(['payloads'])['payloads'] as { id: string }[]
    expect(await memory.reader.payload(payload?.id ?? '')).toBeDefined()
  })

  test('a verdict turned round afterwards wins over the first reading, and no edit is touched', async () => {
    const memory = await openMemory()
    await take(memory, '26.0113.052242.csv')
    const [shot] = await shotsOf(memory)
    const id = shot?.id ?? ''
    await memory.done({ kind: 'set_shots', shots: { ids: [id] }, set: { notes: 'mine', excluded: true } })
    const outcome = await take(memory, '26.0113.052242.csv', { overrides: { 'unit:apex_m': 'm' } })
    expect(outcome.rows).toBeGreaterThan(0)
    const now = (await shotsOf(memory)).find(line => line.id === id)
    expect(now?.apex_m).toBeCloseTo((shot?.apex_m ?? 0) / 0.3048, 6)
    expect(now).toMatchObject({ notes: 'mine', excluded: true })
    // Remembered: the same file needs no second word, and brings nothing new.
    expect(await take(memory, '26.0113.052242.csv')).toMatchObject({ rows: 0 })
    // And back again.
    await take(memory, '26.0113.052242.csv', { overrides: {} })
    expect((await shotsOf(memory)).find(line => line.id === id)?.apex_m).toBe(shot?.apex_m)
  })

  test('a date of the file’s name can be set aside, and no shot comes twice by it; the next of its kind has its own', async () => {
    const memory = await openMemory()
    await take(memory, '26.0113.052242.csv')
    const shots = (await shotsOf(memory)).length
    const ask = { overrides: { file_date: 'ask' } }
    const queue_id = await queued(memory, '26.0113.052242.csv')
    const asked = await previewed(memory, queue_id, ask)
    expect(asked.table).toMatchObject({ asks_date: true })
    expect(asked.first[0]?.practice_date).toBeNull()
    await take(memory, '26.0113.052242.csv', { ...ask, practice_date: '2026-01-11' })
    expect(await shotsOf(memory)).toHaveLength(shots)
    expect((await memory.query('sessions', {})).map(line => line.practice_date)).toEqual(['2026-01-11'])
    const next = await queued(memory, '26.0114.052242.csv', textOf('26.0113.052242.csv'))
    expect((await previewed(memory, next)).first[0]?.practice_date).toBe('2026-01-14')
  })

  test('a file without a date asks for it; the golfer’s word is an edit that no later file moves', async () => {
    const memory = await openMemory()
    const queue_id = await queued(memory, 'mevo.csv')
    expect((await previewed(memory, queue_id)).table?.asks_date).toBe(true)
    const accept = { kind: 'accept_file', queue_id, answers: {} } as const
    expect(await memory.run({ ...accept, file: NO_ANSWERS })).toMatchObject({
      ok: false,
      problem: { kind: 'no_date' },
    })
    await memory.done({ ...accept, file: { ...NO_ANSWERS, practice_date: '2026-04-01' } })
    await take(memory, 'mevo.csv', { practice_date: '2026-05-01' })
    expect((await memory.query('sessions', {})).map(line => line.practice_date)).toEqual(['2026-04-01'])
  })

  test('an unknown layout is mapped once: the next file with the same headings needs no look', async () => {
    const memory = await openMemory()
    const file = (carry: number) =>
      `When;Was;Fast;Far;High\n2026-03-02;7 iron;51;${carry - 40},5;20\n2026-03-02;7 iron;50;${carry},5;21\n`
    const queue_id = await queued(memory, 'a.csv', file(150))
    const asked = await memory.query('file_preview', { queue_id, file: NO_ANSWERS })
    if (!('unmapped' in asked)) throw new Error('not asked')
    expect(asked.columns.map(({ cells }) => cells[0])).toEqual(['2026-03-02', '7 iron', '51', '110,5', '20'])
    const columns = asked.mapping.columns.map(column =>
      column.heading === 'Far' ? { ...column, target: 'carry_m' as const, unit: 'yd' as const } : column,
    )
    await take(memory, 'a.csv', { mapping: { ...asked.mapping, columns } }, file(150))
    const next = await previewed(memory, await queued(memory, 'b.csv', file(160)))
    expect(next.table).toMatchObject({ maker_name: null, sure: false, known: true })
    expect(next.first[1]?.carry_m).toBeCloseTo(160.5 * 0.9144, 6)
    expect((await shotsOf(memory)).map(({ carry_m }) => carry_m)).toEqual([110.5 * 0.9144, 150.5 * 0.9144])
  })

  test('rows that can’t be read are set aside with their reasons; read again, nothing changes', async () => {
    const memory = await openMemory()
    const text = textOf('trackman.csv').trimEnd()
    const last = text.split('\n').at(-1) ?? ''
    await take(memory, 'trackman.csv', {}, `${text}\n${last},a,cell,too,many\n`)
    const aside = await memory.query('set_aside', null)
    expect(aside).toHaveLength(1)
    expect(aside[0]?.path).toMatch(/^trackman\.csv, line \d+$/)
    expect(aside[0]?.reason).toContain('headings')
    const before = memory.dump(SYNCED)
    await memory.done({ kind: 'retry_set_aside', ids: aside.map(({ id }) => id) })
    expect(memory.dump(SYNCED)).toEqual(before)
  })

  test.each([
    ['nothing', '', 'empty'],
    ['a page', '<html><body>', 'web_page'],
    ['a list of something else', 'Milk,2\nBread,1\n', 'no_headings'],
    ['a quotation mark left open', 'Carry,Total,Ball Speed\n"150,160,100\n', 'quote_open'],
    ['a million columns', `Carry,${'x,'.repeat(1_000_000)}`, 'too_many_columns'],
  ])('%s is refused with a sentence, and nothing is kept', async (_, text, kind) => {
    const memory = await openMemory()
    const before = memory.dump()
    expect(await memory.run({ kind: 'queue_table', name: 'x.csv', text })).toMatchObject({
      ok: false,
      problem: { kind },
    })
    expect(memory.dump()).toEqual(before)
  })

  test('cells that a spreadsheet would run are text here', async () => {
    const memory = await openMemory()
    const text = 'Club,Carry (yds),Ball Speed (mph),Notes\n7 iron,150,110,=HYPERLINK("x")\n'
    await take(memory, 'x.csv', { practice_date: '2026-04-01' }, text)
    expect((await shotsOf(memory))[0]?.notes).toBe('=HYPERLINK("x")')
  })
})

/** Rows of the earlier database for the real report's first shots, as it wrote them: yards, and metres shown as yards. */
function golfStats(n: number): GolfStatsTables {
  const shots = realReport().flatMap(group =>
    group.shots.map(shot => ({
      shot_id: `${REPORT}_${group.id}_${shot.id}`,
      session_id: REPORT,
      session_date: '2025-12-26',
      date_added: '2026-01-02 10:00:00',
      club: 'IRON6',
      carry: Number(shot['carry_distance']) / 0.9144,
      total: Number(shot['carry_distance']) / 0.9144 + 8,
      ball_speed: 120,
      club_speed: 0,
      side_distance: -4.5,
      apex: 25,
      shot_tag: 'wind',
      notes: 'old note',
    })),
  )
  return { shots: shots.slice(0, n) }
}

async function takeOld(memory: Memory, tables: GolfStatsTables) {
  const { ids } = await memory.done({ kind: 'queue_golf_stats', name: 'golf_stats.db', tables })
  return memory.done({ kind: 'accept_file', queue_id: ids?.[0] ?? '', file: NO_ANSWERS, answers: {} })
}

describe('the earlier system’s database', () => {
  test('comes with right units; 0 of what was not measured is missing', async () => {
    const memory = await openMemory()
    await takeOld(memory, golfStats(5))
    const [shot] = await shotsOf(memory)
    expect(shot).toMatchObject({ side_m: -4.5, apex_m: 25, club_speed_mps: null, tags: ['wind'] })
    expect(shot?.ball_speed_mps).toBeCloseTo(120 * 0.44704, 9)
    expect(memory.reader.all('SELECT DISTINCT fact_source FROM shots')).toEqual([{ fact_source: 1 }])
  })

  test('twice is once; a report’s payload wins over its facts, its edits lose to the golfer’s', async () => {
    const memory = await openMemory()
    await importReport(memory)
    const before = await memory.query('shots', { session_id: SESSION })
    const [mine] = before
    await memory.done({ kind: 'set_shots', shots: { ids: [mine?.id ?? ''] }, set: { notes: 'mine' } })
    await takeOld(memory, golfStats(33))
    const state = memory.dump(SYNCED)
    expect(await takeOld(memory, golfStats(33))).toMatchObject({ rows: 0 })
    expect(memory.dump(SYNCED)).toEqual(state)
    const after = await memory.query('shots', { session_id: SESSION })
    expect(after.map(({ carry_m, side_m }) => [carry_m, side_m])).toEqual(
      before.map(({ carry_m, side_m }) => [carry_m, side_m]),
    )
    expect(after.map(({ notes }) => notes).filter(notes => notes === 'old note')).toHaveLength(32)
    expect(after[0]?.notes).toBe('mine')
  })

  test('taken back, its edits leave the shots that stood here before', async () => {
    const memory = await openMemory()
    await importReport(memory)
    const before = await memory.query('shots', { session_id: SESSION })
    const { command_id } = await takeOld(memory, golfStats(33))
    await memory.done({ kind: 'undo', command_id })
    expect(await memory.query('shots', { session_id: SESSION })).toEqual(before)
    await memory.done({ kind: 'redo_last' })
    expect((await memory.query('shots', { session_id: SESSION }))[0]).toMatchObject({ tags: ['wind'] })
  })

  test('rows that can’t be read are set aside one by one, also where none has an id', async () => {
    const memory = await openMemory()
    const [one, two, three] = golfStats(3).shots
    const shots = [{ ...one, shot_id: null }, { ...two, shot_id: null, carry: 1 }, three ?? {}]
    await takeOld(memory, { shots })
    const aside = await memory.query('set_aside', null)
    expect(aside.map(({ path }) => path).sort()).toEqual([
      'golf_stats.db, shots, row 1',
      'golf_stats.db, shots, row 2',
    ])
    expect(JSON.parse(aside.find(({ path }) => path.endsWith('2'))?.raw ?? '')).toMatchObject({ carry: 1 })
    expect(await shotsOf(memory)).toHaveLength(1)
  })

  test('what it had deleted comes into the trash', async () => {
    const memory = await openMemory()
    const [first, ...others] = golfStats(3).shots
    const shots_archive = [
      {
        shot_id: first?.['shot_id'],
        deleted_at: '2026-01-01 09:00:00',
        original_data: JSON.stringify(first),
      },
    ]
    await takeOld(memory, { shots: others, shots_archive })
    expect(await shotsOf(memory)).toHaveLength(2)
    expect((await memory.query('trash', null)).shots).toHaveLength(1)
  })
})

async function linkAndFile(): Promise<Memory> {
  const memory = await openMemory()
  await importReport(memory)
  const { name, text } = otherFile()
  await take(memory, name, {}, text)
  return memory
}

describe('the same swings from link and file', () => {
  test('are proposed, counted once when accepted, and twice again when taken back', async () => {
    const memory = await linkAndFile()
    expect(await shotsOf(memory)).toHaveLength(66)
    const [found, ...none] = await memory.query('same_shots', {})
    expect(none).toEqual([])
    expect(found).toMatchObject({ keep: { id: SESSION }, exact: false, of: 33 })
    expect(found?.pairs).toHaveLength(33)
    expect(await memory.query('same_shots', { session_id: found?.same.id ?? '' })).toHaveLength(1)
    const pairs = found?.pairs ?? []
    const outcome = await memory.done({ kind: 'accept_same', pairs })
    expect(outcome).toMatchObject({ rows: pairs.length, undoable: true })
    expect(await shotsOf(memory)).toHaveLength(66 - pairs.length)
    const counted = (lines: readonly { shots: number }[]) => lines.reduce((sum, line) => sum + line.shots, 0)
    expect(counted(await memory.query('sessions', {}))).toBe(66 - pairs.length)
    expect(counted(await memory.query('bag', null))).toBeLessThanOrEqual(66 - pairs.length)
    expect(await memory.query('count', { filter: {} })).toBe(66 - pairs.length)
    expect(await memory.query('same_shots', {})).toEqual([])
    // An address of the double leads to the shot that speaks for it.
    expect((await memory.query('shot', { id: pairs[0]?.same ?? '' }))?.id).toBe(pairs[0]?.keep)
    expect((await memory.query('session', { id: found?.same.id ?? '' }))?.id).toBe(SESSION)
    expect((await memory.query('storage', null)).shots).toBe(66 - pairs.length)
    await memory.done({ kind: 'undo_last' })
    expect(await shotsOf(memory)).toHaveLength(66)
  })

  test('of another day are not proposed; kept apart they are not proposed again', async () => {
    const memory = await openMemory()
    await importReport(memory)
    const other = otherFile('25.1229.101500')
    await take(memory, other.name, {}, other.text)
    expect(await memory.query('same_shots', {})).toEqual([])
    const same = await linkAndFile()
    const [found] = await same.query('same_shots', {})
    await same.done({ kind: 'keep_apart', keep_session: SESSION, same_session: found?.same.id ?? '' })
    expect(await same.query('same_shots', {})).toEqual([])
    await same.done({ kind: 'undo_last' })
    expect(await same.query('same_shots', {})).toHaveLength(1)
  })

  test('accepted stays accepted when the file comes again', async () => {
    const memory = await linkAndFile()
    const [found] = await memory.query('same_shots', {})
    await memory.done({ kind: 'accept_same', pairs: found?.pairs ?? [] })
    const before = await shotsOf(memory)
    const { name, text } = otherFile()
    await take(memory, name, {}, text)
    expect(await shotsOf(memory)).toEqual(before)
  })
})

describe('deleted for good', () => {
  const purgeAll = async (memory: Memory, ids: readonly string[]) =>
    memory.done({ kind: 'purge', shot_ids: ids, session_ids: [] })
  const fileOf = async (memory: Memory, name: string) => {
    await take(memory, name)
    const { id } = memory.reader.get<{ id: string }>('SELECT id FROM payloads ORDER BY rowid DESC') ?? {
      id: '',
    }
    return { id, kept: async () => (await memory.query('payload', { id })) !== null }
  }

  test('a file goes with the last of its shots, and no other file; the mark of it travels', async () => {
    const memory = await openMemory()
    const garmin = await fileOf(memory, 'garmin-ios.csv')
    const shots = (await shotsOf(memory)).map(({ id }) => id)
    const trackman = await fileOf(memory, 'trackman.csv')
    await purgeAll(memory, shots.slice(1))
    expect(await garmin.kept()).toBe(true)
    await purgeAll(memory, shots.slice(0, 1))
    expect(await garmin.kept()).toBe(false)
    expect(await trackman.kept()).toBe(true)
    expect(memory.dump(['outbox'])['outbox']).toContainEqual(
      expect.objectContaining({ table_name: 'settings', row_id: `gone:${garmin.id}` }),
    )
  })

  test('taken in again it stays gone, unless it is read as shots that are not', async () => {
    const memory = await openMemory()
    const garmin = await fileOf(memory, 'garmin-ios.csv')
    await purgeAll(
      memory,
      (await shotsOf(memory)).map(({ id }) => id),
    )
    expect(await take(memory, 'garmin-ios.csv')).toMatchObject({ rows: 0 })
    expect(await garmin.kept()).toBe(false)
    const { table } = await previewed(memory, await queued(memory, 'garmin-ios.csv'))
    const mapping = table && { ...table.mapping, maker: 'another' }
    await take(memory, 'garmin-ios.csv', { mapping: mapping ?? null })
    expect((await shotsOf(memory)).length).toBeGreaterThan(0)
    expect(await garmin.kept()).toBe(true)
    const value = 'SELECT value FROM settings WHERE id = ?'
    expect(memory.reader.get(value, [`gone:${garmin.id}`])).toEqual({ value: 'false' })
  })
})
