import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  cronLine,
  schtasksArguments,
  shellCommand,
  systemdUnits,
  timeInCron,
  timeInTimer,
  timeOf,
  withLine,
} from '../../server/warehouse/schedule.ts'
import { root } from '../../tools/node.mjs'

const place = {
  node: '/opt/my node/bin/node',
  root: "/home/ann/range book's 100%",
  dataFolder: '/home/ann/data dir',
}
const late = { hour: 23, minute: 5 }

test('a time of day, and nothing else', () => {
  expect(['23:05', '7:00', '00:00'].map(timeOf)).toEqual([
    late,
    { hour: 7, minute: 0 },
    { hour: 0, minute: 0 },
  ])
  expect(['25:00', '12:60', '12', 'noon', ''].map(timeOf)).toEqual([null, null, null, null, null])
})

test('one entry however often it is installed, and the others as they were', () => {
  const others = 'MAILTO=ann\n0 1 * * * backup\n'
  const once = withLine(others, cronLine(place, late))
  const twice = withLine(once, cronLine(place, { hour: 6, minute: 0 }))
  expect(once.split('\n')).toHaveLength(4)
  expect(twice.split('\n')).toHaveLength(4)
  expect(twice).toContain('\n0 6 * * * ')
  expect(withLine(twice, null)).toBe(others)
  expect(withLine('', null)).toBe('')
})

test('the command runs in a shell from paths with blanks and quotes, and keeps its log short', () => {
  const folder = mkdtempSync(join(tmpdir(), "rangebook it's here-"))
  const here = {
    root: join(folder, 'a b'),
    dataFolder: join(folder, 'data $x'),
    node: join(folder, 'node %d'),
  }
  mkdirSync(here.root)
  mkdirSync(here.dataFolder)
  writeFileSync(here.node, '#!/bin/sh\necho "$PWD|$RANGEBOOK_DATA|$*"\n')
  chmodSync(here.node, 0o755)
  writeFileSync(join(here.dataFolder, 'sync.log'), 'old\n'.repeat(5_000))
  expect(spawnSync('/bin/sh', ['-c', shellCommand(here)], { env: {} }).status).toBe(0)
  const log = readFileSync(join(here.dataFolder, 'sync.log'), 'utf8').trimEnd().split('\n')
  expect(log).toHaveLength(2_001)
  expect(log.at(-1)).toBe(`${here.root}|${here.dataFolder}|server/cli/main.ts sync incremental`)
  rmSync(folder, { recursive: true })
})

test('a crontab does not end the line at a per cent sign', () => {
  expect(cronLine(place, late)).toContain('100\\%')
  expect(cronLine(place, late).startsWith('5 23 * * * ')).toBe(true)
})

test('when it runs is read from what was installed', () => {
  expect(timeInCron(cronLine(place, late))).toBe('23:05')
  expect(timeInTimer(systemdUnits(place, late)['rangebook-sync.timer'] ?? '')).toBe('23:05')
  expect([timeInCron('@daily rangebook'), timeInTimer('OnCalendar=weekly')]).toEqual([null, null])
})

test('systemd takes the units', ({ skip }) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
    console.warn('systemd-analyze is not here: its check of the units is skipped.')
    skip()
  }
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-units-'))
  for (const [file, text] of Object.entries(systemdUnits({ ...place, root }, late)))
    writeFileSync(join(folder, file), text)
  const checked = spawnSync('systemd-analyze', ['verify', '--user', join(folder, 'rangebook-sync.timer')], {
    encoding: 'utf8',
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
  })
  rmSync(folder, { recursive: true })
  expect(checked.stderr.split('\n').filter(line => line.includes('rangebook-sync'))).toEqual([])
})

test('Windows replaces its own entry', () => {
  const words = schtasksArguments(place, late)
  expect(words.slice(0, 8)).toEqual([
    '/Create',
    '/F',
    '/TN',
    'Rangebook sync',
    '/SC',
    'DAILY',
    '/ST',
    '23:05',
  ])
  expect(words.at(-1)).toContain('"/opt/my node/bin/node" server/cli/main.ts sync incremental')
})
