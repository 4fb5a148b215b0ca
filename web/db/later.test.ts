import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
/** Each has a worker of its own, which begins when it is used. */
const OWN_WORKERS = ['golfStatsReader.ts', 'consoleReader.ts', 'coachReader.ts']

function loadedBy(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/import\('(\.[^']+)'\)/g)].map(([, path = '']) =>
    relative(here, join(dirname(file), path)),
  )
}

test('a first visit’s worker loads all that a worker loads when it is used', () => {
  const all = join(here, 'later.ts')
  const files = globSync('{,queries/,commands/,backup/}*.ts', { cwd: here })
    // The script that a worker begins with is no part of what it loads when it is used.
    .filter(name => !name.includes('.test.') && name !== 'worker.ts')
    .map(name => join(here, name))
  const used = files.filter(file => file !== all).flatMap(loadedBy)
  expect(used.length).toBeGreaterThan(20)
  expect(loadedBy(all).sort()).toEqual([...new Set(used)].filter(path => !OWN_WORKERS.includes(path)).sort())
})
