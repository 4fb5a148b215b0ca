/** `schedule install`, `remove`, `show`: one sync a day by the machine's own scheduler. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dist } from '../surroundings.ts'
import { crontabNow, timerNow, unitFolder } from '../warehouse/installed.ts'
import {
  cronLine,
  launchdPlist,
  ownLine,
  type Place,
  schtasksArguments,
  systemdUnits,
  timeOf,
  withLine,
} from '../warehouse/schedule.ts'
import { type Call, type Command, type Done, Failure } from './command.ts'

const WAYS = ['cron', 'systemd', 'schtasks'] as const
type Way = (typeof WAYS)[number]

const options = { at: { type: 'string' }, by: { type: 'string' } } as const
const help =
  '--by cron or systemd (a user timer; the default where systemd runs and cron is not there), on Windows schtasks. The\nlog is sync.log in the data folder. For launchd and hosts of containers see show, and docs/operations.md.'

export const scheduleInstall: Command = {
  name: 'schedule install',
  usage: '[--at 23:00] [--by cron|systemd]',
  about: 'one sync a day by this machine’s scheduler; again, it replaces its own entry',
  help,
  options,
  words: [0, 0],
  run: async call => {
    const { way, place, time } = asked(call)
    switch (way) {
      case 'cron':
        writeCrontab(withLine(readCrontab(), cronLine(place, time)))
        break
      case 'systemd': {
        const folder = unitFolder(call.env)
        mkdirSync(folder, { recursive: true })
        for (const [file, text] of Object.entries(systemdUnits(place, time)))
          writeFileSync(join(folder, file), text)
        run('systemctl', ['--user', 'daemon-reload'])
        run('systemctl', ['--user', 'enable', '--now', 'rangebook-sync.timer'])
        break
      }
      case 'schtasks':
        run('schtasks', schtasksArguments(place, time))
        break
      default:
        return way satisfies never
    }
    return shown(call, 'Installed. ')
  },
}

export const scheduleRemove: Command = {
  name: 'schedule remove',
  usage: '[--by cron|systemd]',
  about: 'takes that entry out again, and no other',
  options: { by: { type: 'string' } },
  words: [0, 0],
  run: async call => {
    const { way } = asked(call)
    switch (way) {
      case 'cron': {
        const crontab = readCrontab()
        if (ownLine(crontab) !== null) writeCrontab(withLine(crontab, null))
        break
      }
      case 'systemd': {
        const folder = unitFolder(call.env)
        if (!existsSync(join(folder, 'rangebook-sync.timer'))) break
        run('systemctl', ['--user', 'disable', '--now', 'rangebook-sync.timer'])
        for (const file of ['rangebook-sync.timer', 'rangebook-sync.service'])
          rmSync(join(folder, file), { force: true })
        run('systemctl', ['--user', 'daemon-reload'])
        break
      }
      case 'schtasks':
        run('schtasks', ['/Delete', '/F', '/TN', 'Rangebook sync'])
        break
      default:
        return way satisfies never
    }
    return { json: { by: way, installed: null }, text: `No sync stands in ${way} now.` }
  },
}

export const scheduleShow: Command = {
  name: 'schedule show',
  usage: '[--at 23:00] [--by cron|systemd]',
  about: 'what is installed, and exactly what would be, for launchd too',
  help,
  options,
  words: [0, 0],
  run: async call => shown(call, ''),
}

function shown(call: Call, says: string): Done {
  const { way, place, time } = asked(call)
  const installed = way === 'cron' ? ownLine(readCrontab()) : way === 'systemd' ? timerNow(call.env) : null
  const would = {
    cron: cronLine(place, time),
    systemd: systemdUnits(place, time),
    launchd: launchdPlist(place, time),
    schtasks: schtasksArguments(place, time),
  }
  const text = [
    `${says}${installed === null ? `Nothing is installed in ${way}.` : `In ${way} stands:\n${installed}`}`,
    ...(says
      ? []
      : [
          `\ncron, a line:\n${would.cron}`,
          ...Object.entries(would.systemd).map(([file, unit]) => `\nsystemd, ${file}:\n${unit}`),
          `launchd, ~/Library/LaunchAgents/rangebook.sync.plist:\n${would.launchd}`,
          `schtasks ${would.schtasks.map(word => (/\s/.test(word) ? `"${word.replaceAll('"', '\\"')}"` : word)).join(' ')}`,
        ]),
  ].join('\n')
  return { json: { by: way, installed, would }, text }
}

function asked(call: Call): { way: Way; place: Place; time: { hour: number; minute: number } } {
  const at = call.options['at'] ?? '23:00'
  const time = timeOf(String(at))
  if (!time) throw new Failure(2, `--at ${at} is no time of day: write it as 23:00.`)
  const by = call.options['by']
  const way = by === undefined ? usual() : WAYS.find(one => one === by)
  if (!way) throw new Failure(2, `--by ${by}: there are ${WAYS.join(', ')}.`)
  const dataFolder = resolve(call.config.dataFolder)
  return { way, time, place: { node: process.execPath, root: resolve(dist, '..'), dataFolder } }
}

function usual(): Way {
  if (process.platform === 'win32') return 'schtasks'
  const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  return !has('crontab') && has('systemctl') ? 'systemd' : 'cron'
}

function readCrontab(): string {
  const crontab = crontabNow()
  if (crontab === null)
    throw new Failure(3, 'cron is not installed here: try --by systemd, or see npx rangebook schedule show.')
  return crontab
}

function writeCrontab(text: string): void {
  const written = spawnSync('crontab', ['-'], { input: text, encoding: 'utf8' })
  if (written.status !== 0) throw new Failure(1, `crontab did not take it: ${written.stderr.trim()}`)
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  if (done.error) throw new Failure(3, `${program} is not on this machine.`)
  if (done.status !== 0)
    throw new Failure(1, `${program} refused it: ${done.stderr.trim() || done.stdout.trim()}`)
}
