/**
 * Files beside the engine: raw reports always, pictures as the golfer chose, each once and after its row, so that
 * none lies in the bucket unnamed; what nobody names any more goes. One tab does it; wherever it is cut, the next
 * pass goes on with what is not there.
 */
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { hashOf } from '../db/files.ts'
import type { StoredFiles } from '../db/stored.ts'
import type { Surroundings } from '../import/browser.ts'
import { wait_ms } from '../import/waits.ts'
import { type Bucket, bucketOf, NotNow } from './bucket.ts'
import type { Cloud } from './cloud.ts'
import { type CloudCopies, openCloudCopies } from './copies.ts'
import type { SyncEngine } from './engine.ts'
import type { CloudFiles } from './files.ts'
import { passes, problemOf } from './problems.ts'
import type { SendingSetting } from './sending.ts'

export interface FilesState {
  readonly now:
    | { readonly kind: 'resting' }
    | { readonly kind: 'sending' }
    /** `again_ms`: when it is tried by itself (wall clock); null = something must be done first. */
    | { readonly kind: 'failed'; readonly problem: Problem; readonly again_ms: number | null }
  /** Pictures on this device. */
  readonly here: number
  /** Of these the cloud is known to hold so many. */
  readonly stored: number
  /** Files of the cloud that were not what their name says, since the app was opened. */
  readonly damaged: number
}

export interface FileSync {
  /** The same object until it changes. */
  readonly state: () => FilesState
  readonly onState: (listener: () => void) => () => void
  readonly sending: SendingSetting
  readonly copies: CloudCopies
  /** Now. Resolves when it came to an end, well or not. */
  readonly pass: () => Promise<void>
  readonly close: () => void
}

export interface FileSyncWorld extends Surroundings {
  readonly db: Pick<Db, 'name' | 'query' | 'run' | 'watch'>
  readonly files: StoredFiles
  readonly cloud: Cloud
  readonly cloudFiles: CloudFiles
  readonly engine: Pick<SyncEngine, 'state' | 'onState'>
  readonly sending: SendingSetting
  readonly onWifi: () => boolean
  /** Runs the work while no other tab runs one of that name. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>
}

/** Well below the patience of a tab that waits for its turn (alone.ts). */
const TURN_MS = 45_000
/** Looked up together. */
const MANY = 500
const AT_ONCE = 3
/** How often it is looked for files that may go, where no row is seen to go here. */
const REMOVE_MS = 600_000

export function openFileSync(world: FileSyncWorld): FileSync {
  const { db, files, cloud, cloudFiles, engine, sending } = world
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  const { signal } = closing
  /** Raw reports that the cloud holds; asked anew by each opening, as there are few. */
  let payloads = { bucket: '', stored: new Set<string>() }
  let state: FilesState = { now: { kind: 'resting' }, here: 0, stored: 0, damaged: 0 }
  let running: Promise<void> | null = null
  let again = false
  let tries = 0
  let looked_ms = Number.NEGATIVE_INFINITY
  let rows: number | null = null
  let moved = false
  let cancelTimer = () => {}

  const copies = openCloudCopies({
    db,
    files,
    cloud,
    cloudFiles,
    now: world.now,
    onDamaged: () => show({ damaged: state.damaged + 1 }),
  })
  const stops = [
    // Whatever came and went with rows; a round that moved none leaves the files as they are.
    engine.onState(() => {
      const { kind } = engine.state().now
      if (kind === 'sending' || kind === 'receiving') moved = true
      else if (kind === 'resting' && moved) {
        moved = false
        void pass()
      }
    }),
    db.watch('media_count', null, count => {
      if (rows !== null && count < rows) looked_ms = Number.NEGATIVE_INFINITY
      rows = count
    }),
    sending.onChange(() => void hope()),
    world.onHope(() => void hope()),
  ]
  void pass()

  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sending,
    copies,
    pass,
    close() {
      closing.abort()
      cancelTimer()
      for (const stop of stops) stop()
      files.close()
    },
  }

  function hope(): Promise<void> {
    tries = 0
    return pass()
  }

  function pass(): Promise<void> {
    again = true
    if (signal.aborted) return Promise.resolve()
    running ??= drain().finally(() => {
      running = null
    })
    return running
  }

