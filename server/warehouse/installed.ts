/** What this machine's own scheduler holds of ours. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ownLine, timeInCron, timeInTimer } from './schedule.ts'

type Env = Readonly<Record<string, string | undefined>>

export interface Installed {
  readonly by: 'cron' | 'systemd' | 'schtasks'
  /** HH:MM by the machine's own clock; null: it can't be told. */
  readonly at: string | null
}

/** No paths: golfers see it. Null: nothing of ours. */
export function installed(env: Env): Installed | null {
  if (process.platform === 'win32') {
    const asked = spawnSync('schtasks', ['/Query', '/TN', 'Rangebook sync'])
    return asked.status === 0 ? { by: 'schtasks', at: null } : null
  }
  const line = ownLine(crontabNow() ?? '')
  if (line !== null) return { by: 'cron', at: timeInCron(line) }
  const timer = timerNow(env)
  return timer === null ? null : { by: 'systemd', at: timeInTimer(timer) }
}

/** '' where the user has none yet; null: cron is not on this machine. */
export function crontabNow(): string | null {
  const read = spawnSync('crontab', ['-l'], { encoding: 'utf8' })
  if (read.error) return null
  return read.status === 0 ? read.stdout : ''
}

export const unitFolder = (env: Env) =>
  join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'systemd/user')

export function timerNow(env: Env): string | null {
  const file = join(unitFolder(env), 'rangebook-sync.timer')
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
