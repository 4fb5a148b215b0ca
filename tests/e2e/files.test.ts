/** Files of other monitors and the earlier system's database, at phone size, from the choice to the figures. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { otherFile } from '../../web/db/testing/report.ts'
import { GOLF_STATS_TABLE, sqliteFile } from '../golfStats.ts'
import { accessProblems } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, reads, rowOf, sees } from './steps.ts'

let app: App
let phone: Phone
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

interface Chosen {
  readonly name: string
  readonly bytes: Buffer
}
const fixture = async (name: string): Promise<Chosen> => ({
  name,
  bytes: await readFile(join(import.meta.dirname, '..', 'fixtures', 'files', name)),
})
const textFile = (name: string, text: string): Chosen => ({ name, bytes: Buffer.from(text) })

async function choose(file: Chosen): Promise<Page> {
  const page = await open(phone, app, '/import')
  await page.getByLabel('Choose a file').setInputFiles({ name: file.name, mimeType: '', buffer: file.bytes })
  return page
}

const add = (page: Page, shots: number) => page.getByRole('button', { name: `Add ${shots} shots` })

/** A table's cells in the order of its columns, by the row's club. */
async function firstRow(page: Page, club: string): Promise<string> {
  const row = page.locator('.first-rows tr', { has: page.getByRole('rowheader', { name: club }) })
  return (await row.locator('td').allInnerTexts()).join(' ')
}

describe('another monitor’s file', () => {
  test('Garmin’s is read by itself: preview, verdict turned round, taken in, taken back', async () => {
    const page = await choose(await fixture('garmin-ios.csv'))
    await sees(page, 'Read as Garmin Golf.')
    await sees(page, 'Sun 19 Apr 2026')
    await expect.poll(() => firstRow(page, 'Driver')).toMatch(/^240\.0 262\.0 29\.0 R 150\.0 102\.0/)
    expect(await accessProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'As written. Side spin: sign as written.' }).focus()
    await page.keyboard.press('Enter')
    await sees(page, 'You said so.')
    const back = page.getByRole('button', { name: 'Turn round. Side spin: sign reversed in this file.' })
    await expect.poll(() => back.evaluate(chip => chip === document.activeElement)).toBe(true)
    await add(page, 3).click()
    await page.waitForURL('**/sessions/**')
    await page.getByRole('table').waitFor()
    expect((await rowOf(page, 1)).join(' ')).toContain('240.0')
    await choose(await fixture('garmin-ios.csv'))
    await sees(page, 'Nothing is new: every shot is in your history already, edits and all.')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.waitForURL('**/sessions/**')
    await page.keyboard.press('u')
    await sees(page, 'This session is in the trash.')
  })

  test('an unknown one is mapped, column by column, and the next of its kind needs no look', async () => {
    const file = (day: number) =>
      textFile(
        `range-${day}.csv`,
        `Wann;Womit;Tempo;Flug;Winkel\n2026-02-0${day};7 iron;51,2;150,5;17\n2026-02-0${day};7 iron;50,1;148,${day};18\n`,
      )
    const page = await choose(file(1))
    await sees(page, 'Choose at least one column for ball speed, club speed, carry or total.')
    expect(await accessProblems(page)).toEqual([])
    await page.getByLabel('Flug is', { exact: true }).selectOption('carry_m')
    await sees(page, 'Of a monitor that is not known here. Have a look at its columns.')
    // Who chooses by key is where they were.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('li')?.textContent))
      .toContain('Flug')
    await page.getByLabel('Unit of Flug').selectOption('m')
    await page.getByLabel('Winkel is', { exact: true }).selectOption('launch_deg')
    await expect.poll(() => firstRow(page, '7 iron')).toContain('164.6')
    expect(await accessProblems(page)).toEqual([])
    await add(page, 2).click()
    await page.waitForURL('**/sessions/**')
    await choose(file(2))
    await sees(page, 'Read as the last file with these headings, as you said then.')
    await add(page, 2).click()
    await page.waitForURL('**/sessions/**')
  })

  test('without a date and a club it asks for the one and lets the other be said', async () => {
    const page = await choose(
      textFile('swing.csv', 'Ball Speed (mph),Carry (yds),Launch Angle (deg)\n110,150,17\n111,152,16\n'),
    )
    await add(page, 2).click()
    await sees(page, 'Say this first. It can be changed later.')
    await page.getByLabel('When were these shots hit?').fill('2026-03-05')
    await sees(page, 'Thu 5 Mar 2026')
    await page.getByRole('button', { name: 'Which club?' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '7 iron' }).click()
    expect(await accessProblems(page)).toEqual([])
    await add(page, 2).click()
    await page.waitForURL('**/sessions/**')
    await page.getByRole('table').waitFor()
    await expect.poll(() => reads(page)).toMatch(/7 iron/)
    await expect.poll(() => reads(page)).toMatch(/5 Mar 2026/)
  })

  test('dropped, as UTF-16 with a mark, it is the same file', async () => {
    const { bytes } = await fixture('trackman.csv')
    const page = await open(phone, app, '/import')
    await page.evaluate(text => {
      const units = new Uint16Array([0xfeff, ...[...text.replace('\ufeff', '')].map(c => c.charCodeAt(0))])
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([units], 'trackman.csv'))
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
      document.querySelector('h1')?.dispatchEvent(drop)
    }, bytes.toString('utf8'))
    await sees(page, 'Read as TrackMan.')
    await page.getByRole('button', { name: /^Add \d shots/ }).click()
    await page.waitForURL(url => !url.pathname.startsWith('/import'))
  })
})

