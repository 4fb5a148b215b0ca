import { expect, test } from 'vitest'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import { displayFor } from '../../../ui/display.ts'
import { windowSaid } from './words.ts'

test('the window and where the golfer stands against it', () => {
  const window = { launch_deg: { low: 10.2, high: 13.4 }, spin_rpm: { low: 2400, high: 3240 } }
  const display = displayFor(settingDefaults)
  expect(windowSaid(window, { launch_deg: 12, spin_rpm: 2000 }, display)).toBe(
    'For your speed and attack angle the carry window is launch 10.2 to 13.4°, spin 2,400 to 3,240 rpm. You launch at 12.0° with 2,000 rpm: launch is in it, spin below it.',
  )
  expect(windowSaid(window, { launch_deg: 12, spin_rpm: 3000 }, display)).toContain('both are in it')
})
