/** The pictures of swings: fetched, called off, gone on with, scrubbed through without a signal, in a cloud. */
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { accessProblems, problemsInThemes } from './access.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { FIRST_JOIN_MS, open, paste, reads, sees, slideOver, swing } from './steps.ts'

const SHOTS = 4
/** The stand-in films every other shot. */
const FILMED = SHOTS / 2
const PICTURES_A_SHOT = 25
/** Under way together. */
const AT_ONCE = 4

let app: App
let phone: Phone
let session: string
let firstSession: string
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  await installed(await open(phone, app))
  session = await takeIn('60001')
  firstSession = session
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

/** The address of the session that so many shots of a new report make. */
async function takeIn(report_id: string): Promise<string> {
  app.source.addReport(report_id, reportOf({ report_id, shots: SHOTS }))
  const page = await open(phone, app, '/import')
  await paste(page, app.source.link(report_id))
  await page.getByRole('button', { name: `Add ${SHOTS} shots` }).click()
  await page.waitForURL('**/sessions/**')
  return new URL(page.url()).pathname
}

const pictures = (page: Page) => page.getByRole('region', { name: 'Pictures' })
const askedFor = () => app.source.paths.filter(path => path.startsWith('/v2/frames/')).length

/** Opens that shot of the session; the filmed ones have even numbers at the source, so odd places. */
async function openShot(n: number): Promise<Page> {
  const page = await open(phone, app, session)
  await page.getByRole('link', { name: new RegExp(`^Shot ${n}(,|$)`) }).click()
  await page.waitForURL('**/shots/**')
  await pictures(page).waitFor()
  return page
}

test('a session’s pictures are called off in the middle, and what came stays', async () => {
  app.source.setLatency(500)
  const page = await open(phone, app, session)
  await pictures(page)
    .getByRole('button', { name: `Get the pictures of ${SHOTS} shots` })
    .click()
  await sees(page, /^Shot 1 of 4, picture [1-9]\d* of 25$/)
  await pictures(page).getByRole('button', { name: 'Cancel' }).click()
  await pictures(page)
    .getByRole('button', { name: /^Get the/ })
    .waitFor()
  expect(askedFor()).toBeLessThan(PICTURES_A_SHOT)
  await open(phone, app, '/data')
  await sees(page, /^[1-9]\d? here, \d+ KB of the 1\.0 GB/)
  expect(askedFor()).toBeLessThan(PICTURES_A_SHOT)
  app.source.setLatency(400)
})

test('gone on with, it goes on by itself after a reload, seen from every page', async () => {
  const page = await open(phone, app, session)
  await pictures(page)
    .getByRole('button', { name: /^Get the/ })
    .click()
  await sees(page, /^Shot \d of 4, picture \d+ of 25$/)
  await page.reload()
  await sees(page, /^Shot \d of 4, picture \d+ of 25$/)
  await page.goto(`${app.address}/bag`)
  await sees(page, /^Pictures: Shot \d of 4/)
  app.source.setLatency(0)
  await page.getByRole('link', { name: /^Pictures: Shot/ }).click()
  await page.waitForURL(`**${session}`)
  await sees(page, /^2 shots with pictures here, \d+ KB · 2 shots not filmed\.$/)
  // Each once, but for the few that were under way when it was called off, reloaded and left.
  const twice = askedFor() - FILMED * PICTURES_A_SHOT
  expect(twice).toBeLessThanOrEqual(3 * AT_ONCE)
  await page.goto(`${app.address}/data`)
  await sees(page, /^50 here/)
})

test('without a signal a swing is scrubbed through by finger, by keys, and played', async () => {
  await app.stopServer()
  await phone.restart()
  const page = await openShot(1)
  await swing(page).waitFor()
  const frame = async () => Number(await swing(page).getAttribute('aria-valuenow'))
  const picture = () => swing(page).locator('img').getAttribute('src')
  await expect.poll(() => swing(page).getAttribute('aria-valuetext')).toBe('Frame 1 of 24')
  await expect.poll(() => swing(page).getAttribute('aria-valuemax')).toBe('24')

  await swing(page).focus()
  const first = await picture()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => frame()).toBe(3)
  expect(await picture()).not.toBe(first)
  await page.keyboard.press('End')
  await expect.poll(() => frame()).toBe(24)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => frame()).toBe(24)
  await page.keyboard.press('Home')
  // The arrows leafed through the swing, not through the shots.
  await expect.poll(() => reads(page, 'h1')).toBe('Shot 1')

  const finger = await slideOver(page, [0.2, 0.3, 0.45, 0.6, 0.75])
  await expect.poll(frame).toBe(19)
  await finger.lift()
  await expect.poll(() => reads(page, 'h1')).toBe('Shot 1')

  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect.poll(frame).toBeGreaterThan(4)
  await page.getByRole('button', { name: 'Pause' }).click()
  // All 24 are pictures, and so is the impact.
  for (let n = 1; n <= 24; n++) {
    await page.keyboard.press(n === 1 ? 'Home' : 'ArrowRight')
    await swing(page).focus()
    expect(
      await swing(page)
        .locator('img')
        .evaluate(async (image: HTMLImageElement) => {
          await image.decode()
          return image.naturalWidth
        }),
    ).toBe(480)
  }
  expect(
    await page.getByAltText('The ball on the face').evaluate((i: HTMLImageElement) => i.naturalWidth),
  ).toBe(480)
})