// What is refused, kind by kind: shared/files, web/import/intake.test.ts, web/db/foreign.test.ts.
test('what is no file of shots: a sentence beside the button, and nothing waits', async () => {
  const page = await choose(textFile('x.csv', `Carry,${'x,'.repeat(1_000_000)}`))
  await sees(page, 'has more than 500 columns.')
  await choose(textFile('x.csv', 'Milk,2\nBread,1\n'))
  await sees(page, 'Choose the CSV of your monitor’s app.')
  expect(await page.getByLabel('Link of your report').getAttribute('aria-invalid')).toBeNull()
  expect(await accessProblems(page)).toEqual([])
  expect(new URL(page.url()).pathname).toBe('/import')
  expect(await page.getByText('Here. Have a look').count()).toBe(0)
})

test('the same swings from link and file are proposed, counted once, and twice again when taken back', async () => {
  const page = await open(phone, app, '/import')
  await importRealReport(page, app)
  const { name, text } = otherFile()
  await choose(textFile(name, text))
  await sees(page, 'Date read from the file’s name.')
  await page.getByRole('button', { name: 'Another day' }).click()
  await page.getByLabel('When were these shots hit?').fill('2025-12-27')
  await sees(page, 'Sat 27 Dec 2025')
  await add(page, 33).click()
  await sees(page, '33 of 33 shots')
  await sees(page, 'They agree in date, order, ball speed, carry and launch.')
  expect(await accessProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Count once' }).click()
  await sees(page, '33 shots taken as the same, counted once')
  await page.keyboard.press('u')
  await sees(page, '33 of 33 shots')
  // Of several sessions, none is open after: the proposals stand under Data.
  const [headings, first, ...others] = text.trimEnd().split('\n')
  const dated = [`Date,${headings}`, `2025-12-20,${first}`, ...others.map(row => `2025-12-26,${row}`)]
  await choose(textFile('days.csv', dated.join('\n')))
  await add(page, 33).click()
  await page.waitForURL('**/data')
  await sees(page, '33 of 33 shots')
})

// Its right units are in phone.test.ts.
describe('the earlier system’s database', () => {
  const rowsOf = (n: number) => Array.from({ length: n }, (_, i) => `('1_2_${i}', 150)`).join(',')

  test('a hostile or damaged one is refused, and the history stands', async () => {
    const hostile = await sqliteFile(
      `CREATE TABLE t (shot_id TEXT); CREATE VIEW shots AS
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS shot_id FROM n`,
    )
    let page = await choose({ name: 'golf_stats.db', bytes: hostile })
    await sees(page, 'In this database “shots” is no plain table')
    const sound = await sqliteFile(
      `${GOLF_STATS_TABLE} INSERT INTO shots (shot_id, carry) VALUES ${rowsOf(500)}`,
    )
    page = await choose({ name: 'golf_stats.db', bytes: sound.subarray(0, sound.length / 2) })
    await sees(page, /^This database is damaged/)
    await open(phone, app)
    await page.locator('main a[href^="/sessions/"]').first().waitFor()
  })
})
