/** What sync does to a device's database, answer by answer; tests/sync shows the same against a cloud. */
import { describe, expect, test } from 'vitest'
import type { Pulled, Pushed, PushResult, Standing, WireElement } from '../../../shared/sync/wire.ts'
import type { Batch, Bound } from '../query.ts'
import { type Memory, openMemory, type Wall } from '../testing/memory.ts'
import { importReport, REPORT, SESSION } from '../testing/report.ts'

const NOW_MS = Date.UTC(2026, 0, 2, 12)
const CLOUD = { cloud_id: 'cloud', user_id: 'golfer' }
const SHOT = '41511_85589_1298333'
const every = { cloud_id: 'cloud', schema_version: 1, now_ms: NOW_MS, epoch: 1 }

async function joined(wall: Wall = { now_ms: NOW_MS }): Promise<Memory> {
  const memory = await openMemory(wall)
  await memory.done({ kind: 'sync_bind', ...CLOUD, anew: false })
  await memory.done({ kind: 'sync_epoch', epoch: 1 })
  return memory
}

async function bound(memory: Memory): Promise<Bound> {
  const { bound } = await memory.query('sync', null)
  if (!bound) throw new Error('bound to no cloud')
  return bound
}

const waiting = async (memory: Memory) => (await memory.query('sync', null)).waiting
const batchOf = (memory: Memory, rows = 10_000, bytes = 10_000_000) =>
  memory.query('sync_batch', { rows, bytes })

function pushed(batch: Batch, from_rev: number, result?: (element: WireElement) => PushResult): Pushed {
  const results = batch.rows.map(
    (element, i) => result?.(element) ?? ({ answer: 'applied', rev: from_rev + i + 1 } as const),
  )
  const head = from_rev + batch.rows.length
  return { ...every, kind: 'pushed', from_rev, head, token: `to ${head}`, count: results.length, results }
}

async function push(memory: Memory, batch: Batch, answer: Pushed, asked?: Standing): Promise<void> {
  await memory.done({
    kind: 'sync_pushed',
    asked: asked ?? (await bound(memory)),
    sent: batch.sent,
    answer,
  })
}

async function pull(memory: Memory, rows: readonly WireElement[], more: Partial<Pulled> = {}) {
  const asked = await bound(memory)
  const cursor = asked.cursor + rows.length
  const answer: Pulled = {
    ...every,
    kind: 'pulled',
    head: cursor,
    cursor,
    token: `at ${cursor}`,
    count: rows.length,
    rows: rows.map(({ table, row }, i) => ({ table, row: { rev: asked.cursor + i + 1, ...row } })),
    ...more,
  }
  await memory.done({ kind: 'sync_pulled', asked, answer })
}

const shot = (memory: Memory, id = SHOT) =>
  memory.reader.get<Record<string, unknown>>('SELECT * FROM shots WHERE id = ?', [id])

const note = (memory: Memory, notes: string) =>
  memory.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes } })

