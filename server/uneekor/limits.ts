/** How much one client, and all together, may ask of the source: it publishes no limit, so we are gentle. */

export interface Limits {
  /** Requests that a client may make at once after a rest. */
  readonly burst: number
  readonly perSecond: number
  /** At the same instant. */
  readonly clientAtOnce: number
  readonly allAtOnce: number
}

export type Turn =
  | { readonly kind: 'go'; readonly done: () => void }
  | { readonly kind: 'wait'; readonly retryAfter_s: number }

export interface Gate {
  /** Never queues: whoever is over a limit is told when to come again. */
  enter(client: string): Turn
}

interface Bucket {
  tokens: number
  filled_ms: number
  running: number
}

/** Clients remembered: past it the rested ones are forgotten, which gives them nothing that they had not. */
const REMEMBERED = 10_000

export function openGate(limits: Limits, now: () => number): Gate {
  const buckets = new Map<string, Bucket>()
  let running = 0

  return {
    enter: client => {
      const bucket = refilled(client)
      if (running >= limits.allAtOnce || bucket.running >= limits.clientAtOnce) {
        return { kind: 'wait', retryAfter_s: 1 }
      }
      if (bucket.tokens < 1) {
        return { kind: 'wait', retryAfter_s: Math.ceil((1 - bucket.tokens) / limits.perSecond) }
      }
      bucket.tokens--
      bucket.running++
      running++
      let left = false
      const done = () => {
        if (left) return
        left = true
        bucket.running--
        running--
      }
      return { kind: 'go', done }
    },
  }

  function refilled(client: string): Bucket {
    const now_ms = now()
    const known = buckets.get(client)
    if (!known) {
      if (buckets.size >= REMEMBERED) forgetRested(now_ms)
      const bucket = { tokens: limits.burst, filled_ms: now_ms, running: 0 }
      buckets.set(client, bucket)
      return bucket
    }
    // A clock set back gives no tokens, and takes none.
    known.tokens = tokensAt(now_ms, known)
    known.filled_ms = now_ms
    return known
  }

  function tokensAt(now_ms: number, { tokens, filled_ms }: Bucket): number {
    return Math.min(limits.burst, tokens + (Math.max(0, now_ms - filled_ms) / 1000) * limits.perSecond)
  }

  function forgetRested(now_ms: number): void {
    for (const [client, bucket] of buckets) {
      if (bucket.running === 0 && tokensAt(now_ms, bucket) >= limits.burst) buckets.delete(client)
    }
    // A flood of addresses that rest not: the oldest goes, so that memory stays bounded.
    const oldest = buckets.keys().next()
    if (buckets.size >= REMEMBERED && !oldest.done) buckets.delete(oldest.value)
  }
}

/** Whom the limits count: an IPv4 address, or an IPv6 network of 64 bits, of which one household has 2⁶⁴ addresses. */
export function clientOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const groups = head ? head.split(':') : []
  const tailGroups = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - tailGroups.length
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tailGroups]
  return `${all
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
