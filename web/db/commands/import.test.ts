/** A report taken in: facts, guesses, answers; and that no import ever touches what the golfer edited. */
import { describe, expect, test } from 'vitest'
import { MIXED_CLUB } from '../../../shared/schema/rows.ts'
import { mergeRows, type State, sameState } from '../../../shared/sync/merge.ts'
import type { Problem } from '../command.ts'
import type { ImportPreview } from '../query.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import {
  importReport,
  REPORT,
  realReport,
  reportOf,
  SESSION,
  SIX_IRON_GROUP,
  type SourceGroup,
  WEDGE_GROUP,
} from '../testing/report.ts'

const SYNCED = [
  'reports',
  'payloads',
  'groups',
  'sessions',
  'shots',
  'clubs',
  'commands',
  'command_items',
  'outbox',
  'set_aside',
  'merge_ends',
]

async function editedHistory(): Promise<Memory> {
  const memory = await openMemory()
  await importReport(memory)
  const ids = shotIds(memory)
  await memory.done({
    kind: 'set_shots',
    shots: { ids: ids.slice(0, 4) },
    set: { excluded: true, notes: 'mine' },
  })
  await memory.done({ kind: 'set_shots', shots: { ids: ids.slice(2, 6) }, set: { club_id: 'code:IRON7' } })
  await memory.done({ kind: 'tag_shots', shots: { ids: ids.slice(0, 2) }, add: ['wind'] })
  await memory.done({ kind: 'delete_shots', shots: { ids: ids.slice(6, 8) } })
  await memory.done({
    kind: 'set_session',
    session_id: SESSION,
    set: { name: 'Boxing Day', practice_date: '2025-12-25', notes: 'cold', tags: ['indoor'] },
  })
  await memory.done({
    kind: 'set_group',
    group_id: WEDGE_GROUP,
    set: { kind: 'test', club_id: 'code:WEDGE_GAP' },
  })
  await memory.done({ kind: 'set_club', club_id: 'code:IRON6', set: { name: 'Six', retired: true } })
  await memory.done({
    kind: 'split_session',
    new_id: 'split',
    shots: { ids: ids.slice(20, 25) },
    practice_date: null,
    name: 'Rest',
  })
  await memory.done({ kind: 'merge_clubs', club_id: 'code:WEDGE_50', into: 'code:WEDGE_GAP' })
  return memory
}

function shotIds(memory: Memory): string[] {
  return memory.reader.all<{ id: string }>('SELECT id FROM shots ORDER BY id').map(({ id }) => id)
}

/** All that was edited, with the clocks that say so. */
function editsOf(memory: Memory) {
  return {
    shots: memory.reader.all(
      'SELECT id, clocks, session_id, club_id, excluded, tags, notes, deleted_at FROM shots ORDER BY id',
    ),
    sessions: memory.reader.all(
      'SELECT id, clocks, practice_date, name, notes, tags, merged_into, deleted_at FROM sessions ORDER BY id',
    ),
    groups: memory.reader.all('SELECT id, clocks, club_id, kind FROM groups ORDER BY id'),
    clubs: memory.reader.all('SELECT id, clocks, name, retired, merged_into FROM clubs ORDER BY id'),
  }
}

