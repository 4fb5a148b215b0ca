/**
 * The IndexedDB side of a database: snapshots, the log of commits above them, payloads; the head, which
 * says who may write and which snapshots count; the tip, how far the log goes. Every write is one strict
 * transaction that compares the head; it may be repeated after a lost connection.
 */
import { type IDBPTransaction, unwrap } from 'idb'
import type { TableChange } from './connection.ts'
import { ALL, abort, LogError, openStores, STRICT, type Stores, settled, together } from './idb.ts'

export interface Snapshot {
  readonly key: number
  /** Last commit that it holds. */
  readonly seq: number
  readonly version: number
  readonly bytes: number
}

export interface Head {
  /** Another store under the same name has another: one that was deleted and made again. */
  readonly store_id: string
  /** Who took over last: one opening of the log. */
  readonly owner: string
  /** Raised by each take-over; who holds a lower one writes no more. */
  readonly generation: number
  readonly current: Snapshot
  /** With the log above it, the last good copy. */
  readonly previous: Snapshot | null
}

/** By itself, so that a commit writes nothing that a fold beside it writes. */
export interface Tip {
  /** Number of the last commit: the log's highest key. */
  readonly seq: number
  /** ISO UTC of the last commit. */
  readonly saved_at: string | null
}

export interface LogRecord {
  readonly seq: number
  /** Schema version of the rows; a migration is a record without any. */
  readonly version: number
  readonly changes: readonly TableChange[]
}

export interface Stored {
  readonly snapshot: Snapshot
  readonly file: Uint8Array<ArrayBuffer>
  /** All commits above the snapshot. */
  readonly records: readonly LogRecord[]
}

export interface PayloadChanges {
  readonly put: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly drop: ReadonlySet<string>
}

