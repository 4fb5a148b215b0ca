/** One golfer's files in the private bucket of a cloud: pictures and raw reports, each named by its hash. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { isJpeg } from '../../shared/uneekor/media.ts'
import { CloudError, type CloudTrouble } from './cloud.ts'

/** All reject with a CloudError, or with the signal's reason. */
export interface CloudFiles {
  /** A file that is there already is the same, and done. */
  readonly put: (hash: string, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<void>
  /** As it came, unchecked; null where it is not there. */
  readonly get: (hash: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer> | null>
  /** Those that a row still names stay, by the bucket's own rule. */
  readonly remove: (hashes: readonly string[], signal: AbortSignal) => Promise<void>
}

const BUCKET = 'rangebook'
/** An answer, and a file at a slow phone's rate. */
const LONGEST_MS = 60_000
const SLOWEST_BYTES_PER_MS = 20

interface Failure {
  readonly status?: number | undefined
  readonly statusCode?: string | undefined
  readonly message: string
}

type Answer<T> = { readonly data: T; readonly error: null } | { readonly data: null; readonly error: Failure }

/** `client` is signed in as that golfer. A session that ends in the middle is renewed once. */
export function supabaseFiles(client: Pick<SupabaseClient, 'storage' | 'auth'>, user_id: string): CloudFiles {
  const path = (hash: string) => `${user_id}/${hash}`
  const bucket = () => client.storage.from(BUCKET)

  /** Null: storage says that there is no such file, or that there is one already. */
  async function ask<T>(
    question: (signal: AbortSignal) => PromiseLike<Answer<T>>,
    expected: '404' | '409' | null,
    bytes: number,
    signal: AbortSignal,
  ): Promise<T | null> {
    await signIn(client)
    for (let renewed = false; ; renewed = true) {
      signal.throwIfAborted()
      const limit = AbortSignal.timeout(LONGEST_MS + Math.ceil(bytes / SLOWEST_BYTES_PER_MS))
      const { data, error } = await answered(question, AbortSignal.any([signal, limit]))
      signal.throwIfAborted()
      if (error === null) return data
      if (limit.aborted) throw new CloudError('timeout', error)
      const status = statusOf(error)
      // A bucket that is missing is another 404.
      if (status === expected && !/bucket/i.test(error.message)) return null
      const trouble = troubleOf(status)
      if (trouble !== 'signed_out') throw new CloudError(trouble, error)
      if (renewed) throw new CloudError(isPolicy(error) ? 'not_set_up' : 'signed_out', error)
      const { error: refused } = await client.auth.refreshSession()
      if (refused) throw new CloudError(refused.status ? 'signed_out' : 'no_signal', refused)
    }
  }

  return {
    async put(hash, bytes, signal) {
      const contentType = isJpeg(bytes) ? 'image/jpeg' : 'application/gzip'
      const send = () => bucket().upload(path(hash), bytes, { contentType, upsert: false })
      await ask(send, '409', bytes.byteLength, signal)
    },
    async get(hash, signal) {
      // no-store: whoever deletes a file for good means this browser's copies too.
      const fetch = (until: AbortSignal) =>
        bucket().download(path(hash), {}, { signal: until, cache: 'no-store' })
      const blob = await ask(fetch, '404', 0, signal)
      return blob && new Uint8Array(await blob.arrayBuffer())
    },
    async remove(hashes, signal) {
      await ask(() => bucket().remove(hashes.map(path)), null, 0, signal)
    },
  }
}

/** Without a session supabase-js asks as anybody, to whom a file of the golfer's is just not there. */
async function signIn(client: Pick<SupabaseClient, 'auth'>): Promise<void> {
  const { data, error } = await client.auth.getSession()
  if (data.session) return
  throw new CloudError(error && !error.status ? 'no_signal' : 'signed_out', error)
}

/** The client can't call an upload off: it is no longer waited for. What is cut on the way has no status. */
async function answered<T>(
  question: (signal: AbortSignal) => PromiseLike<Answer<T>>,
  until: AbortSignal,
): Promise<Answer<T>> {
  let stop = () => {}
  const stopped = new Promise<Answer<T>>(resolve => {
    stop = () => resolve({ data: null, error: { message: 'stopped' } })
    until.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([question(until), stopped])
  } catch (error) {
    return { data: null, error: { message: String(error) } }
  } finally {
    until.removeEventListener('abort', stop)
  }
}

/** Storage answers 400 to most, and says inside what it means. */
function statusOf({ status, statusCode }: Failure): string {
  return /^\d{3}$/.test(statusCode ?? '') ? String(statusCode) : String(status ?? 0)
}

const isPolicy = ({ message }: Failure): boolean => /row-level security/.test(message)

function troubleOf(status: string): CloudTrouble {
  switch (status) {
    case '0':
      return 'no_signal'
    case '401':
    case '403':
      return 'signed_out'
    case '404':
      return 'not_set_up'
    case '402':
    case '413':
    case '507':
      return 'full'
    case '408':
    case '504':
    case '524':
      return 'timeout'
    default:
      return 'down'
  }
}
