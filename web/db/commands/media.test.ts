import { expect, test } from 'vitest'
import type { Problem } from '../command.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, SESSION, SIX_IRON_GROUP } from '../testing/report.ts'

const NAMES = ['ballimpact', 'topview00', 'topview01']
const session = { of: 'session', id: SESSION } as const
const shot = { of: 'shot', id: 'x' } as const
const problem: Problem = { kind: 'budget', says: 'Full.' }

async function history(): Promise<{ memory: Memory; id: string }> {
  const memory = await openMemory()
  await importReport(memory)
  const [shot] = await memory.query('shots', { group_id: SIX_IRON_GROUP })
  return { memory, id: shot?.id ?? '' }
}

test('what the source has of a shot is known before its first picture is here', async () => {
  const { memory, id } = await history()
  expect(await memory.query('media_of_shot', { id })).toMatchObject({ video_frames: null, files: [] })
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await memory.done({
    kind: 'media_kept',
    shot_id: id,
    files: [{ name: 'topview00', hash: 'abc', bytes: 12 }],
  })
  expect(await memory.query('media_of_shot', { id })).toMatchObject({
    video_frames: 2,
    files: [
      { name: 'ballimpact', hash: null, bytes: null },
      { name: 'topview00', hash: 'abc', bytes: 12 },
      { name: 'topview01', hash: null, bytes: null },
    ],
  })
})

test('a list that comes again takes no picture back', async () => {
  const { memory, id } = await history()
  const files = [{ name: 'topview00', hash: 'abc', bytes: 12 }]
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await memory.done({ kind: 'media_kept', shot_id: id, files })
  const before = memory.dump(['media', 'shots'])
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await memory.done({ kind: 'media_kept', shot_id: id, files })
  expect(memory.dump(['media', 'shots'])).toEqual(before)
})

test('a shot that was not filmed has no frames, which is not the same as not asked', async () => {
  const { memory, id } = await history()
  await memory.done({ kind: 'media_listed', shot_id: id, names: [] })
  expect(await memory.query('media_of_shot', { id })).toMatchObject({ video_frames: 0, files: [] })
})

test('the report imported again keeps what is known of its pictures', async () => {
  const { memory, id } = await history()
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await importReport(memory)
  expect(await memory.query('media_of_shot', { id })).toMatchObject({ video_frames: 2 })
})

test('a session has the pictures of its live shots, those in the trash keep theirs', async () => {
  const { memory, id } = await history()
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await memory.done({
    kind: 'media_kept',
    shot_id: id,
    files: [{ name: 'topview00', hash: 'abc', bytes: 12 }],
  })
  expect(await memory.query('media_of_session', { id: SESSION })).toHaveLength(33)
  await memory.done({ kind: 'delete_shots', shots: { ids: [id] } })
  const media = await memory.query('media_of_session', { id: SESSION })
  expect(media).toHaveLength(32)
  expect(media.some(({ shot_id }) => shot_id === id)).toBe(false)
  expect(await memory.query('media_hashes', null)).toEqual(['abc'])
})

test('pictures of a shot that was deleted for good meanwhile leave no trace', async () => {
  const { memory, id } = await history()
  await memory.done({ kind: 'purge', shot_ids: [id], session_ids: [] })
  const before = memory.dump(['media', 'shots', 'outbox'])
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  await memory.done({
    kind: 'media_kept',
    shot_id: id,
    files: [{ name: 'topview00', hash: 'abc', bytes: 12 }],
  })
  expect(memory.dump(['media', 'shots', 'outbox'])).toEqual(before)
})

test('wants outlive a reload, in their order, each once', async () => {
  const { memory } = await history()
  await memory.done({ kind: 'want_media', want: session })
  await memory.done({ kind: 'want_media', want: shot })
  await memory.done({ kind: 'want_media', want: session })
  const again = await memory.reloaded()
  expect(await again.query('media_wants', null)).toEqual([
    { ...session, problem: null },
    { ...shot, problem: null },
  ])
  await again.done({ kind: 'unwant_media', want: session })
  expect(await again.query('media_wants', null)).toEqual([{ ...shot, problem: null }])
})

test('a want that failed stays until it is wanted again; one given up meanwhile does not come back', async () => {
  const { memory } = await history()
  await memory.done({ kind: 'want_media', want: session })
  await memory.done({ kind: 'media_failed', want: session, problem })
  expect(await memory.query('media_wants', null)).toEqual([{ ...session, problem }])
  await memory.done({ kind: 'want_media', want: session })
  expect(await memory.query('media_wants', null)).toEqual([{ ...session, problem: null }])
  await memory.done({ kind: 'unwant_media', want: session })
  await memory.done({ kind: 'media_failed', want: session, problem })
  expect(await memory.query('media_wants', null)).toEqual([])
})

test('what comes of pictures travels: the shot and each picture enter the outbox', async () => {
  const { memory, id } = await history()
  const before = new Set(memory.dump(['outbox'])['outbox']?.map(row => JSON.stringify(row)))
  await memory.done({ kind: 'media_listed', shot_id: id, names: NAMES })
  const entered = memory.dump(['outbox'])['outbox']?.filter(row => !before.has(JSON.stringify(row)))
  expect(entered).toMatchObject([
    { table_name: 'media', row_id: `${id}:ballimpact` },
    { table_name: 'media', row_id: `${id}:topview00` },
    { table_name: 'media', row_id: `${id}:topview01` },
    { table_name: 'shots', row_id: id },
  ])
})
