import type { ReactNode } from 'react'
import { hasHistory } from '../../db/databases.ts'
import { useDb, useLive } from '../../db/react.tsx'
import { useInstall } from '../../pwa/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { ToHomeScreen } from './ToHomeScreen.tsx'

/** True in a tab of an iPhone or iPad, before the first import, until the golfer goes on in the tab. */
export function useInstallFirst(): boolean {
  const db = useDb()
  const { way, staysInTab } = useInstall()
  const storage = useLive('storage', null)
  // The mark of a history stands from the first link on, before anything of it is taken in.
  const isEmpty = storage ? storage.sessions === 0 : !hasHistory(db.name)
  return way === 'ios_tab' && !staysInTab && isEmpty
}

/** The way onto the home screen instead of the way in: what is imported in the tab would stay in the tab. */
export function InstallFirst({ children }: { readonly children: ReactNode }) {
  const isFirst = useInstallFirst()
  const { stayInTab } = useInstall()
  if (!isFirst) return children
  return (
    <section className="card stack" aria-label="Install it first">
      <h2>Install it first</h2>
      <p>Safari clears a tab’s shots after a week without a visit. The installed app keeps them:</p>
      <ToHomeScreen>
        <li>Add your shots there.</li>
      </ToHomeScreen>
      <Button look="quiet" wide onPress={stayInTab}>
        Go on in this tab
      </Button>
    </section>
  )
}
