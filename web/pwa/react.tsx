/** The pages' hooks on updates of the app. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Updates } from './update.ts'

const UpdatesContext = createContext<Updates | null>(null)

export function UpdatesProvider({ updates, children }: { updates: Updates; children: ReactNode }) {
  return <UpdatesContext value={updates}>{children}</UpdatesContext>
}

/** What lets the newer build take over; null while there is none. */
export function useUpdate(): (() => void) | null {
  const updates = useContext(UpdatesContext)
  if (!updates) throw new Error('useUpdate outside of UpdatesProvider')
  return useSyncExternalStore(updates.onUpdateReady, updates.isReady) ? updates.applyUpdate : null
}
