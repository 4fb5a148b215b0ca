/** A browser killed while a large backup is restored, and all is exported: before or after, never between. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { type KillableBrowser, startBrowser } from './chromium.ts'
import { databaseOf, lines } from './database.ts'
import { servePage } from './served.ts'

const kills = Number(process.env['RANGEBOOK_KILLS'] ?? (process.env['RANGEBOOK_TEST_ALL'] ? 20 : 0))
/** With their outbox more rows than the log takes: the commit is a snapshot by itself. */
const RESTORED = 35_000
const IMPORTED = 200

let served: Awaited<ReturnType<typeof servePage>>
beforeAll(async () => {
  if (kills === 0) return
  served = await servePage()
})
afterAll(() => served?.stop())

async function openPage(browser: KillableBrowser, acknowledged: Set<string>) {
  const page = await browser.page()
  await page.exposeFunction('acknowledged', (step: string) => {
    acknowledged.add(step)
  })
  await page.goto(served.address)
  expect(await page.evaluate(() => window.rangebook.open())).toBe('ready')
  return page
}

/** Kills at instants spread over the whole of the work, the last ones after its end. */
test('after each kill the backup is all there or not at all, and what was there before is', async context => {
  if (kills === 0) context.skip('npm run test:all kills the browser while a backup is restored')
  let whole_ms = 0
  for (let n = 0; n <= kills; n++) {
    const profile = await mkdtemp(join(tmpdir(), 'rangebook-restored-'))
    const acknowledged = new Set<string>()
    const browser = await startBrowser(profile)
    const page = await openPage(browser, acknowledged)
    const text = JSON.stringify(reportOf({ report_id: '50001', shots: IMPORTED }))
    await page.evaluate(text => window.rangebook.import(text, '50001'), text)
    const begun = performance.now()
    const working = page
      .evaluate(shots => window.rangebook.restore('60001', shots), RESTORED)
      .catch((error: unknown) => error)
    // The first is let go to its end, so that the others know how long it takes.
    if (n === 0) {
      expect(await working).toBeUndefined()
      whole_ms = performance.now() - begun
    } else await new Promise(resolve => setTimeout(resolve, (whole_ms * (n + 0.5)) / kills))
    await browser.kill()
    await working

    const again = await startBrowser(profile)
    const db = await databaseOf(await openPage(again, new Set()))
    await again.kill()
    expect(lines(db, 'PRAGMA integrity_check')).toEqual(['ok'])
    const counts = lines(db, 'SELECT report_id, count(*) FROM shots GROUP BY report_id ORDER BY 1')
    const all = [`50001 ${IMPORTED}`, `60001 ${RESTORED}`]
    if (acknowledged.has('restored:60001')) expect(counts).toEqual(all)
    else expect([all, all.slice(0, 1)]).toContainEqual(counts)
    db.close()
    await rm(profile, { recursive: true, force: true })
  }
})
