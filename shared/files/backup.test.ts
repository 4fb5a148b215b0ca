import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, SCHEMA_VERSION, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import { type Clock, firstClock, isClock, tick, wallOf } from '../sync/clock.ts'
import { mergeRows, type State, sortedJson } from '../sync/merge.ts'
import { writeBackup } from './backup.ts'
import { type BackupItem, backupReader } from './backup_reader.ts'
import { newStamps, restamped, stampsAhead } from './restamp.ts'

type Rows = { readonly [T in SyncedTable]?: readonly State[] }
interface Contents {
  readonly rows: Rows
  readonly unknown_rows?: readonly { table_name: string; row_id: string; row: string }[]
  readonly payloads?: readonly { id: string; text: string }[]
}

async function write({ rows, unknown_rows = [], payloads = [] }: Contents, keys = false): Promise<string> {
  const source = { rows: (table: SyncedTable) => (rows[table] ?? []) as never[], unknown_rows, payloads }
  const pieces: string[] = []
  for await (const piece of writeBackup(source, { made_at: '2026-11-24T12:00:00.000Z', keys }))
    pieces.push(piece)
  return pieces.join('')
}

/** Reads in pieces of the given size; answers what came, or the sentence. */
function read(text: string, size = 1000): readonly BackupItem[] | string {
  const reader = backupReader()
  const items: BackupItem[] = []
  for (let i = 0; i < text.length; i += size) {
    const pushed = reader.push(text.slice(i, i + size))
    if (!pushed.ok) return pushed.problem.says
    items.push(...pushed.value)
  }
  const end = reader.end()
  return end.ok ? items : end.problem.says
}

function contents(items: readonly BackupItem[] | string): Contents {
  if (typeof items === 'string') throw new Error(items)
  const rows: { [T in SyncedTable]?: State[] } = {}
  const unknown_rows: { table_name: string; row_id: string; row: string }[] = []
  const payloads: { id: string; text: string }[] = []
  for (const item of items) {
    if (item.kind === 'row') {
      const list = rows[item.table] ?? []
      rows[item.table] = [...list, item.row]
    }
    if (item.kind === 'unknown_row') unknown_rows.push(item.row)
    if (item.kind === 'payload') payloads.push({ id: item.id, text: item.text })
  }
  return { rows, unknown_rows, payloads }
}

const anyClock = fc
  .tuple(fc.nat(2_000_000_000), fc.constantFrom('a', 'b'))
  .map(([ms, device]) => tick(firstClock(device), ms * 1000))
const words = fc.string({ unit: 'binary' })

/** Any row that a store could hold: every column filled or not, clocks on its edits, in the trash or not. */
function anyRow(table: SyncedTable): fc.Arbitrary<State> {
  const columns = columnsOf(table)
  const value = (type: string, name: string): fc.Arbitrary<string | number | null> => {
    if (name === 'rev') return fc.constant(null)
    if (name === 'id') return fc.string({ minLength: 1, maxLength: 40 })
    if (name === 'clocks')
      return fc.dictionary(fc.constantFrom('tags', 'notes', 'deleted_at', 'purged'), anyClock).map(sortedJson)
    if (name === 'extra') return fc.option(fc.dictionary(words, fc.jsonValue()).map(sortedJson))
    if (name === 'life' || name === 'clock') return fc.option(anyClock)
    if (type === 'text') return fc.option(words)
    if (type === 'json') return fc.option(fc.jsonValue().map(v => JSON.stringify(v)))
    if (type === 'boolean') return fc.constantFrom(0, 1, null)
    if (type === 'integer') return fc.option(fc.maxSafeInteger().map(n => n || 0))
    return fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n || 0))
  }
  return fc.record(Object.fromEntries(columns.map(([name, { type }]) => [name, value(type, name)])))
}
const anyContents: fc.Arbitrary<Contents> = fc.record({
  rows: fc.record(
    Object.fromEntries(syncedTables.map(t => [t, fc.array(anyRow(t), { maxLength: 3 })])) as never,
  ) as fc.Arbitrary<Rows>,
  unknown_rows: fc.array(
    fc
      .string({ minLength: 1, maxLength: 9 })
      .map(row_id => ({ table_name: 'putts', row_id, row: JSON.stringify({ id: row_id, holed: true }) })),
    { maxLength: 3 },
  ),
  payloads: fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), text: words }), {
    selector: p => p.id,
    maxLength: 3,
  }),
})
const filled = ({ rows, ...rest }: Contents): Contents => ({
  ...rest,
  rows: Object.fromEntries(Object.entries(rows).filter(([, list]) => list.length > 0)),
})

