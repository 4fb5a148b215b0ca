/**
 * The service worker: the app opens without a signal, and what other apps share with it is taken in here.
 * An update waits until the golfer taps for it.
 */
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { keepShared, SHARE_TARGET } from '../import/share.ts'

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

// The page that brought the first one is kept by it at once, so that a later one reloads that page too.
clientsClaim()
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
// Every page is the app itself. /api is the server's alone, and an address with a dot is a file.
const keptPage = createHandlerBoundToURL('/index.html')
registerRoute(
  ({ request, url }) => request.mode === 'navigate' && !/^\/api\/|\.[^/]*$/.test(url.pathname),
  // Cleared by the browser or by hand: the server's page, of whichever build, brings scripts of its own.
  options => keptPage(options).catch(() => fetch(options.request)),
)

registerRoute(
  ({ url }) => url.pathname === SHARE_TARGET,
  async ({ request }) => Response.redirect(await keepShared(caches, request), 303),
  'POST',
)

self.addEventListener('message', event => {
  if (event.data === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
  if (event.data === 'CLAIM') event.waitUntil(self.clients.claim())
})
