/** A new device and a long history: closed in the middle of its first sync, in two tabs, and stopped by a cloud that is ahead. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/hub/database.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { accessProblems, overTheEdge } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { fillHub } from './longHistory.ts'
import { FIRST_JOIN_MS, importRealReport, leaveOut, open, reads, sees } from './steps.ts'

const SESSION = `/sessions/${REAL_REPORT}:2025-12-26`
const SHOTS = 20_000

let app: App
let data: string
let old: Phone
let fresh: Phone
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rangebook-first-sync-'))
  app = await startApp({ env: { RANGEBOOK_DATA: data } })
  old = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  fresh = await openPhone()
  const page = await open(old, app)
  await importRealReport(page, app)
  await open(old, app, '/settings/cloud')
  await button(page, 'Use this server').click()
  await button(page, 'Start syncing').click({ timeout: FIRST_JOIN_MS })
  await synced(page)
  await button(page, 'Add a device').click()
  code = (await page.locator('.join-code').textContent()) ?? ''
  await fillHub(page, app.address, SHOTS)
})
afterAll(async () => {
  await old?.close()
  await fresh?.close()
  await app?.stop()
  if (data) await rm(data, { recursive: true, force: true })
})

let code: string
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const synced = (page: Page) =>
  page
    .getByRole('navigation', { name: 'Cloud' })
    .getByText('Synced', { exact: true })
    .waitFor({ timeout: FIRST_JOIN_MS })

test('the newest sessions come first; closed in the middle it goes on when it is opened again, until all is there', async () => {
  const page = fresh.page()
  await page.goto(`${app.address}/#join=${code}`)
  await expect.poll(() => page.getByLabel('Code').inputValue()).toBe(code)
  await button(page, 'Join').click()
  await sees(page, 'The Rangebook server holds 20,033 shots in 401 sessions.')
  await button(page, 'Start syncing').click()
  await sees(
    page,
    /^Your newest sessions are here; the rest follows, .* of .* closed now, it goes on next time\.$/,
  )
  await fresh.restart()

  const again = await open(fresh, app)
  await again.getByRole('link', { name: /warmup 50, Iron 6/ }).waitFor()
  await open(fresh, app, '/settings/cloud')
  await synced(again)
  await open(fresh, app, '/data')
  await sees(again, '20,033')
  await open(fresh, app, '/stores')
  await sees(again, 'The same: every row was compared just now.')
  await expect.poll(() => reads(again, 'table')).toContain('Shots 20,033 20,033')
})

test('of two tabs one talks to the cloud, and both show what it says', async () => {
  const first = await open(fresh, app, SESSION)
  const second = await fresh.context().newPage()
  const calls = new Map<Page, number>()
  for (const tab of [first, second])
    tab.on('request', request => {
      if (request.url().includes('/rpc/push_changes')) calls.set(tab, (calls.get(tab) ?? 0) + 1)
    })
  await second.goto(app.address + SESSION)
  await synced(second)
  await leaveOut(second, 33)
  await sees(first, /1 left out/)
  await open(old, app, SESSION)
  await sees(old.page(), /1 left out/)
  for (const tab of [first, second]) await synced(tab)
  expect(calls.size).toBe(1)
  await second.close()
})

test('a cloud that wants a newer app stops the device, and says so; edits here go on, and go there afterwards', async () => {
  const wants = async (version: number) => {
    await app.stopServer()
    const database = await openDatabase(join(data, 'hub', 'database'))
    await database.own(ask => ask('UPDATE rangebook.cloud SET min_client = $1', [version]))
    await database.close()
    await app.startServer()
  }
  await wants(99)
  const page = await open(fresh, app, '/settings/cloud')
  await sees(page, 'This version of Rangebook is too old for the cloud. Reload to get the new one.')
  expect(await accessProblems(page)).toEqual([])
  expect(await overTheEdge(page)).toEqual([])
  await open(fresh, app, SESSION)
  await leaveOut(page, 32)
  await sees(page, /2 left out/)
  await open(old, app, SESSION)
  await expect.poll(() => reads(old.page())).toContain('1 left out')

  await wants(1)
  await open(fresh, app, '/settings/cloud')
  await synced(page)
  await open(old, app, SESSION)
  await sees(old.page(), /2 left out/)
})

test('nothing of all this went wrong in silence', () => {
  expect([...old.errors(), ...fresh.errors()]).toEqual([])
})
