import { type ReactNode, useState } from 'react'
import { settingDefaults } from '../../shared/schema/settings.ts'
import { useDb, useLive } from '../db/react.tsx'
import { readLastKnown } from '../pages/lastKnown.ts'
import { SettingsContext } from '../ui/settings.ts'

/** The golfer's settings as last known, until the database has said them. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const db = useDb()
  const [last] = useState(() => readLastKnown(db.name)?.settings ?? settingDefaults)
  const settings = useLive('settings', null) ?? last
  return <SettingsContext value={settings}>{children}</SettingsContext>
}
