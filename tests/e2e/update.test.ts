/** Two builds of the app, one after the other, under two tabs. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { type OtherCheckout, otherCheckout } from './builds.ts'
import { importRealReport, open, paste, reads, sees } from './steps.ts'

const NEWER = '99.0.0'

describe('a newer build', () => {
  let checkout: OtherCheckout
  let app: App
  let phone: Phone
  let other: Page
  beforeAll(async () => {
    checkout = await otherCheckout(NEWER)
    app = await startApp({ root: checkout.root })
    phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
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
    await expect.poll(() => versionOf(page)).toBe(NEWER)
    for (const tab of [page, other]) expect(await reads(tab, '.middle')).not.toContain('A newer Rangebook')
    await open(phone, app)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).waitFor()
    expect(phone.errors()).toEqual([])
    app.source.heal()
  })

  test('opens without a signal', async () => {
    await app.stopServer()
    await other.goto(`${app.address}/settings`)
    await expect.poll(() => versionOf(other)).toBe(NEWER)
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
