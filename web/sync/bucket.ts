/** What the files' work asks of a cloud, as the golfer and in the epoch that the database stands in with it. */
import type { Db } from '../db/client.ts'
import { type Cloud, CloudError } from './cloud.ts'
import { requestOf } from './round.ts'

export interface Bucket {
  /** Another cloud, or the same one after a restore, has another name: what was known of it is known no more. */
  readonly name: string
  /** Those of them that it holds. */
  readonly stored: (hashes: readonly string[], signal: AbortSignal) => Promise<ReadonlySet<string>>
  /** Those that may go. */
  readonly removable: (signal: AbortSignal) => Promise<readonly string[]>
}

/** The engine has to settle something first, and says so itself. */
export class NotNow extends Error {}

/** Names in one question. */
const MANY = 500

/** Throws NotNow where the database has not met this cloud. Its questions reject with that or a CloudError. */
export async function bucketOf(db: Pick<Db, 'query'>, cloud: Cloud): Promise<Bucket> {
  const { bound } = await db.query('sync', null)
  if (!bound || bound.user_id !== cloud.user_id) throw new NotNow()
  const standing = requestOf(bound)
  return {
    name: `${bound.cloud_id} ${bound.epoch}`,
    async stored(hashes, signal) {
      const stored = new Set<string>()
      for (let from = 0; from < hashes.length; from += MANY) {
        const asked = hashes.slice(from, from + MANY)
        const answer = await cloud.stored({ ...standing, hashes: asked }, signal)
        if (answer.kind !== 'stored') throw answer.kind === 'busy' ? new CloudError('down') : new NotNow()
        for (const hash of answer.hashes) stored.add(hash)
      }
      return stored
    },
    async removable(signal) {
      const answer = await cloud.removable(standing, signal)
      if (answer.kind !== 'removable') throw answer.kind === 'busy' ? new CloudError('down') : new NotNow()
      return answer.hashes
    },
  }
}
