/** The browser is killed while pictures come in. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../e2e/app.ts'
import { reportOf } from '../reports.ts'
import { KEY } from '../standins/uneekor.ts'
import { startBrowser } from './chromium.ts'

const kills = Number(process.env['RANGEBOOK_KILLS'] ?? (process.env['RANGEBOOK_TEST_ALL'] ? 20 : 0))
/** So many requests more before a kill, wherever that is in a shot. */
const before = (kill: number) => 10 + (kill % 12)
/** More than all kills see coming; the stand-in films every other shot: 25 pictures each. */
const FILMED = Math.ceil((kills * before(11)) / 25) + 4
const SHOTS = 2 * FILMED
const FILES = FILMED * 25

let app: App
let profile: string
beforeAll(async () => {
  if (kills === 0) return
  app = await startApp({ env: { TRUST_PROXY: '1' } })
  app.source.addReport(60_009, reportOf({ report_id: '60009', shots: SHOTS }))
  app.source.setLatency(40)
  profile = await mkdtemp(join(tmpdir(), 'rangebook-killed-'))
})
afterAll(async () => {
  await app?.stop()
  if (profile) await rm(profile, { recursive: true, force: true })
})

/** Each opening is another client, so that the proxy's patience is not what this waits for. */
async function opened(
  browser: Awaited<ReturnType<typeof startBrowser>>,
  n: number,
  path: string,
): Promise<Page> {
  const page = await browser.page()
  await page.context().setExtraHTTPHeaders({ 'x-forwarded-for': `10.1.${n >> 8}.${n & 255}` })
  await page.goto(app.address + path)
  return page
}

/** What lies in the file store, counted, and what it says of itself. */
async function kept(page: Page): Promise<{ counted: [number, number]; told: [number, number] }> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await answer(indexedDB.open('rangebook-files local'))
    const tx = db.transaction(['files', 'total'])
    const files: Uint8Array[] = await answer(tx.objectStore('files').getAll())
    const total = (await answer(tx.objectStore('total').get('total'))) ?? { files: 0, bytes: 0 }
    db.close()
    const bytes = files.reduce((sum, { byteLength }) => sum + byteLength, 0)
    return { counted: [files.length, bytes], told: [total.files, total.bytes] }
  })
}

test('after each kill nothing that came is lost, the count is right, and in the end every picture is there once', async context => {
  if (kills === 0) context.skip('npm run test:all kills the browser while pictures come in')
  const session = '/sessions/60009:2025-12-26'
  let came = 0
  for (let n = 0; n < kills; n++) {
    const browser = await startBrowser(profile)
    if (n === 0) {
      const page = await opened(
        browser,
        n,
        `/#link=https://my.uneekor.com/power-u-report?id=60009&key=${KEY}`,
      )
      await page.getByRole('button', { name: `Add ${SHOTS} shots` }).click()
      await page.waitForURL('**/sessions/**')
      expect(new URL(page.url()).pathname).toBe(session)
      await page.getByRole('button', { name: /^Get the pictures/ }).click()
    } else await opened(browser, n, session)
    const asked = app.source.paths.length
    await expect
      .poll(() => app.source.paths.length, { timeout: 30_000, interval: 5 })
      .toBeGreaterThanOrEqual(asked + before(n))
    await browser.kill()

    const again = await startBrowser(profile)
    const page = await opened(again, kills + n, '/theme.js')
    const { counted, told } = await kept(page)
    await again.kill()
    expect(told, `kill ${n}`).toEqual(counted)
    expect(counted[0], `kill ${n}`).toBeGreaterThanOrEqual(came)
    came = counted[0]
  }
  const last = await startBrowser(profile)
  const page = await opened(last, 2 * kills, session)
  await page.getByText(new RegExp(`^${FILMED} shots with pictures here`)).waitFor({ timeout: 180_000 })
  await expect.poll(async () => (await kept(page)).counted[0], { timeout: 30_000 }).toBe(FILES)
  await last.kill()
  // Of what was asked for, only what a kill cut off came twice: four files at once.
  const files = app.source.paths.filter(path => path.startsWith('/v2/frames/')).length
  expect(files - FILES).toBeLessThanOrEqual(kills * 4)
})
