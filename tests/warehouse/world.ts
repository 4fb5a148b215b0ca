/** A cloud of several golfers and a warehouse beside it, for tests; the cloud itself says what should stand there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect } from 'vitest'
import type { Cloud as Reader } from '../../server/warehouse/cloud.ts'
import { openDuckDb } from '../../server/warehouse/duckdb.ts'
import { type Event, type SyncOptions, sync } from '../../server/warehouse/sync.ts'
import { logs } from '../../server/warehouse/tables.ts'
import type { Row, Warehouse } from '../../server/warehouse/warehouse.ts'
import { type Cloud, call } from '../cloud/cloud.ts'

export interface Opened {
  readonly warehouse: () => Warehouse
  /** SQL by hand, past the port; `at` writes the names. */
  byHand(sql: (at: (name: string) => string) => string): Promise<void>
  close(): Promise<void>
}

export async function openEmbedded(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-warehouse-'))
  const file = join(folder, 'warehouse.duckdb')
  let warehouse = await openDuckDb({ file })
  return {
    warehouse: () => warehouse,
    byHand: async sql => {
      await warehouse.close()
      const instance = await DuckDBInstance.create(file)
      const connection = await instance.connect()
      await connection.run(sql(name => name)).finally(() => {
        connection.closeSync()
        instance.closeSync()
      })
      warehouse = await openDuckDb({ file })
    },
    close: async () => {
      await warehouse.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** As the service key reads it: what it may not call fails here. */
export const readerOf = (cloud: Cloud): Reader => ({
  name: 'the cloud',
  call: async (name, request) => {
    const answer: unknown = await call(cloud, 'service', `warehouse_${name}`, request)
    return answer
  },
})

export async function run(
  cloud: Reader,
  warehouse: Warehouse,
  more: Partial<SyncOptions> = {},
): Promise<Event[]> {
  const events: Event[] = []
  const options: SyncOptions = {
    cloud,
    warehouse,
    mode: 'incremental',
    holder: 'test',
    pause_s: 0,
    now: Date.now,
    signal: new AbortController().signal,
    tell: event => events.push(event),
    ...more,
  }
  await sync(options)
  return events
}

/** Rows by table that a run moved. */
export function movedBy(events: readonly Event[]): Readonly<Record<string, number>> {
  const last = events.at(-1)
  if (last?.kind !== 'ended') throw new Error(JSON.stringify(last))
  return last.told.moved
}

export async function rowsIn(
  warehouse: Warehouse,
  sql: (at: (name: string) => string) => string,
): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of warehouse.read(sql)) rows.push(...page)
  return rows
}

/** Every golfer's every row, tombstones too, cell by cell; json by its text. */
export async function expectEqual(cloud: Cloud, warehouse: Warehouse): Promise<void> {
  for (const { table, columns } of logs) {
    const names = columns.map(({ name }) => name).filter(name => name !== 'epoch')
    const isJson = (name: string) => ['clocks', 'extra', 'tags'].includes(name)
    const list = names.map(name => `'${name}', t.${name}${isJson(name) ? '::text' : ''}`).join(', ')
    const should = await cloud.ask(
      `SELECT json_build_object(${list})::text AS row FROM public.${table} t ORDER BY t.user_id, t.rev`,
    )
    const is = await rowsIn(
      warehouse,
      at => `SELECT ${names.join(', ')} FROM ${at(`${table}_all`)} ORDER BY user_id, rev`,
    )
    expect(is, table).toEqual(should.map(({ row }) => JSON.parse(String(row))))
  }
}