describe('re-import, also one later in time and from another device’s database, touches no edit', () => {
  test('the same link again: nothing changes at all', async () => {
    const memory = await editedHistory()
    const before = memory.dump(SYNCED)
    const again = await importReport(memory)
    expect(again).toMatchObject({ rows: 0, undoable: false })
    expect(memory.dump(SYNCED)).toEqual(before)
    await importReport(await memory.reloaded())
    expect(memory.dump(SYNCED)).toEqual(before)
  })

  test('later, with other labels, other dates, and facts that were missing: facts come, edits stay', async () => {
    const wall = { now_ms: Date.UTC(2026, 0, 2) }
    const memory = await openMemory(wall)
    const poorer = realReport().map(group => ({
      ...group,
      shots: group.shots.map(shot => ({ ...shot, carry_distance: 99999 })),
    }))
    await importReport(memory, poorer)
    const ids = shotIds(memory)
    await memory.done({
      kind: 'set_shots',
      shots: { ids: ids.slice(0, 9) },
      set: { excluded: true, notes: 'mine' },
    })
    await memory.done({
      kind: 'set_session',
      session_id: SESSION,
      set: { practice_date: '2025-12-20', name: 'X' },
    })
    await memory.done({ kind: 'set_group', group_id: WEDGE_GROUP, set: { kind: 'test' } })
    const before = editsOf(memory)
    wall.now_ms += 365 * 86_400_000
    const relabelled = realReport().map(group => ({ ...group, name: 'sgt rd1' }))
    const again = await importReport(memory, relabelled)
    expect(again.rows).toBe(33)
    expect(editsOf(memory).shots).toEqual(before.shots)
    expect(editsOf(memory).sessions).toEqual(before.sessions)
    expect(editsOf(memory).groups.find(row => (row as State)['id'] === WEDGE_GROUP)).toEqual(
      before.groups.find(row => (row as State)['id'] === WEDGE_GROUP),
    )
    expect(memory.reader.get('SELECT count(*) AS n FROM shots WHERE carry_m IS NULL')).toEqual({ n: 0 })
  })

  test('the laptop imports later, offline; both merge: the phone’s edits stand on both', async () => {
    const phone = await editedHistory()
    const laptop = await openMemory({ now_ms: Date.UTC(2027, 5, 1) })
    await importReport(laptop)
    for (const table of ['shots', 'sessions', 'groups', 'clubs'] as const) {
      const mine = phone.dump([table])[table] as State[]
      const theirs = new Map((laptop.dump([table])[table] as State[]).map(row => [row['id'], row]))
      for (const row of mine) {
        const other = theirs.get(row['id'] ?? '')
        if (!other) continue
        const merged = mergeRows(table, row, other)
        expect(sameState(table, merged, row)).toBe(true)
        expect(sameState(table, mergeRows(table, other, row), row)).toBe(true)
      }
      expect(theirs.size).toBeGreaterThan(0)
    }
  })

  test('and a laptop that has the phone’s rows imports the link: nothing changes', async () => {
    const laptop = await (await editedHistory()).reloaded()
    const before = editsOf(laptop)
    await importReport(laptop)
    expect(editsOf(laptop)).toEqual(before)
  })
})

test('a club of the source that was merged away takes in what arrives later, and so does a session', async () => {
  const memory = await openMemory()
  const shots = (n: number) =>
    reportOf({ report_id: 9, groups: [{ id: 1, club_name: 'IRON1', name: 'x', shots: n }] })
  await importReport(memory, shots(3))
  await importReport(memory)
  await memory.done({ kind: 'merge_clubs', club_id: 'code:IRON1', into: 'code:IRON6' })
  await memory.done({ kind: 'merge_sessions', session_ids: ['9:2025-12-27'], into: SESSION })
  await importReport(memory, shots(7))
  expect(await memory.query('count', { filter: { club_id: 'code:IRON6' } })).toBe(27)
  expect(await memory.query('count', { filter: { session_id: SESSION } })).toBe(40)
})

describe('what the golfer answers', () => {
  const round = reportOf({
    report_id: 5,
    groups: [{ id: 1, club_name: 'IRON1', name: 'Augusta', shots: 4 }],
  })

  test('a simulator round: the club goes to the mixed ones, its groups are rounds, later ones too', async () => {
    const memory = await openMemory()
    await importReport(memory, round, { clubs: { IRON1: { is: 'mixed' } } })
    await importReport(
      memory,
      reportOf({ report_id: 6, groups: [{ id: 2, club_name: 'IRON1', name: 'y', shots: 2 }] }),
    )
    const [later, first] = await memory.query('sessions', {})
    expect([later?.kinds, first?.kinds]).toEqual([['round'], ['round']])
    expect((await memory.query('bag', null)).map(({ id, shots }) => [id, shots])).toEqual([[MIXED_CLUB, 6]])
  })

  test('another club of the bag: its shots are that club’s', async () => {
    const memory = await openMemory()
    await importReport(memory)
    await importReport(memory, round, { clubs: { IRON1: { is: 'club', club_id: 'code:IRON6' } } })
    expect((await memory.query('bag', null)).map(({ id, shots }) => [id, shots])).toEqual([
      ['code:IRON6', 24],
      ['code:WEDGE_50', 13],
    ])
  })

  test('is asked once: an answer that comes again does not overrule the bag', async () => {
    const memory = await openMemory()
    const answers = { clubs: { IRON1: { is: 'mixed' } } } as const
    await importReport(memory, round, answers)
    await memory.done({ kind: 'unmerge_club', club_id: 'code:IRON1' })
    await importReport(memory, round, answers)
    expect((await memory.query('bag', null)).map(({ id }) => id)).toContain('code:IRON1')
  })

  test('a kind that was changed in the preview is an edit', async () => {
    const memory = await openMemory()
    await importReport(memory, round, { kinds: { '5_1': 'test' } })
    const session = await memory.query('session', { id: '5:2025-12-27' })
    expect(session?.groups[0]).toMatchObject({ kind: 'test', kind_guessed: false })
  })
})