describe('the outbox', () => {
  test('goes out in bounded batches, headers of commands last, until nothing is left', async () => {
    const memory = await joined()
    await importReport(memory)
    await note(memory, 'wet')
    const tables: string[] = []
    let head = 0
    for (;;) {
      const batch = await batchOf(memory, 7)
      if (batch.rows.length === 0) break
      expect(batch.rows.length).toBeLessThanOrEqual(7)
      tables.push(...batch.rows.map(({ table }) => table))
      await push(memory, batch, pushed(batch, head))
      head += batch.rows.length
    }
    expect(await waiting(memory)).toBe(0)
    expect(tables.lastIndexOf('command_items')).toBeLessThan(tables.indexOf('commands'))
    expect(tables.indexOf('shots')).toBeLessThan(tables.indexOf('command_items'))
    // All of it was this device's own: nothing comes back.
    expect(await bound(memory)).toMatchObject({ cursor: head, head, pushed_token: `to ${head}` })
    expect(shot(memory)?.['rev']).toBeGreaterThan(0)
  })

  test('is cut by bytes too, but one row always goes', async () => {
    const memory = await joined()
    await importReport(memory)
    expect((await batchOf(memory, 100, 1)).rows).toHaveLength(1)
    const { rows } = await batchOf(memory, 100, 3_000)
    expect(rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(rows).length).toBeLessThan(3_500)
  })

  test('keeps a row that was edited while it was on its way', async () => {
    const memory = await joined()
    await importReport(memory)
    const batch = await batchOf(memory)
    await note(memory, 'late')
    await push(memory, batch, pushed(batch, 0))
    const { rows } = await batchOf(memory)
    expect(rows).toContainEqual(
      expect.objectContaining({ table: 'shots', row: expect.objectContaining({ id: SHOT, notes: 'late' }) }),
    )
  })

  test('takes no answer of an epoch that is over', async () => {
    const memory = await joined()
    await importReport(memory)
    const [asked, batch] = [await bound(memory), await batchOf(memory)]
    await memory.done({ kind: 'sync_epoch', epoch: 2 })
    const before = await waiting(memory)
    await push(memory, batch, pushed(batch, 0), asked)
    expect(await waiting(memory)).toBe(before)
    expect(await bound(memory)).toMatchObject({ epoch: 2, cursor: 0, pushed_token: null })
  })

  test('lets go of a row that is no more', async () => {
    const memory = await joined()
    await importReport(memory)
    await memory.write(tx => tx.run('DELETE FROM shots WHERE id = ?', [SHOT]))
    const { gone, rows } = await batchOf(memory)
    expect(gone.map(({ row_id }) => row_id)).toEqual([SHOT])
    await memory.done({ kind: 'sync_gone', rows: gone })
    expect(await waiting(memory)).toBe(rows.length)
  })
})

describe('a new epoch', () => {
  test('sends every row again and pulls from the start; begun twice it is begun once', async () => {
    const memory = await joined()
    await importReport(memory)
    const batch = await batchOf(memory)
    await push(memory, batch, pushed(batch, 0))
    await memory.done({ kind: 'sync_epoch', epoch: 3 })
    expect(await waiting(memory)).toBe(batch.rows.length)
    expect(await bound(memory)).toMatchObject({ epoch: 3, cursor: 0, pulled_token: null, head: null })
    const before = memory.dump()
    await memory.done({ kind: 'sync_epoch', epoch: 3 })
    expect(memory.dump()).toEqual(before)
  })
})

describe('a database belongs to one golfer at one cloud', () => {
  test('another golfer is refused, another cloud asks', async () => {
    const memory = await joined()
    expect(await memory.run({ kind: 'sync_bind', ...CLOUD, user_id: 'other', anew: true })).toMatchObject({
      ok: false,
      problem: { kind: 'other_golfer' },
    })
    const elsewhere = { kind: 'sync_bind', cloud_id: 'supabase', user_id: 'me' } as const
    expect(await memory.run({ ...elsewhere, anew: false })).toMatchObject({
      ok: false,
      problem: { kind: 'other_cloud' },
    })
    await memory.done({ ...elsewhere, anew: true })
    expect(await bound(memory)).toMatchObject({ cloud_id: 'supabase', epoch: 0, cursor: 0 })
  })

  test('rows of the cloud that it left are not taken', async () => {
    const memory = await joined()
    const asked = await bound(memory)
    await memory.done({ kind: 'sync_bind', cloud_id: 'supabase', user_id: 'me', anew: true })
    const rows = [{ table: 'clubs', row: { id: 'theirs', rev: 1 } }]
    const answer: Pulled = { ...every, kind: 'pulled', head: 1, cursor: 1, token: 't', count: 1, rows }
    await memory.done({ kind: 'sync_pulled', asked, answer })
    expect(memory.reader.all('SELECT * FROM clubs')).toEqual([])
  })
})

