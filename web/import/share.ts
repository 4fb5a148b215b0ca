/**
 * What another app shares: the service worker keeps it in a cache of its own, the page that opens next takes
 * it out. It may hold a link's key, so it lies there no longer than that.
 */
import { MAX_FILE_BYTES } from './limits.ts'

/** These stand in the manifest too (vite.config.ts). */
export const SHARE_TARGET = '/share-target'
/** Where the system opens files that the golfer chose there. */
export const OPENED_PAGE = '/import/opened'

export const SHARED_PAGE = '/import/shared'
/** What was shared could not be kept: a full device, or a file that is gone. */
export const LOST = '?lost'

const CACHE = 'rangebook-shared'

export interface Shared {
  /** Title, text and address as the other app gave them, a line each. */
  readonly text: string
  readonly files: readonly File[]
}

/** The page that takes it out, or says that there was no keeping it. */
export async function keepShared(caches: CacheStorage, request: Request): Promise<string> {
  try {
    await keep(await caches.open(CACHE), await request.formData())
    return SHARED_PAGE
  } catch {
    // Half of it would be taken for the whole.
    await caches.delete(CACHE)
    return SHARED_PAGE + LOST
  }
}

async function keep(cache: Cache, form: FormData): Promise<void> {
  const words = ['title', 'text', 'url']
    .map(field => form.get(field))
    .filter(word => typeof word === 'string')
  await cache.put('/text', new Response(words.join('\n')))
  const files = form.getAll('files').filter(file => file instanceof File)
  for (const [n, file] of files.entries()) {
    // Too big is said by the page, which needs only the name for it.
    const body = file.size > MAX_FILE_BYTES ? null : file
    const headers = { 'x-name': encodeURIComponent(file.name), 'x-bytes': String(file.size) }
    await cache.put(`/file/${n}`, new Response(body, { headers }))
  }
}

/** Once: a second call finds nothing. Null if nothing was shared. */
export async function takeShared(caches: CacheStorage): Promise<Shared | null> {
  if (!(await caches.has(CACHE))) return null
  const cache = await caches.open(CACHE)
  const text = (await (await cache.match('/text'))?.text()) ?? ''
  const files: File[] = []
  for (const request of await cache.keys()) {
    if (!new URL(request.url).pathname.startsWith('/file/')) continue
    const kept = await cache.match(request)
    if (!kept) continue
    files.push(new File([await kept.blob()], decodeURIComponent(kept.headers.get('x-name') ?? 'shared.json')))
  }
  await caches.delete(CACHE)
  return { text, files }
}
