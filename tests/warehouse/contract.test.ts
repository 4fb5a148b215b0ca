/** What every warehouse must do: the suite runs on each that is here. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { byRules, readGolfer, readNotes } from '../../server/cli/coach.ts'
import type { Call } from '../../server/cli/command.ts'
import { readConfig } from '../../server/config.ts'
import { earlierShots } from '../../server/warehouse/earlier.ts'
import { holdsOf } from '../../server/warehouse/holds.ts'
import { dryRun } from '../../server/warehouse/sync.ts'
import { allLogs } from '../../server/warehouse/tables.ts'
import type { Warehouse } from '../../server/warehouse/warehouse.ts'
import { hasLocalBigQuery } from '../../tools/counterparts.ts'
import { type Cloud, call, newGolfer, openCloud, push, stamp, wire } from '../cloud/cloud.ts'
import { openStandIn } from './bigquery.ts'
import { type Emulator, startEmulator } from './emulator.ts'
import { expectEqual, movedBy, type Opened, openEmbedded, readerOf, rowsIn, run } from './world.ts'

const KEY = 'the key of her link'

let cloud: Cloud
let reader: ReturnType<typeof readerOf>
let opened: Opened
let her: string
let him: string
beforeAll(async () => {
  cloud = await openCloud()
  reader = readerOf(cloud)
})
afterAll(() => cloud.close())

const facts = { fact_source: 3, parser_version: 1, clocks: '{}' }
const shot = (id: string, more: object = {}) =>
  wire('shots', { id, ...facts, group_id: 'g', report_id: 'r', carry_m: 150.5, ...more })
const SESSION = { id: 's', clocks: '{}', practice_date: '2026-01-02', tags: '["wet","a \\"b\\""]' }
const basics = [
  wire('reports', { id: 'r', clocks: '{}', maker: 'uneekor', key: KEY }),
  wire('sessions', SESSION),
  wire('groups', {
    id: 'g',
    ...facts,
    report_id: 'r',
    default_session_id: 's',
    club_code: 'IRON7',
    label: 'É 🏌',
  }),
  wire('clubs', { id: 'code:IRON7', clocks: '{}', code: 'IRON7', name: 'Seven' }),
]

// BigQuery's own faults are in bigquery.test.ts; the whole suite on it belongs to the long run.
const all = Boolean(process.env['RANGEBOOK_TEST_ALL'])
const MISSING = 'local-bigquery is not installed: it wants Python 3.13, and npm run test:all brings it'

interface Named {
  readonly name: string
  readonly missing: string | null
  readonly isSlow: boolean
  readonly open: () => Promise<Opened>
}
let emulator: Emulator | null = null
const warehouses: Named[] = [
  { name: 'DuckDB', missing: null, isSlow: false, open: openEmbedded },
  ...(all ? [{ name: 'BigQuery’s client, recorded', missing: null, isSlow: false, open: openStandIn }] : []),
  {
    name: 'BigQuery’s client on local-bigquery',
    missing: !all ? 'npm run test:all brings it' : hasLocalBigQuery() ? null : MISSING,
    isSlow: true,
    open: async () => {
      emulator ??= await startEmulator()
      return emulator.openDataset()
    },
  },
]
afterAll(() => emulator?.close())

describe.each(warehouses)('$name', { timeout: 10 * 60_000 }, ({ open, missing, isSlow }) => {
  if (missing) {
    test('holds the contract', context => context.skip(missing))
    return
  }
  const warehouse = () => opened.warehouse()
  beforeEach(async () => {
    await cloud.ask('DELETE FROM auth.users')
    await cloud.ask('DELETE FROM rangebook.warehouse_leases')
    await cloud.ask('DELETE FROM rangebook.warehouse_runs')
    her = await newGolfer(cloud)
    him = await newGolfer(cloud)
    opened = await open()
    await push(cloud, her, [...basics, shot('a'), shot('b', { carry_m: 1e-7, excluded: 1 })])
    await push(cloud, him, [shot('a', { carry_m: 99.125 })])
  })
  afterEach(() => opened.close())

  test('what it holds of a golfer is what the cloud says of itself; nothing before, and of nobody else', async () => {
    expect(await holdsOf(warehouse(), her)).toBeNull()
    await run(reader, warehouse())
    expect(await holdsOf(warehouse(), `${her}' OR 'a' = 'a`)).toBeNull()
    for (const golfer of [her, him]) {
      const [row] = await cloud.as(golfer, ask => ask('SELECT public.about_rows()::text AS said'))
      const said = JSON.parse(String(row?.['said']))
      const held = await holdsOf(warehouse(), golfer)
      expect(held?.newest_date).toBe(said.newest_date)
      expect(held?.schema_version).toBe(said.schema_version)
      // Fewer tables and columns, such as the key of a link: those that stand there are alike.
      expect(said.tables).toMatchObject(held?.tables ?? {})
      expect(held?.tables['shots']?.filled).toHaveProperty('carry_m', golfer === her ? 2 : 1)
    }
  })

  test('the coach’s commands read one golfer’s shots that count, and notes', async () => {
    const noted = (notes: string) => ({ notes, clocks: JSON.stringify({ notes: stamp(1) }) })
    await push(cloud, her, [shot('c', { carry_m: 140, ...noted('held off'), tags: '["counts"]' })])
    await push(cloud, her, [wire('sessions', { ...SESSION, ...noted('hands ahead') })])
    await run(reader, warehouse())
    const asking = async (path: string, { json }: { readonly json?: object } = {}) => {
      if (path.endsWith('/settings')) return Response.json([])
      const { sql, most } = json as { sql: string; most: number }
      return Response.json(await warehouse().query(sql, most))
    }
    const config = readConfig({})
    const coachCall: Call = {
      ...{ config: config.ok ? config.value : expect.fail(), env: {}, words: [], options: { golfer: her } },
      server: work => work(asking),
    }
    const golfer = await readGolfer(coachCall)
    expect(golfer.user_id).toBe(her)
    expect(golfer.practised).toMatchObject([
      {
        ...{ id: 'code:IRON7', name: 'Seven' },
        shots: [
          { id: 'a', carry_m: 150.5, practice_date: '2026-01-02', session_id: 's', kept: false },
          { id: 'c', carry_m: 140, kept: true },
        ],
      },
    ])
    expect(byRules(golfer).text).toContain('Too few shots: 6 more with Seven.')
    expect(await readNotes(coachCall, her, { from: '2026-01-01' })).toEqual([
      { id: 's', of: 'session', date: '2026-01-02', club_id: null, text: 'hands ahead' },
      { id: 'c', of: 'shot', date: '2026-01-02', club_id: 'code:IRON7', text: 'held off' },
    ])
    expect(await readNotes(coachCall, him, {})).toEqual([])
    await expect(readGolfer({ ...coachCall, options: {} })).resolves.toMatchObject({ user_id: her })
  })

  test('a first run brings every row, and the same again moves nothing', async () => {
    expect(movedBy(await run(reader, warehouse()))).toEqual({
      reports: 1,
      sessions: 1,
      groups: 1,
      clubs: 1,
      shots: 3,
    })
    await expectEqual(cloud, warehouse())
    for (let n = 0; n < 3; n++) expect(movedBy(await run(reader, warehouse()))).toEqual({})
    await expectEqual(cloud, warehouse())
  })

  test('an edit, a deletion and its undo move one row each; a full run brings the same', async () => {
    await run(reader, warehouse())
    const states = [{ deleted_at: '2026-02-01T00:00:00Z' }, { deleted_at: null }, { notes: 'thin' }]
    for (const [n, edit] of states.entries()) {
      const [field] = Object.keys(edit)
      await push(cloud, her, [
        shot('a', { ...edit, clocks: JSON.stringify({ [String(field)]: stamp(n + 1) }) }),
      ])
      expect(movedBy(await run(reader, warehouse()))).toEqual({ shots: 1 })
      await expectEqual(cloud, warehouse())
      const live = await rowsIn(
        warehouse(),
        at => `SELECT id FROM ${at('shots_latest')} WHERE user_id = '${her}' AND id = 'a'`,
      )
      expect(live).toHaveLength(n === 0 ? 0 : 1)
    }
    await run(reader, warehouse(), { mode: 'full' })
    await expectEqual(cloud, warehouse())
    expect(movedBy(await run(reader, warehouse()))).toEqual({})
  })

  test('more than a thousand rows of one instant, in several loads', async () => {
    const many = Array.from({ length: 1_500 }, (_, n) =>
      shot(`m${n}`, { uploaded_at: '2026-01-01T00:00:00Z' }),
    )
    await push(cloud, her, many)
    expect(movedBy(await run(reader, warehouse(), { rowsALoad: 400 }))['shots']).toBe(1_503)
    await expectEqual(cloud, warehouse())
  })

  test('the link’s key is in no table', async () => {
    await run(reader, warehouse())
    for (const { name } of allLogs) {
      const rows = await rowsIn(warehouse(), at => `SELECT * FROM ${at(name)}`)
      expect(JSON.stringify(rows)).not.toContain(KEY)
    }
  })

  test('people read yards, mph and feet, with club, session and date', async () => {
    await run(reader, warehouse())
    const [row] = await rowsIn(
      warehouse(),
      at =>
        `SELECT club, session_date, group_label, carry_yd, excluded FROM ${at('shots_in_yards')} WHERE user_id = '${her}' AND shot_id = 'a'`,
    )
    expect(row).toEqual({
      club: 'Seven',
      session_date: '2026-01-02',
      group_label: 'É 🏌',
      carry_yd: expect.closeTo(164.588, 2),
      excluded: false,
    })
  })

  test('a shot is gone with its session, also where that was merged into another', async () => {
    await push(cloud, her, [
      wire('sessions', { id: 's', clocks: JSON.stringify({ merged_into: stamp(5) }), merged_into: 's2' }),
      wire('sessions', { id: 's2', clocks: JSON.stringify({ merged_into: stamp(5) }), merged_into: 's3' }),
      wire('sessions', {
        id: 's3',
        clocks: JSON.stringify({ deleted_at: stamp(5) }),
        deleted_at: '2026-01-01T00:00:00Z',
      }),
    ])
    await run(reader, warehouse())
    expect(
      await rowsIn(warehouse(), at => `SELECT id FROM ${at('shots_latest')} WHERE user_id = '${her}'`),
    ).toEqual([])
    await push(cloud, her, [
      wire('sessions', {
        id: 's3',
        clocks: JSON.stringify({ deleted_at: stamp(6), merged_into: stamp(6) }),
        merged_into: 's2',
      }),
    ])
    await run(reader, warehouse())
    const ends = await rowsIn(warehouse(), at => `SELECT id, end_id FROM ${at('session_ends')} ORDER BY id`)
    expect(ends).toEqual([
      { id: 's', end_id: 's2' },
      { id: 's3', end_id: 's2' },
    ])
    expect(
      await rowsIn(warehouse(), at => `SELECT id FROM ${at('shots_latest')} WHERE user_id = '${her}'`),
    ).toHaveLength(2)
  })

  test('deleted for good: the next run rewrites all, and no measurement is left in the log', async () => {
    await run(reader, warehouse())
    await push(cloud, her, [
      wire('shots', { id: 'a', clocks: JSON.stringify({ purged: stamp(9) }), purged: 1 }),
    ])
    const ended = (await run(reader, warehouse())).at(-1)
    expect(ended).toMatchObject({ kind: 'ended', told: { became_full: 'shots were deleted for good' } })
    await expectEqual(cloud, warehouse())
    expect(
      await rowsIn(
        warehouse(),
        at => `SELECT carry_m FROM ${at('shot_log')} WHERE id = 'a' AND user_id = '${her}'`,
      ),
    ).toEqual([{ carry_m: null }])
  })

  test('tables that were dropped or shrunk between two runs are loaded whole again', async () => {
    await run(reader, warehouse())
    await opened.byHand(at => `DROP TABLE ${at('shot_log')}`)
    expect(movedBy(await run(reader, warehouse()))).toEqual({ shots: 3 })
    await expectEqual(cloud, warehouse())
    await opened.byHand(
      at => `CREATE OR REPLACE TABLE ${at('shot_log')} AS SELECT * FROM ${at('shot_log')} WHERE id <> 'a'`,
    )
    expect(movedBy(await run(reader, warehouse()))).toEqual({ shots: 3 })
    await expectEqual(cloud, warehouse())
    await opened.byHand(at => `DROP TABLE ${at('golfer_log')}`)
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
  })

  test('a column that the catalogue got later is added; one that somebody changed is named, and nothing touched', async () => {
    const type = 'STRING'
    await opened.byHand(at => `CREATE TABLE ${at('media_log')} (user_id ${type}, id ${type})`)
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
    await opened.byHand(at => `DROP TABLE ${at('club_log')}`)
    await opened.byHand(at => `CREATE TABLE ${at('club_log')} (loft_deg ${type})`)
    await push(cloud, her, [shot('c')])
    await expect(run(reader, warehouse())).rejects.toThrow('Column loft_deg of club_log is')
    await opened.byHand(at => `DROP TABLE ${at('club_log')}`)
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
  })

  test('a column that somebody dropped is there again after the next run, with its values', async () => {
    await run(reader, warehouse())
    await opened.byHand(at => `ALTER TABLE ${at('shot_log')} DROP COLUMN carry_m`)
    expect(movedBy(await run(reader, warehouse()))).toEqual({ shots: 3 })
    await expectEqual(cloud, warehouse())
  })

  test('the earlier system’s table of shots is left as it is, and compared by ids and dates', async () => {
    expect(await earlierShots(warehouse())).toBeNull()
    const gone = { deleted_at: '2026-01-03T00:00:00Z', clocks: JSON.stringify({ deleted_at: stamp(1) }) }
    await push(cloud, her, [shot('1_2_3'), shot('1_2_4', gone), shot('golf_stats:old')])
    const row = (id: string, session: string, date: string | null) =>
      `SELECT '${id}' AS shot_id, '${session}' AS session_id, ${date ? `'${date}'` : 'CAST(NULL AS STRING)'} AS session_date`
    const rows = [
      row('1_2_3', '1', '2026-01-02 00:00:00'),
      row('1_2_3', '1', '2026-01-02 00:00:00'),
      row('1_2_4', '1', '2026-01-02 00:00:00'),
      row('old', '9', null),
      row('9_9_8', '2', '2025-03-02'),
      row('9_9_9', '2', '2025-03-01'),
    ]
    await opened.byHand(at => `CREATE OR REPLACE TABLE ${at('shots')} AS ${rows.join(' UNION ALL ')}`)
    expect(await earlierShots(warehouse())).toBeNull()
    await run(reader, warehouse())
    await run(reader, warehouse(), { mode: 'full' })
    expect(await earlierShots(warehouse())).toEqual({
      ...{ rows: 6, shots: 5, sessions: 3, dates: 3 },
      ...{ here: 2, not_counted: 1, missing: 2, ids: ['9_9_9', '9_9_8'] },
      missing_dates: ['2025-03-01', '2025-03-02'],
      more_here: 2,
    })
    expect(await rowsIn(warehouse(), at => `SELECT count(*) AS n FROM ${at('shots')}`)).toEqual([{ n: 6 }])
    // Somebody else's table of that name is nobody's business.
    await opened.byHand(at => `DROP TABLE ${at('shots')}`)
    await opened.byHand(at => `CREATE TABLE ${at('shots')} (espresso STRING)`)
    expect(await earlierShots(warehouse())).toBeNull()
  })

  test('a dry run says what would move, and writes nothing', async () => {
    const would = {
      kind: 'planned',
      golfers: 2,
      rows: { reports: 1, groups: 1, sessions: 1, shots: 3, clubs: 1, media: 0 },
      became_full: null,
    }
    expect(await dryRun({ cloud: reader, warehouse: warehouse(), mode: 'incremental' })).toMatchObject(would)
    expect((await warehouse().tables()).size).toBe(0)
  })

  test('the operator’s query reads the warehouse and nothing else', async () => {
    await run(reader, warehouse())
    const asked = await warehouse().query('SELECT count(*) AS n FROM shots_latest', 10)
    expect(asked).toEqual({ columns: ['n'], rows: [{ n: 3 }], isCut: false })
    expect((await warehouse().query('SELECT id FROM shots_latest', 2)).isCut).toBe(true)
    for (const sql of [
      'DELETE FROM shot_log',
      'DROP VIEW shots_latest',
      'SELECT 1; DELETE FROM shot_log',
      'CREATE TABLE x (i INT)',
      'nonsense',
      '',
    ])
      await expect(warehouse().query(sql, 10), sql).rejects.toThrow()
    await expectEqual(cloud, warehouse())
  })

  // Of runs, whatever they fill: an emulator takes ten seconds for each.
  if (isSlow) return

  test('a new epoch sends that golfer whole', async () => {
    await run(reader, warehouse())
    await call(cloud, her, 'settle_epoch', { client: 2, epoch: 1, cursor: 10_000 })
    expect(movedBy(await run(reader, warehouse()))).toEqual({
      reports: 1,
      sessions: 1,
      groups: 1,
      clubs: 1,
      shots: 2,
    })
    await expectEqual(cloud, warehouse())
    expect(
      await rowsIn(
        warehouse(),
        at => `SELECT DISTINCT epoch FROM ${at('shots_all')} WHERE user_id = '${her}'`,
      ),
    ).toEqual([{ epoch: 2 }])
  })

  test('a cloud that went back in time is written anew, also once its revisions are higher again', async () => {
    await push(cloud, her, [shot('c'), shot('d')])
    await run(reader, warehouse())
    await cloud.ask('DELETE FROM public.shots WHERE user_id = $1 AND rev > 6', [her])
    await cloud.ask('DELETE FROM rangebook.pushes WHERE user_id = $1 AND rev > 6', [her])
    await cloud.ask('UPDATE rangebook.heads SET head = 6 WHERE user_id = $1', [her])
    await push(cloud, her, [shot('e'), shot('f'), shot('g')])
    const ended = (await run(reader, warehouse())).at(-1)
    expect(ended).toMatchObject({ told: { became_full: 'the cloud went back in time' } })
    await expectEqual(cloud, warehouse())
  })

  test('a cloud whose backup is of an earlier epoch is written anew before a device has noticed', async () => {
    await cloud.ask('UPDATE rangebook.heads SET epoch = 2 WHERE user_id = $1', [her])
    await run(reader, warehouse())
    await cloud.ask('UPDATE rangebook.heads SET epoch = 1 WHERE user_id = $1', [her])
    const ended = (await run(reader, warehouse())).at(-1)
    expect(ended).toMatchObject({ told: { became_full: 'the cloud went back in time' } })
    await expectEqual(cloud, warehouse())
  })

  test('a rewrite that was cut leaves a mark that the cloud knows, and is begun again all the same', async () => {
    await push(cloud, her, [shot('c'), shot('d')])
    await run(reader, warehouse())
    await cloud.ask('DELETE FROM public.shots WHERE user_id = $1 AND rev > 6', [her])
    await cloud.ask('DELETE FROM rangebook.pushes WHERE user_id = $1 AND rev > 6', [her])
    await cloud.ask('UPDATE rangebook.heads SET head = 6 WHERE user_id = $1', [her])
    await push(cloud, her, [shot('e'), shot('f'), shot('g')])
    let loads = 0
    const cut = {
      ...warehouse(),
      load: (load: Parameters<Warehouse['load']>[0]) =>
        ++loads > 2 ? Promise.reject(new Error('cut')) : warehouse().load(load),
    }
    await expect(run(reader, cut)).rejects.toThrow('cut')
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
  })

  test('a golfer who left is taken out; a cloud with nobody changes nothing', async () => {
    await run(reader, warehouse())
    await cloud.ask('DELETE FROM public.shots WHERE user_id = $1', [him])
    await cloud.ask('UPDATE rangebook.heads SET deleted_at = now() WHERE user_id = $1', [him])
    expect((await run(reader, warehouse())).at(-1)).toMatchObject({
      told: { became_full: 'a golfer left the cloud' },
    })
    await expectEqual(cloud, warehouse())
    await cloud.ask('DELETE FROM auth.users')
    await expect(run(reader, warehouse())).rejects.toThrow('holds no golfer')
    await run(reader, warehouse(), { mode: 'full' })
    await expectEqual(cloud, warehouse())
  })

  test('two runs at once: the second leaves; one that died is followed; a pause is kept', async () => {
    const holding = {
      ...reader,
      call: (name: Parameters<typeof reader.call>[0], request: object) =>
        reader.call(name, name === 'begin' ? { ...request, alone: false } : request),
    }
    const first = reader.call('begin', {
      warehouse: await warehouse().identity(),
      holder: 'other',
      mode: 'full',
      lease_s: 90,
    })
    await first
    expect(await run(holding, warehouse())).toMatchObject([
      { kind: 'running', run: { holder: 'other', mode: 'full' } },
    ])
    await cloud.ask(`UPDATE rangebook.warehouse_leases SET expires_at = clock_timestamp() - interval '1 s'`)
    await run(holding, warehouse())
    await expectEqual(cloud, warehouse())
    expect(await run(reader, warehouse(), { pause_s: 300 })).toMatchObject([{ kind: 'too_soon' }])
    const runs = await reader.call('runs', { warehouse: await warehouse().identity(), limit: 5 })
    expect(runs).toMatchObject([{ result: 'done' }, { result: 'died' }])
  })

  test('a run that another took for dead writes no more', async () => {
    await push(
      cloud,
      her,
      Array.from({ length: 100 }, (_, n) => shot(`x${n}`)),
    )
    const thief = { ...reader }
    thief.call = async (name, request) => {
      if (name === 'rows' && !('count_only' in request))
        await cloud.ask('UPDATE rangebook.warehouse_leases SET run_id = gen_random_uuid()')
      return reader.call(name, request)
    }
    await expect(run(thief, warehouse())).rejects.toThrow('took it over')
    await cloud.ask(`UPDATE rangebook.warehouse_leases SET expires_at = '-infinity'`)
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
  })

  test('stopped at a clean point, the next run does the rest', async () => {
    await push(
      cloud,
      her,
      Array.from({ length: 1_000 }, (_, n) => shot(`x${n}`)),
    )
    const stop = new AbortController()
    const stopping = { ...reader }
    stopping.call = async (name, request) => {
      if (name === 'rows' && !('count_only' in request) && 'table' in request && request.table === 'shots')
        stop.abort()
      return reader.call(name, request)
    }
    expect((await run(stopping, warehouse(), { signal: stop.signal })).at(-1)).toMatchObject({
      kind: 'ended',
      result: 'stopped',
    })
    await run(reader, warehouse())
    await expectEqual(cloud, warehouse())
  })
})

test('DuckDB notes after a full run that every id has one state, and the next run leaves the note', async () => {
  await cloud.ask('DELETE FROM auth.users')
  await push(cloud, await newGolfer(cloud), [...basics, shot('a'), shot('b')])
  const embedded = await openEmbedded()
  await run(reader, embedded.warehouse(), { mode: 'full' })
  await run(reader, embedded.warehouse())
  const noted = await rowsIn(
    embedded.warehouse(),
    at => `SELECT log, last_row FROM ${at('rangebook_single')}`,
  )
  expect(noted).toContainEqual({ log: 'shot_log', last_row: 1 })
  await embedded.close()
})

test('DuckDB’s SQL reads and writes no file, and no setting lets it', async () => {
  const embedded = await openEmbedded()
  const bad = [
    `SELECT * FROM read_text('/etc/passwd')`,
    `SELECT * FROM '/etc/passwd'`,
    `SELECT * FROM read_csv('/etc/passwd')`,
    `SELECT * FROM glob('/*')`,
    `COPY (SELECT 1) TO '/tmp/rangebook-copied'`,
    `ATTACH '/tmp/rangebook-attached'`,
    `SET enable_external_access = true`,
    `INSTALL httpfs`,
    `LOAD httpfs`,
    `EXPORT DATABASE '/tmp/rangebook-exported'`,
    `PRAGMA enable_profiling`,
  ]
  for (const sql of bad) await expect(embedded.warehouse().query(sql, 10), sql).rejects.toThrow()
  await embedded.close()
})
