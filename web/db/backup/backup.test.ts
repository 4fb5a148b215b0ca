/** Export and restore: the identity on an empty app, a merge on a filled one, a sentence for what is damaged. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import { type Clock, deviceOf, wallOf } from '../../../shared/sync/clock.ts'
import { mergeRows, type State } from '../../../shared/sync/merge.ts'
import type { ExportRequest } from '../backup.ts'
import { loadSqlJs } from '../sqljs.ts'
import { exported } from '../testing/backups.ts'
import { histories, history } from '../testing/histories.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, SESSION } from '../testing/report.ts'
import { gunzip } from './gunzip.ts'

const formats = ['json', 'sqlite'] as const
const anyFormat = fc.constantFrom(...formats)

/** All that a golfer would miss: rows without their store's own numbers, and the raw reports. */
async function contents(memory: Memory) {
  const tables = memory.dump([...syncedTables, 'merge_ends']) as { [table: string]: State[] }
  const rows = Object.fromEntries(
    Object.entries(tables).map(([table, list]) => [table, list.map(({ rev: _, ...row }) => row)]),
  )
  const payloads: (string | null)[] = []
  for (const { id } of tables['payloads'] ?? []) {
    const bytes = await memory.reader.payload(String(id))
    payloads.push(bytes ? await gunzip(bytes) : null)
  }
  return { rows, payloads }
}

const restoreInto = (memory: Memory, file: Blob, truth = false) =>
  memory.run({ kind: 'restore', file, truth })

describe('export, wipe, restore', () => {
  test('is the identity, whatever was done: edits, trash, steps, what was deleted for good', async () => {
    await fc.assert(
      fc.asyncProperty(histories, anyFormat, async (list, as) => {
        const memory = await history(list)
        const file = await exported(memory, { as })
        const fresh = await openMemory()
        expect(await restoreInto(fresh, file)).toMatchObject({ ok: true })
        expect(await contents(fresh)).toEqual(await contents(memory))
        // And once more changes nothing.
        expect(await restoreInto(fresh, file)).toMatchObject({ ok: true, rows: 0 })
      }),
      { numRuns: 25 },
    )
  })

  test('brings back rows and columns of a newer version', async () => {
    for (const as of formats) {
      const memory = await history([])
      await memory.write(tx => {
        tx.run("INSERT INTO unknown_rows (table_name, row_id, row) VALUES ('putts', 'p', '{\"id\":\"p\"}')")
        tx.run(`UPDATE shots SET extra = '{"heat":40}'`)
      })
      const fresh = await openMemory()
      await restoreInto(fresh, await exported(memory, { as }))
      expect(fresh.dump(['unknown_rows'])).toEqual(memory.dump(['unknown_rows']))
      expect(await contents(fresh)).toEqual(await contents(memory))
    }
  })

  test('restored twice over by the same request, it is one restore', async () => {
    const file = await exported(await history([]))
    const fresh = await openMemory()
    const first = await fresh.run({ id: 'once', kind: 'restore', file, truth: false })
    expect(await fresh.run({ id: 'once', kind: 'restore', file, truth: false })).toEqual(first)
  })
})

