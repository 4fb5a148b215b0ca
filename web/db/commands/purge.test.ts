import { expect, test } from 'vitest'
import { mergeRows, type State, sameState } from '../../../shared/sync/merge.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, reportOf, SESSION, SIX_IRON_GROUP } from '../testing/report.ts'

async function history(): Promise<{ memory: Memory; id: string }> {
  const memory = await openMemory()
  await importReport(memory)
  const [shot] = await memory.query('shots', { group_id: SIX_IRON_GROUP })
  const id = shot?.id ?? ''
  await memory.done({ kind: 'set_shots', shots: { ids: [id] }, set: { notes: 'private' } })
  return { memory, id }
}

const rowOf = (memory: Memory, id: string) =>
  memory.reader.get<State>('SELECT * FROM shots WHERE id = ?', [id]) ?? {}

test('deleted for good: the id and the mark stay, and nothing to read', async () => {
  const { memory, id } = await history()
  const outcome = await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  expect(outcome).toMatchObject({ rows: 1, undoable: false, says: '1 shot deleted for good' })
  const { clocks, ...row } = rowOf(memory, id)
  expect(Object.entries(row).filter(([, value]) => value !== null)).toEqual([
    ['id', id],
    ['guesser_version', 1],
    ['purged', 1],
  ])
  expect(Object.keys(JSON.parse(String(clocks)))).toEqual(['notes', 'purged'])
  expect(await memory.query('shot', { id })).toBeNull()
  expect(await memory.query('count', { filter: {} })).toBe(32)
  expect(await memory.query('count', { filter: { deleted: true } })).toBe(0)
})

test('it offers no undo, and an undo of an earlier step brings nothing back', async () => {
  const { memory, id } = await history()
  const { command_id } = await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  expect(await memory.run({ kind: 'undo', command_id })).toMatchObject({ problem: { kind: 'no_undo' } })
  const undone = await memory.done({ kind: 'undo_last' })
  expect(undone.left).toHaveLength(1)
  expect(rowOf(memory, id)).toMatchObject({ notes: null, purged: 1, carry_m: null })
  expect(memory.dump(['command_items'])['command_items']).not.toContainEqual(
    expect.objectContaining({ command_id, before: expect.stringContaining('private') }),
  )
})

test('it wins over every import, here and after a merge with a device that still has the shot', async () => {
  const { memory, id } = await history()
  const before = rowOf(memory, id)
  await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  const gone = rowOf(memory, id)
  expect((await importReport(memory)).rows).toBe(0)
  expect(rowOf(memory, id)).toEqual(gone)
  expect(sameState('shots', mergeRows('shots', before, gone), gone)).toBe(true)
  const elsewhere = await openMemory()
  await importReport(elsewhere)
  expect(sameState('shots', mergeRows('shots', gone, rowOf(elsewhere, id)), gone)).toBe(true)
})

test('a session goes with all its shots, also those that were in the trash by themselves', async () => {
  const { memory, id } = await history()
  await memory.done({ kind: 'set_session', session_id: SESSION, set: { name: 'Secret', notes: 'x' } })
  await memory.done({ kind: 'delete_shots', shots: { ids: [id] } })
  await memory.done({ kind: 'delete_sessions', session_ids: [SESSION] })
  const outcome = await memory.done({ kind: 'purge', shot_ids: [], session_ids: [SESSION] })
  expect(outcome.rows).toBe(33)
  expect(await memory.query('trash', null)).toEqual({ sessions: [], shots: [] })
  expect(memory.reader.get('SELECT name, notes FROM sessions')).toEqual({ name: null, notes: null })
})

test('its pictures are named no more; those of another shot are', async () => {
  const { memory, id } = await history()
  const [, other] = await memory.query('shots', { group_id: SIX_IRON_GROUP })
  for (const shot_id of [id, other?.id ?? '']) {
    await memory.done({ kind: 'media_listed', shot_id, names: ['ballimpact', 'topview00'] })
    await memory.done({
      kind: 'media_kept',
      shot_id,
      files: [
        { name: 'ballimpact', hash: `${shot_id} own`, bytes: 3 },
        { name: 'topview00', hash: 'shared', bytes: 3 },
      ],
    })
  }
  await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  expect([...(await memory.query('media_hashes', null))].sort()).toEqual([`${other?.id} own`, 'shared'])
})

test('a raw report stays as long as one of its shots does', async () => {
  const { memory, id } = await history()
  await importReport(memory, reportOf({ report_id: 4151 }))
  const kept = async () => {
    const payloads = memory.reader.all<{ id: string }>("SELECT id FROM payloads WHERE report_id = '41511'")
    return memory.reader.payload(payloads[0]?.id ?? '')
  }
  await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  expect(await kept()).toBeDefined()
  await memory.done({ kind: 'purge', shot_ids: [], session_ids: [SESSION] })
  expect(await kept()).toBeUndefined()
  expect(await memory.query('count', { filter: {} })).toBe(5)
})