describe('the preview', () => {
  async function previewOf(memory: Memory, report: readonly SourceGroup[]): Promise<ImportPreview> {
    const report_id = String(report[0]?.report_id)
    await memory.done({ kind: 'queue_links', links: [{ report_id, key: 'k' }] })
    await memory.done({ kind: 'queue_fetched', queue_id: report_id, text: JSON.stringify(report) })
    const preview: ImportPreview | Problem = await memory.query('import_preview', { queue_id: report_id })
    if ('says' in preview) throw new Error(preview.says)
    return preview
  }

  test('of a new report says all that is in it, and writes nothing', async () => {
    const memory = await openMemory()
    const preview = await previewOf(memory, realReport())
    expect(preview).toMatchObject({
      session_ids: [SESSION],
      practice_dates: ['2025-12-26'],
      shots: { total: 33, new: 33, changed: 0, known: 0, purged: 0 },
      set_aside: [],
      warnings: [],
    })
    expect(
      preview.groups.map(group => [group.label, group.club_name, group.kind, group.shots, group.new_shots]),
    ).toEqual([
      ['Iron 6', '6 iron', 'practice', 20, 20],
      ['warmup 50', '50° wedge', 'warm-up', 13, 13],
    ])
    expect(preview.new_clubs).toEqual([
      { code: 'IRON6', name: '6 iron', shots: 20, ask: false },
      { code: 'WEDGE_50', name: '50° wedge', shots: 13, ask: false },
    ])
    // In the piece of the report that is kept here: 13 of the six irons, and none of the wedges' misses.
    expect(preview.missing.find(({ measure }) => measure === 'impact_x_mm')?.n).toBe(
      realReport()
        .flatMap(group => group.shots)
        .filter(shot => Number(shot['impact_x']) >= 99990).length,
    )
    expect(memory.dump(['shots', 'clubs', 'outbox'])).toEqual({ shots: [], clubs: [], outbox: [] })
  })

  test('tells new, changed, known and deleted for good apart', async () => {
    const memory = await openMemory()
    const [six, wedge] = realReport()
    if (!six || !wedge) throw new Error('no groups')
    const older = [
      {
        ...six,
        shots: six.shots.slice(2).map((shot, n) => (n < 3 ? { ...shot, carry_distance: 99999 } : shot)),
      },
      wedge,
    ]
    await importReport(memory, older)
    const [first] = await memory.query('shots', { group_id: WEDGE_GROUP })
    await memory.done({ kind: 'purge', shot_ids: [first?.id ?? ''], session_ids: [] })
    const preview = await previewOf(memory, realReport())
    expect(preview.shots).toEqual({ total: 33, new: 2, changed: 3, known: 27, purged: 1 })
    expect(preview.groups.map(({ new_shots }) => new_shots)).toEqual([2, 0])
    expect(preview.new_clubs).toEqual([])
    expect(preview.clubs).toEqual([
      { club_id: 'code:IRON6', name: '6 iron', shots: 20 },
      { club_id: 'code:WEDGE_50', name: '50° wedge', shots: 13 },
    ])
  })

  test('asks for a club that hardly anybody carries, and names what looks wrong with its shots', async () => {
    const memory = await openMemory()
    const report = reportOf({
      report_id: 5,
      groups: [{ id: 1, club_name: 'IRON1', name: 'IRON1 | SOFT', shots: 4 }],
    })
    const [shot] = report[0]?.shots ?? []
    if (shot) Object.assign(shot, { launch_angle: -20, carry_distance: 160 })
    const preview = await previewOf(memory, report)
    expect(preview.new_clubs).toEqual([{ code: 'IRON1', name: '1 iron', shots: 4, ask: true }])
    expect(preview.doubts).toContainEqual({
      says: '1 iron: It started downwards, and yet it flew.',
      shot_ids: ['5_1_100000'],
    })
  })

  test('says that shots in the trash stay there', async () => {
    const memory = await openMemory()
    await importReport(memory)
    await memory.done({ kind: 'delete_sessions', session_ids: [SESSION] })
    const preview = await previewOf(memory, realReport())
    expect(preview.warnings).toEqual(['33 of these shots are in the trash and stay there.'])
  })
})

