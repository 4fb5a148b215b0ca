/** The other engines behind one small door: each is driven by the protocol that works without its vendor's build. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import puppeteer from 'puppeteer-core'
import { Builder, Capabilities } from 'selenium-webdriver'
import { freePort, untilAnswers } from '../server.ts'

export interface Engine {
  open(address: string): Promise<void>
  reload(): Promise<void>
  /** Runs `body` as an async function in the page; `args` come as `args`. */
  run<T>(body: string, ...args: readonly string[]): Promise<T>
  close(): Promise<void>
}

const FIREFOXES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]

/** The path of a Firefox; null if none is here. */
export const findFirefox = (): string | null => FIREFOXES.find(path => existsSync(path)) ?? null

export async function openFirefox(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
  const page = await browser.newPage()
  return {
    open: async address => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    run: <T>(body: string, ...args: readonly string[]) =>
      page.evaluate(`(async args => { ${body} })(${JSON.stringify(args)})`) as Promise<T>,
    close: () => browser.close(),
  }
}

/** WebKit for GTK with its own driver, on a virtual screen: it has no headless mode. */
export function findWebKit(): { driver: string; browser: string } | null {
  const driver = '/usr/bin/WebKitWebDriver'
  if (!existsSync(driver) || !existsSync('/usr/bin/Xvfb')) return null
  for (const library of ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']) {
    if (!existsSync(library)) continue
    const folder = readdirSync(library).find(name => /^webkit2gtk-4\.\d$/.test(name))
    const browser = folder && `${library}/${folder}/MiniBrowser`
    if (browser && existsSync(browser)) return { driver, browser }
  }
  return null
}

export async function openWebKit(found: { driver: string; browser: string }): Promise<Engine> {
  const started: ChildProcess[] = []
  const end = async () => {
    for (const child of started.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    }
  }
  try {
    const display = await startScreen(started)
    const port = await freePort()
    const driver = spawn(found.driver, [`--port=${port}`], {
      env: {
        ...process.env,
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
      stdio: 'ignore',
    })
    started.push(driver)
    await untilAnswers(`http://127.0.0.1:${port}/status`)
    const session = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
        }),
      )
      .build()
    await session.manage().setTimeouts({ script: 60_000 })
    return {
      open: address => session.get(address),
      reload: () => session.navigate().refresh(),
      run: <T>(body: string, ...args: readonly string[]) =>
        session.executeAsyncScript(
          `const done = arguments[arguments.length - 1];
           (async args => { ${body} })(${JSON.stringify(args)}).then(done, error => done('failed: ' + error))`,
        ) as Promise<T>,
      async close() {
        await session.quit()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** A virtual screen of a number that it picks itself. */
async function startScreen(started: ChildProcess[]): Promise<string> {
  const screen = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '800x900x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  started.push(screen)
  const numbers = screen.stdio[3]
  if (!numbers || !('read' in numbers)) throw new Error('Xvfb says no screen')
  // It writes the number and the line's end apart, and dies where nobody reads the second.
  for await (const line of createInterface({ input: numbers })) return `:${line.trim()}`
  throw new Error('Xvfb did not start')
}
