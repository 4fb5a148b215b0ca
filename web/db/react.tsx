/** The pages' hooks on the database. They work in any state: answers come when it is ready. */
import { createContext, type ReactNode, useContext, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Db, DbState } from './client.ts'
import type { Answer, Params, QueryName } from './query.ts'

const DbContext = createContext<Db | null>(null)

export function DbProvider({ db, children }: { db: Db; children: ReactNode }) {
  return <DbContext value={db}>{children}</DbContext>
}

export function useDb(): Db {
  const db = useContext(DbContext)
  if (!db) throw new Error('useDb outside of DbProvider')
  return db
}

/**
 * A live answer: undefined until the first is there, then always the last one, while commits of any
 * tab renew it. Parameters are compared by value; new ones start at undefined again.
 */
export function useLive<Q extends QueryName>(name: Q, params: Params<Q>): Answer<Q> | undefined {
  const db = useDb()
  const key = JSON.stringify(params)
  const live = useMemo(() => liveAnswer(db, name, JSON.parse(key) as Params<Q>), [db, name, key])
  return useSyncExternalStore(live.subscribe, live.answer)
}

/** As `useLive`, but shows the last answer until that of new parameters is there: for searches and filters. */
export function useLiveFiltered<Q extends QueryName>(name: Q, params: Params<Q>): Answer<Q> | undefined {
  const answer = useLive(name, params)
  const last = useRef(answer)
  if (answer !== undefined) last.current = answer
  return last.current
}

export function useRun(): Db['run'] {
  return useDb().run
}

export function useDbState(): DbState {
  const db = useDb()
  return useSyncExternalStore(db.onState, db.state)
}

function liveAnswer<Q extends QueryName>(db: Db, name: Q, params: Params<Q>) {
  // One that is there already stands in the very first picture.
  let answer = db.last(name, params)
  return {
    answer: () => answer,
    subscribe: (changed: () => void) =>
      db.watch(name, params, next => {
        answer = next
        changed()
      }),
  }
}
