/** Each command: what it does, and that undo and redo take it back and do it again, also after a reload. */
import { describe, expect, test } from 'vitest'
import { MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type { NewCommand } from '../command.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, reportOf, SESSION, SIX_IRON_GROUP, WEDGE_GROUP } from '../testing/report.ts'

const SECOND = '777:2025-12-27'
const EDITED = ['groups', 'sessions', 'shots', 'clubs', 'settings'] as const

async function history(): Promise<Memory> {
  const memory = await openMemory()
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 777 }))
  return memory
}

/** Every value that a golfer can see, without clocks. */
function values(memory: Memory) {
  return Object.fromEntries(
    Object.entries(memory.dump(EDITED)).map(([table, rows]) => [
      table,
      // A row that a command made is empty after undo: nobody sees it.
      (rows as { id: string; clocks: string }[])
        .map(({ clocks: _, ...row }) => row)
        .filter(({ id, ...row }) => Object.values(row).some(value => value !== null)),
    ]),
  )
}

const some = (memory: Memory, n: number) =>
  memory.reader
    .all<{ id: string }>('SELECT id FROM shots WHERE group_id = ? ORDER BY id LIMIT ?', [SIX_IRON_GROUP, n])
    .map(({ id }) => id)

type Case = [
  name: string,
  command: (memory: Memory) => NewCommand,
  says: string,
  check: (memory: Memory) => Promise<void>,
]

