/** Scrolling a session of 5,000 shots, Chromium slowed four times: how long its frames are. */
import { openPhone, startApp } from '../tests/e2e/app.ts'
import { reportOf } from '../tests/reports.ts'
import { median, table } from './report.ts'

const SHOTS = 5_000

export async function benchScroll(): Promise<string> {
  const app = await startApp()
  const phone = await openPhone({ viewport: { width: 390, height: 844 } })
  try {
    app.source.addReport(50_002, reportOf({ report_id: '50002', shots: SHOTS }))
    const page = phone.page()
    await page.goto(app.address)
    const field = page.getByRole('textbox').first()
    await field.fill(app.source.link(50_002))
    await field.press('Enter')
    await page.getByRole('button', { name: /^Add 5,000 shots/ }).click()
    await page.waitForURL(/\/sessions\//)
    await page.getByRole('table').waitFor()
    const session = await phone.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const frames = await page.evaluate(async () => {
      const took: number[] = []
      const bottom = document.documentElement.scrollHeight - innerHeight
      let last = await new Promise<number>(requestAnimationFrame)
      // About 4,000 px a second: a hard flick, again and again.
      for (let y = 0; y < Math.min(bottom, 40_000); y += 66) {
        scrollTo(0, y)
        const now = await new Promise<number>(requestAnimationFrame)
        took.push(now - last)
        last = now
      }
      return took
    })
    const over = frames.filter(took => took > 50).length
    return table(
      ['frames', 'median ms', 'longest ms', 'over 50 ms'],
      [[String(frames.length), median(frames).toFixed(1), Math.max(...frames).toFixed(1), String(over)]],
    )
  } finally {
    await phone.close()
    await app.stop()
  }
}
