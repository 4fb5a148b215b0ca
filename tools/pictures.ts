/**
 * Pictures of each screen: the built app on the real server, filled with the real report and the sample, on a
 * phone upright in each theme, on its side, and on a laptop.
 *
 *     npm run pictures                             what docs/pictures keeps: those of the guide, light, and a
 *                                                  sheet of all screens in each theme
 *     npm run pictures -- --to FOLDER [NAME …]     each by itself, or those whose name begins so
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright'
import { type App, openPhone, type Phone, startApp } from '../tests/e2e/app.ts'
import { leaveOut, open, paste, slideOver, swing } from '../tests/e2e/steps.ts'
import { REAL_REPORT } from '../tests/standins/uneekor.ts'
import { root } from './node.mjs'

/** The golfer's today: the sample ends here, three days after the real report's practice. */
const TODAY = '2025-12-29T12:00:00'
const THEMES = ['light', 'dark', 'sun'] as const
type Theme = (typeof THEMES)[number]
const UPRIGHT = { width: 390, height: 844 }
const ON_ITS_SIDE = { width: 844, height: 390 }
const LAPTOP = { width: 1280, height: 800 }
const WHOLE = { scale: 0.8, gap: 0 }
/** A sheet of all screens. */
const COLUMNS = 8
const SMALL = { scale: 0.35, gap: 12 }

interface Screen {
  readonly name: string
  readonly path: string
  /** What must stand there before the picture is taken, by its style. */
  readonly waits: string
  /** What the golfer does there first. */
  readonly does?: (page: Page) => Promise<void>
  /** Taken on the laptop and on the phone's side too. */
  readonly wide?: true
  /** docs/guide.md shows it. */
  readonly guide?: true
}

const session = `/sessions/${REAL_REPORT}:2025-12-26`
const sixIrons = `${session}?club=code:IRON6`

const select = async (page: Page) => {
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  for (const shot of [33, 32]) {
    await page.getByRole('button', { name: `Select shot ${shot}` }).click()
  }
}
const getPictures = async (page: Page) => {
  const get = page.getByRole('button', { name: 'Get the pictures' })
  await get.or(swing(page)).first().waitFor()
  if (await get.isVisible()) await get.click()
  await swing(page).waitFor()
  await page.getByText('Frame 1 of 24', { exact: true }).waitFor()
  await slideOver(page, [0.4, 0.55]).then(finger => finger.lift())
  await page.getByRole('heading', { name: 'Pictures' }).evaluate(heading => heading.scrollIntoView())
}
const setGoal = async (page: Page) => {
  const goal = page.getByRole('heading', { name: '8 iron' })
  const set = page.getByRole('button', { name: 'Set a goal' })
  await set.waitFor()
  if (!(await goal.isVisible())) {
    await set.click()
    await page.getByLabel('Club').selectOption({ label: '8 iron' })
    await page.getByLabel('Within, to either side').fill('12')
    await page.getByLabel('By, if there is a day').fill('2026-05-01')
    await page.getByRole('button', { name: 'Set the goal' }).click()
    await goal.waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
  }
  await page.locator('.plot canvas').waitFor()
}
const beginTest = async (page: Page) => {
  await page
    .getByRole('button', { name: /^Nine shots/ })
    .last()
    .click()
  await page.getByText('Which shots').click()
  await page.getByLabel('From shot').fill('1')
  await page.locator('.plot canvas').waitFor()
  await page.evaluate(() => scrollTo(0, 0))
}
const runQuestion = async (page: Page) => {
  await page.getByRole('button', { name: 'Run' }).click()
  await page.locator('.behind table').waitFor()
}
const chooseGarmins = async (page: Page) => {
  await page.getByLabel('Choose a file').setInputFiles(join(root, 'tests/fixtures/files/garmin-ios.csv'))
  await page.getByText('Read as Garmin Golf.').waitFor()
}
const sheet = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}

