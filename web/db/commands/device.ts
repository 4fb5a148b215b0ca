/** What this device is called in the history that it shares with others: a row of the golfer's settings each. */
import type { Command, Outcome } from '../command.ts'
import { deviceKey } from '../queries/conflicts.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { beginStep, deviceClock, endStep, ensureRow, enterOutbox, nothing, setOne } from './step.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

/** Of its system, until the golfer says otherwise: a guess has no clock, and is no step. */
export function guessDeviceName(tx: Tx, command: Of<'guess_device_name'>, context: CommandContext): Outcome {
  const key = deviceKey(deviceClock(tx, context).device_id)
  const made = tx.run('INSERT INTO settings (id, value) VALUES (?, ?) ON CONFLICT (id) DO NOTHING', [
    key,
    JSON.stringify(command.name),
  ])
  if (made > 0) enterOutbox(tx, 'settings', JSON.stringify([key]))
  return nothing(command.id)
}

export function nameDevice(tx: Tx, command: Of<'name_device'>, context: CommandContext): Outcome {
  const step = beginStep(tx, command, context)
  const key = deviceKey(step.device_id)
  const name = command.name.trim()
  if (name === '') return nothing(command.id)
  ensureRow(step, 'settings', key)
  setOne(step, 'settings', key, 'value', JSON.stringify(name), true)
  return endStep(step, { says: `This device is called ${name}` })
}
