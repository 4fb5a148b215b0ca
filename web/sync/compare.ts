/**
 * Whether this device and its cloud hold the same, measured row by row by digests, and the cure where they do
 * not: only rows that differ are fetched, and sent. What waits to be sent, or was refused, is no difference.
 */
import type { SyncedTable } from '../../shared/schema/catalogue.ts'
import { addDigests, type DigestSum } from '../../shared/sync/digest.ts'
import type { Digests, DigestsOf, Holding } from '../../shared/sync/wire.ts'
import type { Db, Progress } from '../db/client.ts'
import type { NewCommand } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { Bound } from '../db/query.ts'
import { type Cloud, CloudError } from './cloud.ts'
import { appTooOld, SyncTrouble, stuck } from './problems.ts'
import { requestOf } from './round.ts'

export interface Difference {
  readonly table: SyncedTable
  /** "" = of no session. */
  readonly session: string
  /** Ids of rows that are here alone, there alone, and on both otherwise. */
  readonly here: readonly string[]
  readonly there: readonly string[]
  readonly other: readonly string[]
}

export interface Comparison {
  readonly device: Holding
  readonly cloud: Holding
  /** None = equal. */
  readonly differences: readonly Difference[]
}

export interface ComparedStores {
  readonly db: Pick<Db, 'query' | 'run'>
  readonly cloud: Cloud
  readonly signal: AbortSignal
  /** Rows that were looked at, of those on both sides. */
  readonly onProgress: (progress: Progress) => void
}

/** The hub needs 0.15 s for as many on a small machine; a statement of Supabase may take 8. */
const PAGE = 2_000
const READ = 500

/** Throws a SyncTrouble, a CloudError or a ProblemError; the signal's reason when it is stopped. */
export async function compareStores(world: ComparedStores): Promise<Comparison> {
  const { db, cloud, signal, onProgress } = world
  const there = await cloud.holds(signal)
  const here = await db.query('holding', null)
  // What only one of the two knows is held, and told as such.
  const tables = (Object.keys(here.tables) as SyncedTable[]).filter(
    table => there.tables[table] !== undefined,
  )
  const of = tables.reduce(
    (sum, table) => sum + (here.tables[table]?.rows ?? 0) + (there.tables[table]?.rows ?? 0),
    0,
  )
  let done = 0
  const looked = (rows: number) => {
    done = Math.min(of, done + rows)
    onProgress({ done, of })
  }
  const differences: Difference[] = []
  for (const table of tables) {
    const [own, theirs] = [
      await sumsOf(asked => onDevice(world, asked), table, looked),
      await sumsOf(asked => inCloud(world, asked), table, looked),
    ]
    const sessions = [...new Set([...own.keys(), ...theirs.keys()])].filter(
      session => String(own.get(session)) !== String(theirs.get(session)),
    )
    if (sessions.length > 0) differences.push(...(await within(world, table, sessions)))
  }
  return { device: here, cloud: there, differences }
}

/** Fetches what the cloud has of them and sets down what is to be sent. A sync after it ends the matter. */
export async function repair(world: ComparedStores, differences: readonly Difference[]): Promise<void> {
  const { db, cloud, signal, onProgress } = world
  const of = differences.reduce(
    (sum, { here, there, other }) => sum + here.length + there.length + other.length,
    0,
  )
  let done = 0
  const through = (rows: number) => {
    done += rows
    onProgress({ done, of })
  }
  for (const { table, here, there, other } of differences) {
    for (let wanted = [...there, ...other]; wanted.length > 0; ) {
      const ids = wanted.slice(0, READ)
      const asked = await boundOf(world)
      const answer = await cloud.read({ ...requestOf(asked), table, ids }, signal)
      if (answer.kind !== 'previewed') throw hindered(answer.kind)
      // The merge sets down by itself what this device knows better.
      await run(db, { kind: 'sync_pulled', asked, answer })
      // Of large ones not all come at once; where none comes, all of them are gone.
      const came = new Set(answer.count > 0 ? answer.rows.map(({ row }) => row['id']) : ids)
      wanted = wanted.filter(id => !came.has(id))
      through(came.size)
    }
    for (let from = 0; from < here.length; from += READ) {
      const rows = here.slice(from, from + READ).map(row_id => ({ table_name: table, row_id }))
      signal.throwIfAborted()
      await run(db, { kind: 'sync_repair', rows })
      through(rows.length)
    }
  }
}

