/** What stands in the machine's own scheduler: one entry of ours, known by its mark, whatever else is there. */

export interface Place {
  /** Absolute. */
  readonly node: string
  /** This project's folder. */
  readonly root: string
  readonly dataFolder: string
}

export interface Time {
  readonly hour: number
  readonly minute: number
}

/** Null: it is no time of day. */
export function timeOf(text: string): Time | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? []
  const time = { hour: Number(hour), minute: Number(minute) }
  return time.hour <= 23 && time.minute <= 59 ? time : null
}

const two = (n: number) => String(n).padStart(2, '0')
const MARK = '# rangebook sync'

const inShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A run's log is kept to its last lines: schedulers rotate nothing. */
export function shellCommand({ node, root, dataFolder }: Place): string {
  const log = inShell(`${dataFolder}/sync.log`)
  const kept = `if [ -f ${log} ]; then tail -n 2000 ${log} > ${log}.kept && mv ${log}.kept ${log}; fi`
  return `${kept}; cd ${inShell(root)} && RANGEBOOK_DATA=${inShell(dataFolder)} ${inShell(node)} server/cli/main.ts sync incremental >> ${log} 2>&1`
}

/** A crontab reads % as the end of the line. */
export function cronLine(place: Place, { hour, minute }: Time): string {
  return `${minute} ${hour} * * * ${shellCommand(place).replaceAll('%', '\\%')} ${MARK}`
}

/** The crontab with that line in the place of ours, or without ours. */
export function withLine(crontab: string, line: string | null): string {
  const others = crontab.split('\n').filter(one => !one.endsWith(MARK))
  while (others.at(-1) === '') others.pop()
  return [...others, ...(line === null ? [] : [line])].map(one => `${one}\n`).join('')
}

export function ownLine(crontab: string): string | null {
  return crontab.split('\n').find(one => one.endsWith(MARK)) ?? null
}

export function timeInCron(line: string): string | null {
  const [, minute, hour] = /^(\d+) (\d+) \* \* \* /.exec(line) ?? []
  return minute === undefined ? null : `${two(Number(hour))}:${two(Number(minute))}`
}

export function timeInTimer(timer: string): string | null {
  return /^OnCalendar=\*-\*-\* (\d\d:\d\d):00$/m.exec(timer)?.[1] ?? null
}

/** systemd splits words, reads % and $ for itself, and knows double quotes. */
const inUnit = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`

export function systemdUnits(place: Place, { hour, minute }: Time): { readonly [file: string]: string } {
  return {
    'rangebook-sync.service': `[Unit]
Description=Rangebook: the cloud's rows into the warehouse

[Service]
Type=oneshot
ExecStart=/bin/sh -c ${inUnit(shellCommand(place))}
`,
    'rangebook-sync.timer': `[Unit]
Description=Rangebook: the warehouse, once a day

[Timer]
OnCalendar=*-*-* ${two(hour)}:${two(minute)}:00
Persistent=true

[Install]
WantedBy=timers.target
`,
  }
}

const inXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function launchdPlist(place: Place, { hour, minute }: Time): string {
  const words = ['/bin/sh', '-c', shellCommand(place)].map(word => `<string>${inXml(word)}</string>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>rangebook.sync</string>
  <key>ProgramArguments</key><array>${words.join('')}</array>
  <key>StartCalendarInterval</key><dict><key>Hour</key><integer>${hour}</integer><key>Minute</key><integer>${minute}</integer></dict>
</dict></plist>
`
}

/** Arguments of schtasks; /F replaces an entry of the same name. */
export function schtasksArguments({ node, root, dataFolder }: Place, { hour, minute }: Time): string[] {
  const run = `cmd /c cd /d "${root}" && set "RANGEBOOK_DATA=${dataFolder}" && "${node}" server/cli/main.ts sync incremental > "${dataFolder}\\sync.log" 2>&1`
  return [
    '/Create',
    '/F',
    '/TN',
    'Rangebook sync',
    '/SC',
    'DAILY',
    '/ST',
    `${two(hour)}:${two(minute)}`,
    '/TR',
    run,
  ]
}
