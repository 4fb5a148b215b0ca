/** The app as an app: its manifest, its badge, and where a browser lacks something. Its updates: update.test.ts. */
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { accessProblems } from './access.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, paste, reads, sees } from './steps.ts'

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

describe('on the home screen', () => {
  const IPHONE =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
  let app: App
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app?.stop())

  /** Safari makes no offer, and Chromium's own question stops what drives it until a person answers. */
  const withoutOffer = (phone: Phone) =>
    phone.context().addInitScript(() => {
      addEventListener('beforeinstallprompt', event => {
        if (event.isTrusted) event.stopImmediatePropagation()
      })
    })

  test('Chromium’s own question is asked once there is something to keep, and not again', async () => {
    const phone = await openPhone(PASTING)
    await withoutOffer(phone)
    await phone.context().addInitScript(() => {
      addEventListener('load', () => {
        const offer = new Event('beforeinstallprompt', { cancelable: true })
        const prompt = async () => document.documentElement.setAttribute('data-asked', '')
        dispatchEvent(Object.assign(offer, { prompt }))
      })
    })
    const page = await open(phone, app)
    const offer = page.getByText('Install Rangebook: one tap at the range')
    await page.locator('.middle').waitFor()
    expect(await offer.count()).toBe(0)
    await importRealReport(page, app)
    expect(await offer.count()).toBe(0)
    await open(phone, app)
    await offer.waitFor()
    await page.getByRole('button', { name: 'Install', exact: true }).click()
    await page.locator('html[data-asked]').waitFor({ state: 'attached' })
    await offer.waitFor({ state: 'detached' })
    await open(phone, app)
    await page.getByRole('button', { name: 'Not now' }).click()
    await open(phone, app)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).waitFor()
    expect(await offer.count()).toBe(0)
    await open(phone, app, '/install')
    await page.getByRole('button', { name: 'Install', exact: true }).waitFor()
    expect(phone.errors()).toEqual([])
    await phone.close()
  })

  test('a tab on an iPhone: how to install stands before the first import, and the backup after it', async () => {
    const phone = await openPhone({ ...PASTING, userAgent: IPHONE, isMobile: true })
    await withoutOffer(phone)
    const page = await open(phone, app)
    await sees(page, 'Install it first')
    await sees(page, 'Add to Home Screen')
    expect(await accessProblems(page)).toEqual([])
    expect(await page.getByLabel('Link of your report').count()).toBe(0)
    // By a link in a mail it opens in the tab as well.
    await page.goto('about:blank')
    await page.goto(`${app.address}/#link=${encodeURIComponent(app.source.link(REAL_REPORT))}`)
    await sees(page, 'Install it first')
    await page.getByRole('button', { name: 'Go on in this tab' }).click()
    await page.getByRole('button', { name: 'Add 33 shots' }).click()
    await page.getByRole('table').waitFor()
    await open(phone, app)
    await sees(page, 'Safari clears a tab’s shots. Install Rangebook, and take them along')
    await page.getByRole('link', { name: 'How' }).click()
    await page.getByRole('link', { name: 'Make a backup file' }).waitFor()
    await sees(page, 'Bring your history')
    expect(await accessProblems(page)).toEqual([])
    expect(phone.errors()).toEqual([])
    await phone.close()
  })

  test('opened from an iPhone’s home screen it is empty, and brings the history from a file', async () => {
    const phone = await openPhone({ userAgent: IPHONE, isMobile: true })
    await withoutOffer(phone)
    await phone.context().addInitScript(() => {
      Object.defineProperty(navigator, 'standalone', { value: true })
    })
    const page = await open(phone, app)
    await page.getByLabel('Link of your report').waitFor()
    expect(await accessProblems(page)).toEqual([])
    await page.getByRole('link', { name: 'Bring your history' }).click()
    await sees(page, 'Restore a backup')
    expect(phone.errors()).toEqual([])
    await phone.close()
  })

  test('a page that was on its way when the worker took over is the worker’s too: all its parts are there offline', async () => {
    const phone = await openPhone()
    const page = await open(phone, app)
    let arrives = () => {}
    const late = new Promise<void>(resolve => {
      arrives = resolve
    })
    await phone.context().route('**/settings', async route => {
      await late
      await route.continue()
    })
    const other = await phone.context().newPage()
    const coming = other.goto(`${app.address}/settings`)
    await installed(page)
    arrives()
    await coming
    await installed(other)
    expect(phone.errors()).toEqual([])
    await phone.close()
  })

  test('a signal lost while the app is being kept for later: it is kept once the signal is back', async () => {
    const phone = await openPhone()
    let lost = 0
    await phone.context().route('**/icons/maskable-512.png', async route => {
      if (lost++ === 0) await route.abort('connectionreset')
      else await route.continue()
    })
    const page = await open(phone, app)
    await expect.poll(() => lost).toBe(1)
    await phone.context().setOffline(true)
    await phone.context().setOffline(false)
    await installed(page)
    await phone.close()
  })

  test('the icon’s number is what waits in the queue, and goes with it', async () => {
    const phone = await openPhone(PASTING)
    await phone.context().addInitScript(() => {
      const show = async (n: number) => document.documentElement.setAttribute('data-badge', String(n))
      Object.assign(Navigator.prototype, { setAppBadge: show, clearAppBadge: () => show(0) })
    })
    const page = await open(phone, app, '/import')
    const badge = (n: number) => page.locator(`html[data-badge="${n}"]`).waitFor({ state: 'attached' })
    await badge(0)
    await paste(page, app.source.link(REAL_REPORT))
    await badge(1)
    await page.getByRole('button', { name: 'Add 33 shots' }).click()
    await badge(0)
    expect(phone.errors()).toEqual([])
    await phone.close()
  })

  test('without WebAssembly it says so, and what to do', async () => {
    const phone = await openPhone()
    await phone.context().addInitScript(() => {
      // As Lockdown Mode has it.
      Reflect.deleteProperty(globalThis, 'WebAssembly')
    })
    const page = await open(phone, app)
    await sees(page, /This browser has WebAssembly switched off/)
    await sees(page, /iPhone or iPad in Lockdown Mode/)
    expect(await accessProblems(page)).toEqual([])
    await phone.close()
  })

  test('with cookies and site data blocked it says so, and how to allow them', async () => {
    const phone = await openPhone()
    await phone.context().addInitScript(() => {
      // As browsers have it then: already a look throws.
      const refuse = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      }
      for (const kept of ['localStorage', 'indexedDB']) Object.defineProperty(window, kept, { get: refuse })
    })
    const page = await open(phone, app, `/#link=${encodeURIComponent(app.source.link(REAL_REPORT))}`)
    await sees(page, /cookies and site data are blocked/)
    expect(page.url()).not.toContain('key')
    expect(await accessProblems(page)).toEqual([])
    expect(phone.errors()).toEqual([])
    await phone.close()
  })
})
