/** What the browser may do to a history: remove it, have no room for it, promise to keep it. */
import type { CDPSession, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS } from '../../tools/browser.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, reads, sees } from './steps.ts'

let app: App
let phone: Phone
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({
    permissions: ['clipboard-read', 'clipboard-write'],
    // The real room is told, not the 10 GB that newer versions tell everybody.
    args: [...CHROMIUM_ARGS, '--disable-features=StaticStorageQuota'],
  })
  await importRealReport(await open(phone, app), app)
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

const session = `/sessions/${REAL_REPORT}:2025-12-26`

/** The browser's own hand on the storage, behind the app. A limit stands until `work` is done. */
async function behindTheApp<T>(
  page: Page,
  work: (devtools: CDPSession, origin: string) => Promise<T>,
): Promise<T> {
  const devtools = await page.context().newCDPSession(page)
  try {
    return await work(devtools, app.address)
  } finally {
    await devtools.detach()
  }
}

const clear = (page: Page) =>
  behindTheApp(page, (devtools, origin) =>
    devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' }),
  )

const withRoomFor = (page: Page, bytes: number, work: () => Promise<void>) =>
  behindTheApp(page, async (devtools, origin) => {
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes })
    await work()
  })

describe('a device that is full', () => {
  test('nearly: it is said, with what makes room', async () => {
    const page = await open(phone, app, '/data')
    await sees(page, /left on this device/)
    await withRoomFor(page, 90_000_000, async () => {
      await page.reload()
      await sees(page, /^Nearly full: \d+ MB left on this device\.$/)
      await sees(page, 'Free space on the device, or delete for good what lies in the trash.')
    })
  })

  test('it opens all the same, says of an edit that it was not saved, and goes on when there is room', async () => {
    // Chromium asks anew how much room there is.
    await phone.restart()
    const leaveOut = async () => {
      await page.getByRole('button', { name: 'Select', exact: true }).click()
      await page.getByRole('button', { name: 'Select shot 33' }).click()
      await page.getByRole('button', { name: 'Leave out' }).click()
    }
    const page = phone.page()
    await withRoomFor(page, 1, async () => {
      await open(phone, app, session)
      await page.getByRole('table').waitFor()
      await leaveOut()
      await sees(page, 'This device is full, so this was not saved. Nothing that was saved is lost.')
      await expect.poll(() => reads(page)).toMatch(/33 shots (?!1 left out)/)
      await page.getByRole('link', { name: 'Free space' }).click()
      await page.getByRole('heading', { name: 'Data', exact: true }).waitFor()
      const downloads = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Export or back up' }).click()
      await page.getByRole('button', { name: 'Make the file' }).click()
      await page.getByRole('button', { name: 'Download' }).click()
      await downloads
    })
    await open(phone, app, session)
    await leaveOut()
    await expect.poll(() => reads(page)).toContain('32 shots 1 left out')
  })
})

describe('the store emptied while the app is open', () => {
  test('is said, and put back from what the page still holds', async () => {
    const page = await open(phone, app, session)
    await page.getByRole('table').waitFor()
    await clear(page)
    await page.getByRole('button', { name: 'drill', exact: true }).first().click()
    await sees(page, 'Your browser removed the shot history from this device, but it is still open here.')
    await page.getByRole('button', { name: 'Put it back' }).click()
    await page.getByRole('table').waitFor()
    await phone.restart()
    await open(phone, app, session)
    await expect.poll(() => reads(phone.page())).toContain('33 shots')
  })
})

describe('the store emptied while the app was closed', () => {
  test('is told apart from a new golfer’s: the message with its cures, never the welcome', async () => {
    await phone.restart()
    const page = phone.page()
    // No page of the app is open.
    await page.goto('about:blank')
    await clear(page)
    for (const path of ['/', session]) {
      await open(phone, app, path)
      await sees(page, 'Your browser removed the shot history that was kept here.')
      const says = await reads(page, 'body')
      expect(says).toContain('Import your links or a backup file again, or look on another device.')
      expect(says).not.toContain('Paste the link')
      expect(says).not.toContain('Try sample data')
    }
  })

  test('stays said after a restart, until the golfer chooses to begin again', async () => {
    await phone.restart()
    const page = await open(phone, app)
    await sees(page, 'Your browser removed the shot history that was kept here.')
    await page.getByRole('button', { name: 'Start afresh' }).click()
    await sees(page, 'Paste the link of your launch-monitor report')
    await importRealReport(page, app)
  })
})
