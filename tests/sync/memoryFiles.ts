/** The file store in memory, for devices that have no browser; the real one has its own tests. */
import type { NewFile } from '../../web/db/files.ts'
import type { StoredFiles } from '../../web/db/stored.ts'

export interface MemoryFiles extends Omit<StoredFiles, 'put'> {
  /** What lies there, to be looked at and spoilt. */
  readonly kept: Map<string, Uint8Array<ArrayBuffer>>
  /** Another where a test fills the device. */
  put: StoredFiles['put']
}

export function memoryFiles(): MemoryFiles {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const stored = new Map<string, { cloud: string; at_ms: number }>()
  const bytesOf = () => [...kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  const isStored = (cloud: string, hash: string) => stored.get(hash)?.cloud === cloud
  return {
    kept,
    async put(files: readonly NewFile[], most_bytes) {
      const took: string[] = []
      for (const { hash, bytes } of files) {
        if (!kept.has(hash) && bytesOf() + bytes.byteLength > most_bytes) break
        kept.set(hash, bytes)
        took.push(hash)
      }
      return took
    },
    read: async hash => kept.get(hash),
    here: async hashes => new Set(hashes.filter(hash => kept.has(hash))),
    hashes: async () => [...kept.keys()],
    async drop(hashes) {
      for (const hash of hashes) {
        kept.delete(hash)
        stored.delete(hash)
      }
    },
    size: async () => ({ files: kept.size, bytes: bytesOf() }),
    async markStored(cloud, hashes, at_ms) {
      for (const hash of hashes) if (kept.has(hash)) stored.set(hash, { cloud, at_ms })
    },
    async unmarkStored(hashes) {
      for (const hash of hashes) stored.delete(hash)
    },
    unstored: async cloud => [...kept.keys()].filter(hash => !isStored(cloud, hash)),
    countStored: async cloud => [...kept.keys()].filter(hash => isStored(cloud, hash)).length,
    async oldestStored(cloud, { bytes, before_ms, keep }) {
      const line = [...stored]
        .filter(([hash, { at_ms }]) => isStored(cloud, hash) && at_ms <= before_ms && !keep.has(hash))
        .sort(([, a], [, b]) => a.at_ms - b.at_ms)
        .map(([hash]) => hash)
      let sum = 0
      return line.filter(hash => {
        const wanted = sum < bytes
        sum += kept.get(hash)?.byteLength ?? 0
        return wanted
      })
    },
    async lookedAt(hashes, at_ms) {
      for (const hash of hashes) {
        const known = stored.get(hash)
        if (known) stored.set(hash, { ...known, at_ms })
      }
    },
    close() {},
  }
}