const SHOT: State = { id: '1_2_3', clocks: '{}', carry_m: 150.5, tags: '["a"]' }

describe('a backup', () => {
  test('comes back as it was: rows, clocks, trash, commands, rows of a newer version, payloads', async () => {
    await fc.assert(
      fc.asyncProperty(anyContents, fc.integer({ min: 1, max: 200 }), async (all, size) => {
        expect(contents(read(await write(all, true), size))).toEqual(filled(all))
      }),
      { numRuns: 60 },
    )
  })

  test('is JSON with a row a line, whatever reads it, and may be formatted anew', async () => {
    const text = await write({ rows: { shots: [SHOT, { ...SHOT, id: '1_2_4' }] } })
    const parsed = JSON.parse(text)
    expect(parsed).toMatchObject({
      format: 'rangebook-backup',
      version: 1,
      schema_version: SCHEMA_VERSION,
      keys: false,
      rows: { shots: [{ id: '1_2_3', carry_m: 150.5 }, { id: '1_2_4' }] },
      counts: { rows: { shots: 2 }, payloads: 0 },
    })
    expect(text.split('\n').filter(l => l.startsWith('{"id"'))).toHaveLength(2)
    expect(read(JSON.stringify(parsed, null, 2), 7)).toEqual(read(text))
  })

  test("holds a link's key only where the golfer ticked it, and no revision of any cloud", async () => {
    const rows: Rows = { reports: [{ id: '4711', clocks: '{}', maker: 'uneekor', key: 'SECRET', rev: 7 }] }
    expect(await write({ rows })).not.toContain('SECRET')
    const ticked = await write({ rows }, true)
    expect(ticked).toContain('SECRET')
    expect(ticked).not.toContain('"rev"')
  })

  test('of a newer version brings its columns in `extra` and its tables whole', async () => {
    const text = await write({ rows: { shots: [{ ...SHOT, extra: '{"b":1}', gear_ratio: 2 }] } })
    const { rows } = contents(read(text))
    expect(rows.shots?.[0]?.['extra']).toBe('{"b":1,"gear_ratio":2}')
  })

  test('restored twice, or onto what it was made of, changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyRow('shots'), async shot => {
        const stored = mergeRows('shots', shot, shot)
        const back = contents(read(await write({ rows: { shots: [stored] } }))).rows.shots?.[0] ?? {}
        expect(mergeRows('shots', stored, back)).toEqual(stored)
      }),
      { numRuns: 100 },
    )
  })

  test('is written in pieces', async () => {
    const source = {
      rows: (t: SyncedTable) => (t === 'shots' ? Array(5000).fill(SHOT) : []) as never[],
      unknown_rows: [],
      payloads: [],
    }
    let pieces = 0
    for await (const _ of writeBackup(source, { made_at: '', keys: false })) pieces++
    expect(pieces).toBeGreaterThan(3)
  })
})

