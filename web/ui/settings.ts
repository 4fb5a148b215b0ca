import { createContext, useContext } from 'react'
import { type Settings, settingDefaults } from '../../shared/schema/settings.ts'

/** The golfer's settings, as the database has them: units, handedness, how a date is written. */
export const SettingsContext = createContext<Settings>(settingDefaults)
export const useSettings = (): Settings => useContext(SettingsContext)
