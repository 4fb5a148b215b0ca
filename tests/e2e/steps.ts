/** What a golfer does, by the names that the screen gives things. */
import { join } from 'node:path'
import type { Page } from 'playwright'
import { REAL_REPORT } from '../standins/uneekor.ts'
import type { App, Phone } from './app.ts'

/** Opens the app's page and waits for its heading. */
export async function open(phone: Phone, app: App, path = '/'): Promise<Page> {
  const page = phone.page()
  await saved(page)
  await page.goto(app.address + path)
  await page.locator('h1').first().waitFor()
  return page
}

/** A golfer sees a tap's effect before going elsewhere. What waits for a slow source or cloud is left all the same. */
async function saved(page: Page): Promise<void> {
  await page.evaluate(async longest_ms => {
    const until = performance.now() + longest_ms
    const works = async () => {
      const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {}
      return [...held, ...pending].some(({ name }) => name?.startsWith('rangebook-running work'))
    }
    while ((await works()) && performance.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
  }, 3_000)
}

/** From the clipboard, by the keys, as a golfer at a laptop pastes; a phone's menu does the same. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(text => navigator.clipboard.writeText(text), text)
  await page.getByLabel('Link of your report').focus()
  await page.keyboard.press('ControlOrMeta+v')
}

/** Pastes the real report's link where the page has its field, and takes in its 33 shots; its session is open then. */
export async function importRealReport(page: Page, app: App): Promise<void> {
  await paste(page, app.source.link(REAL_REPORT))
  await page.getByRole('button', { name: 'Add 33 shots' }).click()
  await page.waitForURL('**/sessions/**')
  await page.getByRole('table').waitFor()
}

/** The hub's first device waits for its database to be made: some seconds, on a busy machine many. */
export const FIRST_JOIN_MS = 150_000

/** Words anywhere on the page, soon. */
export async function sees(page: Page, words: string | RegExp, timeout_ms = 30_000): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: timeout_ms })
}

/** Comes when the whole session was looked at, and nobody waits for it. */
export const COACH = '.coach-line'

/** All the words that are to be seen there, a blank between those of different elements. */
export async function reads(page: Page, selector = 'main', without?: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((root, without) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      let text = ''
      let last: Element | null = null
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement
        if (!element?.checkVisibility({ visibilityProperty: true })) continue
        if (without !== undefined && element.closest(without)) continue
        text += (element === last ? '' : ' ') + walker.currentNode.textContent
        last = element
      }
      return text.replace(/\s+/g, ' ').trim()
    }, without)
}

/** The table's row of that shot: its cells, in the order of the columns. */
export async function rowOf(page: Page, shot: number): Promise<string[]> {
  const row = page.locator('tr.shots-row', {
    has: page.getByRole('link', { name: new RegExp(`^Shot ${shot}(,|$)`) }),
  })
  return (await row.locator('td').allInnerTexts()).map(text => text.trim())
}

/** Makes the file in the export sheet that is open; where in that folder it lies then. */
export async function makeFile(
  page: Page,
  kind: 'Backup' | 'Spreadsheet' | 'Database',
  folder: string,
): Promise<string> {
  await page.getByRole('button', { name: kind, exact: true }).click()
  await page.getByRole('button', { name: 'Make the file' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const file = await coming
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}

/** Chooses the file on the page of restoring, or where a stopped database begins anew. */
export async function chooseBackup(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path)
}

/** In the session that is open. */
export async function leaveOut(page: Page, shot: number): Promise<void> {
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('button', { name: `Select shot ${shot}` }).click()
  await page.getByRole('button', { name: 'Leave out' }).click()
  await sees(page, `Shot ${shot} left out of the figures`)
}

/** A shot's swing, a slider over its frames. */
export const swing = (page: Page) => page.getByRole('slider', { name: 'Swing' })

/** A finger over the swing, from one part (0 to 1) of its width by others to the last, where it stays till `lift`. */
export async function slideOver(page: Page, parts: readonly number[]): Promise<{ lift(): Promise<void> }> {
  await swing(page).scrollIntoViewIfNeeded()
  const box = await swing(page).boundingBox()
  if (!box) throw new Error('the swing is not to be seen')
  const finger = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove', part: number) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [{ x: box.x + box.width * part, y: box.y + box.height / 2 }],
    })
  for (const [n, part] of parts.entries()) await touch(n === 0 ? 'touchStart' : 'touchMove', part)
  return {
    async lift() {
      await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      await finger.detach()
    },
  }
}
