/** What a run will move: looked up before anything is written. */
import { type Cloud, countRows, type Golfer, golfersOf, lostBehind, type Span } from './cloud.ts'
import { lastRuns, type Mode } from './runs.ts'
import { golferLog, logs, type Mirrored } from './tables.ts'
import { type Mark, type Warehouse, WarehouseProblem } from './warehouse.ts'

export interface Part {
  readonly log: Mirrored
  readonly load: 'append' | 'replace'
  readonly spans: readonly Span[]
}

export interface Plan {
  readonly mode: Mode
  readonly golfers: readonly Golfer[]
  readonly parts: readonly Part[]
  /** Golfers whose newest mark is not their state of now, done. */
  readonly toMark: readonly Golfer[]
  /** Why all is rewritten though only what is new was asked for; null = it is not. */
  readonly becameFull: string | null
}

export async function fullPlan(cloud: Cloud, becameFull: string | null): Promise<Plan> {
  const golfers = await golfersOf(cloud)
  const spans = golfers.map(({ user_id, epoch, head }) => ({ user_id, epoch, head, after: 0 }))
  const parts = logs.map(log => ({ log, load: 'replace' as const, spans }))
  return { mode: 'full', golfers, parts, toMark: golfers, becameFull }
}

/** `widened`: by the run itself, before it planned. */
export async function incrementalPlan(
  cloud: Cloud,
  warehouse: Warehouse,
  widened: ReadonlySet<string> = new Set(),
): Promise<Plan> {
  const golfers = await golfersOf(cloud)
  const tables = await warehouse.tables()
  const marks = tables.has(golferLog.name) ? await warehouse.marks() : []
  const reason = await reasonForFull(cloud, golfers, marks)
  if (reason !== null) return fullPlan(cloud, reason)
  const runs = await lastRuns(cloud, await warehouse.identity(), 50)
  const before = runs.find(({ result }) => result === 'done')?.told.tables ?? {}
  const parts: Part[] = []
  for (const log of logs) {
    const is = tables.get(log.name)
    const was = before[log.name]
    // Expired and made again, or shrunk by hand: what is left of it proves nothing.
    const isLost = is && was && (is.rows < was.rows || is.created_ms !== was.created_ms)
    // The cloud may have had its values all the while, in rows that an earlier version brought without them.
    const isNarrow =
      is && (widened.has(log.name) || (was && log.columns.some(({ name }) => !was.columns.includes(name))))
    const isWhole = is && !isLost && !isNarrow
    const known = new Map<string, number>()
    if (isWhole)
      for (const { user_id, epoch, rev } of await warehouse.watermarks(log))
        known.set(`${user_id} ${epoch}`, rev)
    const spans = golfers.map(({ user_id, epoch, head }) => {
      return { user_id, epoch, head, after: known.get(`${user_id} ${epoch}`) ?? 0 }
    })
    parts.push({
      log,
      load: is && !isWhole ? 'replace' : 'append',
      spans: spans.filter(({ after, head }) => after < head),
    })
  }
  const ended = new Set(marks.flatMap(mark => (mark.done ? [stateOf(mark)] : [])))
  const toMark = golfers.filter(golfer => !ended.has(stateOf({ ...golfer, rev: golfer.head })))
  return { mode: 'incremental', golfers, parts, toMark, becameFull: null }
}

const stateOf = ({ user_id, epoch, rev, token }: Omit<Mark, 'done'>) => `${user_id} ${epoch} ${rev} ${token}`

async function reasonForFull(
  cloud: Cloud,
  golfers: readonly Golfer[],
  marks: readonly Mark[],
): Promise<string | null> {
  if (golfers.length === 0 && marks.length > 0) {
    throw new WarehouseProblem(
      'refused',
      `${cloud.name} holds no golfer, but the warehouse holds ${new Set(marks.map(({ user_id }) => user_id)).size}: nothing was changed.`,
      'Is this the right cloud? If so, npx rangebook sync full empties the warehouse.',
    )
  }
  const here = new Set(golfers.map(({ user_id }) => user_id))
  if (marks.some(({ user_id }) => !here.has(user_id))) return 'a golfer left the cloud'
  if ((await lostBehind(cloud, marks)).length > 0) return 'the cloud went back in time'
  return null
}

/** Rows by table of the cloud. */
export async function countPlanned(cloud: Cloud, { parts }: Plan): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const { log, spans } of parts) rows[log.table] = await countRows(cloud, log, spans)
  return rows
}
