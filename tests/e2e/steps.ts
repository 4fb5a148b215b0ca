/** What a golfer does, by the names that the screen gives things. */
import type { Page } from 'playwright'
import { REAL_REPORT } from '../standins/uneekor.ts'
import type { App, Phone } from './app.ts'

/** Opens the app's page and waits for its heading. */
export async function open(phone: Phone, app: App, path = '/'): Promise<Page> {
  const page = phone.page()
  await page.goto(app.address + path)
  await page.locator('h1').first().waitFor()
  return page
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

/** Words anywhere on the page, soon. */
export async function sees(page: Page, words: string | RegExp): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor()
}

/** All the words that are to be seen there, a blank between those of different elements. */
export async function reads(page: Page, selector = 'main'): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate(root => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      let text = ''
      let last: Element | null = null
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement
        if (!element?.checkVisibility({ visibilityProperty: true })) continue
        text += (element === last ? '' : ' ') + walker.currentNode.textContent
        last = element
      }
      return text.replace(/\s+/g, ' ').trim()
    })
}

/** The table's row of that shot: its cells, in the order of the columns. */
export async function rowOf(page: Page, shot: number): Promise<string[]> {
  const row = page.locator('tr.shots-row', {
    has: page.getByRole('link', { name: new RegExp(`^Shot ${shot}(,|$)`) }),
  })
  return (await row.locator('td').allInnerTexts()).map(text => text.trim())
}
