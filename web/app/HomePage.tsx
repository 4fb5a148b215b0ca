import { lazy } from 'react'
import { hasHistory } from '../db/databases.ts'
import { useDb, useLive } from '../db/react.tsx'
import { SessionsPage } from '../pages/sessions/SessionsPage.tsx'

const WelcomePage = lazy(async () => ({
  default: (await import('../pages/welcome/WelcomePage.tsx')).WelcomePage,
}))

/** The sessions; for a golfer who has none yet and waits for none, what this is. */
export function HomePage() {
  const db = useDb()
  const sessions = useLive('sessions', {})
  const queue = useLive('queue', null)
  // Until the database has said so, the mark of a history does.
  const isNew = sessions && queue ? sessions.length === 0 && queue.length === 0 : !hasHistory(db.name)
  return isNew ? <WelcomePage /> : <SessionsPage />
}
