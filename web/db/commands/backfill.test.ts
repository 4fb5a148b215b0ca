/** A parser that knows more than the one before: kept sources are read again, what came later is filled. */
import { expect, test } from 'vitest'
import type { Shot } from '../../../shared/schema/rows.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, realReport, reportOf } from '../testing/report.ts'

const EDITS = 'id, clocks, session_id, club_id, excluded, tags, notes, same_as, deleted_at, purged'
const shotsOf = (memory: Memory, columns = '*') =>
  memory.reader.all<Shot>(`SELECT ${columns} FROM shots ORDER BY id`)

/** As an earlier parser, which knew no face and no path, left all that is here. */
const asBefore = (memory: Memory) =>
  memory.write(tx => {
    tx.run('UPDATE shots SET parser_version = 0, face_deg = NULL, club_path_deg = NULL WHERE purged IS NOT 1')
    tx.run('UPDATE groups SET parser_version = 0 WHERE true')
    tx.run('DELETE FROM outbox WHERE true')
  })

async function backfillAll(memory: Memory) {
  const { sources } = await memory.query('backfill', null)
  for (const { payload_id } of sources) await memory.done({ kind: 'backfill', payload_id })
  return sources.length
}

test('what came later is filled, no edit is touched, and only rows that changed are sent', async () => {
  const memory = await openMemory()
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 702 }))
  const [first, second, third, fourth] = shotsOf(memory).map(({ id }) => id)
  if (!first || !second || !third || !fourth) throw new Error('too few shots')
  await memory.done({
    kind: 'set_shots',
    shots: { ids: [first] },
    set: { notes: 'mine', club_id: 'code:IRON8' },
  })
  await memory.done({ kind: 'set_shots', shots: { ids: [second] }, set: { excluded: true } })
  await memory.done({ kind: 'delete_shots', shots: { ids: [third] } })
  await memory.done({ kind: 'purge', shot_ids: [fourth], session_ids: [] })
  const before = shotsOf(memory)
  expect(await memory.query('backfill', null)).toEqual({ rows: 0, sources: [], links: [] })

  await asBefore(memory)
  expect(await memory.query('backfill', null)).toMatchObject({ rows: before.length - 1, links: [] })
  expect(await backfillAll(memory)).toBe(2)

  expect(shotsOf(memory)).toEqual(before)
  expect(shotsOf(memory, EDITS)[0]).toMatchObject({ notes: 'mine', club_id: 'code:IRON8' })
  expect((await memory.query('backfill', null)).rows).toBe(0)
  const sent = memory.reader.all<{ row_id: string }>("SELECT row_id FROM outbox WHERE table_name = 'shots'")
  expect(sent.map(({ row_id }) => row_id).sort()).toEqual(
    before.map(({ id }) => id).filter(id => id !== fourth),
  )
  // Facts alone are no step of the golfer's history.
  expect(memory.reader.all("SELECT id FROM commands WHERE kind = 'backfill'")).toEqual([])
  memory.close()
})

test('stopped within a source nothing of it stays, and it goes on from there; what no source has is asked for once', async () => {
  const memory = await openMemory()
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 702 }))
  await asBefore(memory)
  // A shot that the kept report has no more.
  await memory.write(tx => {
    tx.run(
      "INSERT INTO shots (id, report_id, group_id, fact_source, parser_version) VALUES ('x', '702', 'g', 3, 0)",
    )
  })
  const { sources } = await memory.query('backfill', null)
  const [one, other] = sources.map(({ payload_id }) => payload_id)
  if (!one || !other) throw new Error('two are kept')
  const stop = new AbortController()
  const dump = memory.dump()
  await expect(
    memory.run(
      { kind: 'backfill', payload_id: one },
      { signal: stop.signal, yieldNow: async () => stop.abort() },
    ),
  ).rejects.toThrow()
  expect(memory.dump()).toEqual(dump)
  await memory.done({ kind: 'backfill', payload_id: one })
  expect((await memory.query('backfill', null)).sources).toEqual([
    { payload_id: other, report_id: expect.any(String), key: 'Ab3dEf9' },
  ])
  await memory.done({ kind: 'backfill', payload_id: other })
  expect(await memory.query('backfill', null)).toMatchObject({ rows: 1, sources: [] })
  memory.close()
})

test('a shot that could not be read before comes in, as a step that can be taken back', async () => {
  const memory = await openMemory()
  await importReport(memory)
  const [lost] = shotsOf(memory)
  await asBefore(memory)
  await memory.write(tx => void tx.run('DELETE FROM shots WHERE id = ?', [lost?.id ?? null]))
  await backfillAll(memory)
  expect(shotsOf(memory).map(({ id }) => id)).toContain(lost?.id)
  const [step] = await memory.query('history', { limit: 1 })
  expect(step).toMatchObject({ kind: 'backfill', undoable: true })
  await memory.done({ kind: 'undo', command_id: step?.id ?? '' })
  expect(shotsOf(memory).find(({ id }) => id === lost?.id)?.deleted_at).not.toBeNull()
  memory.close()
})

test('a report that is not kept is fetched again by its link', async () => {
  const memory = await openMemory()
  const report = realReport()
  await importReport(memory, report)
  await asBefore(memory)
  await memory.write(tx => void tx.run('DELETE FROM payloads WHERE true'))
  const { links } = await memory.query('backfill', null)
  expect(links).toEqual([{ report_id: '41511', key: 'Ab3dEf9' }])
  await memory.done({ kind: 'queue_links', links })
  await memory.done({ kind: 'queue_fetched', queue_id: '41511', text: JSON.stringify(report) })
  await memory.done({ kind: 'accept_import', queue_id: '41511', answers: {} })
  expect(await memory.query('backfill', null)).toEqual({ rows: 0, sources: [], links: [] })
  memory.close()
})
