/**
 * What the app was opened with: a link in the address, something that another app shared, or the code of
 * another device. A link holds its report's key, and a code opens a history: both leave the address and the
 * browser's history before anything else is done.
 */
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { type Intake, takeFiles, takeText, together } from './intake.ts'
import { LOST, OPENED_PAGE, SHARED_PAGE, takeShared } from './share.ts'

export type Launch =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'shared' }
  /** Shared, and there was no room to keep it. */
  | { readonly kind: 'lost' }
  /** Chosen in the system's file manager, to be opened with this app. */
  | { readonly kind: 'files'; readonly files: Promise<readonly File[] | null> }
  /** Another device shows it, so that this one joins its cloud. */
  | { readonly kind: 'join'; readonly code: string }

export const IMPORT_PAGE = '/import'
export const CLOUD_PAGE = '/settings/cloud'

const GONE: Problem = {
  kind: 'unreadable',
  says: 'That file can’t be read any more. Was it moved or deleted?',
}

const NOT_KEPT: Problem = {
  kind: 'quota',
  says: 'What you shared could not be kept here. Is the device full? Free some space, then share it again.',
}

/** What Chromium on a laptop has; TypeScript does not know it. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void
}
declare global {
  interface Window {
    readonly launchQueue?: LaunchQueue
  }
}

/** Null if it was opened plainly. Call it before the router reads the address: it leads to the page for it. */
export function readLaunch(
  location: Pick<Location, 'pathname' | 'search' | 'hash'>,
  history: Pick<History, 'replaceState'>,
): Launch | null {
  const launch = launchIn(location)
  if (launch) history.replaceState(null, '', launch.kind === 'join' ? CLOUD_PAGE : IMPORT_PAGE)
  return launch
}

/** A link that is opened where the app is open already changes the fragment alone, and reloads nothing. */
export function followLaunches(window: Window): () => void {
  const reload = () => {
    if (launchIn(window.location)) window.location.reload()
  }
  window.addEventListener('hashchange', reload)
  return () => window.removeEventListener('hashchange', reload)
}

export async function takeLaunch(
  db: Db,
  launch: Exclude<Launch, { kind: 'join' }>,
  caches: CacheStorage,
): Promise<Intake> {
  if (launch.kind === 'text') return takeText(db, launch.text)
  if (launch.kind === 'lost') return { ids: [], problems: [NOT_KEPT] }
  if (launch.kind === 'files') {
    const files = await launch.files
    return files ? takeFiles(db, files) : { ids: [], problems: [GONE] }
  }
  const shared = await takeShared(caches)
  // Reloaded, or opened by hand: it was taken before.
  if (!shared) return { ids: [], problems: [] }
  const files = await takeFiles(db, shared.files)
  // Words beside a file are its name or its caption: no link is missed in them.
  if (shared.files.length > 0 && !/uneekor/i.test(shared.text)) return files
  return together([await takeText(db, shared.text), files])
}

/** Null if they can't be read any more. */
function opened(queue: LaunchQueue): Promise<readonly File[] | null> {
  return new Promise(resolve => {
    queue.setConsumer(({ files }) => {
      Promise.all(files.map(file => file.getFile())).then(resolve, () => resolve(null))
    })
  })
}

function launchIn({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): Launch | null {
  if (pathname === SHARED_PAGE) return { kind: search === LOST ? 'lost' : 'shared' }
  if (pathname === OPENED_PAGE && window.launchQueue) {
    return { kind: 'files', files: opened(window.launchQueue) }
  }
  const code = textAfter('#join=', hash)
  if (code !== null) return { kind: 'join', code }
  const text = textAfter('#link=', hash) ?? textAfter('?link=', search)
  return text === null ? null : { kind: 'text', text }
}

/**
 * All that follows, decoded if it is encoded: a link put behind it as it is has a `&key=` of its own, which
 * a reader of parameters would cut off.
 */
function textAfter(start: '#link=' | '?link=' | '#join=', part: string): string | null {
  if (!part.startsWith(start)) return null
  const value = part.slice(start.length)
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
