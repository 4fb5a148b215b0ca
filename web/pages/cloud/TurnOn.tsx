import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'
import { useDb } from '../../db/react.tsx'
import type { Account } from '../../sync/account.ts'
import { type Home, homeOf } from '../../sync/home.ts'
import { type Offered, offeredCloud } from '../../sync/ownServer.ts'
import type { Visit } from '../../sync/visit.ts'
import { Card } from '../../ui/Card.tsx'
import { ConfirmHome } from './ConfirmHome.tsx'
import { JoinHub } from './JoinHub.tsx'
import { OwnSupabase } from './OwnSupabase.tsx'
import { CheckedSupabase } from './Supabase.tsx'
import { Wrong } from './Wrong.tsx'

interface Arrived {
  readonly visit: Visit
  readonly home: Home
}

/** From no cloud to one: which there is, signing in, and what that will do. */
export function TurnOn({
  account,
  why = null,
  code,
  onDone,
}: {
  /** Signed out of, or about to be left. */
  readonly account: Account | null
  /** What brought the golfer here, where it was not their own doing. */
  readonly why?: string | null
  readonly code: string | null
  readonly onDone: () => void
}) {
  const db = useDb()
  const [offered, setOffered] = useState<Offered | Problem | null>(null)
  const [arrived, setArrived] = useState<Arrived | null>(null)
  const look = useCallback(async () => {
    setOffered(null)
    try {
      setOffered(await offeredCloud(location.origin))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setOffered(error.problem)
    }
  }, [])
  useEffect(() => {
    look()
  }, [look])
  const arrive = async (visit: Visit) => setArrived({ visit, home: await homeOf(visit, db) })
  if (arrived) {
    const back = () => {
      arrived.visit.leave()
      setArrived(null)
    }
    return <ConfirmHome {...arrived} onDone={onDone} onBack={back} />
  }
  const email = account?.email ?? ''
  const typed = account?.kind === 'supabase' && !(offered && 'url' in offered && offered.url === account.url)
  return (
    <>
      {why !== null ? (
        <p role="alert">{why}</p>
      ) : account && !account.signed_in ? (
        <p>You are signed out. What is on this device stays here, and goes on working. Sign in to sync it.</p>
      ) : (
        <p>
          Keep one history on all your devices, with a copy that outlives them. It is optional: without it all
          stays on this device.
        </p>
      )}
      {offered === null && <p role="status">Asking this server what it offers.</p>}
      {offered && 'says' in offered && <Wrong problem={offered} onRetry={look} />}
      {offered && 'url' in offered && (
        <Card>
          {offered.kind === 'hub' ? (
            <JoinHub offered={offered} code={code} onArrive={arrive} />
          ) : (
            <CheckedSupabase url={offered.url} anon_key={offered.anon_key} email={email} onArrive={arrive} />
          )}
        </Card>
      )}
      {code === null && offered !== null && (
        <OwnSupabase known={typed ? account : null} email={email} onArrive={arrive} />
      )}
    </>
  )
}
