/** The pages' hooks on updates of the app. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { UpdateState, Updates } from './update.ts'

const UpdatesContext = createContext<Updates | null>(null)

export function UpdatesProvider({ updates, children }: { updates: Updates; children: ReactNode }) {
  return <UpdatesContext value={updates}>{children}</UpdatesContext>
}

/** Whether a newer build is here, and what lets it take over. */
export function useUpdate(): { readonly update: UpdateState; readonly apply: () => Promise<void> } {
  const updates = useContext(UpdatesContext)
  if (!updates) throw new Error('useUpdate outside of UpdatesProvider')
  return { update: useSyncExternalStore(updates.onState, updates.state), apply: updates.apply }
}
