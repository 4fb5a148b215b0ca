/**
 * The service worker's life, seen from the page: it is registered, a newer build is noticed, and takes over
 * only when the golfer taps. Then every open tab reloads: two builds never work on one page.
 */

/** Browsers look by themselves at each navigation, which an installed app may not make for weeks. */
const LOOK_EVERY_MS = 60 * 60_000

export interface Updates {
  /** True while a newer build waits for a tap. */
  readonly isReady: () => boolean
  readonly onUpdateReady: (listener: () => void) => () => void
  /** Lets it take over; the tabs reload once it has. */
  readonly applyUpdate: () => void
}

export function openUpdates(): Updates {
  const listeners = new Set<() => void>()
  let waiting: ServiceWorker | null = null

  const found = (worker: ServiceWorker | null) => {
    // Without a controller this is the very first install, which replaces nothing.
    if (!worker || !navigator.serviceWorker.controller) return
    waiting = worker
    for (const listener of listeners) listener()
  }
  // Vite's own server has none, and a page on plain HTTP may have none.
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    reloadWhenReplaced()
    // What is kept for later must not stand in the way of the first screen.
    if (document.readyState === 'complete') register(found)
    else addEventListener('load', () => register(found), { once: true })
  }
  return {
    isReady: () => waiting !== null,
    onUpdateReady(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    applyUpdate: () => waiting?.postMessage('SKIP_WAITING'),
  }
}

function reloadWhenReplaced(): void {
  let controlled = navigator.serviceWorker.controller !== null
  let reloading = false
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!controlled) {
      // The first one of all takes over the page that brought it: the same build.
      controlled = true
    } else if (!reloading) {
      reloading = true
      location.reload()
    }
  })
}

async function register(found: (worker: ServiceWorker | null) => void): Promise<void> {
  let registration: ServiceWorkerRegistration
  try {
    registration = await navigator.serviceWorker.register('/sw.js')
  } catch {
    // Refused (a private window, no room): the app works on, online.
    return
  }
  found(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') found(registration.waiting)
    })
  })
  const look = () => {
    // No answer is no news: it looks again.
    if (document.visibilityState === 'visible' && navigator.onLine) registration.update().catch(() => {})
  }
  setInterval(look, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', look)
}