/** In the golfer's own history: one report. */
const OWN: readonly Screen[] = [
  { name: 'session', path: session, waits: 'table', wide: true, guide: true },
  { name: 'club-of-session', path: sixIrons, waits: 'table', wide: true },
  {
    name: 'table',
    path: sixIrons,
    waits: 'table',
    does: page => page.locator('.shots-tools').evaluate(tools => tools.scrollIntoView()),
  },
  { name: 'select', path: sixIrons, waits: 'table', does: select, guide: true },
  { name: 'meaning', path: sixIrons, waits: 'table', does: sheet(/mph ball/) },
  { name: 'shot', path: `/shots/${REAL_REPORT}_85589_1298334`, waits: '.measures', wide: true },
  {
    name: 'swing',
    path: `/shots/${REAL_REPORT}_85589_1298334`,
    waits: '.measures',
    does: getPictures,
    guide: true,
  },
  { name: 'add', path: '/import', waits: 'main input' },
  { name: 'history', path: '/history', waits: '.step-what', guide: true },
  { name: 'trash', path: '/trash', waits: 'main h2' },
  { name: 'more', path: '/more', waits: 'main h2' },
  { name: 'settings', path: '/settings', waits: 'main h2' },
  { name: 'phone', path: '/settings/phone', waits: 'main h2', guide: true },
  { name: 'install', path: '/install', waits: 'main p' },
  { name: 'export', path: '/data', waits: 'main h2', does: sheet('Export or back up'), guide: true },
  { name: 'restore', path: '/restore', waits: 'main p' },
  // The last: it leaves the file waiting.
  { name: 'file', path: '/import', waits: 'main input', does: chooseGarmins, guide: true },
]

/** With the server as the cloud. */
const CLOUD: readonly Screen[] = [
  { name: 'cloud', path: '/settings/cloud', waits: '.cloud-chip >> text=Synced', wide: true, guide: true },
  { name: 'cloud-home', path: '/', waits: '.cloud-chip >> text=Synced', wide: true },
  { name: 'sign-out', path: '/settings/cloud', waits: '.cloud-state', does: sheet('Sign out') },
]

/** In the sample's four months. */
const SAMPLE: readonly Screen[] = [
  { name: 'sessions', path: '/', waits: '.session-row, main li', wide: true },
  { name: 'sessions-filter', path: '/', waits: 'main li', does: sheet(/Filter/) },
  { name: 'bag', path: '/bag', waits: '.yardages svg text', wide: true, guide: true },
  { name: 'club', path: '/bag/code%3AIRON6', waits: '.club-page svg .axis, .club-page svg text', wide: true },
  { name: 'stats', path: '/analysis', waits: 'main li' },
  {
    name: 'misses',
    path: '/analysis/misses?club=code:IRON6',
    waits: '.plot canvas',
    wide: true,
    guide: true,
  },
  {
    name: 'trends',
    path: '/analysis/trends?club=code:IRON8&figure=face_to_path_deg',
    waits: '.plot canvas',
    wide: true,
    guide: true,
  },
  { name: 'card', path: '/analysis/card', waits: '.card-picture', guide: true },
  { name: 'goals', path: '/analysis/goals', waits: 'h1', does: setGoal, guide: true },
  { name: 'combine', path: '/analysis/combine', waits: 'h2', does: beginTest, guide: true },
  { name: 'sql', path: '/analysis/sql', waits: '.sql textarea', does: runQuestion },
  { name: 'delivery', path: '/analysis/delivery?club=code:IRON6', waits: '.plot canvas', guide: true },
  { name: 'strike', path: '/analysis/strike?club=code:DRIVER', waits: '.plot canvas', guide: true },
  {
    name: 'compare',
    path: '/analysis/compare?club=code:IRON8&from=2025-11-15&b.to=2025-11-14',
    waits: '.forest svg',
    guide: true,
  },
  { name: 'flight', path: '/analysis/flight?club=code:IRON6', waits: '.plot canvas', guide: true },
  { name: 'counts', path: '/analysis/counts', waits: '.doubt', guide: true },
  { name: 'data', path: '/data', waits: 'text=left on this device', wide: true },
]

const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true })
const forDocs = values.to === undefined
const to = values.to ?? join(root, 'docs', 'pictures')
mkdirSync(to, { recursive: true })
const wanted = (name: string) => positionals.length === 0 || positionals.some(start => name.startsWith(start))
/** PNGs of all screens, for the theme's sheet. */
const taken: { readonly [theme in Theme]: Buffer[] } = { light: [], dark: [], sun: [] }