export interface Log {
  /** Raises the generation and reads all; null if the store is empty. */
  takeOver(): Promise<Stored | null>
  /**
   * Raises it again, by its owner: shuts out what a failed write may still have under way, and tells
   * how far the log goes.
   */
  retake(): Promise<Tip>
  read(which: 'current' | 'previous'): Promise<Stored | null>
  /** A new store with this content; what was there goes. */
  create(file: Uint8Array<ArrayBuffer>, version: number, store_id: string, seq: number): Promise<void>
  append(record: LogRecord, payloads: PayloadChanges, saved_at: string): Promise<void>
  /** A snapshot that is a commit by itself: the database as a migration left it. */
  renew(file: Uint8Array<ArrayBuffer>, version: number): Promise<void>
  /** As `renew`, but nothing of before is kept to go back to: it was damaged. */
  replace(file: Uint8Array<ArrayBuffer>, version: number): Promise<void>
  /**
   * A commit too large for the log, as a snapshot by itself. The log has a gap there: a replay of the copy
   * before stops at it.
   */
  leap(
    file: Uint8Array<ArrayBuffer>,
    version: number,
    payloads: PayloadChanges,
    saved_at: string,
  ): Promise<void>
  /**
   * A snapshot of the state at `seq`, beside the commits that go on; becomes current when written.
   * False: a later one has become it meanwhile.
   */
  fold(file: Uint8Array<ArrayBuffer>, seq: number, version: number): Promise<boolean>
  payload(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  payloadBytes(): Promise<number>
  /** As this owner last read or wrote them. */
  head(): Head | null
  tip(): Tip | null
  close(): void
}

/** `owner`: unique to this opening. */
export function openLog(name: string, owner: string): Log {
  const { attempt, close } = openStores(name)
  let head: Head | null = null
  let tip: Tip | null = null
  let blobsWork = true

  /** Where the browser can't store a Blob (WebKit's private windows), the bytes themselves. */
  async function withFile<T>(
    file: Uint8Array<ArrayBuffer>,
    write: (value: Blob | ArrayBuffer) => Promise<T>,
  ): Promise<T> {
    if (blobsWork) {
      try {
        return await write(new Blob([file]))
      } catch (error) {
        if (!(error instanceof LogError && error.trouble === 'unreachable')) throw error
        blobsWork = false
      }
    }
    return write(whole(file).buffer)
  }

  /** The head, if this owner may still write. */
  function mine(stored: Head | undefined): Head {
    if (!stored) throw new LogError('emptied')
    if (stored.store_id !== head?.store_id || stored.generation !== head.generation) {
      throw new LogError('fenced')
    }
    return stored
  }

  async function takeOver(): Promise<Stored | null> {
    const taken = await attempt(async db => {
      const tx = db.transaction(['head', 'tip', 'snapshots', 'log'], 'readwrite')
      return settled(tx, async () => {
        const [stored, end] = await together([
          () => tx.objectStore('head').get('head'),
          () => tx.objectStore('tip').get('tip'),
        ])
        if (!stored && !head) return null
        if (!stored) throw new LogError('emptied')
        if (head && stored.owner !== owner) throw new LogError('fenced')
        if (!end) throw new LogError('damaged')
        const snapshot = stored.current
        const raised = { ...stored, owner, generation: stored.generation + 1 }
        const [content, records] = await together([
          () => tx.objectStore('snapshots').get(snapshot.key),
          () => tx.objectStore('log').getAll(IDBKeyRange.lowerBound(snapshot.seq, true)),
          () => tx.objectStore('head').put(raised, 'head'),
        ])
        return { head: raised, tip: end, snapshot, content, records }
      })
    })
    if (!taken) return null
    head = taken.head
    tip = taken.tip
    return { ...taken, file: await fileOf(taken.content, taken.snapshot) }
  }

  async function retake(): Promise<Tip> {
    const taken = await attempt(async db => {
      const tx = db.transaction(['head', 'tip'], 'readwrite')
      return settled(tx, async () => {
        const [stored, end] = await together([
          () => tx.objectStore('head').get('head'),
          () => tx.objectStore('tip').get('tip'),
        ])
        if (!stored || !end) throw new LogError('emptied')
        // By the owner alone: a raise whose answer was lost is still ours.
        if (stored.owner !== owner) throw new LogError('fenced')
        const raised = { ...stored, generation: stored.generation + 1 }
        await tx.objectStore('head').put(raised, 'head')
        return { head: raised, tip: end }
      })
    })
    head = taken.head
    tip = taken.tip
    return taken.tip
  }

  async function read(which: 'current' | 'previous'): Promise<Stored | null> {
    const found = await attempt(async db => {
      const tx = db.transaction(['head', 'snapshots', 'log'])
      return settled(tx, async () => {
        const snapshot = (await tx.objectStore('head').get('head'))?.[which]
        if (!snapshot) return null
        const [content, records] = await together([
          () => tx.objectStore('snapshots').get(snapshot.key),
          () => tx.objectStore('log').getAll(IDBKeyRange.lowerBound(snapshot.seq, true)),
        ])
        return { snapshot, content, records }
      })
    })
    return found && { ...found, file: await fileOf(found.content, found.snapshot) }
  }

  async function create(
    file: Uint8Array<ArrayBuffer>,
    version: number,
    store_id: string,
    seq: number,
  ): Promise<void> {
    const seen = head
    const generation = (seen?.generation ?? 0) + 1
    head = await withFile(file, value =>
      attempt(async db => {
        const tx = db.transaction(ALL, 'readwrite', STRICT)
        return settled(tx, async () => {
          const stored = await tx.objectStore('head').get('head')
          if (stored?.store_id === store_id) return stored
          if (stored && (!seen || stored.owner !== owner)) {
            throw new LogError('fenced')
          }
          const [key] = await together([
            () => tx.objectStore('snapshots').add(value),
            () => tx.objectStore('log').clear(),
            () => tx.objectStore('payloads').clear(),
          ])
          const current = { key, seq, version, bytes: file.byteLength }
          const made: Head = { store_id, owner, generation, current, previous: null }
          await keep(tx, made, { seq, saved_at: null })
          return made
        })
      }),
    )
    tip = { seq, saved_at: null }
  }

  async function append(record: LogRecord, payloads: PayloadChanges, saved_at: string): Promise<void> {
    const next = { seq: record.seq, saved_at }
    await attempt(async db => {
      // What every edit waits for, so without a turn in between: all is asked at once, and the head's
      // answer decides whether it is committed.
      await new Promise<void>((resolve, reject) => {
        const tx = unwrap(db).transaction(['head', 'tip', 'log', 'payloads'], 'readwrite', STRICT)
        let refusal: unknown = null
        const refuse = (why: unknown) => {
          refusal ??= why
          abort(tx)
        }
        tx.oncomplete = () => resolve()
        tx.onabort = () => {
          if (refusal === ALREADY_THERE) resolve()
          else reject(refusal ?? tx.error ?? new DOMException('The transaction was aborted', 'AbortError'))
        }
        try {
          const stored: IDBRequest<Head | undefined> = tx.objectStore('head').get('head')
          const end: IDBRequest<Tip | undefined> = tx.objectStore('tip').get('tip')
          end.onsuccess = () => {
            try {
              mine(stored.result)
              // The same owner's same number: this write, whose answer a lost connection took.
              if (end.result?.seq === record.seq) refuse(ALREADY_THERE)
              else if (end.result?.seq !== record.seq - 1) refuse(new LogError('fenced'))
              else tx.commit()
            } catch (error) {
              refuse(error)
            }
          }
          // add(), never put(): whoever slipped past the head must collide, not overwrite.
          tx.objectStore('log').add(record, record.seq)
          changePayloads(tx.objectStore('payloads'), payloads)
          tx.objectStore('tip').put(next, 'tip')
        } catch (error) {
          refuse(error)
        }
      })
    })
    tip = next
  }

  /** A snapshot that is the next commit; `more` is written with it. */
  async function renewed(
    file: Uint8Array<ArrayBuffer>,
    version: number,
    before: (stored: Head) => Snapshot | null,
    saved_at: string | null,
    more: (tx: IDBPTransaction<Stores, typeof ALL, 'readwrite'>, seq: number) => void,
  ): Promise<void> {
    const next = { seq: (tip?.seq ?? 0) + 1, saved_at }
    head = await withFile(file, value =>
      attempt(async db => {
        const tx = db.transaction(ALL, 'readwrite', STRICT)
        return settled(tx, async () => {
          const stored = mine(await tx.objectStore('head').get('head'))
          if (stored.current.seq === next.seq) return stored
          more(tx, next.seq)
          const key = await tx.objectStore('snapshots').add(value)
          const current = { key, seq: next.seq, version, bytes: file.byteLength }
          const kept = { ...stored, current, previous: before(stored) }
          await keep(tx, kept, next)
          return kept
        })
      }),
    )
    tip = next
  }

  /** What was there before is kept or not; the log goes on without a gap. */
  const migrated = (
    file: Uint8Array<ArrayBuffer>,
    version: number,
    before: (stored: Head) => Snapshot | null,
  ) =>
    renewed(file, version, before, tip?.saved_at ?? null, (tx, seq) => {
      unwrap(tx).objectStore('log').add({ seq, version, changes: [] }, seq)
    })

  async function fold(file: Uint8Array<ArrayBuffer>, seq: number, version: number): Promise<boolean> {
    // Two transactions: the first, long one shares no store with a commit, so that none waits for it. A
    // snapshot that no head names counts for nothing.
    const key = await withFile(file, value =>
      attempt(async db => {
        const tx = db.transaction('snapshots', 'readwrite', STRICT)
        return settled(tx, () => tx.store.add(value))
      }),
    )
    head = await attempt(async db => {
      const tx = db.transaction(ALL, 'readwrite', STRICT)
      return settled(tx, async () => {
        const stored = mine(await tx.objectStore('head').get('head'))
        if (stored.current.key === key) return stored
        if (stored.current.seq > seq) {
          await tx.objectStore('snapshots').delete(key)
          return stored
        }
        const current = { key, seq, version, bytes: file.byteLength }
        const kept = { ...stored, current, previous: stored.current }
        await keep(tx, kept, null)
        return kept
      })
    })
    return head.current.key === key
  }

  return {
    takeOver,
    retake,
    read,
    create,
    append,
    renew: (file, version) => migrated(file, version, stored => stored.current),
    replace: (file, version) => migrated(file, version, () => null),
    leap: (file, version, payloads, saved_at) =>
      renewed(
        file,
        version,
        stored => stored.current,
        saved_at,
        tx => changePayloads(unwrap(tx).objectStore('payloads'), payloads),
      ),
    fold,
    payload: async id => (await attempt(db => db.get('payloads', id)))?.bytes,
    payloadBytes: () =>
      attempt(async db => {
        let bytes = 0
        // By the index: its keys are the sizes, and no payload is loaded to be counted.
        let cursor = await db.transaction('payloads').store.index('size').openKeyCursor()
        while (cursor) {
          bytes += cursor.key
          cursor = await cursor.continue()
        }
        return bytes
      }),
    head: () => head,
    tip: () => tip,
    close,
  }
}

/** Why an append is taken back, though all is well. */
const ALREADY_THERE = Symbol('already there')

/** Requests alone: whether they went well, their transaction says. */
function changePayloads(store: IDBObjectStore, { put, drop }: PayloadChanges): void {
  for (const [id, bytes] of put) {
    const kept = whole(bytes)
    store.put({ size: kept.byteLength, bytes: kept }, id)
  }
  for (const id of drop) store.delete(id)
}

/** Writes the head, and the tip where it moved; lets go of what the head no longer names. */
async function keep(
  tx: IDBPTransaction<Stores, typeof ALL, 'readwrite'>,
  head: Head,
  tip: Tip | null,
): Promise<void> {
  const named = [head.current.key, head.previous?.key]
  const keys = await tx.objectStore('snapshots').getAllKeys()
  await together<unknown[]>([
    () => tx.objectStore('head').put(head, 'head'),
    ...(tip ? [() => tx.objectStore('tip').put(tip, 'tip')] : []),
    () => tx.objectStore('log').delete(IDBKeyRange.upperBound((head.previous ?? head.current).seq)),
    ...keys.filter(key => !named.includes(key)).map(key => () => tx.objectStore('snapshots').delete(key)),
  ])
}

async function fileOf(
  content: Blob | ArrayBuffer | undefined,
  { bytes }: Snapshot,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!content) throw new LogError('damaged')
  let file: Uint8Array<ArrayBuffer>
  try {
    file = new Uint8Array(content instanceof Blob ? await content.arrayBuffer() : content)
  } catch (error) {
    throw new LogError('damaged', error)
  }
  if (file.byteLength !== bytes) throw new LogError('damaged')
  return file
}

/** A view's whole buffer is stored with it: bytes of their own, then. */
function whole(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}
