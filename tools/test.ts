/**
 * `npm test`: format, lint, types, build, tests, in this order; each runs even if an earlier one failed, so
 * that one run shows all. The last line is `N passed, M failed, K skipped`; a step counts as a test.
 *   --all       the long runs and the other engines too
 *   --faults    the fault tests alone; --kills N sets how often each kills
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { aptInstall, ensureChromium } from './browser.ts'
import { build, buildIfChanged } from './build.ts'
import { bringCounterparts } from './counterparts.ts'
import { root } from './node.mjs'
import { bringPostgres } from './postgres.ts'
import { TALLY_FILE, type Tally } from './tally.ts'

/** A minute or so each, most of them stories in a browser; quicker tests hold what they tell of as well. */
const LONG = [
  'tests/e2e/analysis.test.ts',
  'tests/e2e/backup.test.ts',
  'tests/e2e/cloud.test.ts',
  'tests/e2e/files.test.ts',
  'tests/e2e/firstSync.test.ts',
  'tests/e2e/media.test.ts',
  'tests/e2e/phone.test.ts',
  'tests/e2e/pwa.test.ts',
  'tests/e2e/update.test.ts',
  'tools/column.test.ts',
  'web/media/fetcher.browser.test.ts',
]

const { values: asked } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    kills: { type: 'string' },
  },
})
if (asked.kills !== undefined && !/^[1-9]\d*$/.test(asked.kills)) {
  console.error(`--kills wants a whole number above 0, not "${asked.kills}".`)
  process.exit(1)
}

const total: Tally = { passed: 0, failed: 0, skipped: [] }

if (asked.faults) {
  step('build', buildIfChanged)
  step('a Chromium to test with', () => ensureChromium() !== null)
  vitest(['--project', 'faults'])
} else {
  step('format and lint', () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']))
  step('types', () => tool('typescript/bin/tsc', ['-p', '.']))
  step('types of shared/', () => tool('typescript/bin/tsc', ['-p', 'shared']))
  step('types of the service worker', () => tool('typescript/bin/tsc', ['-p', 'web/sw']))
  step('build', build)
  step('a Chromium to test with', () => ensureChromium() !== null)
  if (asked.all) bringOtherEngines()
  if (asked.all) bringPostgres()
  if (asked.all) bringCounterparts()
  if (!asked.all) leaveOutLong()
  vitest([])
}
close()

/** One check that is not a vitest test; counted as one. */
function step(name: string, check: () => boolean): void {
  const began_ms = Date.now()
  const ok = check()
  if (ok) total.passed++
  else total.failed++
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name} (${seconds(began_ms)})`)
}

function tool(bin: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', bin), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return done.status === 0
}

/** Firefox, WebKit (ground.md) and the whole Chromium. Where the first two can't be had, their tests skip, and say so. */
function bringOtherEngines(): void {
  if (existsSync('/usr/bin/chromium-headless-shell') && !existsSync('/usr/bin/chromium'))
    aptInstall(['chromium'])
  const here = ['/usr/bin/firefox-esr', '/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'].every(existsSync)
  if (!here && !aptInstall(['firefox-esr', 'webkit2gtk-driver', 'xvfb'])) {
    console.log('Firefox or WebKit could not be installed here.')
  }
}

function leaveOutLong(): void {
  for (const file of LONG) {
    if (!existsSync(join(root, file))) throw new Error(`${file} is left out, and is not there`)
    total.skipped.push({ name: file, reason: 'npm run test:all runs what takes long' })
  }
}

function vitest(args: readonly string[]): void {
  const began_ms = Date.now()
  const tallyFile = join(root, 'test-results', 'tally.json')
  rmSync(tallyFile, { force: true })
  const ok = tool(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=./tools/tally.ts', ...args],
    {
      [TALLY_FILE]: tallyFile,
      ...(asked.kills !== undefined && { RANGEBOOK_KILLS: asked.kills }),
      ...(asked.all ? { RANGEBOOK_TEST_ALL: '1' } : { RANGEBOOK_LEAVE_OUT: LONG.join(',') }),
    },
  )
  console.log(`${ok ? 'ok' : 'FAILED'}: vitest (${seconds(began_ms)})`)
  if (!existsSync(tallyFile)) {
    console.log('vitest ended without a result.')
    total.failed++
    return
  }
  const tally: Tally = JSON.parse(readFileSync(tallyFile, 'utf8'))
  total.passed += tally.passed
  // It may fail for a reason that is no test's.
  total.failed += !ok && tally.failed === 0 ? 1 : tally.failed
  total.skipped.push(...tally.skipped)
}

function close(): void {
  for (const { name, reason } of total.skipped) {
    // A test that is silently off proves nothing: whoever skips says why, by `context.skip('reason')`.
    if (reason === null) total.failed++
    console.log(`skipped: ${name}: ${reason ?? 'NO REASON GIVEN, which counts as a failure'}`)
  }
  const skipped = total.skipped.filter(({ reason }) => reason !== null).length
  process.exitCode = total.failed > 0 ? 1 : 0
  console.log(`${total.passed} passed, ${total.failed} failed, ${skipped} skipped`)
}

function seconds(began_ms: number): string {
  return `${((Date.now() - began_ms) / 1000).toFixed(1)} s`
}