describe('half an import never stays', () => {
  const long = reportOf({ report_id: 8, groups: [{ id: 1, club_name: 'DRIVER', name: 'Long', shots: 1200 }] })
  async function ready(): Promise<Memory> {
    const memory = await openMemory()
    await memory.done({ kind: 'queue_links', links: [{ report_id: '8', key: 'k' }] })
    await memory.done({ kind: 'queue_fetched', queue_id: '8', text: JSON.stringify(long) })
    return memory
  }
  const accept = { kind: 'accept_import', queue_id: '8', answers: {} } as const

  test('thrown at in the middle, it leaves nothing, and goes through at the next try', async () => {
    const memory = await ready()
    const before = memory.dump()
    let chunks = 0
    await expect(
      memory.run(accept, {
        yieldNow: async () => {
          if (++chunks === 2) throw new Error('the worker died')
        },
      }),
    ).rejects.toThrow('the worker died')
    expect(memory.dump()).toEqual(before)
    expect((await memory.done(accept)).rows).toBe(1200)
  })

  test('cancelled in the middle, it leaves nothing; its progress was told', async () => {
    const memory = await ready()
    const before = memory.dump()
    const abort = new AbortController()
    const told: number[] = []
    const running = memory.run(accept, {
      signal: abort.signal,
      progress: ({ done, of }) => {
        told.push(done)
        expect(of).toBe(1200)
        if (done === 500) abort.abort()
      },
    })
    await expect(running).rejects.toThrow()
    expect(told).toEqual([0, 500])
    expect(memory.dump()).toEqual(before)
  })
})

describe('what can’t be read', () => {
  const broken = () => {
    const report = realReport()
    const [first, second] = report[0]?.shots ?? []
    if (first) Object.assign(first, { id: 'x' })
    if (second) Object.assign(second, { ball_speed: { nested: true } })
    return report
  }

  test('is set aside with its reason and stops no other shot', async () => {
    const memory = await openMemory()
    const { rows } = await importReport(memory, broken())
    const aside = await memory.query('set_aside', null)
    expect(rows + aside.length).toBe(33)
    expect(aside[0]).toMatchObject({ report_id: REPORT, path: '[0].shots[0]' })
    expect(aside[0]?.reason).toContain('id')
    expect(JSON.parse(aside[0]?.raw ?? '')).toMatchObject({ ball_speed: 53.4 })
  })

  test('stays set aside when tried again with the same parser, and nothing changes', async () => {
    const memory = await openMemory()
    await importReport(memory, broken())
    const before = memory.dump(SYNCED)
    const ids = (await memory.query('set_aside', null)).map(({ id }) => id)
    expect((await memory.done({ kind: 'retry_set_aside', ids })).rows).toBe(0)
    expect(memory.dump(SYNCED)).toEqual(before)
  })

  test('comes in when it can be read at last, as a step that can be taken back', async () => {
    const memory = await openMemory()
    await importReport(memory)
    const [shot] = await memory.query('shots', { group_id: SIX_IRON_GROUP })
    const id = shot?.id ?? ''
    // As if an older parser had refused it.
    const [payload] = memory.dump(['payloads'])['payloads'] as { id: string }[]
    await memory.write(tx => {
      tx.run('DELETE FROM shots WHERE id = ?', [id])
      tx.run(
        `INSERT INTO set_aside (id, report_id, payload_id, path, reason, raw, parser_version, seen_at)
        VALUES ('a', ?, ?, '[0].shots[19]', 'why', '{}', 0, '')`,
        [REPORT, payload?.id ?? ''],
      )
    })
    const retried = await memory.done({ kind: 'retry_set_aside', ids: ['a'] })
    expect(retried).toMatchObject({ rows: 1, undoable: true, ids: [SESSION] })
    expect(await memory.query('set_aside', null)).toEqual([])
    expect(await memory.query('count', { filter: { session_id: SESSION } })).toBe(33)
    await memory.done({ kind: 'undo_last' })
    expect((await memory.query('trash', null)).shots.map(line => line.id)).toEqual([id])
  })

  test('given up, it is gone, and the same link brings it back no more', async () => {
    const memory = await openMemory()
    await importReport(memory, broken())
    const ids = (await memory.query('set_aside', null)).map(({ id }) => id)
    await memory.done({ kind: 'discard_set_aside', ids })
    await importReport(memory, broken())
    expect(await memory.query('set_aside', null)).toEqual([])
  })
})

