import { type Settings, settingDefaults } from '../../shared/schema/settings.ts'
import type { ClubRef, SessionLine } from '../db/query.ts'

/** What the first screen showed last, so that it can be painted before the database is open. */
export interface LastKnown {
  readonly settings: Settings
  readonly sessions: readonly SessionLine[]
  readonly clubs: readonly Pick<ClubRef, 'id' | 'short' | 'name' | 'place'>[]
}

/** As many as the first screen of a tall phone. */
const KEPT_SESSIONS = 12

/** Rises with the shape of what is kept: what an older version kept is not read. */
const SHAPE = 1

const keyOf = (database: string): string => `rangebook.last-known.${database}`

export function readLastKnown(database: string): LastKnown | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(database)) ?? 'null')
    if (!isKept(kept)) return null
    return { ...kept.last, settings: { ...settingDefaults, ...kept.last.settings } }
  } catch {
    // Cut or changed by hand: as if nothing had been kept, the database has it all.
    return null
  }
}

export function keepLastKnown(database: string, last: LastKnown): void {
  const kept = { shape: SHAPE, last: { ...last, sessions: last.sessions.slice(0, KEPT_SESSIONS) } }
  try {
    localStorage.setItem(keyOf(database), JSON.stringify(kept))
  } catch {
    // Full or forbidden: the next first paint is the empty shell.
  }
}

export function forgetLastKnown(database: string): void {
  localStorage.removeItem(keyOf(database))
}

function isKept(value: unknown): value is { shape: number; last: LastKnown } {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'shape') === SHAPE
}
