import { expect, test } from 'vitest'
import { BACKUP_FORMAT } from '../../shared/files/backup.ts'
import type { Db } from '../db/client.ts'
import { takeFiles } from './intake.ts'
import { MAX_FILE_BYTES, MAX_TABLE_BYTES } from './limits.ts'

/** What reaches the queue, and what is said of the others. */
async function taken(...files: File[]) {
  const queued: string[] = []
  const run: Db['run'] = async command => {
    queued.push(command.kind)
    return { ok: true, command_id: '', says: '', rows: 1, undoable: false, ids: [`q${queued.length}`] }
  }
  return { ...(await takeFiles({ run }, files)), queued }
}

const file = (name: string, begins: string, length = begins.length) =>
  new File([new TextEncoder().encode(begins), new Uint8Array(length - begins.length).fill(0x61)], name)

test.each([
  ['a workbook', file('shots.xlsx', 'PK\u0003\u0004xxxx'), 'Open it and save the sheet as CSV first.'],
  [
    'a zip, whatever it would unpack to',
    file('x.csv', 'PK\u0003\u0004xxxx'),
    'Unpack it, then choose the file inside.',
  ],
  ['a gzip', new File([Uint8Array.of(0x1f, 0x8b, 8, 0)], 'x.csv'), 'Unpack it, then choose the file inside.'],
  ['a huge table', file('x.csv', 'a,b\n', MAX_TABLE_BYTES + 1), 'Up to 24 MB are read.'],
  ['a huge report', file('x.json', '[{', MAX_FILE_BYTES + 1), 'Up to 64 MB are read.'],
  ['a backup', file('x.json', `{"format":"${BACKUP_FORMAT}"`), 'Open Data, then “Restore a backup”'],
  ['another program’s database', file('x.db', 'SQLite format 3\0', 200), 'a database of another program'],
])('%s is refused with what to do, and reaches no queue', async (_what, file, says) => {
  const { problems, queued } = await taken(file)
  expect(problems.map(problem => problem.says).join()).toContain(says)
  expect(queued).toEqual([])
})

test('of several files, one that can’t be taken is named, and stops no other', async () => {
  const { ids, problems, queued } = await taken(
    file('a.csv', 'Carry,Total\n1,2'),
    file('b.zip', 'PK\u0003\u0004'),
    file('c.json', '[{}]'),
  )
  expect(problems).toMatchObject([
    { says: '“b.zip”: This is a zip file. Unpack it, then choose the file inside.' },
  ])
  expect([ids, queued]).toEqual([
    ['q1', 'q2'],
    ['queue_table', 'queue_file'],
  ])
})