describe('what is pulled', () => {
  test('is merged: neither side’s edits are lost, and what only this device knows is sent', async () => {
    const memory = await joined()
    await importReport(memory)
    await note(memory, 'mine')
    const batch = await batchOf(memory)
    await push(memory, batch, pushed(batch, 0))
    const stamp = `${String(NOW_MS + 1).padStart(16, '0')}-0000-laptop`
    const row = { id: SHOT, club_id: 'code:IRON5', clocks: JSON.stringify({ club_id: stamp }) }
    await pull(memory, [{ table: 'shots', row }])
    expect(shot(memory)).toMatchObject({ notes: 'mine', club_id: 'code:IRON5' })
    expect((await batchOf(memory)).rows).toEqual([
      { table: 'shots', row: expect.objectContaining({ notes: 'mine', club_id: 'code:IRON5' }) },
    ])
    // The next edit here is later than all that was seen.
    await note(memory, 'after')
    expect(JSON.parse(String(shot(memory)?.['clocks'])).notes > stamp).toBe(true)
  })

  test('a second time changes nothing at all but the cursor', async () => {
    const memory = await joined()
    await importReport(memory)
    const batch = await batchOf(memory)
    await push(memory, batch, pushed(batch, 0))
    const rows = batch.rows.map(({ table, row }, i) => ({ table, row: { ...row, rev: i + 1 } }))
    const before = memory.dump()
    await pull(memory, rows)
    expect({ ...memory.dump(), local_state: [] }).toEqual({ ...before, local_state: [] })
  })

  test('deleted for good elsewhere: measurements, words and pictures go, and stay away', async () => {
    const memory = await joined()
    await importReport(memory)
    await memory.done({ kind: 'media_listed', shot_id: SHOT, names: ['ballimpact'] })
    const clocks = JSON.stringify({ purged: `${String(NOW_MS + 1).padStart(16, '0')}-0000-laptop` })
    await pull(memory, [{ table: 'shots', row: { id: SHOT, purged: 1, clocks } }])
    expect(shot(memory)).toMatchObject({ purged: 1, carry_m: null, fact_source: null })
    const picture = { id: `${SHOT}:ballimpact`, shot_id: SHOT, name: 'ballimpact' }
    await pull(memory, [{ table: 'media', row: picture }])
    expect(memory.reader.all('SELECT * FROM media')).toEqual([])
    expect(await memory.reader.payload(payloadOf(memory))).toBeDefined()
  })

  test('with the last shot of a report its payload goes', async () => {
    const memory = await joined()
    await importReport(memory)
    const ids = memory.reader.all<{ id: string }>('SELECT id FROM shots')
    const clocks = JSON.stringify({ purged: `${String(NOW_MS + 1).padStart(16, '0')}-0000-laptop` })
    await pull(
      memory,
      ids.map(({ id }) => ({ table: 'shots', row: { id, purged: 1, clocks } })),
    )
    expect(await memory.reader.payload(payloadOf(memory))).toBeUndefined()
  })

  test('a club merged elsewhere ends here where it ends there', async () => {
    const memory = await joined()
    await importReport(memory)
    const clocks = JSON.stringify({ merged_into: `${String(NOW_MS).padStart(16, '0')}-0000-laptop` })
    await pull(memory, [{ table: 'clubs', row: { id: 'code:IRON6', merged_into: 'code:IRON7', clocks } }])
    expect(memory.reader.all('SELECT row_id, end_id FROM merge_ends')).toEqual([
      { row_id: 'code:IRON6', end_id: 'code:IRON7' },
    ])
  })

  test('rows and columns of a newer version are kept whole, and go out again with a new epoch', async () => {
    const memory = await joined()
    await pull(memory, [
      { table: 'rounds', row: { id: 'r', course: 'Old' } },
      { table: 'clubs', row: { id: 'c', grip: 'long' } },
      { table: 'clubs', row: { id: 'odd', loft_deg: 'seven' } },
    ])
    expect(memory.reader.get("SELECT extra FROM clubs WHERE id = 'c'")).toEqual({ extra: '{"grip":"long"}' })
    expect(memory.reader.get("SELECT 1 FROM clubs WHERE id = 'odd'")).toBeUndefined()
    expect(memory.reader.all('SELECT row_id FROM unknown_rows')).toEqual([{ row_id: 'odd' }, { row_id: 'r' }])
    await memory.done({ kind: 'sync_epoch', epoch: 2 })
    expect((await batchOf(memory)).rows).toEqual([
      { table: 'clubs', row: { id: 'c', extra: '{"grip":"long"}' } },
      { table: 'rounds', row: { id: 'r', course: 'Old' } },
    ])
  })

  test('newest sessions come first, and move no cursor', async () => {
    const memory = await joined()
    const rows = [{ table: 'sessions', row: { id: SESSION, practice_date: '2025-12-26', rev: 900 } }]
    const answer = { ...every, kind: 'previewed', head: 1000, count: 1, rows } as const
    await memory.done({ kind: 'sync_pulled', asked: await bound(memory), answer })
    expect(memory.reader.get('SELECT id FROM sessions')).toEqual({ id: SESSION })
    expect(await bound(memory)).toMatchObject({ cursor: 0, head: 1000, complete: false })
  })
})

