/** From a pasted link to the visible history, by phase, with the source 50 ms away. */
import { openPhone, startApp } from '../tests/e2e/app.ts'
import { reportOf } from '../tests/reports.ts'
import { type Line, median, table } from './report.ts'

const RUNS = 5
const SHOTS = 500
const phases = ['paste to preview', 'tap to history', 'whole'] as const

export async function benchPaste(): Promise<string> {
  const app = await startApp()
  const took: Record<(typeof phases)[number], number[]> = {
    'paste to preview': [],
    'tap to history': [],
    whole: [],
  }
  try {
    app.source.setLatency(50)
    app.source.addReport(50_001, reportOf({ report_id: '50001', shots: SHOTS }))
    for (let run = 0; run < RUNS; run++) {
      const phone = await openPhone()
      try {
        const page = phone.page()
        await page.goto(app.address)
        const field = page.getByRole('textbox').first()
        await field.fill(app.source.link(50_001))
        const accept = page.getByRole('button', { name: `Add ${SHOTS} shots` })
        const start = performance.now()
        await field.press('Enter')
        await accept.waitFor()
        const previewed = performance.now()
        await accept.click()
        await page.waitForURL(/\/sessions\//)
        await page
          .getByText(new RegExp(`of ${SHOTS}\\b|\\b${SHOTS} shots`))
          .first()
          .waitFor()
        const end = performance.now()
        took['paste to preview'].push(previewed - start)
        took['tap to history'].push(end - previewed)
        took.whole.push(end - start)
      } finally {
        await phone.close()
      }
    }
  } finally {
    await app.stop()
  }
  const lines: Line[] = phases.map(phase => [
    phase,
    median(took[phase]).toFixed(0),
    Math.max(...took[phase]).toFixed(0),
  ])
  return table([`${SHOTS} shots, milliseconds`, 'median', 'slowest'], lines)
}