type Ask = (asked: DigestsOf) => Promise<Digests>

const onDevice = ({ db, signal }: ComparedStores, asked: DigestsOf): Promise<Digests> => {
  signal.throwIfAborted()
  return db.query('digests', asked)
}

/** Half as many where it takes too long. */
async function inCloud(world: ComparedStores, asked: DigestsOf): Promise<Digests> {
  const { cloud, signal } = world
  try {
    const answer = await cloud.compare({ ...requestOf(await boundOf(world)), ...asked }, signal)
    if (answer.kind !== 'compared') throw hindered(answer.kind)
    return answer
  } catch (error) {
    if (!(error instanceof CloudError && error.kind === 'timeout') || asked.limit <= 1) throw error
    return inCloud(world, { ...asked, limit: Math.ceil(asked.limit / 2) })
  }
}

async function* pages(ask: Ask, asked: Omit<DigestsOf, 'after' | 'limit'>): AsyncGenerator<Digests> {
  for (let after: string | null = null; ; ) {
    const page: Digests = await ask({ ...asked, after, limit: PAGE })
    yield page
    if (page.next === null) return
    after = page.next
  }
}

async function sumsOf(
  ask: Ask,
  table: SyncedTable,
  looked: (rows: number) => void,
): Promise<Map<string, DigestSum>> {
  const sums = new Map<string, DigestSum>()
  for await (const page of pages(ask, { table, sessions: null })) {
    for (const [session, ...sum] of page.sums)
      sums.set(session, addDigests(sums.get(session) ?? [0, 0, 0], sum))
    looked(page.sums.reduce((rows, [, n]) => rows + n, 0))
  }
  return sums
}

/** The rows that differ, by session: the device's word where a row has moved. */
async function within(
  world: ComparedStores,
  table: SyncedTable,
  sessions: readonly string[],
): Promise<Difference[]> {
  const listed = async (ask: Ask) => {
    const rows = new Map<string, { readonly session: string; readonly digest: string }>()
    for await (const page of pages(ask, { table, sessions }))
      for (const [id, session, ...digest] of page.rows) rows.set(id, { session, digest: String(digest) })
    return rows
  }
  const own = await listed(asked => onDevice(world, asked))
  const theirs = await listed(asked => inCloud(world, asked))
  const differing = [...new Set([...own.keys(), ...theirs.keys()])].filter(
    id => own.get(id)?.digest !== theirs.get(id)?.digest,
  )
  const apart = new Set(await world.db.query('apart', { table, ids: differing }))
  const ids = differing.filter(id => !apart.has(id))
  const bySession = Map.groupBy(ids, id => own.get(id)?.session ?? theirs.get(id)?.session ?? '')
  return [...bySession].map(([session, ids]) => ({
    table,
    session,
    here: ids.filter(id => !theirs.has(id)),
    there: ids.filter(id => !own.has(id)),
    other: ids.filter(id => own.has(id) && theirs.has(id)),
  }))
}

async function boundOf({ db, signal }: ComparedStores): Promise<Bound> {
  signal.throwIfAborted()
  const { bound } = await db.query('sync', null)
  if (!bound) throw new SyncTrouble(stuck)
  return bound
}

const hindered = (kind: string) => new SyncTrouble(kind === 'client_too_old' ? appTooOld : stuck)

async function run(db: Pick<Db, 'run'>, command: NewCommand): Promise<void> {
  const outcome = await db.run(command)
  if (!outcome.ok) throw new ProblemError(outcome.problem)
}
