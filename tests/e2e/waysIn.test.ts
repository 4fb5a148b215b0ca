/** Every way by which a report comes in, and what is said where it does not. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { KEY, REAL_REPORT } from '../standins/uneekor.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, paste, reads, sees } from './steps.ts'

let app: App
let phone: Phone
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  await installed(await open(phone, app))
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

let nextReport = 50_000
/** The link of a new report with so many shots: the preview's button tells it from the others. */
function newLink(shots: number): string {
  const report_id = String(++nextReport)
  app.source.addReport(report_id, reportOf({ report_id, shots }))
  return app.source.link(report_id)
}

const accept = (page: Page, shots: number) => page.getByRole('button', { name: `Add ${shots} shots` })

/** Every address that the browser's history of this tab holds. */
async function addresses(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  const { entries } = await devtools.send('Page.getNavigationHistory')
  await devtools.detach()
  return entries.map(({ url }) => url)
}

describe('a link in the address', () => {
  test.each([
    ['/#link=, encoded', (link: string) => `/#link=${encodeURIComponent(link)}`],
    ['/#link=, as it is', (link: string) => `/#link=${link}`],
    ['/?link=, encoded', (link: string) => `/?link=${encodeURIComponent(link)}`],
    ['/?link=, as it is', (link: string) => `/?link=${link}`],
  ])('%s opens its preview, and its key stands in no address of the history', async (_, address) => {
    const page = await phone.context().newPage()
    const shots = 3 + (nextReport % 10)
    await page.goto(app.address + address(newLink(shots)))
    await accept(page, shots).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/import\/./)
    expect((await addresses(page)).filter(url => url.includes(KEY) || url.includes('link='))).toEqual([])
    await page.close()
  })

  test('a link opened where the app is open already is taken there', async () => {
    const page = await open(phone, app, '/bag')
    const link = newLink(14)
    await page.evaluate(link => {
      location.assign(`/#link=${link}`)
    }, link)
    await accept(page, 14).waitFor()
    expect((await addresses(page)).filter(url => url.includes(KEY))).toEqual([])
  })
})

describe('a paste', () => {
  test('of a sentence with two links in it brings both, one after the other', async () => {
    const page = await open(phone, app, '/import')
    const [first, second] = [newLink(21), newLink(22)]
    await paste(page, `Hi, today’s are here: ${first}, and yesterday’s (${second}). See you.`)
    await accept(page, 21).waitFor()
    await expect.poll(() => reads(page)).toMatch(/\d more after this/)
    const waiting = await open(phone, app, '/import')
    await sees(waiting, 'On their way in')
    await expect
      .poll(() => reads(waiting))
      .toMatch(new RegExp(`Report ${nextReport - 1} Here\\..*Report ${nextReport} Here\\.`))
  })

  test('by the button takes what was copied', async () => {
    const page = await open(phone, app, '/import')
    const link = newLink(23)
    await page.evaluate(text => navigator.clipboard.writeText(text), link)
    await page.getByRole('button', { name: 'Paste', exact: true }).click()
    await accept(page, 23).waitFor()
  })

  test('of another site’s address says whose it is not, and stays to be mended', async () => {
    const page = await open(phone, app, '/import')
    await paste(page, 'https://example.com/power-u-report?id=1&key=abc')
    await page.getByRole('button', { name: 'Get my shots' }).click()
    await sees(page, 'This address is not from Uneekor. A report link begins with https://my.uneekor.com.')
    await paste(page, ' and some words')
    await expect
      .poll(() => page.getByLabel('Link of your report').inputValue())
      .toContain('https://example.com/')
  })

  test('of a link that was cut says what is missing', async () => {
    const page = await open(phone, app, '/import')
    await paste(page, 'https://my.uneekor.com/power-u-report?id=41511')
    await page.getByRole('button', { name: 'Get my shots' }).click()
    await sees(
      page,
      'This link has no key, so nobody can open it. Copy the address again, up to its very end.',
    )
  })
})

describe('a file', () => {
  const real = join(import.meta.dirname, '..', 'fixtures', 'uneekor-report-part.json')

  test('of a saved report opens its preview', async () => {
    const page = await open(phone, app, '/import')
    await page.getByLabel('Choose a file').setInputFiles(real)
    await accept(page, 33).waitFor()
    await sees(page, 'From your file')
  })

  test('dropped anywhere on the page does the same', async () => {
    const page = await open(phone, app, '/import')
    await page.evaluate(
      text => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([text], 'report.json', { type: 'application/json' }))
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
        document.querySelector('h1')?.dispatchEvent(drop)
      },
      await readFile(real, 'utf8'),
    )
    await accept(page, 33).waitFor()
  })

  test('that is none of ours is refused, and nothing is left of it', async () => {
    const page = await open(phone, app, '/import')
    const choose = (name: string, text: string) =>
      page.getByLabel('Choose a file').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) })
    await choose('swing.txt', 'not json')
    await sees(page, 'nothing in this file looks like a list of shots.')
    await choose('shopping.json', '{"milk": 2}')
    await sees(page, '“shopping.json” is neither a Uneekor report nor a backup of Rangebook.')
  })
})

