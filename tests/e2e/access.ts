/** What axe-core finds wrong with the page as it stands: WCAG 2.2 AA. */
import axe from 'axe-core'
import type { Page } from 'playwright'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A line each: rule, what it wants, where. */
export async function accessProblems(page: Page): Promise<string[]> {
  // By the debugger, as the page's policy lets no foreign script in.
  await page.evaluate(axe.source)
  const found: axe.AxeResults = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] })})`,
  )
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
