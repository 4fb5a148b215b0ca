import { useEffect, useState } from 'react'
import { onSwitch } from '../db/databases.ts'
import { DbProvider } from '../db/react.tsx'
import { ImportsProvider } from '../import/react.tsx'
import { MediaProvider } from '../media/react.tsx'
import { type Pwa, PwaProvider } from '../pwa/react.tsx'
import { CloudProvider } from '../sync/react.tsx'
import { NoticesProvider } from '../ui/Notices.tsx'
import { ThemeProvider } from '../ui/theme.tsx'
import { Boundary } from './Boundary.tsx'
import { close, type Opened, openCurrent } from './opened.ts'
import { Routes } from './Routes.tsx'
import { Shell } from './Shell.tsx'
import { SettingsProvider } from './settings.tsx'

export function App({ opened: first, pwa }: { readonly opened: Opened; readonly pwa: Pwa }) {
  const [opened, setOpened] = useState(first)
  useEffect(
    () =>
      onSwitch(() => {
        close(opened)
        setOpened(openCurrent(null))
      }),
    [opened],
  )
  return (
    <Boundary>
      <ThemeProvider>
        {/* Nothing of one database may be seen in another: the whole tree is made anew. */}
        <DbProvider key={opened.db.name} db={opened.db}>
          <ImportsProvider imports={opened.imports}>
            <MediaProvider media={opened.media}>
              <CloudProvider cloud={opened.cloud}>
                <PwaProvider pwa={pwa}>
                  <SettingsProvider>
                    <NoticesProvider>
                      <Shell>
                        <Routes />
                      </Shell>
                    </NoticesProvider>
                  </SettingsProvider>
                </PwaProvider>
              </CloudProvider>
            </MediaProvider>
          </ImportsProvider>
        </DbProvider>
      </ThemeProvider>
    </Boundary>
  )
}