  async function drain(): Promise<void> {
    cancelTimer()
    while (again && !signal.aborted) {
      again = false
      // The signal's return is a hope.
      if (!world.online()) break
      try {
        await world.alone(`rangebook-bucket:${db.name}`, turn)
        tries = 0
        show({ now: { kind: 'resting' } })
      } catch (error) {
        if (!signal.aborted) failed(error)
        return
      }
    }
  }

  async function turn(): Promise<void> {
    const until_ms = world.now() + TURN_MS
    const tired = () => {
      if (world.now() <= until_ms) return signal.aborted
      again = true
      return true
    }
    const bucket = await bucketOf(db, cloud)
    await count(bucket)
    await sendPayloads(bucket, tired)
    await sendPictures(bucket, tired)
    await removeUnnamed(bucket)
  }

  async function sendPayloads(bucket: Bucket, tired: () => boolean): Promise<void> {
    if (payloads.bucket !== bucket.name) payloads = { bucket: bucket.name, stored: new Set() }
    const ids = (await db.query('known_payloads', null)).filter(id => !payloads.stored.has(id))
    for (const id of await bucket.stored(ids, signal)) payloads.stored.add(id)
    for (const id of ids.filter(id => !payloads.stored.has(id))) {
      if (tired()) return
      // Gone with its last shot, or another device's to send.
      const bytes = await db.query('payload', { id })
      if (!bytes) continue
      show({ now: { kind: 'sending' } })
      await cloudFiles.put(id, bytes, signal)
      payloads.stored.add(id)
    }
  }

  async function sendPictures(bucket: Bucket, tired: () => boolean): Promise<void> {
    if (!mayGo()) return
    const unsent = await files.unstored(bucket.name)
    for (let from = 0; from < unsent.length; from += MANY) {
      const known = await db.query('known_pictures', { hashes: unsent.slice(from, from + MANY) })
      const stored = await bucket.stored(known, signal)
      await mark(bucket, [...stored])
      const todo = known.filter(hash => !stored.has(hash))
      for (let next = 0; next < todo.length; next += AT_ONCE) {
        if (tired() || !mayGo()) return
        show({ now: { kind: 'sending' } })
        const sent = await Promise.all(todo.slice(next, next + AT_ONCE).map(send))
        await mark(bucket, sent.flat())
      }
    }
    // What is left waits for its row to be there.
    if (sending.now().asked && (await files.unstored(bucket.name)).length === 0) sending.set({ asked: false })
  }

  function mayGo(): boolean {
    const { when, asked, paused } = sending.now()
    if (paused) return false
    return when === 'always' || (when === 'asked' && asked) || (when === 'wifi' && world.onWifi())
  }

  async function send(hash: string): Promise<string[]> {
    const bytes = await files.read(hash)
    if (!bytes) return []
    if ((await hashOf(bytes)) !== hash) {
      // Spoilt on this device: it comes anew when it is looked at.
      await files.drop([hash])
      return []
    }
    await cloudFiles.put(hash, bytes, signal)
    return [hash]
  }

  async function mark(bucket: Bucket, hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return
    await files.markStored(bucket.name, hashes, world.now())
    await count(bucket)
  }

  async function count(bucket: Bucket): Promise<void> {
    const [size, stored] = await Promise.all([files.size(), files.countStored(bucket.name)])
    show({ here: size.files, stored })
  }

  async function removeUnnamed(bucket: Bucket): Promise<void> {
    if (world.now() - looked_ms < REMOVE_MS) return
    await db.run({ kind: 'drop_gone_files' })
    const gone = await bucket.removable(signal)
    if (gone.length > 0) {
      await cloudFiles.remove(gone, signal)
      await files.unmarkStored(gone)
      for (const hash of gone) payloads.stored.delete(hash)
    }
    looked_ms = world.now()
  }

  function failed(error: unknown): void {
    // The engine says what it is, and its next round wakes this.
    if (error instanceof NotNow) {
      moved = true
      show({ now: { kind: 'resting' } })
      return
    }
    const problem = problemOf(error)
    if (problem === null) console.error(error)
    const known = problem ?? { kind: 'failed', says: 'Sending files failed. It is tried again.' }
    tries++
    const in_ms = problem === null || passes(problem) ? wait_ms('no_signal', tries, world.random()) : null
    show({ now: { kind: 'failed', problem: known, again_ms: in_ms === null ? null : world.now() + in_ms } })
    if (in_ms !== null) cancelTimer = world.after(in_ms, () => void pass())
  }

  function show(change: Partial<FilesState>): void {
    const next = { ...state, ...change }
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener()
  }
}