const app = await startApp()
const phone = await openPhone({
  permissions: ['clipboard-read', 'clipboard-write'],
  deviceScaleFactor: 1.5,
  reducedMotion: 'reduce',
  timezoneId: 'Europe/Berlin',
})
// With three browsers' worth of work beside it a machine is slow.
phone.context().setDefaultTimeout(120_000)
try {
  await takeArrival(app, phone)
  for (const shot of [30, 28]) await leaveOut(await open(phone, app, session), shot)
  await takeAll(OWN, app, phone)
  await takeAll([{ name: 'cloud-off', path: '/settings/cloud', waits: 'main .card' }], app, phone)
  await joinHub(await open(phone, app, '/settings/cloud'))
  await takeAll(CLOUD, app, phone)
  // Only now: a link is fetched by the worker's clock, which this doesn't turn.
  await phone.context().clock.setFixedTime(TODAY)
  const page = await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.getByText('Sample data', { exact: true }).first().waitFor({ timeout: 300_000 })
  await page.waitForURL(`${app.address}/`, { timeout: 300_000 })
  await takeAll(SAMPLE, app, phone)
  if (forDocs) {
    for (const theme of THEMES) keep(`all-${theme}`, await asWebp(page, taken[theme], COLUMNS))
  }
  const errors = phone.errors()
  if (errors.length > 0) throw new Error(errors.join('\n'))
} finally {
  await phone.close()
  await app.stop()
}

/** First sight, and the link's preview, before there is a history; the report is taken in at the end. */
async function takeArrival(app: App, phone: Phone): Promise<void> {
  const page = await open(phone, app)
  await takeAll([{ name: 'welcome', path: '/', waits: 'h1', wide: true, guide: true }], app, phone)
  await open(phone, app)
  await paste(page, app.source.link(REAL_REPORT))
  await page.getByRole('button', { name: 'Add 33 shots' }).waitFor()
  const preview = new URL(page.url()).pathname
  await takeAll(
    [{ name: 'preview', path: preview, waits: 'main table, main .card', wide: true, guide: true }],
    app,
    phone,
  )
  await open(phone, app, preview)
  await page.getByRole('button', { name: 'Add 33 shots' }).click()
  await page.waitForURL('**/sessions/**')
}

async function joinHub(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use this server' }).click()
  await page.getByRole('button', { name: 'Start syncing' }).click()
  await page.locator('.cloud-chip').getByText('Synced').waitFor()
}

async function takeAll(screens: readonly Screen[], app: App, phone: Phone): Promise<void> {
  for (const screen of screens) {
    for (const theme of THEMES) await take(screen, theme, UPRIGHT, `${screen.name}-${theme}`, app, phone)
    if (!screen.wide || forDocs) continue
    await take(screen, 'light', ON_ITS_SIDE, `${screen.name}-side`, app, phone)
    await take(screen, 'light', LAPTOP, `${screen.name}-laptop`, app, phone)
  }
}

async function take(
  { path, waits, does, guide }: Screen,
  theme: Theme,
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
  // Where it was left before is no place for a picture.
  await page.evaluate(() => scrollTo(0, 0))
  await does?.(page)
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  if (forDocs) {
    taken[theme].push(png)
    console.log(name)
  }
  if (!forDocs || (guide && theme === 'light')) keep(name, await asWebp(page, [png], 1))
}

function keep(name: string, picture: Buffer): void {
  writeFileSync(join(to, `${name}.webp`), picture)
  console.log(`${name}.webp ${Math.ceil(picture.length / 1024)} KB`)
}

/**
 * One picture as it is, or several in rows, small, by the browser's own encoder: a third of JPEG's bytes, and
 * letters stay sharp.
 */
async function asWebp(page: Page, pngs: readonly Buffer[], columns: number): Promise<Buffer> {
  const paper = await page.context().newPage()
  try {
    const bytes = await paper.evaluate(
      async ({ base64s, columns, scale, gap }) => {
        const images = await Promise.all(
          base64s.map(base64 =>
            createImageBitmap(new Blob([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))])),
          ),
        )
        const width = Math.round((images[0]?.width ?? 0) * scale)
        const height = Math.round((images[0]?.height ?? 0) * scale)
        const rows = Math.ceil(images.length / columns)
        const canvas = new OffscreenCanvas(columns * (width + gap) - gap, rows * (height + gap) - gap)
        const draw = canvas.getContext('2d')
        if (!draw) throw new Error('no canvas')
        draw.imageSmoothingQuality = 'high'
        for (const [n, image] of images.entries()) {
          const [x, y] = [(n % columns) * (width + gap), Math.floor(n / columns) * (height + gap)]
          draw.drawImage(image, x, y, width, height)
        }
        const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.6 })
        return [...new Uint8Array(await blob.arrayBuffer())]
      },
      { base64s: pngs.map(png => png.toString('base64')), columns, ...(columns === 1 ? WHOLE : SMALL) },
    )
    return Buffer.from(bytes)
  } finally {
    await paper.close()
    await page.bringToFront()
  }
}
