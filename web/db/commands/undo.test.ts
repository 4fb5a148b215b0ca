/** Laws of undo, over random histories; and what it must leave. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewCommand, Outcome } from '../command.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import {
  importReport,
  realReport,
  reportOf,
  SESSION,
  SIX_IRON_GROUP,
  WEDGE_GROUP,
} from '../testing/report.ts'

const SECOND = '777:2025-12-27'

async function history(): Promise<Memory> {
  const memory = await openMemory()
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 777 }))
  return memory
}

function edited(memory: Memory) {
  return memory.dump(['shots', 'sessions', 'groups', 'clubs']) as Record<string, { clocks: string }[]>
}

function values(memory: Memory) {
  return Object.fromEntries(
    Object.entries(edited(memory)).map(([table, rows]) => [
      table,
      rows
        .map(({ clocks: _, ...row }) => row as Record<string, unknown>)
        .filter(({ id, code, ...row }) => Object.values(row).some(value => value !== null)),
    ]),
  )
}

const NUMBERS = [0, 1, 2, 3]
const shotsFrom = (memory: Memory, numbers: readonly number[]) => {
  const all = memory.reader.all<{ id: string }>('SELECT id FROM shots ORDER BY id').map(({ id }) => id)
  return numbers.map(n => all[n] ?? '')
}

const numbers = fc.uniqueArray(fc.constantFrom(...NUMBERS), { minLength: 1 })
const words = fc.constantFrom('a', 'b', 'c')
const sessions = fc.constantFrom(SESSION, SECOND)
const clubs = fc.constantFrom('code:IRON6', 'code:IRON7', 'code:WEDGE_50')

type Make = (memory: Memory) => NewCommand
const edits: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(numbers, fc.option(words)).map(
    ([n, notes]): Make =>
      memory => ({ kind: 'set_shots', shots: { ids: shotsFrom(memory, n) }, set: { notes } }),
  ),
  fc.tuple(numbers, fc.boolean()).map(
    ([n, excluded]): Make =>
      memory => ({ kind: 'set_shots', shots: { ids: shotsFrom(memory, n) }, set: { excluded } }),
  ),
  fc.tuple(numbers, fc.option(clubs)).map(
    ([n, club_id]): Make =>
      memory => ({ kind: 'set_shots', shots: { ids: shotsFrom(memory, n) }, set: { club_id } }),
  ),
  fc.tuple(numbers, fc.array(words), fc.array(words)).map(
    ([n, add, remove]): Make =>
      memory => ({ kind: 'tag_shots', shots: { ids: shotsFrom(memory, n) }, add, remove }),
  ),
  fc.tuple(numbers, fc.constantFrom('delete_shots' as const, 'restore_shots' as const)).map(
    ([n, kind]): Make =>
      memory => ({ kind, shots: { ids: shotsFrom(memory, n) } }),
  ),
  fc.tuple(sessions, fc.option(words)).map(
    ([session_id, name]): Make =>
      () => ({ kind: 'set_session', session_id, set: { name } }),
  ),
  fc.tuple(sessions, sessions).map(
    ([one, into]): Make =>
      () => ({ kind: 'merge_sessions', session_ids: [one], into }),
  ),
  sessions.map(
    (session_id): Make =>
      () => ({ kind: 'unmerge_session', session_id }),
  ),
  fc.tuple(clubs, clubs).map(
    ([club_id, into]): Make =>
      () => ({ kind: 'merge_clubs', club_id, into }),
  ),
  fc.constantFrom('practice' as const, 'drill' as const).map(
    (kind): Make =>
      () => ({ kind: 'set_group', group_id: WEDGE_GROUP, set: { kind } }),
  ),
)
/** An edit, or a step back or forward in between, as a golfer who changes their mind. */
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: edits },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Make>(
        () => ({ kind: 'undo_last' }),
        () => ({ kind: 'redo_last' }),
      ),
    },
  ),
  { maxLength: 12 },
)

async function undoAll(memory: Memory): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (;;) {
    const outcome = await memory.run({ kind: 'undo_last' })
    if (!outcome.ok) return outcomes
    outcomes.push(outcome)
  }
}

