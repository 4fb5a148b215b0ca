/** A new golfer: one screen that says what this is, and a sample that stays apart from everything of their own. */
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, reads, sees } from './steps.ts'

let app: App
let phone: Phone
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
})
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

/** Whose data lies on the device, in a database or beside it. */
async function databases(): Promise<string[]> {
  const names = await phone.page().evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  return [...new Set(names.map(name => (name ?? '').replace(/^rangebook(-files)? /, '')))].sort()
}

const stored = () => reads(phone.page(), '[aria-label="What is stored"]')

const edge = async (element: Locator, side: 'top' | 'bottom'): Promise<number> => {
  const box = await element.boundingBox()
  if (!box) throw new Error('it is not to be seen')
  return side === 'top' ? box.y : box.y + box.height
}

test('one screen, nothing to scroll to: what this is, one field for the link, and the sample', async () => {
  const page = await open(phone, app)
  await sees(page, 'Paste the link of your launch-monitor report')
  const fields = page.locator('main').getByRole('textbox')
  await expect.poll(() => fields.count()).toBe(1)
  const bar = await edge(page.locator('.bottom'), 'top')
  for (const what of [
    page.getByText('Paste the link of your launch-monitor report'),
    page.getByLabel('Link of your report'),
    page.getByRole('button', { name: 'Get my shots' }),
    page.getByRole('button', { name: 'Try sample data' }),
  ]) {
    expect(await edge(what, 'top')).toBeGreaterThanOrEqual(0)
    expect(await edge(what, 'bottom')).toBeLessThanOrEqual(bar)
  }
  await expect.poll(() => databases()).toEqual(['local'])
})

test('the sample: about 20 practice dates over four months, 2,000 shots, in a database of its own', async () => {
  const page = phone.page()
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  await page.locator('.slim', { hasText: 'Sample data' }).waitFor()
  const sessions = page.locator('.session-row')
  await sessions.first().waitFor()
  await expect.poll(() => sessions.count()).toBeGreaterThanOrEqual(18)
  await expect.poll(() => sessions.count()).toBeLessThanOrEqual(22)
  const months = await page.locator('.sessions h2').count()
  expect(months).toBeGreaterThanOrEqual(4)
  expect(months).toBeLessThanOrEqual(5)
  await expect.poll(() => databases()).toEqual(['local', 'sample'])

  await open(phone, app, '/data')
  await sees(page, 'You are looking at the sample.')
  await expect.poll(stored).toContain('2,000 shots')
})

test('left, the own history is as empty as it was, and takes in what is the golfer’s', async () => {
  const page = phone.page()
  await page.locator('.slim').getByRole('button', { name: 'Leave' }).click()
  await sees(page, 'Paste the link of your launch-monitor report')
  await importRealReport(page, app)
})

test('what is deleted in the sample is deleted nowhere else, and no own shot stands in it', async () => {
  const page = await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.locator('.slim', { hasText: 'Sample data' }).waitFor()
  await page.locator('.session-row').first().waitFor()
  expect(await reads(page)).not.toContain('warmup 50')
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.locator('.session-row').first().click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await sees(page, /deleted/)
  // No own shot gets lost in it either.
  await open(phone, app, '/import')
  await sees(page, 'You are looking at the sample. Your own shots are added to your own history.')
  expect(await page.getByLabel('Link of your report').count()).toBe(0)
  await page.getByRole('button', { name: 'Back to my own shots' }).click()
  await open(phone, app, '/trash')
  await sees(page, 'The trash is empty')
  await open(phone, app, `/sessions/${REAL_REPORT}:2025-12-26`)
  await expect.poll(() => reads(page)).toContain('33 shots')
})

test('removed while it is looked at, its database is gone, and the own history is back', async () => {
  const page = await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.locator('.slim', { hasText: 'Sample data' }).waitFor()
  await open(phone, app, '/data')
  await page.getByRole('button', { name: 'Remove the sample from this device' }).click()
  await expect.poll(databases).toEqual(['local'])
  await expect.poll(stored).toContain('33 shots')
  expect(await page.locator('.slim', { hasText: 'Sample data' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /^Remove the sample/ }).count()).toBe(0)
  expect(phone.errors()).toEqual([])
})
