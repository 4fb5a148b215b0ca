/** The cloud against the warehouse, row by row: both are read once, in one order, and neither is held in memory. */
import { createHash } from 'node:crypto'
import { type Cloud, type Golfer, golfersOf, rowsOf } from './cloud.ts'
import { golferLog, logs, type Mirrored } from './tables.ts'
import type { Cell, Row, Warehouse } from './warehouse.ts'

export interface Side {
  readonly rows: number
  /** Of the rows' states, in any order. */
  readonly digest: string
}

export interface Difference {
  readonly user_id: string
  readonly table: string
  /** '' where the table's rows belong to no session. */
  readonly session: string
  readonly cloud: Side
  readonly warehouse: Side
  /** Some of the rows that differ. */
  readonly ids: readonly string[]
}

export interface Verdict {
  readonly golfers: number
  readonly rows: number
  readonly sessions: number
  /** Rows that came to the cloud since the last run. */
  readonly waiting: number
  readonly differences: readonly Difference[]
}

const IDS_SHOWN = 5
/** Beyond it something else is wrong. */
const MOST_DIFFERENCES = 200

export async function verify(cloud: Cloud, warehouse: Warehouse): Promise<Verdict> {
  const golfers = await golfersOf(cloud)
  const tables = await warehouse.tables()
  const differences: Difference[] = []
  const seen = { rows: 0, sessions: 0, waiting: 0 }
  const homes: Homes = new Map()
  // Groups first: shots are told by the session that theirs stands for.
  for (const log of logs.toSorted((a, b) => Number(b.table === 'groups') - Number(a.table === 'groups'))) {
    const marks = tables.has(log.name) ? await warehouse.watermarks(log) : []
    const highest = new Map(marks.map(({ user_id, epoch, rev }) => [`${user_id} ${epoch}`, rev]))
    const there = tables.has(log.name) && tables.has(golferLog.name)
    const here = inOrder(rowsOf(cloud, log, golfers.map(spanOf)))
    const stands = inOrder(there ? states(warehouse, log) : none())
    let a = await here.next()
    let b = await stands.next()
    let sums = null as Sums | null
    while (!a.done || !b.done) {
      const side = a.done ? 1 : b.done ? -1 : compare(a.value, b.value)
      const row = side <= 0 && !a.done ? a.value : b.value
      if (!row) break
      const user_id = String(row['user_id'])
      if (sums?.user_id !== user_id) {
        if (sums) close(sums, log)
        sums = { user_id, bySession: new Map() }
      }
      if (log.table === 'groups') settle(homes, row, side <= 0)
      const session = sessionOf(log, row, homes)
      const sum = sums.bySession.get(session) ?? { cloud: newSum(), warehouse: newSum(), ids: [] }
      sums.bySession.set(session, sum)
      const id = String(row['id'])
      if (side <= 0 && !a.done) {
        add(sum.cloud, log, a.value)
        seen.rows += 1
        if (Number(row['rev']) > (highest.get(`${user_id} ${row['epoch']}`) ?? 0)) seen.waiting += 1
        a = await here.next()
      }
      if (side >= 0 && !b.done) {
        add(sum.warehouse, log, b.value)
        b = await stands.next()
      }
      if (side !== 0 && sum.ids.length < IDS_SHOWN && !sum.ids.includes(id)) sum.ids.push(id)
    }
    if (sums) close(sums, log)
  }
  return { golfers: golfers.length, ...seen, differences }

  function close({ user_id, bySession }: Sums, { table }: Mirrored): void {
    if (table === 'sessions') seen.sessions += bySession.size
    for (const [session, { cloud: is, warehouse: stands, ids }] of bySession) {
      const [one, other] = [sideOf(is), sideOf(stands)]
      if (one.rows === other.rows && one.digest === other.digest) continue
      if (differences.length < MOST_DIFFERENCES)
        differences.push({ user_id, table, session, cloud: one, warehouse: other, ids })
    }
  }
}

interface Sum {
  rows: number
  sum: bigint
}
interface Sums {
  readonly user_id: string
  readonly bySession: Map<string, { readonly cloud: Sum; readonly warehouse: Sum; readonly ids: string[] }>
}

const newSum = (): Sum => ({ rows: 0, sum: 0n })
const sideOf = ({ rows, sum }: Sum): Side => ({ rows, digest: sum.toString(16).padStart(16, '0').slice(-16) })

/** The first eight bytes of the SHA-256 of the row's cells, added up: the order does not matter. */
function add(to: Sum, { columns }: Mirrored, row: Row): void {
  const cells = columns.map(({ name }) => row[name] ?? null)
  const hash = createHash('sha256').update(JSON.stringify(cells)).digest()
  to.rows += 1
  to.sum = BigInt.asUintN(64, to.sum + hash.readBigUInt64BE())
}

/** Of groups, by golfer and id: the session that their shots belong to unless moved. */
type Homes = Map<string, string>

const homeKey = (row: Row, group: Cell | undefined) => `${row['user_id']} ${group}`

/** The cloud's word, where both have the group. */
function settle(homes: Homes, row: Row, ofCloud: boolean): void {
  const key = homeKey(row, row['id'])
  if (ofCloud || !homes.has(key)) homes.set(key, String(row['default_session_id'] ?? ''))
}

/** As the app's screen of stores has it: a shot's own session, else its group's. */
function sessionOf({ table }: Mirrored, row: Row, homes: Homes): string {
  switch (table) {
    case 'sessions':
      return String(row['id'])
    case 'groups':
      return String(row['default_session_id'] ?? '')
    case 'shots':
      return row['session_id'] ? String(row['session_id']) : (homes.get(homeKey(row, row['group_id'])) ?? '')
    default:
      return ''
  }
}

const spanOf = ({ user_id, epoch, head }: Golfer) => ({ user_id, epoch, head, after: 0 })

function states(warehouse: Warehouse, { table, columns }: Mirrored): AsyncIterable<readonly Row[]> {
  const names = columns.map(({ name }) => name).join(', ')
  return warehouse.read(at => `SELECT ${names} FROM ${at(`${table}_all`)} ORDER BY user_id, rev`)
}

function compare(a: Row, b: Row): number {
  const [one, other] = [String(a['user_id']), String(b['user_id'])]
  if (one !== other) return one < other ? -1 : 1
  const [rev, otherRev] = [Number(a['rev']), Number(b['rev'])]
  return rev - otherRev
}

async function* inOrder(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const page of pages) yield* page
}

async function* none(): AsyncGenerator<readonly Row[]> {}
