/** All routes of the server, wired. It takes what it needs, so a test runs it without a port or a network. */
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { type CoachOptions, coachRoutes } from './coach/routes.ts'
import type { Supabase } from './config.ts'
import { golferOf } from './golfer.ts'
import { type Door, jsonOnly, ownHost, ownOrigin, securityHeaders } from './guard.ts'
import { hubApi, oneTap } from './hub/api.ts'
import { type Hub, hubRoutes } from './hub/hub.ts'
import { staticRoutes } from './static.ts'
import { clientOf } from './uneekor/limits.ts'
import { uneekorRoutes } from './uneekor/routes.ts'
import { openSource } from './uneekor/source.ts'
import { warehouseRoutes } from './warehouse/routes.ts'
import type { WarehouseService } from './warehouse/service.ts'

export interface AppOptions {
  readonly door: Door
  /** Folder of the built app. */
  readonly dist: string
  readonly uneekorBase: string
  readonly cloud: Supabase | Hub
  /** Null: this server has none. */
  readonly warehouse: WarehouseService | null
  /** Null: no key for Gemini. */
  readonly coach: CoachOptions['coach']
  /** The operator's. */
  readonly token: string
  readonly version: string
  /** Random for each start; see data-folder.ts. */
  readonly instance: string
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly wait: (ms: number) => Promise<void>
  /** For one try at the source. */
  readonly tryLimit_ms: number
}

export function createApp(options: AppOptions): Hono {
  const { door, dist, uneekorBase: base, cloud, token, version, instance, now } = options
  const source = openSource({ base, ...options })
  const app = new Hono()
  const client = (c: Context) => clientOf(addressOf(c, door))
  app.use(compress(), securityHeaders('url' in cloud ? cloud.url : null), ownHost(door))

  const api = new Hono()
  api.use(ownOrigin(door), async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  api.get('/health', c => c.json({ app: 'rangebook', version, instance }))
  api.post('*', jsonOnly())
  api.route('/uneekor', uneekorRoutes({ source, base, now, clientOf: client }))
  const has_warehouse = options.warehouse !== null
  if ('url' in cloud) {
    api.get('/cloud', c =>
      c.json({ kind: 'supabase', url: cloud.url, anon_key: cloud.anonKey, has_warehouse }),
    )
  } else {
    api.get('/cloud', c =>
      c.json({
        kind: 'hub',
        path: '/hub',
        anon_key: cloud.anonKey(),
        one_tap: oneTap(c, door),
        has_warehouse,
      }),
    )
    api.route('/hub', hubApi({ hub: cloud, door, token, now, clientOf: client }))
    app.use('/hub/*', ownOrigin(door))
    app.route('/hub', hubRoutes(cloud))
  }
  const golfer = (c: Context) => golferOf(c, cloud, options.fetch)
  const isGolfer = async (c: Context) => (await golfer(c)) !== null
  if (options.warehouse)
    api.route('/warehouse', warehouseRoutes({ warehouse: options.warehouse, token, golfer }))
  api.route('/coach', coachRoutes({ coach: options.coach, token, isGolfer }))
  api.all('*', c =>
    c.json({ kind: 'not_found', says: 'This server has nothing there.', cure: 'Reload the app.' }, 404),
  )
  app.route('/api', api)
  app.all('/hub/*', c => c.json({ message: 'This server is no cloud: it uses another.' }, 404))

  app.route('/', staticRoutes(dist))
  app.onError((error, c) => {
    // Method and path alone: a query or a body may hold a key.
    console.error(`${c.req.method} ${c.req.path} failed:`, error)
    return c.json({ kind: 'bug', says: 'The server made a mistake.', cure: 'Try again.' }, 500)
  })
  return app
}

function addressOf(c: Context, { trustProxy }: Door): string {
  // The last entry is the one that the operator's own proxy added; those before it anybody may have written.
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || (getConnInfo(c).remote.address ?? 'unknown')
}
