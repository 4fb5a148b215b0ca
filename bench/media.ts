/** The pictures of 500 filmed shots, from the stand-in through the real proxy onto the device, and on to the hub. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPhone, startApp } from '../tests/e2e/app.ts'
import { paste } from '../tests/e2e/steps.ts'
import { reportOf } from '../tests/reports.ts'
import { type Line, table } from './report.ts'

const FILMED = 500
/** The stand-in films every other shot. */
const SHOTS = 2 * FILMED
const FILES = FILMED * 25
/** A real one has about 200 KB; so many of those would fill the disk of a small machine. */
const PICTURE_BYTES = 50_000
const MB = 1024 * 1024
const MARKS = 5

export async function benchMedia(): Promise<string> {
  // Behind a proxy each address has its own patience: what is measured is the device, not how gentle the server is.
  const data = await mkdtemp(join(tmpdir(), 'rangebook-bench-'))
  const app = await startApp({ env: { TRUST_PROXY: '1', RANGEBOOK_DATA: data } })
  const phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  let clients = 0
  const anotherClient = () =>
    phone.context().setExtraHTTPHeaders({ 'x-forwarded-for': `10.0.${clients >> 8}.${clients++ & 255}` })
  try {
    app.source.addReport(50_003, reportOf({ report_id: '50003', shots: SHOTS }))
    app.source.setPictureBytes(PICTURE_BYTES)
    const page = phone.page()
    await page.goto(`${app.address}/import`)
    await paste(page, app.source.link(50_003))
    await page.getByRole('button', { name: /^Add 1,000 shots/ }).click()
    await page.waitForURL(/\/sessions\//)
    await page.evaluate(() => localStorage.setItem('rangebook.media-budget', '20000000000'))
    const devtools = await phone.context().newCDPSession(page)
    await devtools.send('HeapProfiler.enable')
    const heap_mb = async () => {
      await devtools.send('HeapProfiler.collectGarbage')
      const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage')
      return ((usedSize + backingStorageSize) / MB).toFixed(1)
    }
    const lines: Line[] = []
    const files = () => app.source.paths.filter(path => path.startsWith('/v2/frames/')).length
    await anotherClient()
    lines.push(['0', '–', await heap_mb()])
    const began = performance.now()
    await page
      .getByRole('region', { name: 'Pictures' })
      .getByRole('button', { name: /^Get the pictures/ })
      .click()
    for (let mark = 1; mark <= MARKS; mark++) {
      const since = performance.now()
      const before = files()
      while (files() < (FILES * mark) / MARKS) {
        await anotherClient()
        await page.waitForTimeout(250)
      }
      const perSecond = ((files() - before) / (performance.now() - since)) * 1000
      lines.push([files().toLocaleString('en'), perSecond.toFixed(0), await heap_mb()])
    }
    await page.getByText(/^500 shots with pictures here/).waitFor()
    const whole = FILES / ((performance.now() - began) / 1000)
    lines.push(['all, kept', whole.toFixed(0), await heap_mb()])

    await page.goto(`${app.address}/settings/cloud`)
    await page.getByLabel('Code').fill(hubCode(data))
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByRole('button', { name: 'Start syncing' }).click()
    await page.getByText(/^All of it is on this device and on the server/).waitFor({ timeout: 0 })
    const sending = performance.now()
    await page.getByRole('button', { name: 'Always' }).click()
    await page.getByText(/^All [\d,]+ pictures of this device are on the server/).waitFor({ timeout: 0 })
    const sent = FILES / ((performance.now() - sending) / 1000)
    lines.push(['all, sent to the hub', sent.toFixed(0), await heap_mb()])
    return table([`files of ${PICTURE_BYTES / 1000} KB`, 'files/s', 'page’s memory, MB'], lines)
  } finally {
    await phone.close()
    await app.stop()
    await rm(data, { recursive: true, force: true })
  }
}

/** As the operator asks for one: behind a proxy there is no joining by a tap. */
function hubCode(data: string): string {
  const done = spawnSync(process.execPath, ['server/cli/main.ts', 'hub', 'code'], {
    encoding: 'utf8',
    env: { ...process.env, RANGEBOOK_DATA: data },
  })
  const [code] = done.stdout.split('\n')
  if (!code) throw new Error(`no code: ${done.stdout}${done.stderr}`)
  return code
}
