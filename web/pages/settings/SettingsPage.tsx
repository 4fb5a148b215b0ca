import { type ReactNode, useId } from 'react'
import type { Settings } from '../../../shared/schema/settings.ts'
import { Chips } from '../../ui/Chips.tsx'
import { useDisplay } from '../../ui/display.ts'
import { CloudIcon, PhoneIcon } from '../../ui/icons.ts'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useSettings } from '../../ui/settings.ts'
import { type Theme, useTheme } from '../../ui/theme.tsx'
import { useAct } from '../act.tsx'
import { About } from './About.tsx'
import { EXAMPLE } from './example.ts'
import './settings.css'

const DISTANCES = [
  { value: 'yard', says: 'Yards' },
  { value: 'metre', says: 'Metres' },
] as const
const SPEEDS = [
  { value: 'mph', says: 'mph' },
  { value: 'kmh', says: 'km/h' },
  { value: 'mps', says: 'm/s' },
] as const
const HEIGHTS = [
  { value: 'foot', says: 'Feet' },
  { value: 'metre', says: 'Metres' },
] as const
const HANDS = [
  { value: 'right', says: 'Right-handed' },
  { value: 'left', says: 'Left-handed' },
] as const
const DATES = [
  { value: 'words', says: 'Words' },
  { value: 'day-first', says: 'Day first' },
  { value: 'month-first', says: 'Month first' },
  { value: 'iso', says: 'Year first' },
] as const
const THEMES: readonly { readonly value: Theme; readonly says: string; readonly label?: string }[] = [
  { value: 'system', says: 'Auto', label: 'Auto, as this device' },
  { value: 'light', says: 'Light' },
  { value: 'dark', says: 'Dark' },
  { value: 'sun', says: 'Sunlight' },
]

/** How this golfer reads a shot. What is stored never changes with it. */
export function SettingsPage() {
  const act = useAct()
  const display = useDisplay()
  const settings = useSettings()
  const { theme, setTheme } = useTheme()
  const set = (set: Partial<Settings>) => {
    act({ kind: 'set_setting', set })
  }
  const { carry_m, side_m, ball_speed_mps, apex_m, club_path_deg, side_spin_rpm, practice_date } = EXAMPLE
  return (
    <Page>
      <PageHead title="Settings" />
      <p>Changes show at once on every screen. Each example is the same 7 iron.</p>
      <Setting
        name="Distance"
        example={`${display.measure('carry_m', carry_m)} carry, ${display.measure('side_m', side_m)}`}
      >
        <Chips
          line="joined"
          label="Distance"
          choices={DISTANCES}
          value={settings.distance}
          onChoose={distance => set({ distance })}
        />
      </Setting>
      <Setting name="Speed" example={`${display.measure('ball_speed_mps', ball_speed_mps)} ball`}>
        <Chips
          line="joined"
          label="Speed"
          choices={SPEEDS}
          value={settings.speed}
          onChoose={speed => set({ speed })}
        />
      </Setting>
      <Setting name="Height" example={`${display.measure('apex_m', apex_m)} at its highest`}>
        <Chips
          line="joined"
          label="Height"
          choices={HEIGHTS}
          value={settings.height}
          onChoose={height => set({ height })}
        />
      </Setting>
      <Setting
        name="You play"
        example={`${display.measure('club_path_deg', club_path_deg)}, ${display.measure('side_spin_rpm', side_spin_rpm)}`}
      >
        <Chips
          line="joined"
          label="You play"
          choices={HANDS}
          value={settings.handedness}
          onChoose={handedness => set({ handedness })}
        />
      </Setting>
      <Setting name="Practice date" example={display.date(practice_date)}>
        <Chips
          line="joined"
          label="Practice date"
          choices={DATES}
          value={settings.date_style}
          onChoose={date_style => set({ date_style })}
        />
      </Setting>
      <Setting
        name="Theme"
        example={theme === 'sun' ? 'Black on white, thicker lines' : 'For this device alone'}
      >
        <Chips line="joined" label="Theme" choices={THEMES} value={theme} onChoose={setTheme} />
      </Setting>
      <Lines>
        <LineLink href="/settings/cloud" icon={CloudIcon} under="One history on several devices">
          Cloud
        </LineLink>
        <LineLink href="/settings/phone" icon={PhoneIcon} under="Its address, and how it is installed">
          On your phone
        </LineLink>
      </Lines>
      <About />
    </Page>
  )
}

/** A choice, and what it makes of a shot. */
function Setting({
  name,
  example,
  children,
}: {
  readonly name: string
  readonly example: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section className="setting" aria-labelledby={id}>
      <div className="setting-head">
        <h2 id={id}>{name}</h2>
        <p className="num" aria-live="polite">
          {example}
        </p>
      </div>
      {children}
    </section>
  )
}