describe('a backup that is not as it should be is refused with a sentence', () => {
  test('that it is something else', () => {
    for (const text of [
      '',
      '   ',
      '[]',
      '{}',
      '5',
      '"x"',
      'null',
      '{"shots":[]}',
      '{"rows":{"shots":[{"id":"x"}]}}',
      '{"__proto__":{"format":"rangebook-backup"}}',
    ]) {
      expect(read(text), text).toBe('This file is no backup of Rangebook.')
    }
    expect(read('carry,total\n1,2')).toBe('This backup is damaged: a value is missing, at character 1.')
  })

  test('that it was made by a newer version', async () => {
    const text = (await write({ rows: {} })).replace('"version":1', '"version":2')
    expect(read(text)).toBe(
      'This backup was made by a newer version of Rangebook. Reload the app, then try again.',
    )
  })

  test('that it was cut off, wherever that happened', async () => {
    const text = (
      await write({
        rows: { shots: [SHOT], sessions: [{ id: 's', clocks: '{}' }] },
        payloads: [{ id: 'p', text: '[]' }],
      })
    ).trimEnd()
    for (let end = 1; end < text.length; end++) {
      expect(read(text.slice(0, end)), `cut at ${end}`).toMatch(/cut off|no backup|first lines/)
    }
  })

  test('which row and which column are wrong', async () => {
    const bad = async (columns: { [name: string]: unknown }) =>
      read(await write({ rows: { shots: [SHOT, { ...SHOT, ...columns } as State] } }))
    expect(await bad({ carry_m: 'far' })).toBe('shots, row 2: carry_m is no number.')
    expect(await bad({ excluded: 2 })).toBe('shots, row 2: excluded is neither 0 nor 1.')
    expect(await bad({ notes: 5 })).toBe('shots, row 2: notes is no text.')
    expect(await bad({ client_shot_id: 1.5 })).toBe('shots, row 2: client_shot_id is no whole number.')
    expect(await bad({ tags: '[' })).toBe("This backup is damaged: shots, row 2: tags can't be read.")
    expect(await bad({ clocks: '{"tags":"yesterday"}' })).toBe("shots, row 2: its clocks can't be read.")
    expect(await bad({ id: '' })).toBe('shots, row 2: its id is missing or no text.')
    const million = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`column ${n}`, n]))
    expect(await bad(million)).toBe('shots, row 2: it is longer than any row.')
  })

  test('that rows are missing, or that it brings what is a device\u2019s own', async () => {
    const text = await write({ rows: { shots: [SHOT, { ...SHOT, id: 'b' }] } })
    expect(read(text.replace(/\{"id":"b"[^\n]*\n/, '{"id":"c"},{"id":"d"}\n'))).toContain(
      'another number of rows',
    )
    const local = text.replace('"shots":[', '"local_state":[{"id":"device_id"}],"shots":[')
    expect(read(local)).toBe("local_state, row 1: this table is a device's own and belongs in no backup.")
  })

  test('and nothing that is pushed makes it throw', async () => {
    const text = await write({ rows: { shots: [SHOT] } })
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ unit: 'binary' }), fc.nat(20), (at, junk, cut) => {
        read(text.slice(0, at) + junk + text.slice(at + cut), 50)
      }),
      { numRuns: 300 },
    )
    fc.assert(fc.property(fc.json(), json => void read(json, 3)))
    expect(read(text.replace('150.5', `${'['.repeat(200_000)}${']'.repeat(200_000)}`), 100_000)).toBe(
      'shots, row 1: carry_m is no number.',
    )
    const nested = `"x":${'['.repeat(200_000)}${']'.repeat(200_000)},"carry_m"`
    expect(read(text.replace('"carry_m"', nested), 100_000)).toBe(
      'This backup is damaged: it is nested too deeply.',
    )
  })
})

describe('stamps of a foreign file', () => {
  const NOW = Date.UTC(2026, 10, 24)
  const mine = tick(firstClock('mine'), NOW - 1000)
  const at = (ms: number, device = 'theirs') => tick(firstClock(device), ms)

  test('are kept where they are not ahead of this device by more than five minutes', () => {
    const row = { ...SHOT, clocks: sortedJson({ tags: at(NOW + 4 * 60_000), notes: at(NOW - 9e9) }) }
    expect(stampsAhead('shots', row, NOW)).toEqual([])
    expect(restamped('shots', row, newStamps([], mine, NOW).by_old)).toBe(row)
  })

  test('are made anew in their old order where they are, in clocks, lives and commands alike', () => {
    const [a, b] = [at(NOW + 3.6e6), at(NOW + 7.2e6)]
    const shot = { ...SHOT, life: a, clocks: sortedJson({ purged: a, tags: b, notes: at(NOW - 5) }) }
    const command = { id: 'c', clocks: '{}', clock: b }
    const ahead = [...stampsAhead('commands', command, NOW), ...stampsAhead('shots', shot, NOW)]
    const { by_old, last } = newStamps(ahead, mine, NOW)
    const renewed = restamped('shots', shot, by_old)
    const clocks = JSON.parse(String(renewed['clocks']))
    expect(renewed['life']).toBe(clocks.purged)
    expect(clocks.purged < clocks.tags).toBe(true)
    expect(clocks.notes).toBe(at(NOW - 5))
    expect(restamped('commands', command, by_old)['clock']).toBe(clocks.tags)
    expect(last).toBe(clocks.tags)
    expect(stampsAhead('shots', renewed, NOW)).toEqual([])
  })

  test('keep their order whatever they are, and are later than all that this device had', () => {
    fc.assert(
      fc.property(fc.array(anyClock), clocks => {
        const { by_old, last } = newStamps(clocks, mine, NOW)
        const sorted = [...by_old].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, stamp]) => stamp)
        expect(sorted).toEqual([...sorted].sort())
        expect(sorted.every(stamp => isClock(stamp) && stamp > mine)).toBe(true)
        expect(last).toBe(sorted.at(-1) ?? mine)
        expect(wallOf(last as Clock)).toBeLessThan(NOW + 60_000)
      }),
    )
  })
})
