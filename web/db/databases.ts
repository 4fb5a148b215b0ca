/**
 * The databases on this device: the golfer's own, the sample, one for each further account. What must outlive
 * IndexedDB lies in localStorage: which one is open, and a mark on each that has held a history, so
 * that an emptied store is not taken for a new golfer's.
 */
import { deleteDB } from 'idb'
import { channels, type ToAll } from './messages.ts'

export const LOCAL = 'local'
export const SAMPLE = 'sample'

const CURRENT = 'rangebook.database'
const OWN = 'rangebook.own-database'
const MARK = 'rangebook.history.'

const switched = new EventTarget()

/** Its name within IndexedDB. */
export function storeName(name: string): string {
  return `rangebook ${name}`
}

/** The same of its files, which lie beside it. */
export function fileStoreName(name: string): string {
  return `rangebook-files ${name}`
}

/** The same of the coach's answers. */
export function answerStoreName(name: string): string {
  return `rangebook-answers ${name}`
}

export function currentDatabase(): string {
  return localStorage.getItem(CURRENT) ?? LOCAL
}

/** Not the sample: the current one, else the one that was left for the sample. */
export function ownDatabase(): string {
  const current = currentDatabase()
  return current === SAMPLE ? (localStorage.getItem(OWN) ?? LOCAL) : current
}

/** Opening is the app's: it hears of it by `onSwitch`. */
export function switchTo(name: string): void {
  if (name === SAMPLE) localStorage.setItem(OWN, ownDatabase())
  localStorage.setItem(CURRENT, name)
  switched.dispatchEvent(new Event('switch'))
}

/** In this tab alone: another tab may look at another database. */
export function onSwitch(listener: () => void): () => void {
  switched.addEventListener('switch', listener)
  return () => switched.removeEventListener('switch', listener)
}

/** Names of the databases that hold something, the golfer's own first. */
export function databaseNames(): string[] {
  const marked = Object.keys(localStorage)
    .filter(key => key.startsWith(MARK))
    .map(key => key.slice(MARK.length))
  return [LOCAL, ...marked.filter(name => name !== LOCAL).sort()]
}

export function hasHistory(name: string): boolean {
  return localStorage.getItem(MARK + name) !== null
}

export function markHistory(name: string): void {
  localStorage.setItem(MARK + name, new Date().toISOString())
}

export function forgetHistory(name: string): void {
  localStorage.removeItem(MARK + name)
}

/** Deletes a database whole, on this device. The golfer's own goes by `removeOwnHistory` alone. */
export async function removeDatabase(name: string): Promise<void> {
  if (name === LOCAL) throw new Error('removeDatabase does not delete the golfer’s own history')
  await remove(name)
}

/** Deletes the golfer's own history on this device: for a button that says just that. */
export async function removeOwnHistory(): Promise<void> {
  await remove(LOCAL)
}

async function remove(name: string): Promise<void> {
  // The mark first: cut here, an emptied store would cry for a history that was given up.
  forgetHistory(name)
  if (localStorage.getItem(OWN) === name) localStorage.removeItem(OWN)
  const isOpen = currentDatabase() === name
  // Another one is opened at once; the golfer's own in its own place, when it is empty.
  if (isOpen && name !== LOCAL) switchTo(name === SAMPLE ? ownDatabase() : LOCAL)
  const toAll = new BroadcastChannel(channels.all(name))
  toAll.postMessage({ kind: 'removed' } satisfies ToAll)
  toAll.close()
  // Waits until whoever has it open has let go.
  await deleteDB(storeName(name))
  await deleteDB(fileStoreName(name))
  await deleteDB(answerStoreName(name))
  // What the golfer allowed the coach, and a practice under way.
  for (const what of ['gemini', 'practice']) localStorage.removeItem(`rangebook.${what}.${name}`)
  if (isOpen && name === LOCAL) switchTo(LOCAL)
}