describe('another app shares', () => {
  /** As the phone's share sheet does it: a form sent to the manifest's share_target. */
  const share = (page: Page, words: Record<string, string>, file: { name: string; text: string } | null) =>
    page.evaluate(
      ({ words, file }) => {
        const form = document.createElement('form')
        Object.assign(form, { method: 'post', action: '/share-target', enctype: 'multipart/form-data' })
        for (const [name, value] of Object.entries(words)) {
          form.append(Object.assign(document.createElement('input'), { name, value }))
        }
        if (file) {
          const data = new DataTransfer()
          data.items.add(new File([file.text], file.name, { type: 'application/json' }))
          const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' })
          input.files = data.files
          form.append(input)
        }
        document.body.append(form)
        form.submit()
      },
      { words, file },
    )

  test('a message with a link in it: its preview opens, and no server saw the link', async () => {
    const page = await open(phone, app, '/more')
    await share(page, { title: 'My report', text: `Have a look ${newLink(31)}`, url: '' }, null)
    await accept(page, 31).waitFor()
    expect((await addresses(page)).filter(url => url.includes(KEY))).toEqual([])
    expect(await page.evaluate(() => caches.has('rangebook-shared'))).toBe(false)
  })

  test('a saved report as a file', async () => {
    const page = await open(phone, app, '/more')
    const text = JSON.stringify(reportOf({ report_id: '51999', shots: 32 }))
    await share(page, { title: '', text: '', url: '' }, { name: 'report.json', text })
    await accept(page, 32).waitFor()
  })

  test('words without a link: said, and not taken for one', async () => {
    const page = await open(phone, app, '/more')
    await share(page, { title: 'Weather', text: 'Sunny', url: 'https://example.com/' }, null)
    await sees(page, 'This address is not from Uneekor.')
  })

  test('with a phone that is full: said, and half of it is not kept', async () => {
    const page = await open(phone, app, '/more')
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.address, quotaSize: 1 })
    const text = 'x'.repeat(1_000_000)
    await share(page, { title: '', text: '', url: '' }, { name: 'report.json', text })
    await sees(page, 'What you shared could not be kept here. Is the device full?')
    expect(await page.evaluate(() => caches.has('rangebook-shared'))).toBe(false)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.address })
    await devtools.detach()
  })
})

describe('without a signal', () => {
  test('a link is kept, says so on every screen, survives a restart, and comes when there is a signal', async () => {
    const link = newLink(41)
    let page = await open(phone, app, '/import')
    await app.stopServer()
    await phone.context().setOffline(true)
    await paste(page, link)
    await sees(page, 'Your link is kept')
    await sees(page, 'Kept. It is fetched when there is a signal, also after a restart.')
    await phone.restart()
    await phone.context().setOffline(true)
    page = await open(phone, app)
    await sees(page, /1 waiting for a signal/)
    await app.startServer()
    await phone.context().setOffline(false)
    await expect.poll(() => reads(page, '.middle'), { timeout: 20_000 }).not.toContain('waiting')
    await page.getByRole('link', { name: /^New from your link/ }).click()
    await page.getByRole('link', { name: new RegExp(`^Report ${nextReport}`) }).click()
    await accept(page, 41).waitFor()
  })
})

test('a report that was taken in before says that nothing is new', async () => {
  // On a phone of its own: the queue of the other is long by now.
  const own = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await open(own, app)
  await importRealReport(page, app)
  await open(own, app, '/import')
  await paste(page, app.source.link(REAL_REPORT))
  await sees(page, 'Nothing is new: every shot is in your history already, edits and all.')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.waitForURL(`**/sessions/${REAL_REPORT}:2025-12-26`)
  expect(own.errors()).toEqual([])
  await own.close()
})

// The last of all: Chromium may tell of an answer when the next test runs already.
describe('what does not come says why', () => {
  // Chromium logs each answer that is an error; that the server gave one is the story here.
  afterEach(() => {
    expect(phone.errors().filter(error => !/responded with a status of (404|502) /.test(error))).toEqual([])
  })

  test('a wrong key: all that it may be', async () => {
    const page = await open(phone, app, '/import')
    await paste(page, `https://my.uneekor.com/power-u-report?id=${REAL_REPORT}&key=Wrong1`)
    await sees(page, 'This report did not come')
    await sees(page, /its key is wrong, or the report was deleted, or it holds no shots/)
    await page.getByRole('button', { name: 'Remove this link' }).click()
    await sees(page, 'Add shots')
  })

  test('a source that is down: the link is kept, and tried again at a tap', async () => {
    const page = await open(phone, app, '/import')
    app.source.fail('error')
    await paste(page, newLink(51))
    await sees(page, /Uneekor does not answer as it should\. Your link is fine to keep\./)
    app.source.heal()
    await page.getByRole('button', { name: 'Try now' }).first().click()
    await accept(page, 51).waitFor()
  })

  test.each(['html', 'object', 'cut_json'] as const)('no report but %s: nothing is taken in', async fault => {
    const page = await open(phone, app, '/import')
    app.source.fail(fault)
    await paste(page, newLink(52))
    await sees(page, 'What Uneekor sent is not a report.')
    app.source.heal()
  })
})
