/** Through the page's door, with the app's own worker: files out, previewed, in, stopped. */
import { afterEach, expect, test } from 'vitest'
import reportText from '../../../tests/fixtures/uneekor-report-part.json?raw'
import type { ExportRequest } from '../backup.ts'
import { type Db, openDb, type Progress } from '../client.ts'
import { forgetHistory, removeDatabase } from '../databases.ts'
import { ProblemError } from '../problems.ts'

const opened: Db[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) {
    db.close()
    forgetHistory(db.name)
    await removeDatabase(db.name)
  }
})

function open(name: string): Db {
  const db = openDb(name)
  opened.push(db)
  return db
}

async function filled(name: string): Promise<Db> {
  const db = open(name)
  const queued = await db.run({ kind: 'queue_file', text: reportText })
  const [queue_id = ''] = queued.ok ? (queued.ids ?? []) : []
  expect(await db.run({ kind: 'accept_import', queue_id, answers: {} })).toMatchObject({ ok: true })
  return db
}

const request = (as: ExportRequest['as']): ExportRequest => ({ as, shots: null, units: 'si', keys: false })

test.each(['json', 'sqlite'] as const)('a %s file goes out, is previewed, and comes in', async as => {
  const mine = await filled(`out ${as}`)
  const file = await mine.exportAs(request(as))
  const other = open(`in ${as}`)
  const preview = await other.previewRestore(file)
  expect(preview).toMatchObject({
    sessions: { new: 1, changed: 0, known: 0 },
    shots: { new: 33, changed: 0, known: 0 },
    from: '2025-12-26',
    to: '2025-12-26',
    trash: 0,
    steps: 1,
    keys: false,
  })
  expect(await other.query('sessions', {})).toEqual([])
  expect(await other.run({ kind: 'restore', file, truth: false })).toMatchObject({
    ok: true,
    says: 'Backup restored: 33 shots taken in',
  })
  expect(await other.query('shots', {})).toEqual(await mine.query('shots', {}))
  expect(await other.previewRestore(file)).toMatchObject({ shots: { new: 0, changed: 0, known: 33 } })
})

test('a CSV of everything is made while the history is edited', async () => {
  const db = await filled('csv')
  const [first] = await db.query('shots', {})
  const made = db.exportAs(request('csv'))
  const edited = db.run({ kind: 'set_shots', shots: { ids: [first?.id ?? ''] }, set: { notes: 'later' } })
  expect(await edited).toMatchObject({ ok: true })
  const lines = (await (await made).text()).trim().split('\r\n')
  expect(lines).toHaveLength(34)
  expect((await made).type).toBe('text/csv')
})

test('stopped, each says so and nothing was done', async () => {
  const mine = await filled('stopped')
  const file = await mine.exportAs(request('json'))
  const signal = AbortSignal.abort()
  await expect(mine.exportAs(request('csv'), { signal })).rejects.toMatchObject({
    problem: { kind: 'cancelled' },
  })
  const other = open('stopped too')
  await expect(other.previewRestore(file, { signal })).rejects.toBeInstanceOf(ProblemError)
  const outcome = await other.run({ kind: 'restore', file, truth: false }, { signal })
  expect(outcome).toMatchObject({ ok: false, problem: { kind: 'cancelled' } })
  expect(await other.query('sessions', {})).toEqual([])
})

test('a preview tells how far it is; a file that is none is told in words', async () => {
  const mine = await filled('progress')
  const file = await mine.exportAs(request('json'))
  const seen: Progress[] = []
  await mine.previewRestore(file, { onProgress: progress => seen.push(progress) })
  expect(seen.length).toBeGreaterThan(0)
  await expect(mine.previewRestore(new Blob(['{"format":"x"}']))).rejects.toMatchObject({
    problem: { kind: 'not_a_backup' },
  })
  const cut = file.slice(0, file.size - 100)
  expect(await mine.run({ kind: 'restore', file: cut, truth: false })).toMatchObject({
    ok: false,
    problem: { kind: 'cut_off' },
  })
})
