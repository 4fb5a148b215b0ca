/**
 * Pictures of each screen for docs/pictures: the built app on the real server, filled with the real report
 * and the sample, on a phone upright in each theme, on its side, and on a laptop.
 *
 *     npm run pictures [-- --to FOLDER] [NAME …]    only pictures whose name begins so
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright'
import { type App, openPhone, type Phone, startApp } from '../tests/e2e/app.ts'
import { open, paste } from '../tests/e2e/steps.ts'
import { REAL_REPORT } from '../tests/standins/uneekor.ts'
import { root } from './node.mjs'

/** The golfer's today: the sample ends here, three days after the real report's practice. */
const TODAY = '2025-12-29T12:00:00'
const THEMES = ['light', 'dark', 'sun'] as const
const UPRIGHT = { width: 390, height: 844 }
const ON_ITS_SIDE = { width: 844, height: 390 }
const LAPTOP = { width: 1280, height: 800 }

interface Screen {
  readonly name: string
  readonly path: string
  /** What must stand there before the picture is taken, by its style. */
  readonly waits: string
  /** What the golfer does there first. */
  readonly does?: (page: Page) => Promise<void>
  /** Taken on the laptop and on the phone's side too. */
  readonly wide?: true
}

const session = `/sessions/${REAL_REPORT}:2025-12-26`
const sixIrons = `${session}?club=code:IRON6`

const select = async (page: Page) => {
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  for (const shot of [33, 32]) {
    await page.getByRole('button', { name: `Select shot ${shot}` }).click()
  }
}
const sheet = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}

/** In the golfer's own history: one report. */
const OWN: readonly Screen[] = [
  { name: 'session', path: session, waits: 'table', wide: true },
  { name: 'club-of-session', path: sixIrons, waits: 'table', wide: true },
  {
    name: 'table',
    path: sixIrons,
    waits: 'table',
    does: page => page.locator('.shots-tools').evaluate(tools => tools.scrollIntoView()),
  },
  { name: 'select', path: sixIrons, waits: 'table', does: select },
  { name: 'meaning', path: sixIrons, waits: 'table', does: sheet(/mph ball/) },
  { name: 'shot', path: `/shots/${REAL_REPORT}_85589_1298334`, waits: '.measures', wide: true },
  { name: 'add', path: '/import', waits: 'main input' },
  { name: 'history', path: '/history', waits: '.step-what' },
  { name: 'trash', path: '/trash', waits: 'main h2' },
  { name: 'more', path: '/more', waits: 'main h2' },
  { name: 'settings', path: '/settings', waits: 'main h2' },
]

/** In the sample's four months. */
const SAMPLE: readonly Screen[] = [
  { name: 'sessions', path: '/', waits: '.session-row, main li', wide: true },
  { name: 'sessions-filter', path: '/', waits: 'main li', does: sheet(/Filter/) },
  { name: 'bag', path: '/bag', waits: 'main svg', wide: true },
  { name: 'club', path: '/bag/code%3AIRON6', waits: 'main h2', wide: true },
  { name: 'data', path: '/data', waits: 'main h2', wide: true },
]

const { values, positionals } = parseArgs({
  options: { to: { type: 'string', default: join(root, 'docs', 'pictures') } },
  allowPositionals: true,
})
mkdirSync(values.to, { recursive: true })
const wanted = (name: string) => positionals.length === 0 || positionals.some(start => name.startsWith(start))

const app = await startApp()
const phone = await openPhone({
  permissions: ['clipboard-read', 'clipboard-write'],
  deviceScaleFactor: 1.5,
  reducedMotion: 'reduce',
  timezoneId: 'Europe/Berlin',
})
try {
  await takeArrival(app, phone)
  await takeAll(OWN, app, phone)
  // Only now: a link is fetched by the worker's clock, which this doesn't turn.
  await phone.context().clock.setFixedTime(TODAY)
  const page = await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.getByText('Sample data', { exact: true }).first().waitFor({ timeout: 300_000 })
  await page.waitForURL(`${app.address}/`, { timeout: 300_000 })
  await takeAll(SAMPLE, app, phone)
  const errors = phone.errors()
  if (errors.length > 0) throw new Error(errors.join('\n'))
} finally {
  await phone.close()
  await app.stop()
}

/** First sight, and the link's preview, before there is a history; the report is taken in at the end. */
async function takeArrival(app: App, phone: Phone): Promise<void> {
  const page = await open(phone, app)
  await takeAll([{ name: 'welcome', path: '/', waits: 'h1', wide: true }], app, phone)
  await open(phone, app)
  await paste(page, app.source.link(REAL_REPORT))
  await page.getByRole('button', { name: 'Add 33 shots' }).waitFor()
  const preview = new URL(page.url()).pathname
  await takeAll([{ name: 'preview', path: preview, waits: 'main table, main .card', wide: true }], app, phone)
  await open(phone, app, preview)
  await page.getByRole('button', { name: 'Add 33 shots' }).click()
  await page.waitForURL('**/sessions/**')
}

async function takeAll(screens: readonly Screen[], app: App, phone: Phone): Promise<void> {
  for (const screen of screens) {
    for (const theme of THEMES) await take(screen, theme, UPRIGHT, `${screen.name}-${theme}`, app, phone)
    if (!screen.wide) continue
    await take(screen, 'light', ON_ITS_SIDE, `${screen.name}-side`, app, phone)
    await take(screen, 'light', LAPTOP, `${screen.name}-laptop`, app, phone)
  }
}

async function take(
  { path, waits, does }: Screen,
  theme: (typeof THEMES)[number],
  size: { readonly width: number; readonly height: number },
  name: string,
  app: App,
  phone: Phone,
): Promise<void> {
  if (!wanted(name)) return
  const page = phone.page()
  await page.setViewportSize(size)
  await page.evaluate(theme => localStorage.setItem('rangebook.theme', theme), theme)
  await open(phone, app, path)
  await page.locator(waits).first().waitFor()
  await does?.(page)
  writeFileSync(join(values.to, `${name}.webp`), await webp(page))
  console.log(name)
}

/** The browser's own encoder: a third of JPEG's bytes, and letters stay sharp. */
async function webp(page: Page): Promise<Buffer> {
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  const paper = await page.context().newPage()
  try {
    const bytes = await paper.evaluate(async base64 => {
      const image = await createImageBitmap(
        new Blob([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))]),
      )
      const canvas = new OffscreenCanvas(image.width, image.height)
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.6 })
      return [...new Uint8Array(await blob.arrayBuffer())]
    }, png.toString('base64'))
    return Buffer.from(bytes)
  } finally {
    await paper.close()
    await page.bringToFront()
  }
}
