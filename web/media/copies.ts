/** A cloud's copies of pictures, as web/media sees them where a cloud is in use. web/sync gives them. */
import type { Problem } from '../db/command.ts'

export interface Copies {
  /** Brings those of them that the cloud holds, each checked against its name; what is kept is called as it comes. */
  readonly bring: (
    hashes: readonly string[],
    how: {
      readonly signal: AbortSignal
      readonly budget_bytes: () => number
      /** Files that came, or were looked at, since then make no room for these. */
      readonly before_ms: number
      readonly onKept: (hashes: readonly string[]) => void
    },
  ) => Promise<Brought>
  /** Drops files that the cloud holds, least recently looked at first, until so many bytes fit the budget; false if they can't. */
  readonly makeRoom: (bytes: number, budget_bytes: number, before_ms: number) => Promise<boolean>
  readonly lookedAt: (hashes: readonly string[]) => void
}

export type Brought =
  | { readonly kind: 'done' }
  /** The budget is used up by files that must stay. */
  | { readonly kind: 'full' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'aborted' }

/** Where the one in use is found: it comes later than the pages, and may go. */
export interface CopiesInUse {
  readonly now: () => Copies | null
  readonly set: (copies: Copies | null) => void
  readonly onChange: (listener: () => void) => () => void
}

export function openCopies(): CopiesInUse {
  const listeners = new Set<() => void>()
  let copies: Copies | null = null
  return {
    now: () => copies,
    set(other) {
      if (copies === other) return
      copies = other
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
