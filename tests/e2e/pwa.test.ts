/** The app as an app: its manifest, its updates, its badge, and where a browser lacks something. */
import type { Page } from 'playwright'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { type OtherCheckout, otherCheckout } from './builds.ts'
import { importRealReport, open, paste, reads, sees } from './steps.ts'

const NEWER = '99.0.0'

const PASTING = { permissions: ['clipboard-read', 'clipboard-write'] }

describe('the manifest', () => {
  const Picture = v.object({
    src: v.string(),
    sizes: v.string(),
    type: v.optional(v.string()),
    purpose: v.optional(v.string()),
    form_factor: v.optional(v.picklist(['narrow', 'wide'])),
    label: v.optional(v.string()),
  })
  const Manifest = v.object({
    id: v.string(),
    start_url: v.string(),
    scope: v.string(),
    display: v.literal('standalone'),
    display_override: v.array(v.string()),
    categories: v.array(v.string()),
    icons: v.array(Picture),
    screenshots: v.array(Picture),
    shortcuts: v.array(v.object({ name: v.string(), url: v.string(), icons: v.array(Picture) })),
    share_target: v.object({ action: v.string(), method: v.literal('POST') }),
    file_handlers: v.array(
      v.object({ action: v.string(), accept: v.record(v.string(), v.array(v.string())) }),
    ),
  })
  type Picture = v.InferOutput<typeof Picture>

  let app: App
  let phone: Phone
  let manifest: v.InferOutput<typeof Manifest>
  beforeAll(async () => {
    app = await startApp()
    phone = await openPhone()
    const page = await open(phone, app)
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    manifest = v.parse(Manifest, await (await fetch(new URL(href ?? '', app.address))).json())
  })
  afterAll(async () => {
    await phone?.close()
    await app?.stop()
  })

  /** Its size as the browser decodes it, and its type as the server says it. */
  const seen = async ({ src }: Picture) => {
    const response = await fetch(app.address + src)
    const size = await phone.page().evaluate(async src => {
      const image = Object.assign(new Image(), { src })
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, src)
    const bytes = (await response.arrayBuffer()).byteLength
    return { size, type: response.headers.get('content-type'), bytes }
  }

  test('names pictures that are there, of the size and type it says, and small', async () => {
    const pictures = [
      ...manifest.icons,
      ...manifest.screenshots,
      ...manifest.shortcuts.flatMap(({ icons }) => icons),
    ]
    expect(pictures.length).toBeGreaterThan(8)
    for (const picture of pictures) {
      const { size, type, bytes } = await seen(picture)
      expect(type, picture.src).toBe(picture.type)
      if (picture.sizes !== 'any') expect(size, picture.src).toBe(picture.sizes)
      expect(bytes, picture.src).toBeLessThan(100_000)
    }
  })

  test('has an icon that a phone may cut to any shape, and pictures for its install sheet of both forms', () => {
    const { icons, screenshots } = manifest
    expect(icons.map(({ purpose, sizes }) => `${purpose ?? 'any'} ${sizes}`)).toEqual(
      expect.arrayContaining(['any 192x192', 'any 512x512', 'maskable 512x512']),
    )
    expect(new Set(screenshots.map(({ form_factor }) => form_factor))).toEqual(new Set(['narrow', 'wide']))
    expect(screenshots.every(({ label }) => label)).toBe(true)
  })

  test('leads by its shortcuts, and by its start, to pages that there are', async () => {
    for (const { url } of [...manifest.shortcuts, { url: manifest.start_url }]) {
      await open(phone, app, url)
      expect(await reads(phone.page())).not.toContain('Nothing is here')
    }
    expect(phone.errors()).toEqual([])
  })

  test('is one that Chromium would install', async () => {
    await installed(await open(phone, app))
    const devtools = await phone.context().newCDPSession(phone.page())
    const { errors } = await devtools.send('Page.getAppManifest')
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    expect([...errors, ...installabilityErrors]).toEqual([])
    await devtools.detach()
  })

  test('takes files that the system opens with it: a saved report leads to its preview', async () => {
    expect(Object.values(manifest.file_handlers[0]?.accept ?? {}).flat()).toEqual(
      expect.arrayContaining(['.json', '.csv', '.sqlite', '.db']),
    )
    const page = await phone.context().newPage()
    const text = JSON.stringify(reportOf({ report_id: '61001', shots: 7 }))
    // As Chromium on a laptop hands it over; there is no system here that would open a file.
    await page.addInitScript(text => {
      const file = { getFile: async () => new File([text], 'report.json', { type: 'application/json' }) }
      const launchQueue = { setConsumer: (take: (launch: unknown) => void) => take({ files: [file] }) }
      Object.defineProperty(window, 'launchQueue', { value: launchQueue })
    }, text)
    await page.goto(app.address + manifest.file_handlers[0]?.action)
    await page.getByRole('button', { name: 'Add 7 shots' }).waitFor()
    await page.close()
  })
})

describe('a newer build', () => {
  let checkout: OtherCheckout
  let app: App
  let phone: Phone
  let other: Page
  beforeAll(async () => {
    checkout = await otherCheckout(NEWER)
    app = await startApp({ root: checkout.root })
    phone = await openPhone(PASTING)
    await installed(await open(phone, app))
    await importRealReport(phone.page(), app)
    other = await phone.context().newPage()
    await other.goto(`${app.address}/bag`)
    await other
      .getByRole('link', { name: /6 iron/ })
      .first()
      .waitFor()
  })
  afterAll(async () => {
    await phone?.close()
    await app?.stop()
    await checkout?.remove()
  })

  const versionOf = async (page: Page): Promise<string> => {
    const about = page.getByText(/^Version /)
    await about.waitFor()
    return /[\d.]+/.exec((await about.textContent()) ?? '')?.[0] ?? ''
  }
  /** By a link of the app: the page stays, and loads the chunk of another screen. */
  const goTo = (page: Page, path: string) =>
    page.evaluate(path => {
      const link = Object.assign(document.createElement('a'), { href: path })
      document.body.append(link)
      link.click()
      link.remove()
    }, path)

  test('is offered in both tabs, and changes nothing by itself', async () => {
    await checkout.deploy()
    // As when the golfer comes back to the app.
    await phone.page().evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    for (const page of [phone.page(), other]) await sees(page, 'A newer Rangebook is ready')
  })

  test('leaves the older one whole: a screen not yet seen opens, and so does a new tab', async () => {
    await goTo(other, '/settings')
    expect(await versionOf(other)).not.toBe(NEWER)
    const third = await phone.context().newPage()
    const failed: string[] = []
    third.on('response', response => {
      if (response.status() >= 400) failed.push(response.url())
    })
    await third.goto(`${app.address}/settings`)
    expect(await versionOf(third)).not.toBe(NEWER)
    expect(failed).toEqual([])
    await third.close()
    expect(phone.errors()).toEqual([])
  })

  test('waits, once it is wanted, for words that are not saved in another tab and for a report that comes', async () => {
    const page = phone.page()
    await goTo(other, '/import')
    await other.getByLabel('Link of your report').pressSequentially('a link, half')
    app.source.fail('hang')
    const report_id = '61002'
    app.source.addReport(report_id, reportOf({ report_id, shots: 9 }))
    await goTo(page, '/import')
    await paste(page, app.source.link(report_id))
    await sees(page, 'Your report is coming')
    await page.getByRole('button', { name: 'Update' }).click()
    await sees(page, 'The newer Rangebook comes when your text is saved, here or in another tab')
    await other.getByLabel('Link of your report').fill('')
    await sees(page, 'The newer Rangebook comes when the work in hand is done')
    await goTo(other, '/settings')
    expect(await versionOf(other)).not.toBe(NEWER)
  })

  test('is taken by all tabs together when that is done, and nothing is lost', async () => {
    const page = phone.page()
    await page.getByRole('button', { name: 'Remove this link' }).click()
    await expect.poll(() => versionOf(other), { timeout: 60_000 }).toBe(NEWER)
    await goTo(page, '/settings')
    expect(await versionOf(page)).toBe(NEWER)
    for (const tab of [page, other]) expect(await reads(tab, '.middle')).not.toContain('A newer Rangebook')
    await open(phone, app)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).waitFor()
    expect(phone.errors()).toEqual([])
    app.source.heal()
  })

  test('opens without a signal', async () => {
    await app.stopServer()
    await other.goto(`${app.address}/settings`)
    expect(await versionOf(other)).toBe(NEWER)
    await app.startServer()
  })

  test('comes from the server where its worker does not take over, and the history stays', async () => {
    // While another tab is in the hands of that worker, this one alone would be let go.
    await other.close()
    await checkout.touchWorker()
    const page = await open(phone, app)
    await sees(page, 'A newer Rangebook is ready')
    await page.evaluate(() => {
      // As behind a request of the older worker that never ends.
      ServiceWorker.prototype.postMessage = () => {}
    })
    await page.getByRole('button', { name: 'Update' }).click()
    await sees(page, 'The newer Rangebook comes')
    await page.waitForEvent('load')
    await installed(page)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).waitFor()
    expect(await reads(page, '.middle')).not.toContain('A newer Rangebook')
    const scripts = () =>
      page.evaluate(async () => {
        const all = await navigator.serviceWorker.getRegistrations()
        return all.flatMap(({ active, waiting }) => [active?.state, waiting?.state])
      })
    expect(await scripts()).toEqual(['activated', undefined])
  })
})