describe('a restore onto a filled app', () => {
  test('is the merge of both, row by row', async () => {
    await fc.assert(
      fc.asyncProperty(histories, histories, anyFormat, async (ours, theirs, as) => {
        const mine = await history(ours.filter(keeps))
        const other = await history(theirs.filter(keeps), { now_ms: Date.UTC(2026, 0, 2, 12, 0, 0, 500) })
        const expected = mergeOf(mine, other)
        await restoreInto(mine, await exported(other, { as }))
        const { rows } = await contents(mine)
        for (const table of syncedTables) expect(rows[table], table).toEqual(expected[table])
      }),
      { numRuns: 15 },
    )
  })

  /** Pictures of purged shots stay away, which the plain merge knows nothing of. */
  const keeps = (step: { readonly kind: string }) => step.kind !== 'purge'

  function mergeOf(a: Memory, b: Memory) {
    const merged: { [table: string]: State[] } = {}
    for (const table of syncedTables) {
      const rows = new Map<unknown, State>()
      for (const row of [...rowsOf(a, table), ...rowsOf(b, table)]) {
        const there = rows.get(row['id'])
        rows.set(row['id'], there ? mergeRows(table, there, row) : row)
      }
      merged[table] = [...rows.values()]
        .map(({ rev: _, ...row }) => row)
        .sort((x, y) => (String(x['id']) < String(y['id']) ? -1 : 1))
    }
    return merged
  }
  const rowsOf = (memory: Memory, table: SyncedTable) => memory.dump([table])[table] as State[]

  test('puts every row that it brings or changes into the outbox, and no other', async () => {
    const other = await history([])
    const mine = await openMemory()
    await importReport(mine)
    await mine.write(tx => tx.run('DELETE FROM outbox WHERE true'))
    await restoreInto(mine, await exported(other))
    const sent = mine.dump(['outbox'])['outbox'] as { table_name: string; row_id: string }[]
    const shots = sent.filter(({ table_name }) => table_name === 'shots').map(({ row_id }) => row_id)
    expect(shots.length).toBe(5)
    expect(shots.every(id => id.startsWith('777_'))).toBe(true)
  })

  test('leaves what was deleted for good here deleted, and its raw report away', async () => {
    const memory = await openMemory()
    await importReport(memory)
    const file = await exported(memory)
    await memory.done({ kind: 'purge', shot_ids: [], session_ids: [SESSION] })
    const before = await contents(memory)
    await restoreInto(memory, file)
    const after = await contents(memory)
    expect(after.rows['shots']).toEqual(before.rows['shots'])
    expect(after.payloads).toEqual([null])
  })
})

describe('of another device', () => {
  test('its id never comes along, and its stamps stay', async () => {
    for (const as of formats) {
      const other = await history([{ kind: 'set_session', session_id: SESSION, set: { name: 'theirs' } }])
      const theirs = stateOf(other, 'device_id')
      const file = await exported(other, { as })
      const mine = await openMemory()
      await restoreInto(mine, file)
      expect(stateOf(mine, 'device_id')).not.toBe(theirs)
      await mine.done({ kind: 'set_session', session_id: SESSION, set: { name: 'mine' } })
      const [session] = mine.dump(['sessions'])['sessions'] as State[]
      const clock = (JSON.parse(String(session?.['clocks'])) as { name: Clock }).name
      expect(deviceOf(clock)).toBe(stateOf(mine, 'device_id'))
      // A step of now is later than all that came, and undo is this device's own.
      expect((await mine.query('undo_state', null)).undo?.says).toContain('mine')
    }
  })

  test('stamps ahead of this device’s time are made anew, in their old order; others are kept', async () => {
    const future = await openMemory({ now_ms: Date.UTC(2040, 0, 1) })
    await importReport(future)
    for (const name of ['first', 'second']) {
      await future.done({ kind: 'set_session', session_id: SESSION, set: { name } })
    }
    const now_ms = Date.UTC(2026, 0, 6)
    const mine = await openMemory({ now_ms })
    await restoreInto(mine, await exported(future))
    const clocks = (mine.dump(['commands'])['commands'] as { clock: Clock; says: string }[])
      .sort((a, b) => (a.clock < b.clock ? -1 : 1))
      .map(({ clock }) => clock)
    expect(clocks.every(clock => wallOf(clock) <= now_ms)).toBe(true)
    expect(new Set(clocks).size).toBe(3)
    expect((await mine.query('session', { id: SESSION }))?.title).toBe('second')
    await mine.done({ kind: 'set_session', session_id: SESSION, set: { name: 'later' } })
    expect((await mine.query('session', { id: SESSION }))?.title).toBe('later')
  })
})