const cases: Case[] = [
  [
    'shots left out of the figures',
    memory => ({ kind: 'set_shots', shots: { ids: some(memory, 2) }, set: { excluded: true } }),
    '2 shots left out of the figures',
    async memory => {
      const bag = await memory.query('bag', null)
      expect(bag.find(({ id }) => id === 'code:IRON6')).toMatchObject({ shots: 20, counted: 18 })
    },
  ],
  [
    'one shot of another club',
    memory => ({ kind: 'set_shots', shots: { ids: some(memory, 1) }, set: { club_id: 'code:IRON7' } }),
    'Shot 33 now 7 iron',
    async memory => {
      const [id = ''] = some(memory, 1)
      expect(await memory.query('shot', { id })).toMatchObject({ club_id: 'code:IRON7', club_from: 'shot' })
    },
  ],
  [
    'a note on a shot',
    memory => ({ kind: 'set_shots', shots: { ids: some(memory, 1) }, set: { notes: ' Thinned “it” \n' } }),
    'Shot 33 with new notes',
    async memory => {
      const [id = ''] = some(memory, 1)
      expect((await memory.query('shot', { id }))?.notes).toBe('Thinned “it”')
    },
  ],
  [
    'shots moved to another session',
    memory => ({ kind: 'set_shots', shots: { ids: some(memory, 3) }, set: { session_id: SECOND } }),
    '3 shots moved to the session of Sat 27 Dec 2025',
    async memory => {
      expect(await memory.query('count', { filter: { session_id: SECOND } })).toBe(8)
      expect(await memory.query('count', { filter: { session_id: SESSION } })).toBe(30)
    },
  ],
  [
    'everything that a filter finds, by its measure',
    () => ({
      kind: 'set_shots',
      shots: {
        filter: { session_id: SESSION, where: [{ measure: 'carry_m', is: 'below', value: 100 }] },
      },
      set: { excluded: true },
    }),
    '10 shots left out of the figures',
    async memory => {
      const left = await memory.query('shots', { session_id: SESSION, excluded: true })
      expect(left.every(({ carry_m }) => carry_m !== null && carry_m < 100)).toBe(true)
      const below = { measure: 'carry_m', is: 'below', value: 100 } as const
      expect(
        await memory.query('count', { filter: { excluded: false, session_id: SESSION, where: [below] } }),
      ).toBe(0)
    },
  ],
  [
    'tags',
    memory => ({ kind: 'tag_shots', shots: { ids: some(memory, 2) }, add: ['wind', 'mat', ' wind'] }),
    '2 shots tagged wind, mat',
    async memory => {
      expect(await memory.query('tags', null)).toEqual([
        { tag: 'mat', shots: 2, sessions: 0 },
        { tag: 'wind', shots: 2, sessions: 0 },
      ])
      expect(await memory.query('sessions', { tag: 'wind' })).toHaveLength(1)
      expect(await memory.query('count', { filter: { tag: 'mat' } })).toBe(2)
    },
  ],
  [
    'shots deleted',
    memory => ({ kind: 'delete_shots', shots: { ids: some(memory, 2) } }),
    '2 shots deleted',
    async memory => {
      expect((await memory.query('trash', null)).shots).toHaveLength(2)
      expect(await memory.query('count', { filter: { session_id: SESSION } })).toBe(31)
      expect(await memory.query('count', { filter: { session_id: SESSION, deleted: true } })).toBe(2)
    },
  ],
  [
    'a session’s name, date, notes and tags',
    () => ({
      kind: 'set_session',
      session_id: SESSION,
      set: { name: 'Boxing Day', practice_date: '2025-12-25', notes: 'Cold', tags: ['indoor', 'b'] },
    }),
    'The session of Fri 26 Dec 2025 is now called “Boxing Day”, has a new date, has new notes, is tagged b, indoor',
    async memory => {
      expect(await memory.query('session', { id: SESSION })).toMatchObject({
        title: 'Boxing Day',
        named: true,
        practice_date: '2025-12-25',
        notes: 'Cold',
        tags: ['b', 'indoor'],
      })
      const [shot] = await memory.query('shots', { session_id: SESSION })
      expect(shot?.practice_date).toBe('2025-12-25')
    },
  ],
  [
    'a session deleted',
    () => ({ kind: 'delete_sessions', session_ids: [SESSION] }),
    'The session of Fri 26 Dec 2025 deleted',
    async memory => {
      expect((await memory.query('sessions', {})).map(({ id }) => id)).toEqual([SECOND])
      const trash = await memory.query('trash', null)
      expect(trash.sessions.map(({ id, shots }) => [id, shots])).toEqual([[SESSION, 33]])
      // The session alone is marked: its shots come back as they were.
      expect(trash.shots).toEqual([])
      expect((await memory.query('bag', null)).map(({ id }) => id)).toEqual(['code:IRON7'])
    },
  ],
  [
    'sessions merged',
    () => ({ kind: 'merge_sessions', session_ids: [SESSION, SECOND], into: SECOND }),
    'The session of Fri 26 Dec 2025 merged into the session of Sat 27 Dec 2025',
    async memory => {
      const [session, ...others] = await memory.query('sessions', {})
      expect(others).toEqual([])
      expect(session).toMatchObject({ id: SECOND, shots: 38, title: 'warmup 50, Iron 6, Iron 7' })
      expect((await memory.query('session', { id: SECOND }))?.took_in).toEqual([
        { id: SESSION, title: 'warmup 50, Iron 6' },
      ])
      // The address of the one that was merged away stays good.
      expect((await memory.query('session', { id: SESSION }))?.id).toBe(SECOND)
      expect(await memory.query('count', { filter: { session_id: SESSION } })).toBe(38)
      const numbers = (await memory.query('shots', { session_id: SECOND })).map(({ number }) => number)
      expect(numbers).toEqual(Array.from({ length: 38 }, (_, i) => i + 1))
    },
  ],
  [
    'a session split',
    () => ({
      kind: 'split_session',
      new_id: 'new-session',
      shots: { filter: { group_id: WEDGE_GROUP } },
      practice_date: '2025-12-24',
      name: 'Wedges',
    }),
    '13 shots split off into “Wedges”',
    async memory => {
      const sessions = await memory.query('sessions', {})
      expect(sessions.map(({ id, title, shots }) => [id, title, shots])).toEqual([
        [SECOND, 'Iron 7', 5],
        [SESSION, 'Iron 6', 20],
        ['new-session', 'Wedges', 13],
      ])
    },
  ],
  [
    'a group’s kind and club',
    () => ({ kind: 'set_group', group_id: WEDGE_GROUP, set: { kind: 'drill', club_id: 'code:WEDGE_SAND' } }),
    '“warmup 50” is a drill, was hit with Sand wedge',
    async memory => {
      const session = await memory.query('session', { id: SESSION })
      expect(session?.groups[0]).toMatchObject({
        kind: 'drill',
        kind_guessed: false,
        club_id: 'code:WEDGE_SAND',
      })
    },
  ],
  [
    'a club added',
    () => ({
      kind: 'add_club',
      new_id: 'new-club',
      name: 'Old faithful',
      category: 'putter',
      loft_deg: 3.5,
    }),
    'Old faithful added to the bag',
    async memory => {
      const bag = await memory.query('bag', null)
      expect(bag.at(-1)).toMatchObject({
        id: 'new-club',
        loft_deg: 3.5,
        category: 'putter',
        shots: 0,
        code: null,
      })
    },
  ],
  [
    'a club renamed, lofted and retired',
    () => ({ kind: 'set_club', club_id: 'code:IRON6', set: { name: 'Six', loft_deg: 26, retired: true } }),
    '6 iron is now called Six, now has 26° of loft, out of the bag',
    async memory => {
      const bag = await memory.query('bag', null)
      expect(bag.at(-1)).toMatchObject({ id: 'code:IRON6', name: 'Six', loft_deg: 26, retired: true })
    },
  ],
  [
    'clubs merged over the whole history',
    () => ({ kind: 'merge_clubs', club_id: 'code:IRON6', into: 'code:IRON7' }),
    '6 iron merged into 7 iron',
    async memory => {
      const bag = await memory.query('bag', null)
      expect(bag.map(({ id, shots }) => [id, shots])).toEqual([
        ['code:IRON7', 25],
        ['code:WEDGE_50', 13],
      ])
      expect(bag[0]?.took_in).toEqual([{ id: 'code:IRON6', name: '6 iron' }])
      expect(await memory.query('count', { filter: { club_id: 'code:IRON7' } })).toBe(25)
    },
  ],
  [
    'settings and the order of the bag',
    () => ({ kind: 'set_setting', set: { distance: 'metre', bag_order: ['code:WEDGE_50'] } }),
    'Settings changed: distances, order of the bag',
    async memory => {
      expect(await memory.query('settings', null)).toMatchObject({ distance: 'metre', speed: 'mph' })
      expect((await memory.query('bag', null))[0]?.id).toBe('code:WEDGE_50')
    },
  ],
]