describe('the queue', () => {
  test('holds a report once, with its newest key, in the order of the paste', async () => {
    const memory = await openMemory()
    const links = [
      { report_id: '2', key: 'a' },
      { report_id: '1', key: 'b' },
      { report_id: '2', key: 'c' },
    ]
    expect((await memory.done({ kind: 'queue_links', links })).ids).toEqual(['2', '1'])
    const queue = await memory.query('queue', null)
    expect(queue.map(({ id, key, state }) => [id, key, state])).toEqual([
      ['2', 'c', 'waiting'],
      ['1', 'b', 'waiting'],
    ])
  })

  test('keeps why a try failed, and forgets it when the link is pasted again', async () => {
    const memory = await openMemory()
    const link = { kind: 'queue_links', links: [{ report_id: '1', key: 'a' }] } as const
    await memory.done(link)
    const problem = { kind: 'no_signal', says: 'No signal.', cure: 'go_online' } as const
    await memory.done({ kind: 'queue_failed', queue_id: '1', problem, keep: true })
    expect(await memory.query('queue', null)).toMatchObject([{ state: 'waiting', tries: 1, problem }])
    await memory.done({ kind: 'queue_failed', queue_id: '1', problem, keep: false })
    expect(await memory.query('queue', null)).toMatchObject([{ state: 'failed', tries: 2, problem }])
    await memory.done(link)
    expect(await memory.query('queue', null)).toMatchObject([{ state: 'waiting', tries: 2, problem: null }])
  })

  test.each([
    ['an empty list', '[]', 'empty_report'],
    ['HTML', '<html>', 'not_a_report'],
    ['a text that was cut off', '[{"id": 5, "shots": [', 'not_a_report'],
  ])('says what is wrong with %s', async (_, text, kind) => {
    const memory = await openMemory()
    await memory.done({ kind: 'queue_links', links: [{ report_id: '1', key: 'a' }] })
    await memory.done({ kind: 'queue_fetched', queue_id: '1', text })
    expect(await memory.query('queue', null)).toMatchObject([{ state: 'failed', problem: { kind } }])
    expect(await memory.run({ kind: 'queue_file', text })).toMatchObject({ ok: false })
  })

  test('takes a saved report as a file, once, and lets go of what it does not need', async () => {
    const memory = await openMemory()
    const text = JSON.stringify(realReport())
    const [id = ''] = (await memory.done({ kind: 'queue_file', text })).ids ?? []
    expect((await memory.done({ kind: 'queue_file', text })).ids).toEqual([id])
    expect(await memory.query('queue', null)).toMatchObject([
      { id, report_id: REPORT, key: null, state: 'ready' },
    ])
    await memory.done({ kind: 'queue_remove', queue_id: id })
    expect(await memory.reader.payload(id)).toBeUndefined()
    await memory.done({ kind: 'queue_file', text })
    expect((await memory.done({ kind: 'accept_import', queue_id: id, answers: {} })).ids).toEqual([SESSION])
    await memory.done({ kind: 'queue_file', text })
    await memory.done({ kind: 'queue_remove', queue_id: id })
    expect(await memory.reader.payload(id)).toBeDefined()
  })
})

test('what the source hides or deletes comes in, left out of the figures', async () => {
  const memory = await openMemory()
  const report = realReport()
  const [hidden, deleted] = report[0]?.shots ?? []
  if (hidden) Object.assign(hidden, { show: { type: 'Buffer', data: [0] } })
  if (deleted) Object.assign(deleted, { is_deleted: 'Y' })
  await importReport(memory, report)
  expect((await memory.query('sessions', {}))[0]).toMatchObject({ shots: 33, excluded: 2 })
})