test('whatever was done, undone and redone: undo to the end gives back every value, and redo all of it', async () => {
  const empty = await history()
  for (const _ of [1, 2]) await empty.run({ kind: 'undo_last' })
  const imports = values(empty)
  await fc.assert(
    fc.asyncProperty(steps, async list => {
      const memory = await history()
      for (const make of list) await memory.run(make(memory))
      const after = values(memory)
      const outcomes = await undoAll(memory)
      // Newest first, so that nothing was edited since.
      expect(outcomes.flatMap(outcome => (outcome.ok ? (outcome.left ?? []) : []))).toEqual([])
      expect(withoutDeletionTimes(values(memory))).toEqual(withoutDeletionTimes(imports))
      for (const _ of outcomes) await memory.done({ kind: 'redo_last' })
      expect(values(memory)).toEqual(after)
    }),
    { numRuns: 60 },
  )
})

function withoutDeletionTimes(tables: ReturnType<typeof values>) {
  return JSON.parse(
    JSON.stringify(tables, (key, value: unknown) => (key === 'deleted_at' ? value !== null : value)),
  ) as unknown
}

test('any steps taken back in any order leave no value that no step gave', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat(20), { maxLength: 10 }), async (list, picks) => {
      const memory = await history()
      for (const make of list) await memory.run(make(memory))
      for (const pick of picks) {
        const lines = (await memory.query('history', { limit: 100 })).filter(({ undoable }) => undoable)
        const line = lines[pick % Math.max(1, lines.length)]
        if (line) await memory.done({ kind: 'undo', command_id: line.id })
      }
      // Of each field the newest item tells what stands there.
      const wrong = memory.reader.all(
        `SELECT command_items.row_id, command_items.field, command_items.after, notes
        FROM command_items JOIN commands ON commands.id = command_id JOIN shots ON shots.id = row_id
        WHERE field = 'notes' AND clock = json_extract(shots.clocks, '$.notes')
          AND (after ->> '$') IS NOT notes`,
      )
      expect(wrong).toEqual([])
    }),
    { numRuns: 40 },
  )
})

describe('a step of long ago', () => {
  const note = (memory: Memory, numbers: readonly number[], notes: string) =>
    memory.done({ kind: 'set_shots', shots: { ids: shotsFrom(memory, numbers) }, set: { notes } })

  test('is taken back where nothing was edited since; the rest is listed in words and left', async () => {
    const memory = await history()
    const first = await note(memory, [0, 1], 'first')
    await note(memory, [1], 'second')
    const undone = await memory.done({ kind: 'undo', command_id: first.command_id })
    const [zero, one] = shotsFrom(memory, [0, 1])
    expect((await memory.query('shot', { id: zero ?? '' }))?.notes).toBeNull()
    expect((await memory.query('shot', { id: one ?? '' }))?.notes).toBe('second')
    expect(undone).toMatchObject({ rows: 1, undoable: true })
    expect(undone.left).toEqual([
      { table: 'shots', row_id: one, field: 'notes', says: 'Shot 32: notes changed since' },
    ])
  })

  test('all of whose fields were edited since is no step back, and may be tried again later', async () => {
    const memory = await history()
    const first = await note(memory, [0], 'first')
    const second = await note(memory, [0], 'second')
    const undone = await memory.done({ kind: 'undo', command_id: first.command_id })
    expect(undone).toMatchObject({ rows: 0, undoable: false })
    expect(undone.left).toHaveLength(1)
    await memory.done({ kind: 'undo', command_id: second.command_id })
    expect((await memory.done({ kind: 'undo', command_id: first.command_id })).rows).toBe(1)
    const [id = ''] = shotsFrom(memory, [0])
    expect((await memory.query('shot', { id }))?.notes).toBeNull()
  })

  test('that was taken back already says so', async () => {
    const memory = await history()
    const { command_id } = await note(memory, [0], 'x')
    const undo = await memory.done({ kind: 'undo', command_id })
    expect(await memory.run({ kind: 'undo', command_id })).toMatchObject({
      ok: false,
      problem: { kind: 'already_undone' },
    })
    const lines = await memory.query('history', { limit: 2 })
    expect(lines.map(({ id, undone_by, undoable }) => [id, undone_by, undoable])).toEqual([
      [undo.command_id, null, true],
      [command_id, undo.command_id, false],
    ])
  })

  test('and redone by the undo of its undo', async () => {
    const memory = await history()
    const { command_id } = await note(memory, [0], 'x')
    const undo = await memory.done({ kind: 'undo', command_id })
    await memory.done({ kind: 'undo', command_id: undo.command_id })
    const [id = ''] = shotsFrom(memory, [0])
    expect((await memory.query('shot', { id }))?.notes).toBe('x')
    expect((await memory.query('history', { limit: 9 })).at(-3)?.undone_by).toBeNull()
    await memory.done({ kind: 'undo', command_id })
    expect((await memory.query('shot', { id }))?.notes).toBeNull()
  })
})

