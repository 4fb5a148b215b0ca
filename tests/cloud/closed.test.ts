/** Whoever is not the golfer gets nothing: by table, function, id, filter, upsert, forged id or storage path. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncedTables } from '../../shared/schema/catalogue.ts'
import { type Cloud, call, device, newGolfer, openCloud, pullAll, push, results, stamp } from './cloud.ts'

const MARK = 'only hers'
const HASH = 'a'.repeat(64)

/** By who may call them; a function that stands in no list fails. */
const FUNCTIONS = {
  anybody: ['about_cloud()'],
  golfers: [
    'about_rows()',
    'begin_again()',
    'compare_rows(json)',
    'delete_account()',
    'is_file_named(text)',
    'newest_sessions(json)',
    'pull_changes(json)',
    'push_changes(json)',
    'read_earlier_shots(bigint)',
    'read_rows(json)',
    'removable_files(json)',
    'settle_epoch(json)',
    'stored_files(json)',
    'warehouse_holds()',
  ],
  service: [
    'about_golfers()',
    'grant_earlier_shots(uuid)',
    'warehouse_begin(json)',
    'warehouse_end(json)',
    'warehouse_golfers(json)',
    'warehouse_leave_out(json)',
    'warehouse_lost(json)',
    'warehouse_renew(json)',
    'warehouse_rows(json)',
    'warehouse_runs(json)',
  ],
}

let cloud: Cloud
let her: string
let other: string
beforeAll(async () => {
  cloud = await openCloud()
  her = await newGolfer(cloud)
  other = await newGolfer(cloud)
  const rows = syncedTables.map(table => ({ table, row: { id: MARK } }))
  expect((await push(cloud, her, rows))['head']).toBe(syncedTables.length)
  await cloud.as(her, ask =>
    ask(`INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`, [`${her}/${HASH}`]),
  )
})
afterAll(() => cloud.close())

const refused = (who: string | null, text: string, values: unknown[] = []) =>
  expect(cloud.as(who, ask => ask(text, values))).rejects.toThrow(/permission denied|row-level security/)

describe.each(syncedTables.map(table => ({ table })))('$table', ({ table }) => {
  test('is read by its golfer alone, and written by nobody', async () => {
    expect(await cloud.as(her, ask => ask(`SELECT id FROM ${table}`))).toEqual([{ id: MARK }])
    for (const filter of ['true', `id = '${MARK}'`, `user_id = '${her}'`, 'rev > 0']) {
      expect(await cloud.as(other, ask => ask(`SELECT * FROM ${table} WHERE ${filter}`))).toEqual([])
      await refused(null, `SELECT * FROM ${table} WHERE ${filter}`)
    }
    for (const who of [her, other, null]) {
      await refused(who, `INSERT INTO ${table} (user_id, id, rev) VALUES ($1, 'x', 1)`, [her])
      await refused(
        who,
        `INSERT INTO ${table} (user_id, id, rev) VALUES ($1, '${MARK}', 1) ON CONFLICT (user_id, id) DO UPDATE SET rev = 2`,
        [her],
      )
      await refused(who, `UPDATE ${table} SET rev = 9`)
      await refused(who, `DELETE FROM ${table}`)
      await refused(who, `TRUNCATE ${table}`)
    }
  })

  test('without its row level security it would be open', async () => {
    await cloud.ask(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`)
    try {
      expect(await cloud.as(other, ask => ask(`SELECT id FROM ${table}`))).toEqual([{ id: MARK }])
      const [about] = await cloud.as(null, ask => ask('SELECT about_cloud() AS said'))
      expect(about?.['said']).toMatchObject({ open: [table], bucket: true, min_client: 1 })
    } finally {
      await cloud.ask(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`)
    }
  })
})

test('every table there is has row level security, and what is not the golfer’s is in no reach', async () => {
  const tables = await cloud.ask(`
    SELECT relnamespace::regnamespace::text || '.' || relname AS name, relrowsecurity FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'rangebook'::regnamespace)`)
  expect(tables.length).toBeGreaterThan(syncedTables.length)
  expect(tables.filter(({ relrowsecurity }) => relrowsecurity !== true)).toEqual([])
  for (const { name } of tables.filter(row => String(row['name']).startsWith('rangebook.'))) {
    for (const who of [her, null]) await refused(who, `SELECT * FROM ${name}`)
  }
})