describe('made the truth', () => {
  test('the backup’s edits win over later ones, as one step that can be taken back', async () => {
    const memory = await history([{ kind: 'set_session', session_id: SESSION, set: { name: 'then' } }])
    const file = await exported(memory)
    await memory.done({ kind: 'set_session', session_id: SESSION, set: { name: 'since' } })
    const { rows: before } = await contents(memory)
    expect(await restoreInto(memory, file)).toMatchObject({ ok: true, rows: 0 })
    expect((await memory.query('session', { id: SESSION }))?.title).toBe('since')
    expect(await restoreInto(memory, file, true)).toMatchObject({ ok: true, rows: 1, undoable: true })
    expect((await memory.query('session', { id: SESSION }))?.title).toBe('then')
    await memory.done({ kind: 'undo_last' })
    const { rows: after } = await contents(memory)
    const values = (list: State[] | undefined) => (list as State[]).map(({ clocks: _, ...row }) => row)
    for (const table of ['sessions', 'shots', 'groups', 'clubs', 'settings']) {
      expect(values(after[table])).toEqual(values(before[table]))
    }
  })
})

function stateOf(memory: Memory, key: string): unknown {
  const row = memory.reader.get<{ value: string }>('SELECT value FROM local_state WHERE key = ?', [key])
  return row && JSON.parse(row.value)
}

describe('the keys of the links', () => {
  test.each(formats)('stand in a %s file only where the golfer ticks it', async as => {
    const memory = await history([])
    const text = async (request: Partial<ExportRequest>) =>
      new TextDecoder('windows-1252').decode(await (await exported(memory, { as, ...request })).arrayBuffer())
    expect(await text({ keys: true })).toContain('Ab3dEf9')
    const without = await text({ keys: false })
    expect(without).not.toContain('Ab3dEf9')
    for (const bytes of [without, await text({ keys: true })]) {
      expect(bytes).not.toContain(`"device_id":"${stateOf(memory, 'device_id')}"}}`)
      expect(bytes).not.toContain('local_state')
    }
    // Restored without, the keys that are here stay.
    await restoreInto(memory, await exported(memory, { as, keys: false }))
    expect(memory.reader.get('SELECT key FROM reports LIMIT 1')).toEqual({ key: 'Ab3dEf9' })
  })
})

describe('a selection', () => {
  test.each(formats)('as %s holds its shots, their sessions and clubs, and nothing of others', async as => {
    const memory = await history([])
    const file = await exported(memory, { as, shots: { filter: { session_id: SESSION } } })
    const fresh = await openMemory()
    await restoreInto(fresh, file)
    expect((await fresh.query('sessions', {})).map(({ id, shots }) => [id, shots])).toEqual([[SESSION, 33]])
    for (const table of ['commands', 'command_items', 'payloads', 'settings']) {
      expect(fresh.dump([table])[table], table).toEqual([])
    }
    const [line] = await fresh.query('shots', {})
    const [same] = await memory.query('shots', { session_id: SESSION })
    expect(line).toEqual(same)
  })

  test('as CSV has a line a shot, in the golfer’s units or SI, without the trash', async () => {
    const memory = await history([])
    const [first, second] = await memory.query('shots', { session_id: SESSION })
    await memory.done({ kind: 'delete_shots', shots: { ids: [second?.id ?? ''] } })
    const lines = async (request: Partial<ExportRequest>) =>
      (await (await exported(memory, { as: 'csv', ...request })).text()).trim().split('\r\n')
    expect(await lines({})).toHaveLength(1 + 37)
    const [heading, line, ...others] = await lines({ shots: { ids: [first?.id ?? ''] }, units: 'golfer' })
    expect(others).toEqual([])
    expect(heading).toContain('carry_yd')
    expect(line).toContain(first?.id)
    expect((await lines({ units: 'si' }))[0]).toContain('carry_m,')
  })
})

