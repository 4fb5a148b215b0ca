/** Questions about the whole history, as the sample's golfer asks them: one browser through all screens. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { accessProblems, overTheEdge } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { open, reads, sees } from './steps.ts'

let app: App
let phone: Phone
/** Of the sample's practice dates. */
let newest: string
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone()
  const page = await open(phone, app)
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.locator('a.session-row').nth(10).waitFor()
  newest =
    /\d{4}-\d\d-\d\d/.exec((await page.locator('a.session-row').first().getAttribute('href')) ?? '')?.[0] ??
    ''
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

/** Nothing that axe finds, nothing over the edge of a small phone, no figure that is none. */
async function isForEverybody(page: Page): Promise<void> {
  expect(await accessProblems(page)).toEqual([])
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await overTheEdge(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await reads(page)).not.toMatch(/NaN|Infinity|undefined|null/)
}
/** Its width, if it is a PNG. */
function pngSize(path: string): number {
  const bytes = readFileSync(path)
  return bytes.toString('latin1', 1, 4) === 'PNG' ? bytes.readUInt32BE(16) : 0
}
const shots = (page: Page) => page.getByRole('slider', { name: /^Shots in the picture/ })

test('the bag: stock carry of full swings, part swings apart, holes named, the table as a file', async () => {
  const page = await open(phone, app, '/bag')
  await sees(page, /^Mark: stock carry, the median of full swings/)
  await sees(page, 'Part swings')
  await expect.poll(() => reads(page)).toMatch(/\d+ yd hole between .+ overlap: \d+ yd apart/)
  await page.getByText('Table and files').click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file).toMatch(/^Club,Cover,Median,Long,Mean,Best 5,±,/)
  expect(file.split('\r\n')).toHaveLength(11)
  const picture = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Picture' }).click()
  expect(pngSize(await (await picture).path())).toBeGreaterThan(1_000)
  await isForEverybody(page)
  await page.getByRole('link', { name: /^Yardage card/ }).click()
  const card = page.getByRole('img', { name: /^Yardage card in yd, .*: D \d+, \d+, \d+;/ })
  await card.waitFor()
  await page.getByText('Altitude and temperature').click()
  await page.getByLabel('Altitude, ft').first().fill('5280')
  await page.getByRole('img', { name: /Adjusted for 5,280 ft, 77 °F: \+6.1 %/ }).waitFor()
  const pattern = page.waitForEvent('download')
  await page.getByRole('button', { name: 'For Shot Pattern' }).click()
  expect(readFileSync(await (await pattern).path(), 'utf8')).toMatch(
    /^Club,Type,Target,Total,Side\r\nD,Tee,\d+\.\d\d,\d+\.\d\d,-?\d+\.\d\d\r\n/,
  )
  await isForEverybody(page)
  // On paper the card alone, at a wallet's size: 54 mm.
  await page.emulateMedia({ media: 'print' })
  expect((await card.boundingBox())?.width).toBeCloseTo((54 / 25.4) * 96, 0)
  expect(await page.getByText('Altitude and temperature').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  // A filter that finds nothing can be taken away again.
  await open(phone, app, '/bag?from=2030-01-01')
  await page.getByRole('button', { name: 'Filter: 1' }).click()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.keyboard.press('Escape')
  await sees(page, 'Part swings')
})

test('a session, a shot and a club give their pictures as files, too', async () => {
  const page = await open(phone, app, '/')
  const takes = async () => {
    const picture = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Picture', exact: true }).click()
    const file = await picture
    return { name: file.suggestedFilename(), wide: pngSize(await file.path()) }
  }
  await page.locator('a.session-row').first().click()
  await page.locator('.dispersion svg').waitFor()
  expect(await takes()).toEqual({ name: `rangebook-session-${newest}.png`, wide: expect.any(Number) })
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.locator('.dispersion svg').waitFor()
  const shot = await takes()
  expect(shot.name).toMatch(/^rangebook-shot-\d{4}-\d\d-\d\d-\d+\.png$/)
  expect(shot.wide).toBeGreaterThan(500)
  await open(phone, app, '/bag/code:DRIVER')
  await page.locator('.carries svg').waitFor()
  expect((await takes()).wide).toBeGreaterThan(900)
})