test('a new step clears what could be redone, not what can be undone', async () => {
  const memory = await history()
  const ids = shotsFrom(memory, [0])
  await memory.done({ kind: 'set_shots', shots: { ids }, set: { notes: 'a' } })
  await memory.done({ kind: 'undo_last' })
  expect((await memory.query('undo_state', null)).redo?.says).toBe('Shot 33 with new notes')
  await memory.done({ kind: 'set_shots', shots: { ids }, set: { excluded: true } })
  expect((await memory.query('undo_state', null)).redo).toBeNull()
  expect(await memory.run({ kind: 'redo_last' })).toMatchObject({ problem: { kind: 'nothing_to_redo' } })
  expect((await memory.query('undo_state', null)).undo?.says).toBe('Shot 33 left out of the figures')
})

test('undo is this device’s: a step of another device is taken back from the history alone', async () => {
  const memory = await history()
  const ids = shotsFrom(memory, [0])
  const { command_id } = await memory.done({ kind: 'set_shots', shots: { ids }, set: { notes: 'a' } })
  await memory.write(tx => tx.run("UPDATE commands SET device_id = 'other' WHERE id = ?", [command_id]))
  expect((await memory.query('undo_state', null)).undo?.kind).toBe('accept_import')
  expect((await memory.done({ kind: 'undo', command_id })).rows).toBe(1)
})

test('a step whose items have not all come yet can’t be taken back by half', async () => {
  const memory = await history()
  const ids = shotsFrom(memory, [0, 1])
  const { command_id } = await memory.done({ kind: 'set_shots', shots: { ids }, set: { notes: 'a' } })
  await memory.write(tx => tx.run('DELETE FROM command_items WHERE id = ?', [`${command_id}:1`]))
  expect(await memory.run({ kind: 'undo', command_id })).toMatchObject({ problem: { kind: 'incomplete' } })
})

describe('the undo of an import', () => {
  test('puts the session that it brought into the trash, and redo brings it back', async () => {
    const memory = await openMemory()
    const { command_id } = await importReport(memory)
    await memory.done({ kind: 'undo', command_id })
    expect(await memory.query('sessions', {})).toEqual([])
    expect((await memory.query('trash', null)).sessions.map(({ id, shots }) => [id, shots])).toEqual([
      [SESSION, 33],
    ])
    await memory.done({ kind: 'redo_last' })
    expect((await memory.query('sessions', {}))[0]?.shots).toBe(33)
    await memory.done({ kind: 'undo_last' })
    expect(await memory.query('sessions', {})).toEqual([])
  })

  test('puts only the shots that it added to a session into the trash', async () => {
    const memory = await openMemory()
    const [six, wedge] = realReport()
    if (!six || !wedge) throw new Error('no groups')
    await importReport(memory, [{ ...six, shots: six.shots.slice(3) }, wedge])
    const { command_id, rows } = await importReport(memory)
    expect(rows).toBe(3)
    await memory.done({ kind: 'undo', command_id })
    expect((await memory.query('trash', null)).shots).toHaveLength(3)
    expect((await memory.query('session', { id: SESSION }))?.shots).toBe(30)
  })

  test('leaves a session into which others were merged since: more than it brought would go', async () => {
    const memory = await openMemory()
    const { command_id } = await importReport(memory)
    await importReport(memory, reportOf({ report_id: 777 }))
    await memory.done({ kind: 'merge_sessions', session_ids: [SECOND], into: SESSION })
    const undone = await memory.done({ kind: 'undo', command_id })
    expect(undone.left).toHaveLength(1)
    expect((await memory.query('sessions', {}))[0]?.shots).toBe(38)
  })

  test('takes back what the golfer answered with it', async () => {
    const memory = await openMemory()
    const { command_id } = await importReport(memory, undefined, {
      clubs: { WEDGE_50: { is: 'mixed' } },
      kinds: { [SIX_IRON_GROUP]: 'test' },
    })
    await memory.done({ kind: 'undo', command_id })
    expect(memory.dump(['merge_ends'])['merge_ends']).toEqual([])
    const kinds = memory.reader.all('SELECT kind FROM groups WHERE id = ?', [SIX_IRON_GROUP])
    expect(kinds).toEqual([{ kind: 'practice' }])
  })
})
