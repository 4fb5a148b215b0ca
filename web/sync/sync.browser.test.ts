/** Two databases with their real workers, kept equal over a small cloud in this page (tests/sync has the real one). */
import { afterEach, expect, test, vi } from 'vitest'
import { mergeRows, type State } from '../../shared/sync/merge.ts'
import type { PullRequest, PushRequest } from '../../shared/sync/wire.ts'
import { fromWire, isSynced, toWire } from '../../shared/sync/wire_row.ts'
import report from '../../tests/fixtures/uneekor-report-part.json?raw'
import { type Db, openDb } from '../db/client.ts'
import type { NewCommand } from '../db/command.ts'
import { removeDatabase } from '../db/databases.ts'
import { type CallCloud, CloudError, cloudOver } from './cloud.ts'
import type { SyncEngine } from './engine.ts'
import { openCloudSync } from './open.ts'

const SHOT = '41511_85589_1298333'

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** One golfer's, without epochs: it never goes back in time. */
function smallCloud(): CallCloud {
  const rows = new Map<string, { table: string; state: State; rev: number }>()
  const every = { cloud_id: 'small', schema_version: 1, now_ms: Date.now(), epoch: 1 }
  let head = 0
  function take({ rows: sent }: PushRequest) {
    const from_rev = head
    const results = sent.map(({ table, row }) => {
      const read = isSynced(table) ? fromWire(table, row) : null
      if (!isSynced(table) || !read?.ok) return { answer: 'refused', reason: 'malformed' }
      const key = `${table} ${row['id']}`
      const mine = rows.get(key)
      const state = mine ? mergeRows(table, mine.state, read.value) : read.value
      rows.set(key, { table, state, rev: ++head })
      return { answer: 'applied', rev: head }
    })
    const count = results.length
    return { ...every, kind: 'pushed', from_rev, head, token: `at ${head}`, count, results }
  }
  function give({ cursor, limit }: PullRequest) {
    const page = [...rows.values()]
      .filter(({ rev }) => rev > cursor)
      .sort((a, b) => a.rev - b.rev)
      .slice(0, limit)
    const next = page.length === limit ? page.at(-1)?.rev : head
    const wires = page.map(({ table, state, rev }) => ({ table, row: { ...toWire(state), rev } }))
    return { ...every, kind: 'pulled', head, cursor: next, token: null, count: page.length, rows: wires }
  }
  return async (name, request) => {
    if (!navigator.onLine) throw new CloudError('no_signal')
    switch (name) {
      case 'about_cloud':
        return { ...every, kind: 'about', min_client: 1, bucket: true, open: [] }
      case 'settle_epoch':
        return { ...every, kind: 'settled' }
      case 'newest_sessions':
        return { ...every, kind: 'previewed', head, count: 0, rows: [] }
      case 'push_changes':
        return take(request as PushRequest)
      default:
        return give(request as PullRequest)
    }
  }
}

function open(name: string, call: CallCloud): { db: Db; sync: SyncEngine } {
  const db = openDb(`${name}-${crypto.randomUUID()}`)
  const sync = openCloudSync(db, cloudOver('golfer', call))
  undo.push(async () => {
    sync.close()
    db.close()
    await removeDatabase(db.name)
  })
  return { db, sync }
}

async function run(db: Db, command: NewCommand): Promise<void> {
  const outcome = await db.run(command)
  if (!outcome.ok) throw new Error(outcome.problem.says)
}

const notesIn = async (db: Db) => (await db.query('shot', { id: SHOT }))?.notes

test('what is imported and edited on one is seen on the other, with nobody asking for it', async () => {
  const call = smallCloud()
  const phone = open('phone', call)
  await run(phone.db, { kind: 'queue_links', links: [{ report_id: '41511', key: 'Ab3dEf9' }] })
  await run(phone.db, { kind: 'queue_fetched', queue_id: '41511', text: report })
  await run(phone.db, { kind: 'accept_import', queue_id: '41511', answers: {} })
  await run(phone.db, { kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'wet' } })
  await vi.waitFor(
    () => expect(phone.sync.state()).toMatchObject({ now: { kind: 'resting' }, waiting: 0 }),
    20_000,
  )
  const laptop = open('laptop', call)
  const seen: (string | null)[] = []
  undo.push(laptop.db.watch('shot', { id: SHOT }, shot => seen.push(shot?.notes ?? null)))
  await vi.waitFor(() => expect(seen.at(-1)).toBe('wet'), 20_000)
  await run(laptop.db, { kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes: 'dry' } })
  await laptop.sync.sync()
  await phone.sync.sync()
  expect(await notesIn(phone.db)).toBe('dry')
  expect(await phone.db.query('shots', {})).toEqual(await laptop.db.query('shots', {}))
})
