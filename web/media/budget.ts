/** How much of this device pictures may take: its own setting, that never enters the database. */

export interface Budget {
  readonly bytes: () => number
  readonly set: (bytes: number) => void
  /** Also where another tab set it. */
  readonly onChange: (listener: () => void) => () => void
}

export const DEFAULT_BUDGET_BYTES = 1_000_000_000
const KEY = 'rangebook.media-budget'

export function openBudget(): Budget {
  const listeners = new Set<() => void>()
  return {
    bytes() {
      const kept = Number(localStorage.getItem(KEY) ?? Number.NaN)
      return Number.isSafeInteger(kept) && kept > 0 ? kept : DEFAULT_BUDGET_BYTES
    },
    set(bytes) {
      localStorage.setItem(KEY, String(bytes))
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      const follow = ({ key }: StorageEvent) => {
        if (key === KEY) listener()
      }
      addEventListener('storage', follow)
      listeners.add(listener)
      return () => {
        removeEventListener('storage', follow)
        listeners.delete(listener)
      }
    },
  }
}
