import { type SettingKey, type Settings, settingDefaults } from '../../../shared/schema/settings.ts'
import type { Reader } from '../sql.ts'

export function readSettings(reader: Pick<Reader, 'all'>): Settings {
  const rows = reader.all<{ id: string; value: string }>(
    'SELECT id, value FROM settings WHERE value IS NOT NULL',
  )
  const set = rows.filter(({ id }) => id in settingDefaults)
  return {
    ...settingDefaults,
    ...(Object.fromEntries(
      set.map(({ id, value }) => [id as SettingKey, JSON.parse(value)]),
    ) as Partial<Settings>),
  }
}
