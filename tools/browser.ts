/** Which Chromium the browser tests and benchmarks drive, and how one comes to a machine that has none. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** For any Chromium that we launch: no sandbox (tests run as root in CI), and no traffic of its own. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SYSTEM_CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  // The same engine without its windows: lighter, and what Playwright itself runs unless told otherwise.
  '/usr/bin/chromium-headless-shell',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium: RANGEBOOK_CHROMIUM, else Playwright's own, else the system's; null if none is here. */
export function findChromium(): string | null {
  const named = process.env['RANGEBOOK_CHROMIUM']
  if (named) {
    // A wrong name must not fall back in silence to another browser than the one asked for.
    if (!existsSync(named)) throw new Error(`RANGEBOOK_CHROMIUM names ${named}, and no file is there.`)
    return named
  }
  return [chromium.executablePath(), ...SYSTEM_CHROMIUMS].find(path => existsSync(path)) ?? null
}

/** A Chromium, or an error that says what to do: for code that can't go on without. */
export function requireChromium(): string {
  const path = findChromium()
  if (!path) {
    throw new Error(
      'No Chromium here. Install one (npx playwright install chromium), or name it in RANGEBOOK_CHROMIUM.',
    )
  }
  return path
}

/** Finds a Chromium, or installs one by Playwright's download, else by apt. Null if neither works here. */
export function ensureChromium(): string | null {
  const here = findChromium()
  if (here) return here
  console.log('No Chromium on this machine: trying Playwright’s download.')
  run('npx', ['playwright', 'install', 'chromium'], 300_000)
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (findChromium() === null) aptInstall([name])
  }
  return findChromium()
}

/** True if apt brought all packages. Needs Debian or Ubuntu, and root. */
export function aptInstall(packages: readonly string[]): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false
  if (process.getuid?.() !== 0) {
    console.log(`Not root, so not installing: ${packages.join(' ')}.`)
    return false
  }
  console.log(`Installing ${packages.join(' ')} by apt.`)
  run('apt-get', ['update', '-qq'], 300_000)
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], 900_000)
}

function run(command: string, args: readonly string[], timeout_ms: number): boolean {
  const done = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: timeout_ms,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  })
  return done.status === 0
}
