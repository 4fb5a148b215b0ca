/**
 * How the app gets onto this device's home screen, as far as the browser lets a page know or do it. Installed
 * it opens like any app, and its history is kept: a tab's may be cleared.
 */

export type WayIn =
  /** It runs from the home screen. */
  | 'installed'
  /** The browser's own question can be asked. */
  | 'prompt'
  /**
   * A tab on an iPhone or iPad: by hand alone, and the installed app has a store of its own. What was imported in
   * the tab stays in the tab, which is cleared after a week without a visit.
   */
  | 'ios_tab'
  /** By the browser's menu, if at all. */
  | 'menu'

export interface Install {
  readonly way: () => WayIn
  readonly onWay: (listener: () => void) => () => void
  /** Asks the browser's question, once for each time that it offers it. */
  readonly ask: () => Promise<void>
  /** The golfer chose to import in the tab all the same. */
  readonly staysInTab: () => boolean
  readonly stayInTab: () => void
}

/** Chromium's event; TypeScript does not know it. */
interface BeforeInstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

const STAYS = 'rangebook.import-in-tab'

const AS_APP = '(display-mode: standalone), (display-mode: minimal-ui), (display-mode: fullscreen)'

/** False where cookies and site data are blocked for this site: a look at what is kept throws then. */
export function mayKeep(window: Window): boolean {
  try {
    return window.localStorage !== null
  } catch {
    return false
  }
}

/** Before anything else: the browser offers its question once, early. */
export function openInstall(window: Window): Install {
  const listeners = new Set<() => void>()
  let offer: BeforeInstallPrompt | null = null
  let way = wayWithoutOffer(window)
  let staysInTab = window.localStorage.getItem(STAYS) !== null

  const become = (next: WayIn) => {
    way = next
    for (const listener of listeners) listener()
  }
  window.addEventListener('beforeinstallprompt', event => {
    // Its own bar would come before there is anything worth keeping.
    event.preventDefault()
    offer = event as BeforeInstallPrompt
    become('prompt')
  })
  window.addEventListener('appinstalled', () => become('installed'))
  return {
    way: () => way,
    onWay(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async ask() {
      await offer?.prompt()
      offer = null
      if (way === 'prompt') become('menu')
    },
    staysInTab: () => staysInTab,
    stayInTab() {
      window.localStorage.setItem(STAYS, new Date().toISOString())
      staysInTab = true
      become(way)
    },
  }
}

function wayWithoutOffer(window: Window): WayIn {
  const { navigator } = window
  if (window.matchMedia(AS_APP).matches || Reflect.get(navigator, 'standalone') === true) return 'installed'
  return isIos(navigator) ? 'ios_tab' : 'menu'
}

/** An iPad says that it is a Mac, which no Mac does with a touch screen. */
export function isIos({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
}
