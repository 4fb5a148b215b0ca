/** The golfer's settings: synced rows by key. The device's own (theme) never enter the database. */
export interface Settings {
  distance: 'yard' | 'metre'
  speed: 'mph' | 'kmh' | 'mps'
  height: 'foot' | 'metre'
  handedness: 'right' | 'left'
  /** How a practice date is written: Sat 22 Nov 2025, 22.11.2025, 11/22/2025, 2025-11-22. */
  date_style: 'words' | 'day-first' | 'month-first' | 'iso'
  /** Clubs in the order of the bag; those not named follow by category and loft. */
  bag_order: readonly string[]
}
export type SettingKey = keyof Settings

export const settingDefaults: Settings = {
  distance: 'yard',
  speed: 'mph',
  height: 'foot',
  handedness: 'right',
  date_style: 'words',
  bag_order: [],
}
