/**
 * From a tap to a question's first picture in the built app, Chromium slowed four times: of the sample's 2,000 shots,
 * of 100,000 and of 250,000. The first of the tries taps at once; before the others the list stood there, and answers
 * were made or kept: the median of all counts. And the longest that a tap or key then waits (INP), with all of a
 * club's points drawn.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { type App, openPhone, type Phone, startApp } from '../tests/e2e/app.ts'
import { chooseBackup } from '../tests/e2e/steps.ts'
import { fill } from './analysis.ts'
import { type Line, median, table } from './report.ts'

const SLOWED = 4
const TRIES = 5
/** The sample's season so many times. */
const HISTORIES = [1, 50, 125] as const
const LONGEST_MS = 300_000

const SCREENS = [
  ['misses', '/analysis/misses?club=code:DRIVER', '.plot canvas'],
  ['trends', '/analysis/trends?club=code:DRIVER', '.plot canvas'],
  ['face or path', '/analysis/delivery?club=code:DRIVER', '.plot canvas'],
  ['strike', '/analysis/strike?club=code:DRIVER', '.plot canvas'],
  ['flight', '/analysis/flight?club=code:DRIVER', '.plot canvas'],
  ['changed', '/analysis/compare?club=code:DRIVER&b.to=2025-12-31', '.forest svg'],
  ['bag', '/bag', '.yardages svg'],
  ['within', '/analysis/within', '.plot svg'],
] as const

export async function benchScreens(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rangebook-bench-screens-'))
  const app = await startApp()
  const took = new Map<string, number[]>(SCREENS.map(([name]) => [name, []]))
  const waits: Line[] = []
  try {
    for (const times of HISTORIES) {
      const path = join(folder, `${times}.db`)
      const native = fill(path, times)
      const shots = native.prepare('SELECT count(*) AS n FROM shots').get() as { n: number }
      native.close()
      const phone = await openPhone()
      try {
        await bring(phone, app, path)
        const page = phone.page()
        for (const [name, address, picture] of SCREENS) {
          took.get(name)?.push(await firstPicture(page, address, picture))
        }
        waits.push([shots.n.toLocaleString('en'), ...(await longestWaits(page, app))])
      } finally {
        await phone.close()
      }
    }
  } finally {
    await app.stop()
    await rm(folder, { recursive: true })
  }
  const lines = [...took].map(([name, [small = 0, ...large]]) => [
    name,
    small.toFixed(0),
    ...large.flatMap(ms => [ms.toFixed(0), (ms / small).toFixed(1)]),
  ])
  return `${table(['first picture, ms', '2,000', '100,000', 'ratio', '250,000', 'ratio'], lines)}

${table(['shots', 'points', 'longest wait of a tap or key, ms'], waits)}`
}

async function bring(phone: Phone, app: App, path: string): Promise<void> {
  const page = phone.page()
  await page.goto(`${app.address}/restore`)
  await chooseBackup(page, path)
  await page.getByRole('button', { name: 'Restore', exact: true }).click({ timeout: LONGEST_MS })
  await page.getByText(/^Backup restored/).waitFor({ timeout: LONGEST_MS })
  await page.goto(`${app.address}/analysis`)
  const cdp = await phone.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
}

/** The app's own links, from the list of questions, as a tap follows them. */
async function firstPicture(page: Page, address: string, picture: string): Promise<number> {
  const all: number[] = []
  for (let i = 0; i < TRIES; i++) {
    all.push(
      await page.evaluate(
        async ([address, picture]) => {
          const link = document.createElement('a')
          link.href = address
          const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
          document.getElementById('main')?.append(link)
          await frame()
          const from = performance.now()
          link.click()
          while (document.querySelector(picture) === null) await frame()
          // Drawn by the effects of this frame, shown by the next.
          await frame()
          await frame()
          return performance.now() - from
        },
        [address, picture] as const,
      ),
    )
    await page.evaluate(async () => {
      history.back()
      while (location.pathname !== '/analysis') await new Promise(resolve => setTimeout(resolve, 20))
    })
    await page.getByText('Do I reach my goals?').waitFor()
  }
  return median(all)
}

/** Keys over the points, a tap on one, another view: the longest event that the browser itself reports. */
async function longestWaits(page: Page, app: App): Promise<Line> {
  await page.goto(`${app.address}/analysis/misses?club=code:DRIVER`)
  const points = page.getByRole('slider', { name: /^Shots in the picture/ })
  await points.waitFor({ timeout: LONGEST_MS })
  await page.evaluate(() => {
    const seen = { longest: 0 }
    Object.assign(window, { seen })
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  await points.focus()
  for (const key of ['End', 'ArrowLeft', 'PageDown', 'Home', '+', '-']) await page.keyboard.press(key)
  await points.click({ position: { x: 150, y: 150 } })
  await page.getByRole('button', { name: 'Fairway' }).click()
  await page.getByRole('button', { name: 'Fairway', pressed: true }).waitFor()
  const n = await points.getAttribute('aria-valuemax')
  const longest = await page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest)
  return [Number(n).toLocaleString('en'), longest.toFixed(0)]
}
