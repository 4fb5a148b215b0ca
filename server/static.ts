/** The built app in dist/, read at each request: a build made while the server runs is served at once. */
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Context, Hono } from 'hono'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export function staticRoutes(dist: string): Hono {
  const app = new Hono()
  app.get('*', async c => {
    const path = pathOf(c)
    if (path === null) return c.notFound()
    // A page's address has no dot: the app itself finds the way from there.
    const isPage = !path.split('/').at(-1)?.includes('.')
    const response = await file(c, dist, isPage ? '/index.html' : path)
    if (response) return response
    return isPage ? c.text('The app is not built yet: npm start builds it.\n', 503) : c.notFound()
  })
  // The installed app's service worker answers these; here they arrive only if it is gone.
  app.post('*', c =>
    c.text('Rangebook was not ready for what you shared. Open it once, then share again.\n', 405),
  )
  app.notFound(c => c.text('Not here.\n', 404))
  return app
}

/** Decoded, or null for one that leaves dist/ or names a hidden file. */
function pathOf(c: Context): string | null {
  try {
    const path = decodeURIComponent(new URL(c.req.url).pathname)
    return /[\\\0]|\/\./.test(path) ? null : path
  } catch {
    return null // a stray % sign
  }
}

async function file(c: Context, dist: string, path: string): Promise<Response | null> {
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  const full = join(dist, path)
  const found = await stat(full).catch(() => null)
  if (!found?.isFile()) return null
  // Vite writes a hash of the content into each name under assets/.
  const forEver = path.startsWith('/assets/')
  const etag = `W/"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`
  c.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
  c.header('etag', etag)
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304)
  return c.body(await readFile(full), 200, { 'content-type': type })
}