describe.each(cases)('%s', (_, command, says, check) => {
  test('is done, taken back and done again', async () => {
    const memory = await history()
    const before = values(memory)
    const done = await memory.done(command(memory))
    expect(done).toMatchObject({ says, undoable: true })
    const after = values(memory)
    await check(memory)
    const undone = await memory.done({ kind: 'undo_last' })
    expect(undone.says).toBe(`Taken back: ${says}`)
    expect(undone.left).toBeUndefined()
    expect(values(memory)).toEqual(before)
    expect((await memory.done({ kind: 'redo_last' })).says).toBe(`Done again: ${says}`)
    expect(values(memory)).toEqual(after)
    await check(memory)
  })

  test('is taken back and done again after reloads', async () => {
    const first = await history()
    const before = values(first)
    const { command_id } = await first.done(command(first))
    const after = values(first)
    const second = await first.reloaded()
    await second.done({ kind: 'undo', command_id })
    expect(values(second)).toEqual(before)
    const third = await second.reloaded()
    await third.done({ kind: 'redo_last' })
    expect(values(third)).toEqual(after)
    await check(third)
    const fourth = await third.reloaded()
    await fourth.done({ kind: 'undo_last' })
    expect(values(fourth)).toEqual(before)
  })

  test('repeated with its id, it answers the same and changes nothing', async () => {
    const memory = await history()
    const whole = { ...command(memory), id: 'one-and-the-same' }
    const first = await memory.run(whole)
    const dump = memory.dump()
    expect(await memory.run(whole)).toEqual(first)
    expect(memory.dump()).toEqual(dump)
    expect(await (await memory.reloaded()).run(whole)).toEqual(first)
  })

  test('done once more, it changes nothing and is no step', async () => {
    const memory = await history()
    await memory.done(command(memory))
    const dump = memory.dump()
    // Confirming what is edited already is no change either.
    expect((await memory.done(command(memory))).rows).toBe(0)
    expect(memory.dump()).toEqual(dump)
  })
})

test('unmerged, a session and a club stand by themselves again', async () => {
  const memory = await history()
  await memory.done({ kind: 'merge_sessions', session_ids: [SESSION], into: SECOND })
  await memory.done({ kind: 'merge_clubs', club_id: 'code:IRON6', into: 'code:IRON7' })
  await memory.done({ kind: 'unmerge_session', session_id: SESSION })
  await memory.done({ kind: 'unmerge_club', club_id: 'code:IRON6' })
  expect(await memory.query('sessions', {})).toHaveLength(2)
  expect(await memory.query('bag', null)).toHaveLength(3)
  expect(memory.dump(['merge_ends'])['merge_ends']).toEqual([])
})

