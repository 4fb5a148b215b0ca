/** Files back from the bucket, and room made for them: only what the cloud holds at that moment is dropped. */
import type { Db } from '../db/client.ts'
import { hashOf, type NewFile } from '../db/files.ts'
import { ProblemError } from '../db/problems.ts'
import type { StoredFiles } from '../db/stored.ts'
import type { Brought, Copies } from '../media/copies.ts'
import { type Bucket, bucketOf, NotNow } from './bucket.ts'
import { type Cloud, CloudError } from './cloud.ts'
import type { CloudFiles } from './files.ts'
import { damaged, problemOf } from './problems.ts'

export interface CopiesWorld {
  readonly db: Pick<Db, 'query' | 'run'>
  readonly files: StoredFiles
  readonly cloud: Cloud
  readonly cloudFiles: CloudFiles
  readonly now: () => number
  /** A file was not what its name says. */
  readonly onDamaged: () => void
}

export interface CloudCopies extends Copies {
  /**
   * A raw report as it is kept, compressed: of this device, else of the cloud, which leaves it here. Null: neither
   * has it. Rejects with a ProblemError or a CloudError.
   */
  readonly payloadBytes: (id: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer> | null>
}

/** In memory at once. */
const AT_ONCE = 4
/** Dropped at once at least: some shots' pictures, so that not each picture asks the cloud. */
const ROOM_BYTES = 20_000_000

export function openCloudCopies({ db, files, cloud, cloudFiles, now, onDamaged }: CopiesWorld): CloudCopies {
  const closing = new AbortController()

  async function bring(
    hashes: readonly string[],
    { signal, budget_bytes, before_ms, onKept }: Parameters<Copies['bring']>[1],
  ): Promise<Brought> {
    const bucket = await bucketOf(db, cloud)
    const stored = await bucket.stored(hashes, signal)
    const todo = hashes.filter(hash => stored.has(hash))
    let wrong = false
    for (let from = 0; from < todo.length; from += AT_ONCE) {
      const came: NewFile[] = []
      for (const file of await Promise.all(todo.slice(from, from + AT_ONCE).map(fetched))) {
        if (file) came.push(file)
        else wrong = true
      }
      const bytes = came.reduce((sum, file) => sum + file.bytes.byteLength, 0)
      if (!(await makeRoom(bytes, budget_bytes(), before_ms, bucket))) return { kind: 'full' }
      const kept = await files.put(came, budget_bytes())
      await files.markStored(bucket.name, kept, now())
      if (kept.length > 0) onKept(kept)
      if (kept.length < came.length) return { kind: 'full' }
    }
    return wrong ? { kind: 'failed', problem: damaged } : { kind: 'done' }

    /** Null: not what its name says, or lost, though the bucket lists it. */
    async function fetched(hash: string): Promise<NewFile | null> {
      const bytes = await cloudFiles.get(hash, signal)
      if (bytes && (await hashOf(bytes)) === hash) return { hash, bytes }
      onDamaged()
      return null
    }
  }

  async function makeRoom(
    bytes: number,
    budget_bytes: number,
    before_ms: number,
    bucket: Bucket,
  ): Promise<boolean> {
    for (;;) {
      const over = (await files.size()).bytes + bytes - budget_bytes
      if (over <= 0) return true
      const oldest = await files.oldestStored(bucket.name, {
        bytes: Math.max(over, ROOM_BYTES),
        before_ms,
        keep: new Set(await db.query('pinned_hashes', null)),
      })
      if (oldest.length === 0) return false
      // Asked again, as nothing else has a copy then; and its row is there too, so that nobody takes it for unnamed.
      const stored = await bucket.stored(oldest, closing.signal)
      const known = new Set(await db.query('known_pictures', { hashes: oldest }))
      const gone = oldest.filter(hash => stored.has(hash) && known.has(hash))
      await files.unmarkStored(oldest)
      await files.drop(gone)
    }
  }

  return {
    async bring(hashes, how) {
      try {
        return await bring(hashes, how)
      } catch (error) {
        if (how.signal.aborted) return { kind: 'aborted' }
        // Not met yet: as if it held none.
        if (error instanceof NotNow) return { kind: 'done' }
        return { kind: 'failed', problem: problemIn(error) }
      }
    },
    async makeRoom(bytes, budget_bytes, before_ms) {
      try {
        return await makeRoom(bytes, budget_bytes, before_ms, await bucketOf(db, cloud))
      } catch (error) {
        if (error instanceof NotNow || error instanceof CloudError) return false
        throw error
      }
    },
    lookedAt: hashes => {
      files.lookedAt(hashes, now()).catch(() => {}) // an older place in a line is no harm
    },
    async payloadBytes(id, signal) {
      const here = await db.query('payload', { id })
      if (here) return here
      const bytes = await cloudFiles.get(id, signal)
      if (bytes === null) return null
      const outcome = await db.run({ kind: 'payload_kept', payload_id: id, bytes })
      if (outcome.ok) return bytes
      if (outcome.problem.kind === damaged.kind) onDamaged()
      throw new ProblemError(outcome.problem)
    },
  }
}

function problemIn(error: unknown) {
  const problem = problemOf(error)
  if (problem === null) throw error
  return problem
}
