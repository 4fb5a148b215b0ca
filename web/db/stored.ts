/**
 * Beside each file that a cloud holds too stands which cloud that is: told by that cloud, and good until it says
 * otherwise. Loaded with it.
 */
import { type Files, openFileStores, openFiles } from './files.ts'
import { settled, together } from './idb.ts'

/** Each of them may throw a ProblemError. */
export interface StoredFiles extends Files {
  /** That cloud holds these as well. `at_ms`: when they came here or were last looked at. */
  readonly markStored: (cloud: string, hashes: readonly string[], at_ms: number) => Promise<void>
  /** It does not, after all. */
  readonly unmarkStored: (hashes: readonly string[]) => Promise<void>
  /** Files here that this cloud is not known to hold. */
  readonly unstored: (cloud: string) => Promise<readonly string[]>
  readonly countStored: (cloud: string) => Promise<number>
  /** Of those that it holds, the ones not looked at for longest, until they make so many bytes. */
  readonly oldestStored: (
    cloud: string,
    most: { readonly bytes: number; readonly before_ms: number; readonly keep: ReadonlySet<string> },
  ) => Promise<readonly string[]>
  /** Moves those that a cloud holds to the end of that line. */
  readonly lookedAt: (hashes: readonly string[], at_ms: number) => Promise<void>
}

export function openStoredFiles(database: string): StoredFiles {
  const files = openFiles(database)
  const { carefully, close } = openFileStores(database)
  const ofCloud = (cloud: string, before_ms = Number.POSITIVE_INFINITY) =>
    IDBKeyRange.bound([cloud, Number.NEGATIVE_INFINITY], [cloud, before_ms])
  return {
    ...files,
    markStored: (cloud, asked, at_ms) =>
      carefully(async db => {
        const tx = db.transaction(['sizes', 'stored'], 'readwrite')
        await settled(tx, async () => {
          for (const hash of asked) {
            // Dropped meanwhile: there is nothing to stand beside.
            if ((await tx.objectStore('sizes').getKey(hash)) === undefined) continue
            await tx.objectStore('stored').put({ cloud, at_ms }, hash)
          }
        })
      }),
    unmarkStored: asked =>
      carefully(async db => {
        const tx = db.transaction('stored', 'readwrite')
        await settled(tx, () => Promise.all(asked.map(hash => tx.store.delete(hash))))
      }),
    unstored: cloud =>
      carefully(async db => {
        const tx = db.transaction(['sizes', 'stored'])
        const [all, stored] = await together([
          () => tx.objectStore('sizes').getAllKeys(),
          () => tx.objectStore('stored').index('oldest').getAllKeys(ofCloud(cloud)),
        ])
        const known = new Set(stored)
        return all.filter(hash => !known.has(hash))
      }),
    countStored: cloud => carefully(db => db.countFromIndex('stored', 'oldest', ofCloud(cloud))),
    oldestStored: (cloud, { bytes, before_ms, keep }) =>
      carefully(async db => {
        const tx = db.transaction(['sizes', 'stored'])
        const oldest: string[] = []
        let sum = 0
        let at = await tx.objectStore('stored').index('oldest').openKeyCursor(ofCloud(cloud, before_ms))
        while (at && sum < bytes) {
          const hash = at.primaryKey
          if (!keep.has(hash)) {
            sum += (await tx.objectStore('sizes').get(hash)) ?? 0
            oldest.push(hash)
          }
          at = await at.continue()
        }
        return oldest
      }),
    lookedAt: (asked, at_ms) =>
      carefully(async db => {
        const tx = db.transaction('stored', 'readwrite')
        await settled(tx, async () => {
          for (const hash of asked) {
            const known = await tx.store.get(hash)
            if (known) await tx.store.put({ ...known, at_ms }, hash)
          }
        })
      }),
    close() {
      files.close()
      close()
    },
  }
}
