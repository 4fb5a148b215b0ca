/** The catalogue and what the cloud's migrations make of an empty Postgres are the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ColumnType,
  catalogue,
  columnsOf,
  editColumns,
  factColumns,
  syncedTables,
  type Table,
} from '../../shared/schema/catalogue.ts'
import { type Cloud, migrations, openCloud } from './cloud.ts'

/** What the catalogue's types are in Postgres. */
const POSTGRES: { readonly [T in ColumnType]: string } = {
  text: 'text "C"',
  json: 'json',
  real: 'double precision',
  integer: 'bigint',
  boolean: 'boolean',
}

const inCloud = Object.entries<Table>(catalogue).filter(([, table]) => table.stores.includes('cloud'))

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const columns = () =>
  cloud.ask(`
    SELECT c.relname AS "table", a.attname AS name, a.attnotnull AS required,
      format_type(a.atttypid, a.atttypmod) || coalesce(' "' || nullif(l.collname, 'default') || '"', '') AS type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1, 2`)

test('Postgres holds the catalogue’s tables and columns, in type and presence, each with its golfer', async () => {
  const said = inCloud.flatMap(([table, { columns, stores }]) => [
    { table, name: 'user_id', type: 'uuid', required: true },
    ...Object.entries(columns)
      .filter(([, column]) => (column.stores ?? stores).includes('cloud'))
      .map(([name, { type, required }]) => ({
        table,
        name,
        type: POSTGRES[type],
        required: required === true || name === 'rev',
      })),
  ])
  const order = (a: { table: string; name: string }, b: { table: string; name: string }) =>
    a.table + a.name < b.table + b.name ? -1 : 1
  const stands = (await columns()) as (typeof said)[number][]
  expect(stands.sort(order)).toEqual(said.sort(order))
})

test('its version is that of the newest column it has', async () => {
  const newest = inCloud.flatMap(([, table]) => [
    table.since,
    ...Object.values(table.columns).flatMap(column =>
      (column.stores ?? table.stores).includes('cloud') ? [column.since] : [],
    ),
  ])
  expect(await cloud.ask('SELECT schema_version FROM rangebook.cloud')).toEqual([
    { schema_version: Math.max(...newest) },
  ])
})

test('each column merges there as it does on a device', async () => {
  const of = async (merge: string) =>
    (
      await cloud.ask(
        `SELECT table_name || '.' || column_name AS name FROM rangebook.columns WHERE merge = $1`,
        [merge],
      )
    )
      .map(({ name }) => String(name))
      .sort()
  const named = (columnsOfTable: (table: (typeof syncedTables)[number]) => string[]) =>
    syncedTables.flatMap(table => columnsOfTable(table).map(name => `${table}.${name}`)).sort()
  expect(await of('edit')).toEqual(named(editColumns))
  expect(await of('fact')).toEqual(named(factColumns))
  const ranks = ['life', 'fact_source', 'parser_version']
  expect(await of('source')).toEqual(
    named(table => columnsOf(table).flatMap(([name]) => (ranks.includes(name) ? [name] : []))),
  )
  expect(await of('greatest')).toEqual(
    named(table => columnsOf(table).flatMap(([name]) => (name === 'guesser_version' ? [name] : []))),
  )
  expect(await of('derived')).toEqual(
    named(table => columnsOf(table).flatMap(([name, { origin }]) => (origin === 'derived' ? [name] : []))),
  )
})

test('golfer and id are the key, each table has its revisions in an index, and none points to another', async () => {
  const keys = await cloud.ask(`
    SELECT conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS means FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f')`)
  const indexes = await cloud.ask(
    `SELECT tablename FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%(user_id, rev)'`,
  )
  expect(indexes.map(({ tablename }) => tablename).sort()).toEqual([...syncedTables].sort())
  for (const [name] of inCloud) {
    const means = keys.flatMap(key => (key['table'] === name ? [String(key['means'])] : [])).sort()
    expect(means).toEqual([
      'FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE',
      'PRIMARY KEY (user_id, id)',
    ])
  }
})

describe('applied again', () => {
  const shape = async () => [
    await columns(),
    await cloud.ask('SELECT * FROM rangebook.cloud'),
    await cloud.ask('SELECT * FROM rangebook.columns ORDER BY 1, 2'),
    await cloud.ask(
      `SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies ORDER BY 1, 2`,
    ),
    await cloud.ask(`
      SELECT oid::regprocedure::text AS name, prosrc, proacl::text FROM pg_proc
      WHERE pronamespace IN ('public'::regnamespace, 'rangebook'::regnamespace) ORDER BY 1`),
    await cloud.ask(`SELECT relname, relacl::text, relrowsecurity FROM pg_class
      WHERE relnamespace IN ('public'::regnamespace, 'rangebook'::regnamespace) ORDER BY 1`),
  ]

  test('the migrations change nothing, the cloud’s id included', async () => {
    const before = await shape()
    for (const sql of migrations) await cloud.script(sql)
    expect(await shape()).toEqual(before)
  })
})
