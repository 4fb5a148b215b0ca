import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { startBrowser } from './chromium.ts'
import { databaseOf, lines } from './database.ts'
import { servePage } from './served.ts'

const kills = Number(process.env['RANGEBOOK_KILLS'] ?? (process.env['RANGEBOOK_TEST_ALL'] ? 200 : 10))
const first = Number(process.env['RANGEBOOK_SEED'] ?? 1)

let served: Awaited<ReturnType<typeof servePage>>
let profile: string
beforeAll(async () => {
  served = await servePage()
  profile = await mkdtemp(join(tmpdir(), 'rangebook-killed-'))
})
afterAll(async () => {
  await served.stop()
  await rm(profile, { recursive: true, force: true })
})

/** Mulberry32: the same instants again for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What the killed page had been told is durable, over all kills of the profile. */
const acknowledged = { notes: new Map<string, number>(), imports: new Set<string>() }

function note(step: string): void {
  const [, report] = /^import:(.*)$/.exec(step) ?? []
  if (report) acknowledged.imports.add(report)
  const [, shot, n] = /^(.*)=(\d+)$/.exec(step) ?? []
  if (shot) acknowledged.notes.set(shot, Number(n))
}

async function openPage(browser: Awaited<ReturnType<typeof startBrowser>>): Promise<Page> {
  const page = await browser.page()
  await page.exposeFunction('acknowledged', note)
  await page.goto(served.address)
  return page
}

const shotsOfReport = 400

/** From the very first opening (the migration) on: work of every kind, until the kill. */
async function work(page: Page, seed: number, from: number): Promise<void> {
  await page.evaluate(() => window.rangebook.open())
  const known = await page.evaluate(async () => (await window.rangebook.shots()).map(shot => shot.id))
  const report = String(50_000 + seed)
  // Several reports past the log's limit: the fold begins while edits go on.
  if (seed % 3 === 1 || known.length === 0) {
    const text = JSON.stringify(reportOf({ report_id: report, shots: shotsOfReport }))
    await page.evaluate(([text, report]) => window.rangebook.import(text, report), [text, report] as const)
  }
  const shots = await page.evaluate(async () => (await window.rangebook.shots()).map(shot => shot.id))
  await page.evaluate(([shots, from]) => window.rangebook.edit(shots, from, 100_000), [
    shots.slice(0, 7),
    from,
  ] as const)
}

test(`after each of ${kills} kills at random instants nothing acknowledged is lost and nothing is half there`, async () => {
  for (let seed = first; seed < first + kills; seed++) {
    const chance = random(seed)
    const browser = await startBrowser(profile)
    const page = await openPage(browser)
    const working = work(page, seed, seed * 1_000_000).catch((error: unknown) => error)
    const instant_ms = Math.floor(chance() * (seed % 4 === 0 ? 300 : 1500))
    const ended = await Promise.race([
      working,
      new Promise(resolve => setTimeout(resolve, instant_ms, 'killed')),
    ])
    expect(ended, `seed ${seed}: the work itself failed`).toBe('killed')
    await browser.kill()
    await working

    const again = await startBrowser(profile)
    const opened = await openPage(again)
    expect(await opened.evaluate(() => window.rangebook.open()), `seed ${seed}`).toBe('ready')
    const db = await databaseOf(opened)
    await again.kill()

    expect(lines(db, 'PRAGMA integrity_check'), `seed ${seed}`).toEqual(['ok'])
    const half = `SELECT c.id FROM commands c WHERE c.items <> (SELECT count(*) FROM command_items i WHERE i.command_id = c.id)
      UNION ALL SELECT i.id FROM command_items i WHERE NOT EXISTS (SELECT 1 FROM commands c WHERE c.id = i.command_id)`
    expect(lines(db, half), `seed ${seed}: half a command`).toEqual([])
    const counts = new Map(
      lines(db, 'SELECT report_id, count(*) FROM shots GROUP BY report_id').map(line => {
        const [report = '', n] = line.split(' ')
        return [report, Number(n)]
      }),
    )
    for (const [report, n] of counts) expect(n, `seed ${seed}: half of report ${report}`).toBe(shotsOfReport)
    for (const report of acknowledged.imports)
      expect(counts.has(report), `seed ${seed}: report ${report} lost`).toBe(true)
    for (const [shot, n] of acknowledged.notes) {
      const kept = Number(lines(db, `SELECT notes FROM shots WHERE id = '${shot}'`)[0])
      expect(kept, `seed ${seed}: edit ${n} of shot ${shot} lost`).toBeGreaterThanOrEqual(n)
    }
    db.close()
  }
})