test('while the questions are read their answers are made: a tap asks for none of them again', async () => {
  await phone.page().addInitScript(() => {
    const asked: string[] = []
    Object.assign(window, { asked })
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, message: { call?: { name?: string } }) {
      if (message.call?.name) asked.push(message.call.name)
      post.call(this, message)
    } as typeof post
  })
  const page = await open(phone, app, '/analysis')
  const likely = ['landings', 'trend', 'strikes', 'deliveries', 'flights', 'gapping', 'within']
  const asked = async () => {
    const all = await page.evaluate(() => (window as unknown as { asked: string[] }).asked)
    return all.filter(name => likely.includes(name)).sort()
  }
  await expect.poll(asked, { timeout: 20_000 }).toEqual(likely.toSorted())
  for (const [question, picture] of [
    ['Where do my misses go?', '.plot canvas'],
    ['Am I better, or is it noise?', '.plot canvas'],
    ['Is it face or path?', '.plot canvas'],
    ['Where on the face?', '.plot canvas'],
    ['How does it fly?', '.plot canvas'],
    ['Do I warm up, do I tire?', '.plot svg'],
    ['How far do I hit each club?', '.yardages svg'],
  ] as const) {
    await page.getByRole('link', { name: question }).click()
    await page.locator(picture).first().waitFor()
    await page.goBack()
    await sees(page, 'Do I reach my goals?')
  }
  // A second, of Misses and Flight, asks for nothing.
  expect(await asked()).toEqual([...likely, 'flights', 'landings'].sort())
})