describe('a file that is not whole', () => {
  test('cut off or changed anywhere: a sentence, or all that it said, and never by half', async () => {
    const memory = await history([])
    const whole = await contents(memory)
    for (const as of formats) {
      const bytes = new Uint8Array(await (await exported(memory, { as })).arrayBuffer())
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.boolean(), fc.nat(255), async (at, cut, byte) => {
          const bad = cut ? bytes.slice(0, at) : bytes.slice()
          if (!cut) bad[at] = byte
          const fresh = await openMemory()
          const empty = fresh.dump()
          const outcome = await restoreInto(fresh, new Blob([bad]))
          if (outcome.ok) {
            expect(Object.keys((await contents(fresh)).rows)).toEqual(Object.keys(whole.rows))
            expect(fresh.reader.get('SELECT count(*) AS n FROM shots')).toEqual({ n: 38 })
          } else {
            expect(outcome.problem.says).toMatch(/\w{4,}.*[.]$/)
            expect(fresh.dump()).toEqual(empty)
          }
        }),
        { numRuns: 25 },
      )
    }
  })

  test('a report that is not what its name says is told', async () => {
    const text = await (await exported(await history([]))).text()
    const other = text.replace('Tempo towel', 'Tempo tower').replace(/PREMIUM|MEDIUM/, 'SOFTIE')
    const forged = other.replace(/(\n"[0-9a-f]{64}":"\[\{\\"id\\":)/, '$1 ')
    expect(forged).not.toBe(other)
    expect(await restoreInto(await openMemory(), new Blob([forged]))).toMatchObject({
      ok: false,
      problem: { kind: 'damaged' },
    })
  })

  test('a packed bomb is not unpacked', async () => {
    const packed = new Blob([new Uint8Array(65 * 1024 * 1024)])
      .stream()
      .pipeThrough(new CompressionStream('gzip'))
    expect(await gunzip(new Uint8Array(await new Response(packed).arrayBuffer()))).toBeNull()
  })

  test('a newer version’s database, another program’s, and one with a row twice are refused', async () => {
    const sql = await loadSqlJs()
    const bytes = new Uint8Array(await (await exported(await history([]), { as: 'sqlite' })).arrayBuffer())
    const changed = (statement: string) => {
      const db = new sql.Database(bytes)
      db.exec(statement)
      const file = new Blob([db.export() as Uint8Array<ArrayBuffer>])
      db.close()
      return file
    }
    const problemOf = async (file: Blob) => {
      const outcome = await restoreInto(await openMemory(), file)
      return outcome.ok ? null : outcome.problem.kind
    }
    expect(await problemOf(changed('PRAGMA user_version = 99'))).toBe('newer_backup')
    expect(await problemOf(changed('DROP TABLE commands'))).toBe('not_a_backup')
    expect(await problemOf(changed("UPDATE shots SET carry_m = 'far' WHERE rowid = 3"))).toBe('bad_row')
    expect(await problemOf(changed('UPDATE shots SET clocks = \'{"notes":"soon"}\' WHERE rowid = 3'))).toBe(
      'bad_row',
    )
    expect(
      await problemOf(
        changed(
          'CREATE TABLE c AS SELECT * FROM clubs; INSERT INTO c SELECT * FROM clubs; DROP TABLE clubs; ALTER TABLE c RENAME TO clubs',
        ),
      ),
    ).toBe('damaged')
    expect(await problemOf(changed('SELECT 1'))).toBeNull()
    expect(await problemOf(new Blob(['hello']))).toBe('damaged')
    expect(await problemOf(new Blob([]))).toBe('not_a_backup')
  })

  test('stopped on its way, a restore and an export leave nothing', async () => {
    const memory = await history([])
    const file = await exported(memory)
    for (let stop = 1; stop < 30; stop++) {
      const abort = new AbortController()
      let turns = 0
      const fresh = await openMemory()
      const empty = fresh.dump()
      const yieldNow = async () => {
        if (++turns === stop) abort.abort()
      }
      const context = { signal: abort.signal, yieldNow }
      const done = await fresh.run({ kind: 'restore', file, truth: false }, context).catch(error => error)
      if (!abort.signal.aborted) return expect(stop).toBeGreaterThan(5)
      expect(done).toBeInstanceOf(DOMException)
      expect(fresh.dump()).toEqual(empty)
    }
    throw new Error('it never came to its end')
  })
})
