/** A Chromium whose whole process tree can be killed at an instant, and started again on its profile. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Browser, chromium, type Page } from 'playwright'
import { CHROMIUM_ARGS, requireChromium } from '../../tools/browser.ts'

export interface KillableBrowser {
  readonly page: () => Promise<Page>
  /** SIGKILL to every process of it: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>
}

export async function startBrowser(profile: string): Promise<KillableBrowser> {
  const child = spawn(
    requireChromium(),
    [
      ...CHROMIUM_ARGS,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const browser = await chromium.connectOverCDP(await debuggingAddress(child))
  return {
    page: () => newPage(browser),
    async kill() {
      if (child.exitCode !== null || child.pid === undefined) return
      const exited = once(child, 'exit')
      // A negative pid is the process group: the renderer and its workers go at the same instant.
      process.kill(-child.pid, 'SIGKILL')
      await exited
      await browser.close()
    },
  }
}

async function newPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium came up without a profile')
  return context.newPage()
}

async function debuggingAddress(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const chunk of child.stderr ?? []) {
    said += String(chunk)
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
    if (address) {
      // The pipe must be drained on, or Chromium stops at a full one.
      child.stderr?.resume()
      return address
    }
  }
  throw new Error(`Chromium did not start: ${said}`)
}
