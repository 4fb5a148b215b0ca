/** A backup made on one device and restored on another, at phone size, in the built app. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessProblems } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { chooseBackup, importRealReport, leaveOut, makeFile, open, reads, rowOf, sees } from './steps.ts'

let app: App
let phone: Phone
let folder: string
beforeAll(async () => {
  app = await startApp()
  folder = await mkdtemp(join(tmpdir(), 'rangebook-backup-'))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
})
afterEach(async () => {
  expect(phone.errors()).toEqual([])
  await phone.close()
})

/** What the golfer sees of the session: its rows, in words. */
async function seenShots(page: Page): Promise<string[][]> {
  await page.getByRole('table').waitFor()
  return [await rowOf(page, 33), await rowOf(page, 32)]
}

// As a backup file: phone.test.ts.
test('what was cleaned on one phone stands on another by a database file', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  await leaveOut(page, 33)
  const session = new URL(page.url()).pathname
  const before = await seenShots(page)
  await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Export or back up' }).click()
  expect(await accessProblems(page)).toEqual([])
  const path = await makeFile(page, 'Database', folder)
  await sees(page, 'saved to your downloads')
  expect(await accessProblems(page)).toEqual([])
  expect((await readFile(path)).includes('local_state')).toBe(false)

  const other = await openPhone()
  try {
    const there = await open(other, app, '/restore')
    expect(await accessProblems(there)).toEqual([])
    await chooseBackup(there, path)
    await sees(there, '33 new shots, 1 new session')
    expect(await accessProblems(there)).toEqual([])
    await there.getByRole('button', { name: 'Restore', exact: true }).click()
    await sees(there, 'Backup restored: 33 shots taken in.')
    await other.restart()
    const again = await open(other, app, session)
    await expect.poll(() => seenShots(again)).toEqual(before)
    await expect.poll(() => reads(again)).toContain('1 left out')
    // Once more brings nothing.
    await open(other, app, '/restore')
    await chooseBackup(again, path)
    await sees(again, 'All of this is in your history already.')
    await expect
      .poll(() => again.getByRole('button', { name: 'Restore', exact: true }).isDisabled())
      .toBe(true)
    expect(other.errors()).toEqual([])
  } finally {
    await other.close()
  }
})

test('a session and selected shots go out as a table for a spreadsheet', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const whole = (await readFile(await makeFile(page, 'Spreadsheet', folder), 'utf8')).trim().split('\r\n')
  expect(whole).toHaveLength(34)
  expect(whole[0]).toContain('carry_yd')
  await page.locator('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('button', { name: 'Select shot 33' }).click()
  await page.getByRole('button', { name: 'Select shot 32' }).click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).last().click()
  const path = await makeFile(page, 'Spreadsheet', folder)
  expect(path).toMatch(/rangebook-2-shots-\d{4}-\d\d-\d\d\.csv$/)
  expect((await readFile(path, 'utf8')).trim().split('\r\n')).toHaveLength(3)
})

test('where there is a share sheet the file goes to it, by a tap of its own', async () => {
  await phone.context().addInitScript(() => {
    // Chromium has none here: what the phone's would be given is noted.
    navigator.canShare = () => true
    navigator.share = async ({ files } = {}) => {
      document.title = `${files?.[0]?.name} ${files?.[0]?.type}`
    }
  })
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('button', { name: 'Make the file' }).click()
  await page.getByRole('button', { name: 'Share or keep it' }).click()
  await expect.poll(() => page.title()).toMatch(/^rangebook-2025-12-26-\d{4}-\d\d-\d\d\.csv text\/csv$/)
  expect(await page.locator('dialog').count()).toBe(0)
})

test('made the truth, a backup wins over later edits, and undo gives them back', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  const session = new URL(page.url()).pathname
  await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Export or back up' }).click()
  const path = await makeFile(page, 'Backup', folder)
  await open(phone, app, session)
  await leaveOut(page, 33)
  await open(phone, app, '/restore')
  await chooseBackup(page, path)
  await page.getByRole('switch', { name: /Make the backup the truth/ }).click()
  await page.getByRole('button', { name: 'Make it the truth' }).click()
  await sees(page, 'Backup made the truth')
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await sees(page, 'Taken back')
  await open(phone, app, session)
  await expect.poll(() => reads(page)).toContain('1 left out')
})

test('a file that is none, or was cut off, is told, and nothing is taken in', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Export or back up' }).click()
  const path = await makeFile(page, 'Backup', folder)
  const cut = join(folder, 'cut.json')
  await writeFile(cut, (await readFile(path)).subarray(0, 20_000))
  await open(phone, app, '/restore')
  await chooseBackup(page, cut)
  await sees(page, 'it was cut off. Nothing was taken in.')
  expect(await accessProblems(page)).toEqual([])
  const picture = join(folder, 'picture.json')
  await writeFile(picture, Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
  await chooseBackup(page, picture)
  await page.getByRole('alert').getByText('damaged').waitFor()
})

test('an emptied store begins anew with a backup', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  const session = new URL(page.url()).pathname
  await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Export or back up' }).click()
  const path = await makeFile(page, 'Backup', folder)
  await page.goto('about:blank')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', { origin: app.address, storageTypes: 'indexeddb' })
  await page.goto(app.address)
  await sees(page, 'Your browser removed the shot history')
  expect(await accessProblems(page)).toEqual([])
  const bad = join(folder, 'bad.json')
  await writeFile(bad, '{}')
  await chooseBackup(page, bad)
  await sees(page, 'no backup of Rangebook')
  await chooseBackup(page, path)
  await sees(page, 'Backup restored: 33 shots taken in')
  await open(phone, app, session)
  await page.getByRole('table').waitFor()
})
