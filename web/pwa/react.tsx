/** The pages' hooks on updates of the app and on its place on the home screen. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Install, WayIn } from './install.ts'
import type { UpdateState, Updates } from './update.ts'

export interface Pwa {
  readonly updates: Updates
  readonly install: Install
}

const PwaContext = createContext<Pwa | null>(null)

export function PwaProvider({ pwa, children }: { pwa: Pwa; children: ReactNode }) {
  return <PwaContext value={pwa}>{children}</PwaContext>
}

function usePwa(): Pwa {
  const pwa = useContext(PwaContext)
  if (!pwa) throw new Error('usePwa outside of PwaProvider')
  return pwa
}

/** Whether a newer build is here, and what lets it take over. */
export function useUpdate(): { readonly update: UpdateState; readonly apply: () => Promise<void> } {
  const { state, onState, apply } = usePwa().updates
  return { update: useSyncExternalStore(onState, state), apply }
}

/** How the app gets onto the home screen here, and what asks for it. */
export function useInstall(): {
  readonly way: WayIn
  readonly ask: () => Promise<void>
  readonly staysInTab: boolean
  readonly stayInTab: () => void
} {
  const { way, onWay, ask, staysInTab, stayInTab } = usePwa().install
  return {
    way: useSyncExternalStore(onWay, way),
    ask,
    staysInTab: useSyncExternalStore(onWay, staysInTab),
    stayInTab,
  }
}