test('where the system asks for less motion, a swing is played slowly and once', async () => {
  const page = phone.page()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await swing(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('button', { name: 'Play' }).click()
  await page.getByRole('button', { name: 'Play' }).waitFor()
  await expect.poll(() => swing(page).getAttribute('aria-valuenow')).toBe('24')
  await page.emulateMedia({ reducedMotion: null })
})

test('a shot that was not filmed says so, with no button to ask again', async () => {
  const page = await openShot(2)
  await sees(page, 'Uneekor has no pictures of this shot: it was not filmed.')
  expect(await pictures(page).getByRole('button').count()).toBe(0)
})

test('nothing is out of reach, in three themes', async () => {
  const page = await openShot(1)
  await swing(page).waitFor()
  expect(await problemsInThemes(page)).toEqual([])
  await sees(await open(phone, app, session), /^2 shots with pictures here/)
  expect(await problemsInThemes(page)).toEqual([])
  await sees(await open(phone, app, '/data'), /^50 here/)
  expect(await problemsInThemes(page)).toEqual([])
})

test('at the budget it stops and says so; with more room it goes on', async () => {
  await app.startServer()
  session = await takeIn('60002')
  const page = phone.page()
  app.source.setPictureBytes(200_000)
  await page.evaluate(() => localStorage.setItem('rangebook.media-budget', '5000000'))
  const opened = await open(phone, app, session)
  await pictures(opened)
    .getByRole('button', { name: /^Get the pictures/ })
    .click()
  await sees(page, /reached the room that you gave them on this device/)
  expect(await accessProblems(page)).toEqual([])
  await page.getByRole('link', { name: 'Give them more room' }).click()
  await page.waitForURL('**/data**')
  const said = await reads(page, '#pictures')
  expect(Number(/here, ([\d.]+) MB of the 5\.0 MB/.exec(said)?.[1])).toBeLessThanOrEqual(5)
  await page.getByRole('button', { name: '250 MB' }).click()
  await open(phone, app, session)
  await sees(page, /^2 shots with pictures here, \d+ MB · 2 shots not filmed\.$/)
  app.source.setPictureBytes(0)
})

test('one shot’s pictures come by its button; deleted for good they leave the device', async () => {
  session = await takeIn('60003')
  const page = await openShot(3)
  await pictures(page).getByRole('button', { name: 'Get the pictures' }).click()
  await swing(page).waitFor()
  await pictures(page).getByAltText('The ball on the face').waitFor()
  await expect.poll(() => pictures(page).getByRole('button', { name: 'Cancel' }).count()).toBe(0)
  await open(phone, app, '/data')
  await sees(page, /^125 here/)
  await page.goBack()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await open(phone, app, '/data')
  await sees(page, /^125 here/)
  await open(phone, app, '/trash')
  await page.getByRole('button', { name: 'Select all' }).click()
  await page.getByRole('button', { name: 'Delete 1 shot for good' }).click()
  await sees(page, 'The trash is empty')
  await open(phone, app, '/data')
  await sees(page, /^100 here/)
})

test('in a cloud they are sent when the golfer says so, and come back when they are looked at', async () => {
  const page = await open(phone, app, '/settings/cloud')
  await page.getByRole('button', { name: 'Use this server' }).click()
  await page.getByRole('button', { name: 'Start syncing' }).click({ timeout: FIRST_JOIN_MS })
  await sees(page, '0 of 100 pictures of this device are on the server.')
  await page.getByRole('button', { name: 'Send them now' }).waitFor()
  await page.getByRole('button', { name: 'Always' }).click()
  await sees(page, 'All 100 pictures of this device are on the server.')
  expect(await problemsInThemes(page)).toEqual([])

  // As on a device that has the rows alone.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('rangebook-files local')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const db = opening.result
          const tx = db.transaction([...db.objectStoreNames], 'readwrite')
          for (const name of db.objectStoreNames) tx.objectStore(name).clear()
          tx.oncomplete = () => {
            db.close()
            resolve()
          }
        }
      }),
  )
  session = firstSession
  const asked = askedFor()
  await openShot(1)
  await swing(page).waitFor()
  await expect.poll(() => swing(page).getAttribute('aria-valuemax')).toBe('24')
  await pictures(page).getByAltText('The ball on the face').waitFor()
  expect(askedFor()).toBe(asked)
  await open(phone, app, session)
  await pictures(page)
    .getByRole('button', { name: /^Get the rest/ })
    .click()
  await sees(page, /^2 shots with pictures here/)
  expect(askedFor()).toBe(asked)
  await page.getByRole('button', { name: 'Keep on this device' }).click()
  await expect
    .poll(() => page.getByRole('button', { name: 'Keep on this device' }).getAttribute('aria-pressed'))
    .toBe('true')
  expect(await accessProblems(page)).toEqual([])
})
