/** Which files the bucket holds, and which may go: by the rows that name them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, call, device, migrations, newGolfer, openCloud, push, stamp } from './cloud.ts'

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(64)) as [string, string, string, string]

let cloud: Cloud
let her: string
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

async function golferWith(...hashes: string[]): Promise<string> {
  const golfer = await newGolfer(cloud)
  for (const hash of hashes) {
    await cloud.as(golfer, ask =>
      ask(`INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`, [`${golfer}/${hash}`]),
    )
  }
  return golfer
}

const shot = (id: string, purged = false) => ({
  table: 'shots',
  row: { id, ...(purged && { purged: 1, clocks: `{"purged":"${stamp(9)}"}` }) },
})
const picture = (shot_id: string, hash: string, name = 'topview00') => ({
  table: 'media',
  row: { id: `${shot_id}:${name}`, shot_id, name, hash },
})
const payload = (id: string, report_id?: string) => ({
  table: 'payloads',
  row: { id, ...(report_id && { report_id }) },
})

const standing = async (golfer: string) => ({ ...device, user_id: golfer })
const asked = async (golfer: string, name: string, more = {}) =>
  await call(cloud, golfer, name, { ...(await standing(golfer)), ...more })
const removable = async (golfer: string) =>
  ((await asked(golfer, 'removable_files'))['hashes'] as string[]).sort()
const remove = (golfer: string, hash: string) =>
  cloud.as(golfer, ask =>
    ask(`DELETE FROM storage.objects WHERE name = $1 RETURNING name`, [`${golfer}/${hash}`]),
  )

test('of the files that are asked for it names those that it holds, and no other golfer’s', async () => {
  her = await golferWith(A, B)
  const other = await golferWith(C)
  const hashes = [A, C, D]
  expect(await asked(her, 'stored_files', { hashes })).toMatchObject({ kind: 'stored', hashes: [A] })
  expect(await asked(other, 'stored_files', { hashes })).toMatchObject({ kind: 'stored', hashes: [C] })
  expect((await asked(her, 'stored_files', { hashes: 'all' })).kind).toBe('malformed')
  expect((await asked(her, 'stored_files', { hashes: Array(1001).fill(A) })).kind).toBe('malformed')
  expect((await asked(her, 'stored_files', { hashes, epoch: 7 })).kind).toBe('out_of_step')
  await expect(call(cloud, null, 'stored_files', { ...device, hashes })).rejects.toThrow('permission denied')
})

test('a file goes with the last row that is not purged, and what no row names stays', async () => {
  her = await golferWith(A, B, C)
  await push(cloud, her, [
    shot('1_1_1'),
    shot('1_1_2'),
    picture('1_1_1', A),
    picture('1_1_1', B, 'topview01'),
    picture('1_1_2', B),
  ])
  expect(await removable(her)).toEqual([])
  expect(await remove(her, A)).toEqual([])
  await push(cloud, her, [shot('1_1_1', true)])
  // The other shot was filmed alike, or so its picture says.
  expect(await removable(her)).toEqual([A])
  expect(await remove(her, B)).toEqual([])
  expect(await remove(her, A)).toHaveLength(1)
  await push(cloud, her, [shot('1_1_2', true)])
  expect(await removable(her)).toEqual([B])
})

test('a row that comes from another device in between keeps its file', async () => {
  her = await golferWith(A)
  await push(cloud, her, [shot('1_1_1', true), picture('1_1_1', A)])
  expect(await removable(her)).toEqual([A])
  // Its shot is on the way.
  await push(cloud, her, [picture('2_1_1', A)])
  expect(await remove(her, A)).toEqual([])
})

test('by the policy that does not look again, that file would be gone', async () => {
  her = await golferWith(A)
  await push(cloud, her, [shot('1_1_1', true), picture('1_1_1', A), picture('2_1_1', A)])
  expect(await remove(her, A)).toEqual([])
  const policies = (name: string) => migrations.find(sql => sql.includes(name)) ?? ''
  await cloud.script(policies('-- The private bucket of pictures'))
  try {
    expect(await remove(her, A)).toHaveLength(1)
  } finally {
    await cloud.script(policies('-- Which files the bucket holds'))
    await cloud.script(policies('-- What is deleted for good is gone'))
  }
})

test('a raw report goes with the last of its shots, and no other’s; that of a file stays', async () => {
  her = await golferWith(A, B, C, D)
  await push(cloud, her, [
    payload(A, '41511'),
    payload(B, '4151'),
    payload(C, '999'),
    payload(D),
    shot('41511_1_1', true),
    shot('41511_1_2'),
    shot('4151_1_1'),
  ])
  expect(await removable(her)).toEqual([])
  await push(cloud, her, [shot('41511_1_2', true)])
  expect(await removable(her)).toEqual([A])
  for (const kept of [B, C, D]) expect(await remove(her, kept)).toEqual([])
  expect(await remove(her, A)).toHaveLength(1)
})

test('a file of another monitor stays until a device says that its shots are gone, and again once it takes that back', async () => {
  her = await golferWith(A, B)
  const gone = (value: string, ms: number) => ({
    table: 'settings',
    row: { id: `gone:${A}`, value, clocks: `{"value":"${stamp(ms)}"}` },
  })
  await push(cloud, her, [payload(A), payload(B), shot('garmin:0b:1', true)])
  expect(await removable(her)).toEqual([])
  await push(cloud, her, [gone('true', 1)])
  expect(await removable(her)).toEqual([A])
  await push(cloud, her, [gone('false', 2)])
  expect(await removable(her)).toEqual([])
  expect(await remove(her, A)).toEqual([])
  await push(cloud, her, [gone('true', 3)])
  expect(await remove(her, B)).toEqual([])
  expect(await remove(her, A)).toHaveLength(1)
})

test('where all rows are gone with the account, so may the files', async () => {
  her = await golferWith(A)
  await push(cloud, her, [shot('1_1_1'), picture('1_1_1', A)])
  expect(await remove(her, A)).toEqual([])
  await cloud.ask('DELETE FROM public.media WHERE user_id = $1', [her])
  expect(await remove(her, A)).toHaveLength(1)
})
