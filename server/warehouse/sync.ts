/**
 * One run from the cloud to the warehouse. The watermark of each log is its own highest revision of a golfer's
 * epoch: a run that was cut anywhere is finished by the next one, and one that is repeated moves nothing.
 */
import { type Cloud, type CloudRow, type Golfer, rowsOf } from './cloud.ts'
import { countPlanned, fullPlan, incrementalPlan, type Part, type Plan } from './plan.ts'
import { beginRun, type Lease, LeaseLost, type Mode, type Run, type Told } from './runs.ts'
import { allLogs, golferLog, purgedFactsSql } from './tables.ts'
import { type Row, type Warehouse, WarehouseProblem } from './warehouse.ts'

export type Event =
  /** Rows by table that will move, and why everything is rewritten (null = only what is new). */
  | {
      readonly kind: 'planned'
      readonly mode: Mode
      readonly golfers: number
      readonly rows: Readonly<Record<string, number>>
      readonly became_full: string | null
    }
  | {
      readonly kind: 'progress'
      readonly table: string
      readonly moved: number
      readonly of: number
      readonly rows_per_s: number
      readonly left_s: number
    }
  | { readonly kind: 'ended'; readonly result: 'done' | 'stopped'; readonly told: Told }
  /** It did not begin: another runs, or the last one ended a moment ago. */
  | { readonly kind: 'running' | 'too_soon'; readonly run: Run }

export interface SyncOptions {
  readonly cloud: Cloud
  readonly warehouse: Warehouse
  readonly mode: Mode
  /** For people: which server it is. */
  readonly holder: string
  /** Leave if the last run ended less than this ago. */
  readonly pause_s: number
  readonly now: () => number
  /** Ends it at the next clean point. */
  readonly signal: AbortSignal
  /** Rows of one load; the rest goes into the next. */
  readonly rowsALoad?: number
  readonly tell: (event: Event) => void
}

const columnsOfLog = new Map(allLogs.map(({ name, columns }) => [name, columns.map(column => column.name)]))

/** BigQuery takes 1,500 loads a table and day, and a load that fails is sent whole again. */
const ROWS_A_LOAD = 100_000
const RENEW_EVERY_MS = 20_000
const TELL_EVERY_MS = 1_000

/** What a run would move now. Nothing is written, and no lease is taken. */
export async function dryRun({
  cloud,
  warehouse,
  mode,
}: Pick<SyncOptions, 'cloud' | 'warehouse' | 'mode'>): Promise<Event> {
  const plan = await (mode === 'full' ? fullPlan(cloud, null) : incrementalPlan(cloud, warehouse))
  return plannedEvent(plan, await countPlanned(cloud, plan))
}

/** Throws a WarehouseProblem where it can't go on; what it moved until then stays, and is whole. */
export async function sync(options: SyncOptions): Promise<void> {
  const { cloud, warehouse, mode, holder, pause_s, now, tell } = options
  const identity = await warehouse.identity()
  const alone = warehouse.isAlone
  const begun = await beginRun(cloud, { warehouse: identity, holder, mode, alone, pause_s })
  const { lease } = begun
  if (lease === null) {
    tell({ kind: begun.kind === 'running' ? 'running' : 'too_soon', run: begun.run })
    return
  }
  const begun_ms = now()
  const told: Told = {
    moved: {},
    tables: {},
    golfers: 0,
    bytes: 0,
    duration_ms: 0,
    became_full: null,
    says: null,
  }
  const end = (result: 'done' | 'stopped' | 'failed') => {
    told.duration_ms = now() - begun_ms
    return lease.end(result, told)
  }
  try {
    const widened = await warehouse.prepare()
    await warehouse.makeViews()
    const plan = await (mode === 'full' ? fullPlan(cloud, null) : incrementalPlan(cloud, warehouse, widened))
    await carryOut(plan, lease, told, options)
    if (plan.mode === 'incremental' && (await holdsPurgedFacts(warehouse)))
      await carryOut(await fullPlan(cloud, 'shots were deleted for good'), lease, told, options)
    for (const [name, { rows, created_ms }] of await warehouse.tables())
      told.tables[name] = { rows, created_ms, columns: columnsOfLog.get(name) ?? [] }
    await end('done')
    tell({ kind: 'ended', result: 'done', told })
  } catch (error) {
    if (error instanceof Stopped) {
      await end('stopped')
      tell({ kind: 'ended', result: 'stopped', told })
      return
    }
    const problem = error instanceof LeaseLost ? leaseLost(error) : error
    told.says = problem instanceof Error ? problem.message : String(problem)
    await end('failed').catch(() => {}) // the cloud itself may be what failed: the lease runs out
    throw problem
  }
}

/** Thrown at a clean point. */
class Stopped extends Error {}

function leaseLost(cause: LeaseLost): WarehouseProblem {
  return new WarehouseProblem(
    'refused',
    'This run was silent for so long that another server took it over.',
    'Nothing is lost: look at npx rangebook status.',
    cause,
  )
}