test('functions: each in its list, run by those alone', async () => {
  const stands = await cloud.ask(`
    SELECT p.oid::regprocedure::text AS name, has_function_privilege('anon', p.oid, 'EXECUTE') AS anybody,
      has_function_privilege('authenticated', p.oid, 'EXECUTE') AS golfers, proconfig::text AS config, prosecdef
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace ORDER BY 1`)
  const list = Object.values(FUNCTIONS).flat().sort()
  expect(stands.map(({ name }) => name)).toEqual(list)
  for (const { name, anybody, golfers, config, prosecdef } of stands) {
    expect([name, anybody]).toEqual([name, FUNCTIONS.anybody.includes(String(name))])
    expect([name, golfers]).toEqual([name, !FUNCTIONS.service.includes(String(name))])
    expect(prosecdef).toBe(true)
    expect(config).toContain('search_path=')
  }
  const inner = await cloud.ask(
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE pronamespace = 'rangebook'::regnamespace
     AND (has_function_privilege('anon', oid, 'EXECUTE') OR has_function_privilege('authenticated', oid, 'EXECUTE'))`,
  )
  expect(inner).toEqual([])
  await refused(other, `SELECT rangebook.push('{}', '[]', $1)`, [her])
  await refused(null, `SELECT public.push_changes('{"client":2,"rows":[]}')`)
  await refused(other, 'SELECT public.grant_earlier_shots($1)', [other])
})

test('another golfer’s calls bring and change nothing of hers', async () => {
  expect(JSON.stringify(await pullAll(cloud, other))).not.toContain(MARK)
  const preview = await call(cloud, other, 'newest_sessions', { ...device, sessions: 20 })
  expect(preview['rows']).toEqual([])
  expect(JSON.stringify(await call(cloud, her, 'newest_sessions', device))).toContain(MARK)

  const forged = { id: MARK, user_id: her, notes: 'forged', clocks: `{"notes":"${stamp(5)}"}` }
  expect(results(await push(cloud, other, [{ table: 'shots', row: forged }]))).toEqual([
    { answer: 'refused', reason: 'unknown_column' },
  ])
  const asHer = await call(cloud, other, 'push_changes', { ...device, user_id: her, rows: [] })
  expect(asHer.kind).toBe('other_golfer')
  const { user_id: _, ...own } = forged
  await push(cloud, other, [{ table: 'shots', row: own }])
  expect(await cloud.ask(`SELECT notes FROM shots WHERE user_id = $1`, [her])).toEqual([{ notes: null }])
  expect(await cloud.ask(`SELECT notes FROM shots WHERE user_id = $1`, [other])).toEqual([
    { notes: 'forged' },
  ])

  // Her token is none of theirs.
  const [push_] = await cloud.ask('SELECT token FROM rangebook.pushes WHERE user_id = $1', [her])
  const asked = { ...device, pulled_token: push_?.['token'] }
  expect((await call(cloud, her, 'pull_changes', asked)).kind).toBe('pulled')
  expect((await call(cloud, other, 'pull_changes', asked)).kind).toBe('out_of_step')
})

test('files: only under one’s own id, named by a hash, never changed', async () => {
  const paths = (who: string | null) => cloud.as(who, ask => ask('SELECT name FROM storage.objects'))
  expect(await paths(her)).toEqual([{ name: `${her}/${HASH}` }])
  expect(await paths(other)).toEqual([])
  expect(await paths(null)).toEqual([])
  const add = `INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)`
  for (const [who, path] of [
    [other, `${her}/${'b'.repeat(64)}`],
    [other, `${other}/../${her}/${HASH}`],
    [other, `${other}/not a hash`],
    [other, `${other}/${HASH}\n${her}/${HASH}`],
    [other, HASH],
    [null, `${her}/${'b'.repeat(64)}`],
  ] as const) {
    await refused(who, add, [path])
  }
  for (const who of [other, null]) {
    await cloud.as(who, ask => ask('DELETE FROM storage.objects'))
    await cloud.as(who, ask => ask(`UPDATE storage.objects SET name = name || 'x'`))
  }
  await cloud.as(her, ask => ask(`UPDATE storage.objects SET name = $1`, [`${her}/${'c'.repeat(64)}`]))
  expect(await paths(her)).toEqual([{ name: `${her}/${HASH}` }])
  expect(await cloud.ask(`SELECT public FROM storage.buckets WHERE id = 'rangebook'`)).toEqual([
    { public: false },
  ])
})

test('who the golfer is, is asked once a statement and not once a row', async () => {
  const plan = await cloud.as(her, async ask => {
    await ask('SET LOCAL enable_seqscan = off')
    return await ask('EXPLAIN SELECT * FROM shots WHERE rev > 5')
  })
  const text = plan.map(line => line['QUERY PLAN']).join('\n')
  expect(text).toContain('InitPlan')
  expect(text).toMatch(/Index Cond: \(+user_id = \(?(InitPlan 1|\$0)/)
})
