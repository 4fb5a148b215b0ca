import type { PartSaid } from '../../../shared/golf/planWords.ts'

/** A practice under way, in words: it goes on after a reload, and whatever was imported meanwhile. */
export interface Practice {
  readonly parts: readonly (PartSaid & { readonly balls: number; readonly minutes: number })[]
  /** The part in hand. */
  readonly at: number
  /** Balls that counted, by part. */
  readonly hits: readonly number[]
}

/** Of this device alone, by database: the sample's practice is not the golfer's. */
const keyOf = (database: string) => `rangebook.practice.${database}`

export function readPractice(database: string): Practice | null {
  const text = localStorage.getItem(keyOf(database))
  if (text === null) return null
  try {
    const read: unknown = JSON.parse(text)
    return isPractice(read) ? read : null
  } catch {
    return null
  }
}

export function keepPractice(database: string, practice: Practice | null): void {
  if (practice === null) localStorage.removeItem(keyOf(database))
  else localStorage.setItem(keyOf(database), JSON.stringify(practice))
}

function isPractice(read: unknown): read is Practice {
  if (typeof read !== 'object' || read === null) return false
  const { parts, at, hits } = { parts: null, at: null, hits: null, ...read }
  return (
    Array.isArray(parts) &&
    Array.isArray(hits) &&
    typeof at === 'number' &&
    at >= 0 &&
    at < (parts as unknown[]).length
  )
}
