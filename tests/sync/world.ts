/** Devices and a cloud for tests: the worker's commands on SQLite in memory, the real SQL on PGlite. */
import { randomUUID } from 'node:crypto'
import { columnsOf, syncedTables } from '../../shared/schema/catalogue.ts'
import type { State } from '../../shared/sync/merge.ts'
import { isSynced } from '../../shared/sync/wire_row.ts'
import type { Command, NewCommand, Outcome } from '../../web/db/command.ts'
import type { Params, QueryName } from '../../web/db/query.ts'
import { type Memory, openMemory, type Wall } from '../../web/db/testing/memory.ts'
import { type CallCloud, cloudOver } from '../../web/sync/cloud.ts'
import { type Comparison, compareStores, repair } from '../../web/sync/compare.ts'
import { firstSizes, type Sizes, syncRound } from '../../web/sync/round.ts'
import { migrations, openBare, type Cloud as Pg } from '../cloud/cloud.ts'

/** One PGlite for all golfers of a test file; its time is the test's. */
export interface World {
  readonly pg: Pg
  now_ms: number
  newGolfer(): Promise<string>
  call(golfer: string): CallCloud
  /** Of one golfer: what a backup of the cloud's database would hold, and its return. */
  backUp(golfer: string): Promise<void>
  restore(golfer: string): Promise<void>
  close(): Promise<void>
}

const TABLES = [...syncedTables.map(table => `public.${table}`), 'rangebook.heads', 'rangebook.pushes']

export async function openWorld(): Promise<World> {
  const pg = await openBare()
  await pg.script(`CREATE FUNCTION public.sim_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT to_timestamp(current_setting('sim.now_ms')::float8 / 1000) $$`)
  for (const sql of migrations) await pg.script(sql.replaceAll('clock_timestamp()', 'public.sim_now()'))
  const copy = (table: string) => `kept.${table.replace('.', '_')}`
  await pg.script(`CREATE SCHEMA kept;
    ${TABLES.map(table => `CREATE TABLE ${copy(table)} AS TABLE ${table} WITH NO DATA;`).join('\n')}
    CREATE FUNCTION kept.back_up(golfer uuid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      ${TABLES.map(table => `DELETE FROM ${copy(table)} WHERE user_id = golfer; INSERT INTO ${copy(table)} SELECT * FROM ${table} WHERE user_id = golfer;`).join('\n')}
    END $$;
    CREATE FUNCTION kept.restore(golfer uuid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      ${TABLES.map(table => `DELETE FROM ${table} WHERE user_id = golfer; INSERT INTO ${table} SELECT * FROM ${copy(table)} WHERE user_id = golfer;`).join('\n')}
    END $$;`)
  const world: World = {
    pg,
    now_ms: Date.UTC(2026, 2, 1),
    async newGolfer() {
      const id = randomUUID()
      await pg.ask('INSERT INTO auth.users (id) VALUES ($1)', [id])
      return id
    },
    call: golfer => async (name, request) => {
      await pg.ask("SELECT set_config('sim.now_ms', $1, false)", [String(world.now_ms)])
      return pg.as(golfer, async ask => {
        const [row] =
          request === null
            ? await ask(`SELECT public.${name}()::text AS answer`)
            : await ask(`SELECT public.${name}($1::text::json)::text AS answer`, [JSON.stringify(request)])
        return JSON.parse(String(row?.['answer']))
      })
    },
    backUp: async golfer => {
      await pg.ask('SELECT kept.back_up($1)', [golfer])
    },
    restore: async golfer => {
      await pg.ask('SELECT kept.restore($1)', [golfer])
    },
    close: () => pg.close(),
  }
  return world
}

/** A device as its engine drives it. */
export interface Device {
  readonly name: string
  readonly memory: () => Memory
  readonly wall: Wall
  readonly sizes: Sizes
  run(command: NewCommand | Command): Promise<Outcome>
  done(command: NewCommand | Command): Promise<Extract<Outcome, { ok: true }>>
  /** One round; throws as the engine's does. */
  sync(call?: CallCloud, as?: string): Promise<void>
  restart(): Promise<void>
  close(): void
}

export async function openDevice(
  world: Pick<World, 'now_ms' | 'call'>,
  golfer: string,
  name: string,
): Promise<Device> {
  const wall = { now_ms: world.now_ms }
  let memory = await openMemory(wall)
  let made = 0
  const id = () => `${name}-${String(++made).padStart(4, '0')}`
  const device: Device = {
    name,
    memory: () => memory,
    wall,
    sizes: firstSizes(),
    run: command => memory.run({ id: id(), ...command } as Command, { uuid: id }),
    async done(command) {
      const outcome = await device.run(command)
      if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.problem.says}`)
      return outcome
    },
    async sync(call = world.call(golfer), as = golfer) {
      await syncRound({
        db: { query: (query, params) => memory.query(query, params), run: device.run },
        cloud: cloudOver(as, call),
        sizes: device.sizes,
        signal: new AbortController().signal,
        onProgress: () => {},
        tired: () => false,
      })
    },
    async restart() {
      const before = memory
      memory = await before.reloaded()
      before.close()
    },
    close: () => memory.close(),
  }
  return device
}

const storesOf = (world: World, golfer: string, device: Device) => ({
  db: {
    query: <Q extends QueryName>(query: Q, params: Params<Q>) => device.memory().query(query, params),
    run: device.run,
  },
  cloud: cloudOver(golfer, world.call(golfer)),
  signal: new AbortController().signal,
  onProgress: () => {},
})

/** As the app measures whether both are the same. */
export const compared = (world: World, golfer: string, device: Device): Promise<Comparison> =>
  compareStores(storesOf(world, golfer, device))

export async function repaired(
  world: World,
  golfer: string,
  device: Device,
  { differences }: Comparison,
  call?: CallCloud,
): Promise<void> {
  await repair(storesOf(world, golfer, device), differences)
  await device.sync(call)
}

export type Digest = { readonly [table: string]: readonly string[] }

/** Each row as text, without what is a store's own; pictures of shots deleted for good count nowhere. */
export function digestOf(rows: Iterable<{ readonly table: string; readonly row: State }>): Digest {
  const all = [...rows]
  const gone = new Set(
    all.flatMap(({ table, row }) => (table === 'shots' && row['purged'] === 1 ? [row['id']] : [])),
  )
  const digest: { [table: string]: string[] } = {}
  for (const { table, row } of all) {
    if (!isSynced(table) || (table === 'media' && gone.has(row['shot_id'] ?? null))) continue
    const values = columnsOf(table).map(([name]) => (name === 'rev' ? null : (row[name] ?? null)))
    const texts = digest[table] ?? []
    digest[table] = texts
    texts.push(JSON.stringify(values))
  }
  for (const texts of Object.values(digest)) texts.sort()
  return digest
}

export function digestOfDevice(device: Device): Digest {
  const { reader } = device.memory()
  return digestOf(
    syncedTables.flatMap(table => reader.all<State>(`SELECT * FROM ${table}`).map(row => ({ table, row }))),
  )
}

/** By a pull of all of it, as a new device's. */
export async function digestOfCloud(world: Pick<World, 'now_ms' | 'call'>, golfer: string): Promise<Digest> {
  const device = await openDevice(world, golfer, 'witness')
  try {
    await device.sync()
    return digestOfDevice(device)
  } finally {
    device.close()
  }
}

export const shotOf = (device: Device, id: string) =>
  device.memory().reader.get<State>('SELECT * FROM shots WHERE id = ?', [id])