test('misses: a club is chosen, a fairway laid over it, another club beside it; a shot is found by key', async () => {
  const page = await open(phone, app, '/bag')
  await page.getByRole('navigation').getByRole('link', { name: 'Stats' }).filter({ visible: true }).click()
  await page.getByRole('link', { name: /^Where do my misses go/ }).click()
  await page.getByRole('button', { name: '6 iron', exact: true }).click()
  await expect.poll(() => reads(page)).toMatch(/yd wide .*% of carry.*You miss right: \d+ of \d+/)
  await page.getByRole('button', { name: 'Fairway' }).click()
  await expect.poll(() => page.url()).toContain('target=fairway')
  await expect.poll(() => reads(page)).toMatch(/\d+ of 100/)
  await page.getByRole('button', { name: 'Compare with…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '8 iron' }).click()
  await page.keyboard.press('Escape')
  await sees(page, 'Against: 8 iron')
  await shots(page).focus()
  await page.keyboard.press('End')
  await expect.poll(() => shots(page).getAttribute('aria-valuetext')).toMatch(/yd, .*R$/)
  await isForEverybody(page)
  await shots(page).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/shots/**')
})

test('trends: a change that was practised is shown, and a bookmark brings it back', async () => {
  const page = await open(phone, app, '/analysis/trends?club=code:IRON8&figure=face_to_path_deg')
  await expect.poll(() => reads(page)).toMatch(/Moved \d\.\d° closed to path .* 19 times of 20/)
  await sees(page, /^\d+ shots on \d+ practice days/)
  await page.getByLabel('Measure').selectOption('carry_m')
  await sees(page, 'Personal bests')
  await isForEverybody(page)
  await open(phone, app, '/analysis/trends?club=code:WOOD3')
  await sees(page, /^A line needs 5 practice days/)
})

test('a goal is set, followed over the days, shown beside the trend and the bag, and taken back', async () => {
  const page = await open(phone, app, '/analysis/trends?club=code:IRON8&figure=side_m')
  await page.getByRole('button', { name: 'Set a goal' }).click()
  await page.getByLabel('Within, to either side, yd').fill('twelve')
  await page.getByRole('button', { name: 'Set the goal' }).click()
  await sees(page, 'Write a number, as 12 yd.')
  await page.getByLabel('Within, to either side, yd').fill('12')
  await page.getByRole('button', { name: 'Set the goal' }).click()
  await page.getByRole('link', { name: /^8 iron: .*\d+ of 100.*Side within 12 yd/ }).click()
  await expect.poll(() => reads(page)).toMatch(/Side within 12 yd, 80 of 100\. .*19 times of 20/)
  await isForEverybody(page)
  await open(phone, app, '/bag')
  await page.getByRole('link', { name: /^8 iron: .*Side within 12 yd/ }).waitFor()
  await page.keyboard.press('u')
  await expect.poll(() => page.getByRole('link', { name: /Side within 12 yd/ }).count()).toBe(0)
})

test('a combine of own making is begun, scored by the shots of its day, and taken back', async () => {
  const page = await open(phone, app, '/analysis/combine')
  await page.getByRole('button', { name: 'Make a test' }).click()
  await page.getByLabel('Name').fill('Short')
  await page.getByLabel('Targets, yd').fill('80, 120 PW')
  await page.getByRole('button', { name: 'Keep the test' }).click()
  await page.getByRole('button', { name: /^Short.*80, 120 PW yd, 3 each/ }).click()
  await expect.poll(() => reads(page)).toMatch(/0 of 6 shots .* First: 80 yd\./)
  await page.getByText('Which shots').click()
  await page.getByLabel('Day').fill(newest)
  await page.getByLabel('From shot').fill('1')
  await expect.poll(() => reads(page)).toMatch(/\d+ of 100 .*6 of 6 shots .* Over\./)
  await isForEverybody(page)
  await page.getByRole('button', { name: 'Put away' }).click()
  await page.getByRole('button', { name: /^Sixty shots/ }).waitFor()
})

test('what counts: doubts are proposed; one is left out, all of a kind are kept, and both are taken back', async () => {
  const page = await open(phone, app, '/analysis/counts')
  await sees(page, /shots look wrong/)
  const mishits = page.getByRole('region', { name: 'mishits' })
  const count = async () =>
    Number(/^(\d+)/.exec((await mishits.getByRole('heading').textContent()) ?? '')?.[1])
  const before = await count()
  await mishits.getByRole('button', { name: 'Leave out', exact: true }).first().click()
  await sees(page, /^Shot \d+ left out of the figures/)
  await expect.poll(count).toBe(before - 1)
  await mishits.getByRole('button', { name: 'All count' }).click()
  await expect.poll(() => mishits.count()).toBe(0)
  await page.keyboard.press('u')
  await expect.poll(() => mishits.count()).toBe(1)
  await page.keyboard.press('u')
  await expect.poll(count).toBe(before)
  await isForEverybody(page)
})

test('delivery, strike and comparison answer in words, with their missing shots counted', async () => {
  const page = await open(phone, app, '/analysis/delivery?club=code:IRON6')
  await expect.poll(() => reads(page)).toMatch(/It is the face .*\d+ % is the face.*\d+ without face or path/)
  await page.getByRole('button', { name: 'Attack, loft' }).click()
  await expect.poll(() => page.url()).toContain('view=loft')
  await isForEverybody(page)
  await open(phone, app, '/analysis/strike?club=code:DRIVER')
  await expect.poll(() => reads(page)).toMatch(/\d+ of 100 centred .*Typically .*\d+ without a strike/)
  await isForEverybody(page)
  await open(phone, app, '/analysis/compare?club=code:IRON8')
  await page.getByRole('button', { name: 'The last 30 days against all before' }).click()
  await expect.poll(() => reads(page)).toMatch(/clear difference/)
  await page.getByRole('button', { name: /^Against: until/ }).waitFor()
  await isForEverybody(page)
})

test('flight from the side and above, the order of shots, and benchmarks, in words', async () => {
  const page = await open(phone, app, '/analysis/flight?club=code:IRON6')
  await expect.poll(() => reads(page)).toMatch(/Up at \d+\.\d°, \d+ ft high, down at \d+\.\d°/)
  expect(await shots(page).count()).toBe(2)
  await isForEverybody(page)
  await open(phone, app, '/analysis/within')
  await expect.poll(() => reads(page)).toMatch(/Your first ten are .* After 60 shots/)
  await isForEverybody(page)
  await open(phone, app, '/analysis/benchmarks?club=code:DRIVER')
  await expect.poll(() => reads(page)).toMatch(/of 100\. .*the carry window is launch/)
  await isForEverybody(page)
})

test('SQL: an example answers, a change is refused, what runs for ever is stopped', async () => {
  const page = await open(phone, app, '/analysis/sql')
  const ask = async (sql: string) => {
    await page.getByLabel('SQL', { exact: true }).fill(sql)
    await page.getByRole('button', { name: 'Run' }).click()
  }
  await page.getByRole('button', { name: 'Run' }).click()
  await expect.poll(() => reads(page)).toMatch(/10 rows, \d+ ms .*code:DRIVER/)
  await isForEverybody(page)
  await ask('DELETE FROM shots')
  await sees(page, 'Here you can only read: this would change something.')
  await ask('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n')
  await page.getByRole('button', { name: 'Stop' }).click()
  await sees(page, 'Stopped.')
  await ask('SELECT count(*) AS shots FROM shots')
  await sees(page, /^1 row, /)
  await page.getByRole('button', { name: 'Save it' }).click()
  await page.getByLabel('Name of the question').fill('How many')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('SQL', { exact: true }).fill('SELECT 1')
  await page.getByRole('button', { name: 'How many', exact: true }).click()
  await expect.poll(() => page.getByLabel('SQL', { exact: true }).inputValue()).toMatch(/^SELECT count/)
  await page.getByRole('button', { name: 'Forget “How many”' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'How many', exact: true }).count()).toBe(0)
})

test('the coach: the dearest finding is worked on, and a practice made of it is run, over a reload too', async () => {
  const page = await open(phone, app, '/analysis')
  await page.getByRole('link', { name: /^What should I work on/ }).click()
  await expect
    .poll(() => reads(page))
    .toMatch(/\d+ shots; 19 times of 20 .* strokes a shot .* Drill .* Done when/)
  await page.getByRole('button', { name: 'Work on this' }).first().click()
  await sees(page, /It waits for the next practice\. Goal: /)
  await isForEverybody(page)
  await page.getByRole('link', { name: 'Plan a practice' }).click()
  await page.getByRole('button', { name: '60 min' }).click()
  await isForEverybody(page)
  await page.getByRole('button', { name: 'Start' }).click()
  await sees(page, 'Part 1 of 7')
  await page.getByRole('button', { name: 'Done' }).click()
  await sees(page, 'Cold test')
  await page.reload()
  await sees(page, 'Part 2 of 7')
  await isForEverybody(page)
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByRole('button', { name: 'End the practice' }).click()
  await sees(page, 'Plan a practice')
})
