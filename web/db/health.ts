/** How safe and how full this device's storage is. Never on the way to first paint. */

export interface StorageHealth {
  /** Kept from eviction. asked: the browser has not answered yet (Firefox asks the golfer). */
  readonly persisted: true | false | 'asked' | 'unknown'
  /** Of all that this site stores; null where the browser does not tell. */
  readonly used_bytes: number | null
  readonly quota_bytes: number | null
  readonly nearly_full: boolean
}

/** Less room than this is nearly full: some imports of 20,000 shots, and a snapshot's second copy. */
const LOW_BYTES = 100_000_000
const NEARLY = 0.9

const asked = { yes: false, answered: false }

/** After the first accepted import, when there is something to keep. Nobody waits for the answer. */
export function askToKeepStorage(): void {
  if (asked.yes || typeof navigator.storage?.persist !== 'function') return
  asked.yes = true
  const answered = () => {
    asked.answered = true
  }
  navigator.storage.persist().then(answered, answered)
}

export async function storageHealth(): Promise<StorageHealth> {
  const { quota = null, usage = null } = (await estimate()) ?? {}
  return {
    persisted: await persisted(),
    used_bytes: usage,
    quota_bytes: quota,
    nearly_full: quota !== null && usage !== null && (usage > quota * NEARLY || quota - usage < LOW_BYTES),
  }
}

async function persisted(): Promise<StorageHealth['persisted']> {
  if (typeof navigator.storage?.persisted !== 'function') return 'unknown'
  if (await navigator.storage.persisted()) return true
  return asked.yes && !asked.answered ? 'asked' : false
}

async function estimate(): Promise<StorageEstimate | null> {
  if (typeof navigator.storage?.estimate !== 'function') return null
  try {
    return await navigator.storage.estimate()
  } catch {
    // Firefox refuses it in some private windows; not knowing is an answer here.
    return null
  }
}
