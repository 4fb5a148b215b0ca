/** The built app as a golfer meets it: the real server, the source's stand-in, and a phone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { CHROMIUM_ARGS, requireChromium } from '../../tools/browser.ts'
import { buildIfChanged } from '../../tools/build.ts'
import { type RunningServer, type StartOptions, startServer } from '../server.ts'
import { startUneekor, type UneekorStandin } from '../standins/uneekor.ts'

export interface App {
  readonly address: string
  readonly source: UneekorStandin
  /** SIGTERM unless told. */
  stopServer(signal?: NodeJS.Signals): Promise<void>
  /** At the same address. */
  startServer(): Promise<void>
  stop(): Promise<void>
}

/** From this checkout, built first, unless the server's variables or another checkout (built) are given. */
export async function startApp({ env: more = {}, root }: StartOptions = {}): Promise<App> {
  if (!root && !buildIfChanged()) throw new Error('the app does not build')
  const source = await startUneekor()
  const env = { UNEEKOR_API_BASE: source.address, ...more }
  const options = { ...(root !== undefined && { root }) }
  let server: RunningServer | null = await startServer({ env, ...options })
  const { address } = server
  const stopServer = async (signal?: NodeJS.Signals) => {
    await server?.stop(signal)
    server = null
  }
  return {
    address,
    source,
    stopServer,
    async startServer() {
      server ??= await startServer({ env: { ...env, PORT: new URL(address).port }, ...options })
    },
    async stop() {
      await stopServer()
      await source.stop()
    },
  }
}

/** A browser of its own with a profile that outlives a restart. */
export interface Phone {
  /** Its folder: the browser's processes name it. */
  readonly profile: string
  /** Its one page; another after a restart. */
  page(): Page
  context(): BrowserContext
  /** Errors of the console, of scripts and of the page's policy since the last look: none is the rule. */
  errors(): string[]
  /** Closed and opened again on the same storage; the app is not loaded yet. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openPhone(
  options: Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<Phone> {
  const profile = await mkdtemp(join(tmpdir(), 'rangebook-phone-'))
  let errors: string[] = []
  let { context, page } = await launch()

  async function launch() {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: requireChromium(),
      args: [...CHROMIUM_ARGS],
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      locale: 'en-GB',
      timezoneId: 'America/Los_Angeles',
      ...options,
    })
    // Whatever the page's policy refused is an error of ours, a foreign script's as well.
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`refused by ${violatedDirective}: ${blockedURI}`)
      })
    })
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('pageerror', error => errors.push(error.stack ?? error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !isNoSignal(message.text())) errors.push(message.text())
    })
    return { context, page }
  }

  return {
    profile,
    page: () => page,
    context: () => context,
    errors() {
      const since = errors
      errors = []
      return since
    },
    async restart() {
      await context.close()
      const again = await launch()
      context = again.context
      page = again.page
    },
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

/** What Chromium itself logs when a request meets no server, or one that goes away: no error of ours. */
function isNoSignal(text: string): boolean {
  return /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/.test(
    text,
  )
}

/** Until the app opens without a server: all of it is kept, and this page is in the worker's hands. */
export async function installed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise(resolve => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    })
  })
}
