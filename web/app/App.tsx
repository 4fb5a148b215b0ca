import type { Db } from '../db/client.ts'
import { DbProvider } from '../db/react.tsx'
import { NoticesProvider } from '../ui/Notices.tsx'
import { ThemeProvider } from '../ui/theme.tsx'
import { Boundary } from './Boundary.tsx'
import { Routes } from './Routes.tsx'
import { Shell } from './Shell.tsx'
import { SettingsProvider } from './settings.tsx'

export function App({ db }: { readonly db: Db }) {
  return (
    <Boundary>
      <ThemeProvider>
        <DbProvider db={db}>
          <SettingsProvider>
            <NoticesProvider>
              <Shell>
                <Routes />
              </Shell>
            </NoticesProvider>
          </SettingsProvider>
        </DbProvider>
      </ThemeProvider>
    </Boundary>
  )
}
