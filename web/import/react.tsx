/** The pages' hooks on the import engine. */
import { createContext, type ReactNode, use, useContext, useSyncExternalStore } from 'react'
import type { Intake } from './intake.ts'
import type { Imports } from './open.ts'
import type { ImportQueue, QueueState } from './queue.ts'

const ImportsContext = createContext<Imports | null>(null)

export function ImportsProvider({ imports, children }: { imports: Imports; children: ReactNode }) {
  return <ImportsContext value={imports}>{children}</ImportsContext>
}

function useImports(): Imports {
  const imports = useContext(ImportsContext)
  if (!imports) throw new Error('useImports outside of ImportsProvider')
  return imports
}

export function useImportQueue(): ImportQueue {
  return useImports().queue
}

/** What is being fetched now. */
export function useQueueState(): QueueState {
  const { state, onState } = useImports().queue
  return useSyncExternalStore(onState, state)
}

/** What became of the link or file that the app was opened with. Suspends until it is in the queue. */
export function useArrival(): Intake | null {
  const { arrival } = useImports()
  return arrival && use(arrival)
}
