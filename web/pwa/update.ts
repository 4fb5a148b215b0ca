/**
 * The service worker's life, seen from the page: it is registered, a newer build is noticed, and takes over
 * only when the golfer taps and nothing runs in any tab. Then every open tab reloads: two builds never work on
 * one page, nor beside each other on one database.
 */
import { type Running, untilIdle, untilThisTabIsIdle } from './running.ts'

/** Browsers look by themselves at each navigation, which an installed app may not make for weeks. */
const LOOK_EVERY_MS = 60 * 60_000

/** A worker that was told to take over and has not by now is stuck behind a request that never ends. */
const STUCK_AFTER_MS = 10_000

export type UpdateState =
  | { readonly kind: 'none' }
  /** A newer build waits for a tap. */
  | { readonly kind: 'ready' }
  /** Tapped; it comes when this has ended. */
  | { readonly kind: 'waits'; readonly for: readonly Running[] }

export interface Updates {
  /** The same object until it changes. */
  readonly state: () => UpdateState
  readonly onState: (listener: () => void) => () => void
  /** Lets it take over once nothing runs; all tabs reload then. */
  readonly apply: () => Promise<void>
}

export function openUpdates(): Updates {
  const listeners = new Set<() => void>()
  let state: UpdateState = { kind: 'none' }
  let waiting: ServiceWorker | null = null

  const become = (next: UpdateState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const found = (worker: ServiceWorker) => {
    waiting = worker
    if (state.kind === 'none') become({ kind: 'ready' })
  }
  // Vite's own server has none, and a page on plain HTTP may have none.
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    reloadWhenReplaced()
    // What is kept for later must not stand in the way of the first screen.
    if (document.readyState === 'complete') register(found)
    else addEventListener('load', () => register(found), { once: true })
  }
  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async apply() {
      if (state.kind !== 'ready') return
      become({ kind: 'waits', for: [] })
      await untilIdle(running => become({ kind: 'waits', for: running }))
      waiting?.postMessage('SKIP_WAITING')
      const stuck = setTimeout(() => startOver().finally(() => become({ kind: 'ready' })), STUCK_AFTER_MS)
      navigator.serviceWorker.addEventListener('controllerchange', () => clearTimeout(stuck), { once: true })
    },
  }
}

function reloadWhenReplaced(): void {
  let controlled = navigator.serviceWorker.controller !== null
  let reloading = false
  navigator.serviceWorker.addEventListener('controllerchange', async () => {
    if (!controlled) {
      // The first one of all takes over the page that brought it: the same build.
      controlled = true
    } else if (!reloading) {
      reloading = true
      // Begun after the golfer's tap in another tab: it ends first.
      await untilThisTabIsIdle()
      location.reload()
    }
  })
}

/** Without a worker the next page comes from the server, and brings the newest one. Nothing of the history is touched. */
async function startOver(): Promise<void> {
  const server = await fetch('/api/health', { cache: 'no-store' }).catch(() => null)
  // What is kept here is all that opens without a signal.
  if (!server?.ok) return
  await (await navigator.serviceWorker.getRegistration())?.unregister()
  location.reload()
}

function register(found: (worker: ServiceWorker) => void): void {
  const { serviceWorker } = navigator
  let registration: ServiceWorkerRegistration | undefined
  const follow = (worker: ServiceWorker | null) => worker?.addEventListener('statechange', look)
  const look = () => {
    // Without an active one this is the very first install, which replaces nothing.
    if (registration?.waiting && registration.active) found(registration.waiting)
  }
  const ask = async () => {
    if (registration?.active) {
      if (document.visibilityState === 'visible' && navigator.onLine) await registration.update()
      return
    }
    // Anew after a first install that lost the signal in the middle: nothing of it is left.
    registration = await serviceWorker.register('/sw.js')
    look()
    follow(registration.installing)
    registration.onupdatefound = () => follow(registration?.installing ?? null)
  }
  // Refused (a private window, no room), or no answer: the app works on, online, and asks again.
  const askAgain = () => ask().catch(() => {})
  askAgain()
  setInterval(askAgain, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', askAgain)
  addEventListener('online', askAgain)
  // A page that was on its way when the first worker took over was passed by.
  serviceWorker.ready.then(({ active }) => {
    if (!serviceWorker.controller) active?.postMessage('CLAIM')
  })
}
