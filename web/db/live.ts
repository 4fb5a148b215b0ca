/** Watched queries of one page: each is asked once however many watch it, and again when a commit may have changed it. */

export interface Answered {
  readonly value: unknown
  /** The commit that it knows, and the tables it was read from. */
  readonly seq: number
  readonly tables: readonly string[]
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
  watch(key: string, ask: () => Promise<Answered>, listener: (value: unknown) => void): () => void
  changed(seq: number, tables: readonly string[]): void
  /** Another owner: nothing that was heard of before need be all. */
  renewAll(): void
}

export function liveQueries(): Live {
  const byKey = new Map<string, Watched>()

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
      // Refused: whoever is stopped or closed says so by the database's state, and renews when it is ready.
    } finally {
      watched.asking = false
    }
  }

  return {
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
        if (joined.listeners.size === 0 && byKey.get(key) === joined) byKey.delete(key)
      }
    },
    changed(seq, tables) {
      for (const watched of byKey.values()) {
        // Before the first answer nobody knows its tables.
        if (watched.last && !watched.last.tables.some(table => tables.includes(table))) continue
        if (watched.last && watched.last.seq >= seq) continue
        watched.changed = Math.max(watched.changed, seq)
        void renew(watched)
      }
    },
    renewAll() {
      for (const watched of byKey.values()) {
        watched.changed = 0
        void renew(watched)
      }
    },
  }
}
