import { lazy, useState } from 'react'
import { useDb, useLive } from '../db/react.tsx'
import { readLastKnown } from '../pages/lastKnown.ts'
import { SessionsPage } from '../pages/sessions/SessionsPage.tsx'

const WelcomePage = lazy(async () => ({
  default: (await import('../pages/welcome/WelcomePage.tsx')).WelcomePage,
}))

/** The sessions; for a golfer who has none yet and waits for none, what this is. */
export function HomePage() {
  const db = useDb()
  const [known] = useState(() => readLastKnown(db.name) !== null)
  const sessions = useLive('sessions', {})
  const queue = useLive('queue', null)
  const isNew = sessions && queue ? sessions.length === 0 && queue.length === 0 : !known
  return isNew ? <WelcomePage /> : <SessionsPage />
}
