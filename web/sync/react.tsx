/** The pages' hooks on the cloud of the open database. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Account, CloudOf } from './account.ts'
import type { Connection } from './connect.ts'
import type { SyncState } from './engine.ts'

const CloudContext = createContext<CloudOf | null>(null)

export function CloudProvider({
  cloud,
  children,
}: {
  readonly cloud: CloudOf
  readonly children: ReactNode
}) {
  return <CloudContext value={cloud}>{children}</CloudContext>
}

export function useCloudOf(): CloudOf {
  const cloud = useContext(CloudContext)
  if (!cloud) throw new Error('useCloudOf outside of CloudProvider')
  return cloud
}

export function useAccount(): Account | null {
  const { account, onChange } = useCloudOf()
  return useSyncExternalStore(onChange, account)
}

/** Null: no cloud is in use, or it is being loaded. */
export function useConnection(): Connection | null {
  const { connection, onChange } = useCloudOf()
  return useSyncExternalStore(onChange, connection)
}

export function useSyncState({ engine }: Connection): SyncState {
  return useSyncExternalStore(engine.onState, engine.state)
}
