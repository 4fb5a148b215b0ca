import { type SettingKey, settingDefaults } from '../../../shared/schema/settings.ts'
import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, endStep, ensureRow, setOne } from './step.ts'

const NAMES: { readonly [K in SettingKey]: string } = {
  distance: 'distances',
  speed: 'speeds',
  height: 'heights',
  handedness: 'handedness',
  date_style: 'dates',
  bag_order: 'order of the bag',
}

export function setSetting(
  tx: Tx,
  command: Extract<Command, { kind: 'set_setting' }>,
  context: CommandContext,
): Outcome {
  const step = beginStep(tx, command, context)
  const changed: string[] = []
  for (const key of Object.keys(settingDefaults) as SettingKey[]) {
    const value = command.set[key]
    if (value === undefined) continue
    ensureRow(step, 'settings', key)
    if (setOne(step, 'settings', key, 'value', JSON.stringify(value)) > 0) changed.push(NAMES[key])
  }
  return endStep(step, { says: `Settings changed: ${changed.join(', ')}` })
}