test('restored by itself, a shot is back', async () => {
  const memory = await history()
  const ids = some(memory, 2)
  await memory.done({ kind: 'delete_shots', shots: { ids } })
  await memory.done({ kind: 'restore_shots', shots: { ids } })
  expect((await memory.query('trash', null)).shots).toEqual([])
  await memory.done({ kind: 'delete_sessions', session_ids: [SESSION] })
  await memory.done({ kind: 'restore_sessions', session_ids: [SESSION] })
  expect(await memory.query('sessions', {})).toHaveLength(2)
})

test('a tag is taken off, and the last one leaves no empty list', async () => {
  const memory = await history()
  const ids = some(memory, 1)
  await memory.done({ kind: 'tag_shots', shots: { ids }, add: ['a', 'b'] })
  await memory.done({ kind: 'tag_shots', shots: { ids }, add: ['b'], remove: ['a', 'b'] })
  expect(await memory.query('tags', null)).toEqual([{ tag: 'b', shots: 1, sessions: 0 }])
  await memory.done({ kind: 'tag_shots', shots: { ids }, remove: ['b'] })
  expect(memory.reader.all('SELECT id FROM shots WHERE tags IS NOT NULL')).toEqual([])
})

test('a date that is none, and a club without a name, are refused in words and change nothing', async () => {
  const memory = await history()
  const dump = memory.dump()
  const refused = [
    await memory.run({ kind: 'set_session', session_id: SESSION, set: { practice_date: '2025-02-30' } }),
    await memory.run({ kind: 'add_club', new_id: 'x', name: '  ', category: 'iron', loft_deg: null }),
    await memory.run({ kind: 'undo', command_id: 'never-was' }),
    await memory.run({ kind: 'accept_import', queue_id: 'never-was', answers: {} }),
  ]
  expect(refused.map(outcome => outcome.ok)).toEqual([false, false, false, false])
  expect(memory.dump()).toEqual(dump)
})

test('a kind that was guessed right becomes the golfer’s when they confirm it', async () => {
  const memory = await history()
  await memory.done({ kind: 'set_group', group_id: WEDGE_GROUP, set: { kind: 'warm-up' } })
  const session = await memory.query('session', { id: SESSION })
  expect(session?.groups[0]).toMatchObject({ kind: 'warm-up', kind_guessed: false })
})

test('each edited row, the header and its items wait for the cloud with the commit’s number', async () => {
  const memory = await history()
  const before = Math.max(
    ...(memory.dump(['outbox'])['outbox'] as { commit_no: number }[]).map(row => row.commit_no),
  )
  const ids = some(memory, 1)
  const { command_id } = await memory.done({ kind: 'set_shots', shots: { ids }, set: { excluded: true } })
  const entries = memory.reader.all<{ table_name: string; row_id: string }>(
    'SELECT table_name, row_id FROM outbox WHERE commit_no > ? ORDER BY table_name',
    [before],
  )
  expect(entries).toEqual([
    { table_name: 'command_items', row_id: `${command_id}:1` },
    { table_name: 'commands', row_id: command_id },
    { table_name: 'shots', row_id: ids[0] },
  ])
})

test('an edit’s clock is its command’s, alone on its field, and names stay in order', async () => {
  const memory = await history()
  const [id = ''] = some(memory, 1)
  await memory.done({ kind: 'set_shots', shots: { ids: [id] }, set: { notes: 'x' } })
  await memory.done({ kind: 'set_shots', shots: { ids: [id] }, set: { excluded: true } })
  const [excluded, notes] = memory.reader
    .all<{ clock: string }>("SELECT clock FROM commands WHERE kind = 'set_shots' ORDER BY clock DESC")
    .map(({ clock }) => clock)
  const row = memory.reader.get<{ clocks: string }>('SELECT clocks FROM shots WHERE id = ?', [id])
  expect(row?.clocks).toBe(JSON.stringify({ excluded, notes }))
})

test('the mixed club is no code of the source, and still has its row and its name', async () => {
  const memory = await history()
  await memory.done({ kind: 'merge_clubs', club_id: 'code:IRON7', into: MIXED_CLUB })
  const bag = await memory.query('bag', null)
  expect(bag.find(({ id }) => id === MIXED_CLUB)).toMatchObject({ category: 'mixed', shots: 5 })
})
