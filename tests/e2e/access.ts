/** What axe-core finds wrong with the page as it stands: WCAG 2.2 AA. */
import axe from 'axe-core'
import type { Page } from 'playwright'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** A long table's first rows stand for the others: each of a thousand cells would be measured against its ground. */
const REPEATED = 'tbody > tr:nth-child(n + 12)'

/** A line each: rule, what it wants, where. */
export function accessProblems(page: Page): Promise<string[]> {
  return problems(page, RULES)
}

/** The same in light, and in the other themes what a theme changes. */
export async function problemsInThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['dark', 'sun', 'light']) {
    await setTheme(page, theme)
    const rules = theme === 'light' ? RULES : ['color-contrast']
    found.push(...(await problems(page, rules)).map(problem => `${theme}: ${problem}`))
  }
  return found
}

/** As another tab of the app does it. */
async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate(theme => {
    localStorage.setItem('rangebook.theme', theme)
    dispatchEvent(new StorageEvent('storage', { key: 'rangebook.theme' }))
  }, theme)
  await page.locator(`html[data-theme="${theme}"]`).waitFor()
}

async function problems(page: Page, runOnly: readonly string[]): Promise<string[]> {
  // By the debugger, as the page's policy lets no foreign script in; once a page, as it is half a megabyte.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const context = { include: ['html'], exclude: [REPEATED] }
  const found: axe.AxeResults = await page.evaluate(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify({ runOnly, resultTypes: ['violations'] })})`,
  )
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

/** What reaches over the edge of the screen, unless it stands in something that can be pushed along. */
export function overTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pushed = (element: Element | null): boolean =>
      element !== null &&
      (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) ||
        pushed(element.parentElement))
    const over = [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter(element => element.checkVisibility() && !element.matches('.spoken, .spoken *, svg *'))
      .filter(element => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 0 && (right > innerWidth + 1 || left < -1) && !pushed(element.parentElement)
      })
      .map(element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`)
    const { scrollWidth } = document.documentElement
    return scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide`, ...over] : over
  })
}
