/**
 * The files beside a database: pictures, each once, named by the SHA-256 of its bytes in hex. In a store of
 * their own, so that they cost no memory until one is read, and the log no time. Any tab may read and write.
 *
 * Bytes come first, the row that names them (`media`) after: what is cut in between is a file that nobody
 * names, and web/media sweeps it away. Whoever else writes files holds `filesLock` until the rows are there.
 */
import type { DBSchema } from 'idb'
import { fileStoreName } from './databases.ts'
import { LogError, openLasting, STRICT, settled, together } from './idb.ts'
import { failed, ProblemError, quota } from './problems.ts'

export interface NewFile {
  readonly hash: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface FilesSize {
  readonly files: number
  readonly bytes: number
}

/** Each of them may throw a ProblemError. */
export interface Files {
  /** Keeps the first of them that fit below so many bytes of all files; answers their hashes, also of those here already. */
  readonly put: (files: readonly NewFile[], most_bytes: number) => Promise<readonly string[]>
  readonly read: (hash: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Those of them that lie here. */
  readonly here: (hashes: readonly string[]) => Promise<ReadonlySet<string>>
  readonly hashes: () => Promise<readonly string[]>
  readonly drop: (hashes: readonly string[]) => Promise<void>
  readonly size: () => Promise<FilesSize>
  readonly close: () => void
}

interface FileStores extends DBSchema {
  files: { key: string; value: Uint8Array<ArrayBuffer> }
  /** Beside the bytes, so that none is loaded to be counted. */
  sizes: { key: string; value: number }
  /** Kept with each write: exact, and no pass over thousands. */
  total: { key: 'total'; value: FilesSize }
  /** Of the second layout. */
  stored: {
    key: string
    value: { readonly cloud: string; readonly at_ms: number }
    indexes: { oldest: [cloud: string, at_ms: number] }
  }
}

const ALL = ['files', 'sizes', 'total', 'stored'] as const
const LAYOUT = 2
const NONE: FilesSize = { files: 0, bytes: 0 }
/** From here on one request for every name is cheaper than one a name. */
const MANY = 100

/** Held by whoever writes files of this database and the rows that name them: one at a time. */
export function filesLock(database: string): string {
  return `rangebook-media:${database}`
}

export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

export function openFiles(database: string): Files {
  const { carefully, close } = openFileStores(database)
  const hashes = () => carefully(db => db.getAllKeys('sizes'))

  return {
    put: (files, most_bytes) =>
      carefully(async db => {
        const tx = db.transaction(ALL, 'readwrite', STRICT)
        return settled(tx, async () => {
          let total = (await tx.objectStore('total').get('total')) ?? NONE
          const kept: string[] = []
          for (const { hash, bytes } of files) {
            if ((await tx.objectStore('sizes').getKey(hash)) === undefined) {
              if (total.bytes + bytes.byteLength > most_bytes) break
              total = { files: total.files + 1, bytes: total.bytes + bytes.byteLength }
              await together([
                () => tx.objectStore('files').add(bytes, hash),
                () => tx.objectStore('sizes').add(bytes.byteLength, hash),
              ])
            }
            kept.push(hash)
          }
          await tx.objectStore('total').put(total, 'total')
          return kept
        })
      }),
    read: hash => carefully(db => db.get('files', hash)),
    async here(asked) {
      if (asked.length > MANY) {
        const all = new Set(await hashes())
        return new Set(asked.filter(hash => all.has(hash)))
      }
      const keys = await carefully(async db => {
        const tx = db.transaction('sizes')
        return settled(tx, () => Promise.all(asked.map(hash => tx.store.getKey(hash))))
      })
      return new Set(keys.filter(key => key !== undefined))
    },
    hashes,
    drop: asked =>
      carefully(async db => {
        const tx = db.transaction(ALL, 'readwrite', STRICT)
        return settled(tx, async () => {
          let total = (await tx.objectStore('total').get('total')) ?? NONE
          for (const hash of new Set(asked)) {
            const bytes = await tx.objectStore('sizes').get(hash)
            if (bytes === undefined) continue
            total = { files: total.files - 1, bytes: total.bytes - bytes }
            await together([
              () => tx.objectStore('files').delete(hash),
              () => tx.objectStore('sizes').delete(hash),
              () => tx.objectStore('stored').delete(hash),
            ])
          }
          await tx.objectStore('total').put(total, 'total')
        })
      }),
    size: async () => (await carefully(db => db.get('total', 'total'))) ?? NONE,
    close,
  }
}

/** Pictures, and beside each which cloud holds the same (stored.ts). What fails is a ProblemError. */
export function openFileStores(database: string) {
  const { attempt, close } = openLasting<FileStores>(fileStoreName(database), LAYOUT, db => {
    for (const name of ['files', 'sizes', 'total'] as const) {
      if (!db.objectStoreNames.contains(name)) db.createObjectStore(name)
    }
    db.createObjectStore('stored').createIndex('oldest', ['cloud', 'at_ms'])
  })

  async function carefully<T>(work: Parameters<typeof attempt<T>>[0]): Promise<T> {
    try {
      return await attempt(work)
    } catch (error) {
      if (!(error instanceof LogError)) throw error
      throw new ProblemError(error.trouble === 'quota' ? quota : failed, error)
    }
  }

  return { carefully, close }
}
