/**
 * Two browsers and the hub: how soon an edit on one is to be seen on the other, and what the first sync of a long
 * history takes of a new device: time, memory of its processes, the longest task of the page's thread.
 * Two idle cores, 30 Nov: 0.69 s; 20,000 shots usable after 0.9 s, whole after 3.3 s, 101 MB more, no long task.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { openPhone, type Phone, startApp } from '../tests/e2e/app.ts'
import { fillHub } from '../tests/e2e/longHistory.ts'
import { importRealReport, open } from '../tests/e2e/steps.ts'
import { REAL_REPORT } from '../tests/standins/uneekor.ts'
import { median, table } from './report.ts'

const SHOTS = Number(process.env['BENCH_SHOTS'] ?? 100_000)
const EDITS = 15
const SESSION = `/sessions/${REAL_REPORT}:2025-12-26`

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const synced = (page: Page, timeout = 600_000) =>
  page.getByRole('navigation', { name: 'Cloud' }).getByText('Synced', { exact: true }).waitFor({ timeout })

/** Until what it will do is to be seen. */
async function joins(page: Page, address: string, code: string): Promise<void> {
  await page.goto(`${address}/#join=${code}`)
  const field = page.getByLabel('Code')
  while ((await field.inputValue()) !== code) await page.waitForTimeout(50)
  await button(page, 'Join').click()
  await button(page, 'Start syncing').waitFor()
}

/** Of all processes of that browser, by Linux's count of pages that are theirs. */
function memoryOf({ profile }: Phone): number {
  const folders = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const browsers = new Set<string>()
  let kb = 0
  for (const pid of folders) {
    try {
      const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
      const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile) || browsers.has(parent)
      if (!isOurs) continue
      browsers.add(pid)
      kb += Number(/Pss:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // It ended while it was looked at.
    }
  }
  return kb / 1024
}

interface FirstSync {
  readonly usable_s: number
  readonly whole_s: number
  readonly before_mb: number
  readonly most_mb: number
  readonly longest_ms: number
  readonly over50: number
}

async function firstSync(phone: Phone, address: string, code: string): Promise<FirstSync> {
  const page = phone.page()
  await page.addInitScript(() => {
    const tasks: number[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe(
      {
        type: 'longtask',
        buffered: true,
      },
    )
  })
  await joins(page, address, code)
  const before_mb = memoryOf(phone)
  await page.evaluate(() => {
    ;(window as unknown as { tasks: number[] }).tasks.length = 0
  })
  const since = performance.now()
  await button(page, 'Start syncing').click()
  let most_mb = 0
  const looking = setInterval(() => {
    most_mb = Math.max(most_mb, memoryOf(phone))
  }, 500)
  await page.getByText('Your newest sessions are here').waitFor({ timeout: 600_000 })
  const usable_s = (performance.now() - since) / 1000
  await synced(page)
  const whole_s = (performance.now() - since) / 1000
  clearInterval(looking)
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks)
  return {
    usable_s,
    whole_s,
    before_mb,
    most_mb,
    longest_ms: Math.max(0, ...tasks),
    over50: tasks.length,
  }
}

/** From the tap on one device until the other's page shows it. */
async function editsSeen(one: Page, other: Page): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < EDITS; n++) {
    const shown = other
      .getByText(`${n + 1} left out`)
      .first()
      .waitFor({ timeout: 120_000 })
    await button(one, 'Select').click()
    await button(one, `Select shot ${33 - n}`).click()
    const since = performance.now()
    await button(one, 'Leave out').click()
    await shown
    took.push(performance.now() - since)
  }
  return took
}

export async function benchDevices(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'rangebook-bench-'))
  const app = await startApp({ env: { RANGEBOOK_DATA: data } })
  const [phone, laptop, fresh] = [
    await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] }),
    await openPhone(),
    await openPhone(),
  ]
  try {
    const page = await open(phone, app)
    await importRealReport(page, app)
    await open(phone, app, '/settings/cloud')
    await button(page, 'Use this server').click()
    await button(page, 'Start syncing').click()
    await synced(page)
    const code = async () => {
      await open(phone, app, '/settings/cloud')
      await button(page, 'Add a device').click()
      return (await page.locator('.join-code').textContent()) ?? ''
    }
    await joins(laptop.page(), app.address, await code())
    await button(laptop.page(), 'Start syncing').click()
    await synced(laptop.page())
    await open(phone, app, SESSION)
    await open(laptop, app, SESSION)
    await Promise.all([synced(page), synced(laptop.page())])
    const seen = await editsSeen(page, laptop.page())

    const another = await code()
    await laptop.close()
    await fillHub(page, app.address, SHOTS)
    await page.goto('about:blank')
    const first = await firstSync(fresh, app.address, another)
    return [
      table(
        [`edit to visible on the other browser, ${EDITS} edits`, 'median ms', 'slowest ms', 'wanted'],
        [['over the hub', median(seen).toFixed(0), Math.max(...seen).toFixed(0), '< 1,000']],
      ),
      table(
        [
          `first sync of ${SHOTS.toLocaleString('en')} shots`,
          'usable, s',
          'whole, s',
          'memory before, MB',
          'at most, MB',
          'longest task, ms',
          'tasks over 50 ms',
        ],
        [
          [
            'a new browser, all its processes',
            first.usable_s.toFixed(1),
            first.whole_s.toFixed(1),
            first.before_mb.toFixed(0),
            first.most_mb.toFixed(0),
            first.longest_ms.toFixed(0),
            String(first.over50),
          ],
        ],
      ),
    ].join('\n\n')
  } finally {
    for (const device of [phone, laptop, fresh]) await device.close()
    await app.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
