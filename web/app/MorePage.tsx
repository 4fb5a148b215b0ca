import { useState } from 'react'
import { Chips } from '../ui/Chips.tsx'
import { KeysIcon, PhoneIcon } from '../ui/icons.ts'
import { LineButton, LineLink, Lines } from '../ui/Line.tsx'
import { Page } from '../ui/Page.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import { useTheme } from '../ui/theme.tsx'
import { KeysSheet } from './KeysSheet.tsx'
import { data, history, settings, trash } from './places.ts'

/** What the bottom bar has no room for. */
export function MorePage() {
  const { theme, setTheme } = useTheme()
  const [keysOpen, setKeysOpen] = useState(false)
  return (
    <Page>
      <PageHead title="More" />
      <Lines>
        {[data, settings, history, trash].map(({ href, says, icon }) => (
          <LineLink key={href} href={href} icon={icon}>
            {says}
          </LineLink>
        ))}
        <LineLink href="/settings/phone" icon={PhoneIcon}>
          On your phone
        </LineLink>
        <LineButton icon={KeysIcon} onPress={() => setKeysOpen(true)}>
          Keys
        </LineButton>
      </Lines>
      <section className="stack">
        <h2>Theme</h2>
        <Chips
          label="Theme"
          line="joined"
          value={theme}
          onChoose={setTheme}
          choices={[
            { value: 'system', says: 'Auto', label: 'Auto, as this device' },
            { value: 'light', says: 'Light' },
            { value: 'dark', says: 'Dark' },
            { value: 'sun', says: 'Sunlight' },
          ]}
        />
      </section>
      <KeysSheet open={keysOpen} onClose={() => setKeysOpen(false)} />
    </Page>
  )
}