const payloadOf = (memory: Memory) =>
  memory.reader.get<{ id: string }>('SELECT id FROM payloads WHERE report_id = ?', [REPORT])?.id ?? ''

describe('a refused row', () => {
  async function refusedNote(reason: string): Promise<Memory> {
    const memory = await joined()
    await importReport(memory)
    const first = await batchOf(memory)
    await push(memory, first, pushed(first, 0))
    await note(memory, 'too long')
    const batch = await batchOf(memory)
    const answer = pushed(batch, first.rows.length, ({ table }) =>
      table === 'shots' ? { answer: 'refused', reason } : { answer: 'applied', rev: 999 },
    )
    await push(memory, batch, answer)
    return memory
  }
  const rows = [{ table_name: 'shots', row_id: SHOT }]

  test('leaves the queue for a list, and stops nobody', async () => {
    const memory = await refusedNote('too_large')
    expect(await memory.query('sync', null)).toMatchObject({ waiting: 0, refused: 1, held: 0 })
    const [refused] = await memory.query('refused_rows', null)
    expect(refused).toMatchObject({ row_id: SHOT, kept: false, says: expect.stringContaining('larger') })
    expect(refused?.named).toMatch(/^Shot \d+$/)
  })

  test('is tried again, kept here alone, or given up for what the cloud holds', async () => {
    const memory = await refusedNote('malformed')
    await memory.done({ kind: 'retry_refused', rows })
    expect(await memory.query('sync', null)).toMatchObject({ waiting: 1, refused: 0 })

    const kept = await refusedNote('malformed')
    await kept.done({ kind: 'keep_refused', rows })
    await kept.done({ kind: 'sync_epoch', epoch: 2 })
    expect((await batchOf(kept)).sent.map(({ row_id }) => row_id)).not.toContain(SHOT)

    const given = await refusedNote('malformed')
    const rev = Number(shot(given)?.['rev'])
    await given.done({ kind: 'discard_refused', rows })
    expect(shot(given)).toBeUndefined()
    expect((await bound(given)).cursor).toBe(rev - 1)
    expect(await given.query('sync', null)).toMatchObject({ waiting: 0, refused: 0 })
  })

  test('for a cloud that is too old waits for a newer one', async () => {
    const memory = await refusedNote('unknown_column')
    expect(await memory.query('sync', null)).toMatchObject({ waiting: 0, refused: 0, held: 1 })
    await pull(memory, [])
    expect(await memory.query('sync', null)).toMatchObject({ waiting: 0, held: 1 })
    await pull(memory, [], { schema_version: 2 })
    expect(await memory.query('sync', null)).toMatchObject({ waiting: 1, held: 0 })
  })
})

test('stamps ahead are made anew in their order, and undo still knows its own', async () => {
  const wall = { now_ms: NOW_MS }
  const memory = await joined(wall)
  await importReport(memory)
  await note(memory, 'in time')
  const kept = JSON.parse(String(shot(memory)?.['clocks'])).notes
  wall.now_ms = Date.UTC(3000, 0)
  await note(memory, 'from the year 3000')
  await memory.done({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { excluded: true } })
  wall.now_ms = NOW_MS + 2_000
  const highest = `${String(NOW_MS + 1_000).padStart(16, '0')}-0005-laptop`
  await memory.done({ kind: 'sync_restamp', now_ms: NOW_MS + 500, highest })
  const { notes, excluded } = JSON.parse(String(shot(memory)?.['clocks']))
  expect([kept, highest, notes, excluded]).toEqual([kept, highest, notes, excluded].toSorted())
  expect(Number(excluded.slice(0, 16))).toBeLessThan(NOW_MS + 60_000)
  expect((await batchOf(memory)).sent.map(({ row_id }) => row_id)).toContain(SHOT)
  for (const _ of [1, 2]) await memory.done({ kind: 'undo_last' })
  expect(shot(memory)).toMatchObject({ notes: 'in time', excluded: null })
  expect(
    JSON.parse(String(shot(memory)?.['clocks'])).notes < `${String(NOW_MS + 60_000).padStart(16, '0')}`,
  ).toBe(true)
})
