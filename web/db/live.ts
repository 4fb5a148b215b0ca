/** Watched queries of one page: each is asked once however many watch it, and again when a commit may have changed it. */

export interface Answered {
  readonly value: unknown
  /** The commit that it knows, and the tables it was read from. */
  readonly seq: number
  readonly tables: readonly string[]
  /** It took long, and nothing but its tables can change it: kept when nobody watches, until they change. */
  readonly keeps: boolean
}

interface Watched {
  readonly ask: () => Promise<Answered>
  readonly listeners: Set<(value: unknown) => void>
  last: Answered | null
  asking: boolean
  /** Highest commit that may have changed it. */
  changed: number
}

export interface Live {
  /** The answer to a question that is watched or kept, if it is there. */
  last(key: string): unknown
  watch(key: string, ask: () => Promise<Answered>, listener: (value: unknown) => void): () => void
  changed(seq: number, tables: readonly string[]): void
  /** Another owner: nothing that was heard of before need be all. */
  renewAll(): void
}

/** Answers kept that nobody watches: a screen's, and those of the next that the golfer is likely to open. */
const MOST_KEPT = 16

const AGAIN_MS = 3_000

export function liveQueries(): Live {
  const byKey = new Map<string, Watched>()

  /** Nobody watches it now: kept, at the cost of the one that was left longest ago, or forgotten. */
  function leave(key: string, watched: Watched): void {
    const { last, changed, asking } = watched
    byKey.delete(key)
    if (!last?.keeps || changed > last.seq || asking) return
    byKey.set(key, watched)
    const kept = [...byKey].filter(([, { listeners }]) => listeners.size === 0)
    for (const [oldest] of kept.slice(0, -MOST_KEPT)) byKey.delete(oldest)
  }

  async function renew(watched: Watched): Promise<void> {
    if (watched.asking) return
    watched.asking = true
    try {
      let answered: Answered
      do {
        answered = await watched.ask()
        watched.last = answered
        for (const listener of watched.listeners) listener(answered.value)
        // A burst of commits during the asking is one more question, or none if the answer knows them.
      } while (watched.changed > answered.seq && watched.listeners.size > 0)
    } catch {
      // Refused: whoever is stopped or closed says so by the database's state, and renews when it is ready. Or a part of
      // the worker did not come for want of a signal: it is asked for again as long as somebody waits.
      setTimeout(() => watched.listeners.size > 0 && renew(watched), AGAIN_MS)
    } finally {
      watched.asking = false
    }
  }

  return {
    last: key => byKey.get(key)?.last?.value,
    watch(key, ask, listener) {
      let watched = byKey.get(key)
      if (!watched) {
        watched = { ask, listeners: new Set(), last: null, asking: false, changed: 0 }
        byKey.set(key, watched)
      }
      const joined = watched
      // One function may watch twice; each is taken off by itself.
      const own = (value: unknown) => listener(value)
      joined.listeners.add(own)
      if (joined.last) {
        const { value } = joined.last
        queueMicrotask(() => joined.listeners.has(own) && own(value))
      } else if (!joined.asking) void renew(joined)
      return () => {
        joined.listeners.delete(own)
        if (joined.listeners.size === 0 && byKey.get(key) === joined) leave(key, joined)
      }
    },
    changed(seq, tables) {
      for (const [key, watched] of byKey) {
        // Before the first answer nobody knows its tables.
        if (watched.last && !watched.last.tables.some(table => tables.includes(table))) continue
        if (watched.last && watched.last.seq >= seq) continue
        if (watched.listeners.size === 0) {
          byKey.delete(key)
          continue
        }
        watched.changed = Math.max(watched.changed, seq)
        void renew(watched)
      }
    },
    renewAll() {
      for (const [key, watched] of byKey) {
        if (watched.listeners.size === 0) {
          byKey.delete(key)
          continue
        }
        watched.changed = 0
        void renew(watched)
      }
    },
  }
}