async function carryOut(plan: Plan, lease: Lease, told: Told, options: SyncOptions): Promise<void> {
  const { cloud, warehouse, now, tell } = options
  const rows = await countPlanned(cloud, plan)
  tell(plannedEvent(plan, rows))
  told.golfers = plan.golfers.length
  told.became_full = plan.becameFull
  const of = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const from_ms = now()
  let moved = 0
  const step = stepOf(lease, options)

  await mark(plan.toMark, false)
  for (const part of plan.parts) {
    const table = part.log.table
    let told_ms = now()
    const onPage = (rows: number) => {
      moved += rows
      if (now() - told_ms < TELL_EVERY_MS) return
      told_ms = now()
      tellProgress(table)
    }
    for await (const load of loadsOf(part, step, options, lease.run.run_id, onPage)) {
      told.bytes += load.bytes
      told.moved[table] = (told.moved[table] ?? 0) + load.rows
      tellProgress(table)
    }
  }
  await mark(plan.toMark, true)

  function tellProgress(table: string): void {
    const rows_per_s = Math.round((moved * 1_000) / Math.max(now() - from_ms, 1))
    const left_s = Math.ceil(Math.max(of - moved, 0) / Math.max(rows_per_s, 1))
    tell({ kind: 'progress', table, moved, of, rows_per_s, left_s })
  }

  async function mark(golfers: readonly Golfer[], done: boolean): Promise<void> {
    const mode = plan.mode === 'full' && done ? 'replace' : 'append'
    if (golfers.length === 0 && mode === 'append') return
    await step.now()
    told.bytes += await warehouse.load({
      log: golferLog,
      mode,
      pages: marksOf(golfers, done),
      key: () => JSON.stringify([lease.run.run_id, plan.mode, done]),
      reached: () => [],
    })
  }
}

function plannedEvent({ mode, golfers, becameFull }: Plan, rows: Readonly<Record<string, number>>): Event {
  return { kind: 'planned', mode, golfers: golfers.length, rows, became_full: becameFull }
}

interface Step {
  /** A clean point: throws Stopped or LeaseLost, else the lease is fresh. */
  now(): Promise<void>
  /** The same, but the cloud is asked at most each few seconds. */
  often(): Promise<void>
}

function stepOf(lease: Lease, { now, signal }: SyncOptions): Step {
  let renewed_ms = Number.NEGATIVE_INFINITY
  const step: Step = {
    now: async () => {
      if (signal.aborted) throw new Stopped()
      await lease.renew()
      renewed_ms = now()
    },
    often: async () => {
      if (signal.aborted) throw new Stopped()
      if (now() - renewed_ms > RENEW_EVERY_MS) await step.now()
    },
  }
  return step
}

/** A replacing part is one load, also of nothing; an appending one as many as its rows need. */
async function* loadsOf(
  { log, load: mode, spans }: Part,
  step: Step,
  { cloud, warehouse, rowsALoad = ROWS_A_LOAD }: SyncOptions,
  run_id: string,
  onPage: (rows: number) => void,
): AsyncGenerator<{ readonly rows: number; readonly bytes: number }> {
  const pages = rowsOf(cloud, log, spans)
  const afterOf = new Map(spans.map(({ user_id, after }) => [user_id, after]))
  const most = mode === 'replace' ? Number.POSITIVE_INFINITY : rowsALoad
  try {
    for (let first = await pages.next(); !first.done || mode === 'replace'; first = await pages.next()) {
      await step.now()
      const taken = { rows: 0, segments: [] as [string, number, number, number][] }
      const bytes = await warehouse.load({
        log,
        mode,
        pages: take(first.done ? null : first.value),
        // The same rows twice are one job; a replacing load belongs to its run.
        key: () => JSON.stringify(mode === 'replace' ? [run_id, mode] : taken.segments),
        reached: () =>
          mode === 'replace'
            ? []
            : taken.segments.map(([user_id, epoch, , rev]) => ({ user_id, epoch, rev })),
      })
      yield { rows: taken.rows, bytes }
      if (mode === 'replace') return

      async function* take(page: readonly CloudRow[] | null): AsyncGenerator<readonly Row[]> {
        for (let rows = page; rows !== null; ) {
          await step.often()
          for (const row of rows) {
            const last = taken.segments.at(-1)
            if (last?.[0] === row.user_id) last[3] = row.rev
            else
              taken.segments.push([row.user_id, Number(row['epoch']), afterOf.get(row.user_id) ?? 0, row.rev])
            afterOf.set(row.user_id, row.rev)
          }
          taken.rows += rows.length
          yield rows
          onPage(rows.length)
          if (taken.rows >= most) return
          const next = await pages.next()
          rows = next.done ? null : next.value
        }
      }
    }
  } finally {
    await pages.return(undefined)
  }
}

const MARKS_A_PAGE = 5_000

async function* marksOf(golfers: readonly Golfer[], done: boolean): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < golfers.length; at += MARKS_A_PAGE)
    yield golfers.slice(at, at + MARKS_A_PAGE).map(({ user_id, epoch, head, token }) => {
      return { user_id, epoch, rev: head, token, done }
    })
}

/** The log still holds measurements of a shot that was deleted for good: only a full run takes them out. */
async function holdsPurgedFacts(warehouse: Warehouse): Promise<boolean> {
  for await (const [row] of warehouse.read(purgedFactsSql)) return Number(row?.['held']) > 0
  return false
}
