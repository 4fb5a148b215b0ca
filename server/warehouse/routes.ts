/** The warehouse over HTTP: the operator's alone, but for the app's panel and its "run now". */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { stream } from 'hono/streaming'
import * as v from 'valibot'
import { isOperator } from '../hub/operator.ts'
import { failedBy, type WarehouseService } from './service.ts'
import { logs } from './tables.ts'

export interface RoutesOptions {
  readonly warehouse: WarehouseService
  /** The operator's. */
  readonly token: string
  /** The user id of a golfer of this server's cloud, signed in. */
  readonly golfer: (c: Context) => Promise<string | null>
}

/** "Run now" in the app: at most one each five minutes. */
const PAUSE_S = 300
const MOST_ROWS = 100_000
const MOST_OWN_ROWS = 2_000

const json = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema)
const Sync = json(
  v.object({
    mode: v.optional(v.picklist(['full', 'incremental']), 'incremental'),
    dry_run: v.optional(v.boolean(), false),
  }),
)
const Query = json(
  v.object({
    sql: v.string(),
    most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_ROWS)), 1_000),
    /** Whose rows alone, in a sandbox; a golfer's question is always of their own. */
    golfer: v.optional(v.pipe(v.string(), v.uuid())),
  }),
)
const Rows = json(
  v.object({ view: v.picklist(['shots_in_yards', ...logs.map(({ table }) => `${table}_latest`)]) }),
)
const Whose = json(v.object({ user_id: v.pipe(v.string(), v.uuid()) }))
const LeaveOut = json(v.object({ user_id: v.pipe(v.string(), v.uuid()), out: v.boolean() }))

const REFUSALS = {
  operator_only: { says: 'This is the operator’s alone.', cure: 'Use npx rangebook on the server.' },
  sign_in: { says: 'Sign in to this server’s cloud first.', cure: 'Settings, Cloud.' },
  bad_request: { says: 'This request is not understood.', cure: 'Reload the app.' },
} as const

export function warehouseRoutes({ warehouse, token, golfer }: RoutesOptions): Hono {
  const app = new Hono()
  const operator: MiddlewareHandler = (c, next) =>
    isOperator(c, token) ? next() : Promise.resolve(refuse(c, 401, 'operator_only'))
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: c => refuse(c, 400, 'bad_request') }))

  app.get('/', async c => {
    const isHis = isOperator(c, token)
    if (!isHis && (await golfer(c)) === null) return refuse(c, 401, 'sign_in')
    const about = await warehouse.about(isHis ? 20 : 1)
    // What runs moved is told of all golfers together, and of paths on the server: not for each of them.
    return c.json(isHis ? about : { ...about, name: about.kind, rows: {}, runs: about.runs.map(shown) })
  })

  app.get('/earlier', operator, async c => c.json({ earlier: await warehouse.earlier() }))

  app.get('/holds', async c => {
    const user_id = await golfer(c)
    return user_id === null ? refuse(c, 401, 'sign_in') : c.json({ holds: await warehouse.holds(user_id) })
  })

  app.post('/sync', async c => {
    const asked = v.safeParse(Sync, (await c.req.text()) || '{}')
    if (!asked.success) return refuse(c, 400, 'bad_request')
    const { mode, dry_run } = asked.output
    const isHis = isOperator(c, token)
    if (isHis) return lines(c, warehouse.sync({ mode, isDryRun: dry_run, pause_s: 0, by: null }))
    const by = await golfer(c)
    if (by === null) return refuse(c, 401, 'sign_in')
    if (mode === 'full' || dry_run) return refuse(c, 401, 'operator_only')
    return lines(c, warehouse.sync({ mode, isDryRun: false, pause_s: PAUSE_S, by }))
  })

  app.post('/stop', async c => {
    const isHis = isOperator(c, token)
    const by = isHis ? null : await golfer(c)
    if (!isHis && by === null) return refuse(c, 401, 'sign_in')
    return c.json({ stopping: warehouse.stop(by) })
  })
  app.post('/verify', operator, async c => c.json(await warehouse.verify()))

  app.post('/query', async c => {
    const isHis = isOperator(c, token)
    const asker = isHis ? null : await golfer(c)
    if (!isHis && asker === null) return refuse(c, 401, 'sign_in')
    const asked = v.safeParse(Query, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    const { sql, most } = asked.output
    const whose = asker ?? asked.output.golfer
    if (whose === undefined) return c.json(await warehouse.query(sql, most))
    return c.json(await warehouse.queryOwn(whose, sql, Math.min(most, MOST_OWN_ROWS)))
  })

  app.post('/rows', operator, async c => {
    const asked = v.safeParse(Rows, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    return lines(c, await warehouse.rows(asked.output.view))
  })

  app.post('/settings', operator, async c => {
    const asked = v.safeParse(Whose, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    return c.json(await warehouse.settings(asked.output.user_id))
  })

  app.post('/leave-out', operator, async c => {
    const asked = v.safeParse(LeaveOut, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    const { user_id, out } = asked.output
    return c.json({ known: await warehouse.leaveOut(user_id, out) })
  })

  app.onError((error, c) => {
    const { problem: kind, says, cure } = failedBy(error)
    return c.json({ kind, says, cure }, kind === 'bad_query' ? 400 : kind === 'bug' ? 500 : 503)
  })
  return app
}

const shown = ({
  mode,
  result,
  started_ms,
  ended_ms,
}: {
  mode: string
  result: string | null
  started_ms: number
  ended_ms: number | null
}) => ({
  mode,
  result,
  started_ms,
  ended_ms,
})

/** One JSON value a line, each as it comes. Who goes away stops nothing. */
function lines(c: Context, values: AsyncIterable<unknown>): Response {
  c.header('content-type', 'application/x-ndjson')
  c.header('cache-control', 'no-store, no-transform')
  return stream(c, async out => {
    for await (const value of values) {
      if (out.aborted) return
      await out.write(`${JSON.stringify(value)}\n`)
    }
  })
}

function refuse(c: Context, status: 400 | 401, kind: keyof typeof REFUSALS): Response {
  return c.json({ kind, ...REFUSALS[kind] }, status)
}
