/** IndexedDB as the log uses it: its stores, a connection that is opened again when it is lost, transactions. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { storeName } from './databases.ts'
import type { Head, LogRecord, Tip } from './log.ts'

/**
 * fenced: another owner took over. emptied: the store is no more. removed: it was deleted by the app.
 * damaged: a snapshot can't be read. newer: a later build made it. unreachable: IndexedDB fails.
 */
export type LogTrouble = 'fenced' | 'emptied' | 'removed' | 'quota' | 'damaged' | 'newer' | 'unreachable'

export class LogError extends Error {
  readonly trouble: LogTrouble
  constructor(trouble: LogTrouble, cause?: unknown) {
    super(`The log is ${trouble}`, { cause })
    this.trouble = trouble
  }
}

export interface Stores extends DBSchema {
  head: { key: 'head'; value: Head }
  tip: { key: 'tip'; value: Tip }
  snapshots: { key: number; value: Blob | ArrayBuffer }
  log: { key: number; value: LogRecord }
  payloads: {
    key: string
    value: { size: number; bytes: Uint8Array<ArrayBuffer> }
    indexes: { size: number }
  }
}

const LAYOUT = 1
const TRIES = 3
export const ALL = ['head', 'tip', 'snapshots', 'log', 'payloads'] as const
export const STRICT = { durability: 'strict' } as const

export interface OpenStores<S extends DBSchema> {
  /** Repeats what a lost connection broke (iOS closes it in the background); `work` may run twice. */
  attempt<T>(work: (db: IDBPDatabase<S>) => Promise<T>): Promise<T>
  close(): void
}

export function openStores(name: string): OpenStores<Stores> {
  return openLasting<Stores>(storeName(name), LAYOUT, db => {
    db.createObjectStore('head')
    db.createObjectStore('tip')
    db.createObjectStore('snapshots', { autoIncrement: true })
    db.createObjectStore('log')
    db.createObjectStore('payloads').createIndex('size', 'size')
  })
}

/** `make`: the stores of this layout that are not there yet. */
export function openLasting<S extends DBSchema>(
  name: string,
  layout: number,
  make: (db: IDBPDatabase<S>) => void,
): OpenStores<S> {
  let connecting: Promise<IDBPDatabase<S>> | null = null
  let removed = false

  function connect(): Promise<IDBPDatabase<S>> {
    if (removed) throw new LogError('removed')
    if (connecting) return connecting
    const opened = openDB<S>(name, layout, {
      upgrade: make,
      blocking(_from, to) {
        // null: the app deletes this store on purpose. Else a later build wants another layout.
        removed = to === null
        disconnect()
      },
      terminated: () => forget(opened),
    })
    connecting = opened
    opened.catch(() => forget(opened))
    return opened
  }

  function forget(gone: Promise<IDBPDatabase<S>>): void {
    if (connecting === gone) connecting = null
  }

  function disconnect(): void {
    connecting?.then(db => db.close()).catch(() => {})
    connecting = null
  }

  async function attempt<T>(work: (db: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work(await connect())
      } catch (error) {
        if (!(error instanceof DOMException)) throw error
        if (error.name === 'QuotaExceededError') throw new LogError('quota', error)
        if (error.name === 'VersionError') throw new LogError('newer', error)
        if (tries === TRIES) throw new LogError('unreachable', error)
        disconnect()
      }
    }
  }

  return { attempt, close: disconnect }
}

/** Issues all requests in one go; one that throws does not leave the others' failures unheard. */
export async function together<T extends readonly unknown[]>(
  requests: {
    [K in keyof T]: () => Promise<T[K]>
  },
): Promise<T> {
  const answers: unknown = await Promise.all(requests.map(async request => request()))
  return answers as T
}

/** The body's result once the transaction has completed; whatever fails, all of it is taken back first. */
export async function settled<T>(
  tx: { readonly done: Promise<void>; abort(): void },
  body: () => Promise<T>,
): Promise<T> {
  const failed = tx.done.then(
    () => null,
    (error: unknown) => error,
  )
  let result: T
  try {
    result = await body()
  } catch (error) {
    abort(tx)
    const why = await failed
    throw isAbort(error) && why ? why : error
  }
  const why = await failed
  if (why) throw why
  return result
}

export function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch {
    // It has ended by itself, and its own events say how.
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
