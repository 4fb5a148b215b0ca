/** The main story, once through: a link from the range becomes a history that can be cleaned without a signal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { open, paste, reads, rowOf, sees } from './steps.ts'

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

const session = (of = '') => `/sessions/${REAL_REPORT}:2025-12-26${of}`
const sixIrons = session('?club=code:IRON6')
/** The shots as the source names them: group and shot. */
const shotAt = (id: string) => `/shots/${REAL_REPORT}_${id}`

describe('the link is pasted', () => {
  test('at first sight, and the report shows itself before anything is written', async () => {
    const page = await open(phone, app)
    await paste(page, app.source.link(REAL_REPORT))
    await page.getByRole('button', { name: 'Add 33 shots' }).waitFor()
    const preview = await reads(page)
    // The practice date, not the upload of 27 Dec 02:30 UTC, nor that moment in Los Angeles.
    expect(preview).toContain('Fri 26 Dec 2025')
    expect(preview).toContain('33 shots 2 groups · all new')
    expect(preview).toContain('6 iron 20')
    expect(preview).toContain('50° wedge 13')
    // 13 of the 6 irons hold 99999 for impact, attack, dynamic loft and club_lie.
    expect(preview).toContain('13 shots have no impact point.')
    expect(preview).toContain('13 shots have no attack angle, dynamic loft or lie angle.')
  })

  test('one tap takes it in, and the session opens', async () => {
    const page = phone.page()
    await page.getByRole('button', { name: 'Add 33 shots' }).click()
    await page.waitForURL(`**${session()}`)
    await sees(page, 'warmup 50, Iron 6')
  })
})

describe('the figures are right to the digit', () => {
  test('of the 6 iron: carry with its spread, speed, launch and path', async () => {
    const page = await open(phone, app, sixIrons)
    await page.getByRole('table').waitFor()
    const says = await reads(page)
    // Carries in metres, the 10th and 11th of 20: 168.94 and 173.37, their middle 171.155.
    // 171.155 × 1.0936133 = 187.177 yd.
    // Distances from it, the 10th and 11th: 6.085 and 9.005, their middle 7.545.
    // 7.545 × 1.4826 × 1.0936133 = 12.233 yd.
    expect(says).toContain('187 yd carry ±12 · 20 shots')
    // Quarters, between the 5th and 6th: 161.42 + 0.75 × 4.57 = 164.8475 m = 180.279 yd;
    // between the 15th and 16th: 177.24 + 0.25 × 2.92 = 177.97 m = 194.630 yd.
    // Sides, the 10th and 11th: 7.7 and 7.89, their middle 7.795 m = 8.525 yd, + is right.
    expect(says).toContain('Half of them carry 180 to 195 yd, typically 9 yd right.')
    const tiles = await reads(page, '.tiles')
    // Ball speed: (54.37 + 55.18) / 2 = 54.775 m/s × 2.2369363 = 122.528 mph.
    expect(tiles).toContain('122.5 mph ball')
    // Launch: (15.68 + 15.69) / 2 = 15.685°.
    expect(tiles).toContain('15.7° launch')
    // Path: (−3.43 − 3.16) / 2 = −3.295°: below 0 is out to in.
    expect(tiles).toContain('3.3° in path')
  })

  test('of the 50° wedge, in the list of clubs', async () => {
    const page = await open(phone, app, session())
    await page.getByRole('table').waitFor()
    // Carry, the 7th of 13: 94.86 m × 1.0936133 = 103.740 yd.
    // Distance from it, the 7th: 5.27 m × 1.4826 × 1.0936133 = 8.545 yd.
    await expect.poll(() => reads(page)).toContain('50° wedge 13 shots 104 yd ±9')
  })

  test('of each row: yards, miles an hour, and a side in letters', async () => {
    const page = phone.page()
    // The last one hit, id 1298333: 165.99 m, + 10.14 m, 53.4 m/s, spin √(6063² + 938²) = 6135.1.
    // 165.99 × 1.0936133 = 181.529; 10.14 × 1.0936133 = 11.089; 53.4 × 2.2369363 = 119.452.
    await expect.poll(() => rowOf(page, 33)).toEqual(['33', '181.5', '11.1 R', '119.5', '6,140'])
    // Shot 8, id 1298376: 86.79 m, − 2.21 m, 33.81 m/s, spin √(7491² + 224²) = 7494.3.
    // 86.79 × 1.0936133 = 94.915; 2.21 × 1.0936133 = 2.417; 33.81 × 2.2369363 = 75.631.
    await page.getByRole('link', { name: 'Shot 33' }).scrollIntoViewIfNeeded()
    await page.mouse.wheel(0, 1200)
    await page.getByRole('link', { name: 'Shot 8', exact: true }).waitFor()
    await expect.poll(() => rowOf(page, 8)).toEqual(['8', '94.9', '2.4 L', '75.6', '7,490'])
  })

  test('of one shot with everything measured: each unit and each word for a sign', async () => {
    const page = await open(phone, app, shotAt('85589_1298334'))
    await sees(page, 'Attack angle')
    const says = await reads(page, '.measures')
    for (const line of [
      'Carry 193 yd', // 176.51 m × 1.0936133 = 193.034
      'Total 204 yd', // 186.22 m × 1.0936133 = 203.653
      'Side 6 yd right', // + 5.06 m × 1.0936133 = 5.534
      'Ball speed 124.4 mph', // 55.62 m/s × 2.2369363 = 124.418
      'Club speed 94.6 mph', // 42.3 m/s × 2.2369363 = 94.622
      'Smash factor 1.31', // 55.62 / 42.3 = 1.3149
      'Launch angle 16.0°', // 16.02
      'Launch direction 1.4° left', // − 1.4
      'Back spin 5,930 rpm', // 5928
      'Side spin 620 rpm fade', // + 622
      'Attack angle 0.8° down', // − 0.76
      'Club path 2.7° in', // − 2.74
      'Face angle 1.3° closed', // − 1.28
      'Face to path 1.5° open to path', // − 1.28 + 2.74 = 1.46
      'Dynamic loft 16.4°', // 16.37
      'Strike, toe or heel 2 mm toe', // + 2
      'Strike, high or low 6 mm high', // + 6
      'Strike distance 6 mm', // √(2² + 6²) = 6.32
      'Apex 90 ft', // 27.39 m × 1.0936133 × 3 = 89.862
      'Descent angle 41.3°', // 41.25: a half goes up
      'Flight time 6.1 s', // 6.1
      'Roll 11 yd', // (186.22 − 176.51) m × 1.0936133 = 10.619
      'Lie at impact 2.6° up', // + 2.64 of club_lie; lie_angle is ""
    ]) {
      expect(says).toContain(line)
    }
  })

  test('what is missing is –, says why on tap, and is never 0', async () => {
    // 99999 for attack, impact and dynamic loft.
    const page = await open(phone, app, shotAt('85589_1298333'))
    await sees(page, 'Attack angle')
    const says = await reads(page, '.measures')
    for (const figure of ['Attack angle', 'Dynamic loft', 'Spin loft', 'Strike, toe or heel']) {
      expect(says).toContain(`${figure} –`)
    }
    await page.getByRole('button', { name: /^Attack angle/ }).click()
    await sees(page, /did not see the club well enough/)
  })

  test('what is missing is counted: 13 of the 20 6 irons have no strike', async () => {
    const page = await open(phone, app, sixIrons)
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await page.getByRole('button', { name: 'By measure' }).click()
    await page.getByLabel('Measure', { exact: true }).selectOption('impact_x_mm')
    await page.getByRole('button', { name: 'missing' }).click()
    await page.getByRole('button', { name: 'Select 13 shots' }).waitFor()
  })
})

/** What all the cleaning comes to, on every screen that tells of it. */
async function everythingIsThere(): Promise<void> {
  const page = await open(phone, app, session())
  await page.getByRole('table').waitFor()
  await expect.poll(() => reads(page, 'h1')).toContain('Six irons before Christmas')
  const says = await reads(page)
  // 33, less the one deleted; one of the 32 is left out.
  expect(says).toContain('31 shots 1 left out')
  // 18 with the 6 iron: 20, less the deleted one, less the one that is a wedge's now. Of the 17 that count
  // the 9th carried 173.37 m = 189.600 yd; distances from it, the 9th: 6.79 m × 1.4826 × 1.0936133 = 11.009 yd.
  expect(says).toContain('6 iron 17 of 18 shots 190 yd ±11')
  // 14 with the wedge, the 7th and 8th: 94.86 and 95.03 m, their middle 94.945 m = 103.833 yd;
  // distances from it, the 7th and 8th: 5.355 and 8.155, their middle 6.755 m × 1.4826 × 1.0936133 = 10.953 yd.
  expect(says).toContain('50° wedge 14 shots 104 yd ±11')
}

describe('without a signal', () => {
  test('the app opens from a cold start with the server gone', async () => {
    await installed(phone.page())
    await app.stopServer()
    const page = await open(phone, app, sixIrons)
    await page.getByRole('table').waitFor()
    await expect.poll(() => reads(page)).toContain('187 yd carry ±12 · 20 shots')
  })

  test('a shot left out leaves the figures at once, and stays in the list', async () => {
    const page = phone.page()
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await page.getByRole('button', { name: 'Select shot 33' }).click()
    await page.getByRole('button', { name: 'Leave out' }).click()
    // Without its 165.99 m the 10th of 19 is 173.37 m = 189.600 yd. Distances from it, the 10th of
    // 0, 1.2, 2.91, 3.14, 3.87, 4.43, 4.99, 6.7, 6.79, 7.28 …: 7.28 m × 1.4826 × 1.0936133 = 11.804 yd.
    await sees(page, /±12 · 19 of 20 shots/)
    await expect.poll(() => reads(page)).toContain('190 yd carry ±12 · 19 of 20 shots')
  })

  test('the session gets a name; undo takes it, redo gives it back', async () => {
    const page = phone.page()
    await page.getByRole('button', { name: /change session name/ }).click()
    await page.getByLabel('Session name').fill('Six irons before Christmas')
    await page.keyboard.press('Enter')
    await sees(page, 'Six irons before Christmas')
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => reads(page, 'h1')).toContain('warmup 50, Iron 6')
    await open(phone, app, '/history')
    await page.getByRole('button', { name: 'Redo', exact: true }).click()
    await sees(page, /Done again/)
    await open(phone, app, session())
    await expect.poll(() => reads(page, 'h1')).toContain('Six irons before Christmas')
  })

  test('a shot is deleted, and another gets the club that it was hit with', async () => {
    const page = await open(phone, app, shotAt('85589_1298335'))
    await page.getByRole('button', { name: 'Delete' }).click()
    await sees(page, 'This shot is in the trash.')
    await open(phone, app, shotAt('85589_1298352'))
    await page.getByRole('button', { name: /^6 iron/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '50° wedge' }).click()
    await sees(page, 'you gave it to this shot')
    await everythingIsThere()
  })

  test('all of it is there after a reload', async () => {
    await phone.page().reload()
    await everythingIsThere()
  })

  test('all of it is there after the browser was closed and opened again', async () => {
    await phone.restart()
    await everythingIsThere()
  })

  test('the history lists each step, newest first', async () => {
    const page = await open(phone, app, '/history')
    await sees(page, /taken in/)
    await expect
      .poll(() => page.locator('.step-what p:first-child').allInnerTexts())
      .toEqual([
        'Shot 14 now 50° wedge',
        'Shot 31 deleted',
        'Done again: The session of Fri 26 Dec 2025 is now called “Six irons before Christmas”',
        'Taken back: The session of Fri 26 Dec 2025 is now called “Six irons before Christmas”',
        'The session of Fri 26 Dec 2025 is now called “Six irons before Christmas”',
        'Shot 33 left out of the figures',
        '33 shots of Fri 26 Dec 2025 taken in',
      ])
  })

  test('an early step is taken back later, and what came after it stays', async () => {
    const page = phone.page()
    await page.getByRole('button', { name: /^Take back .*left out/ }).click()
    await open(phone, app, session())
    await expect.poll(() => reads(page)).toMatch(/32 shots (?!1 left out)/)
    await expect.poll(() => reads(page, 'h1')).toContain('Six irons before Christmas')
  })

  test('the trash gives the shot back', async () => {
    const page = await open(phone, app, '/trash')
    // 184.37 m × 1.0936133 = 201.630 yd.
    await page.getByRole('button', { name: 'Restore 6 iron, 202 yd' }).click()
    await sees(page, 'The trash is empty')
    await open(phone, app, session())
    await expect.poll(() => reads(page)).toContain('33 shots')
  })

  test('deleted for good is gone for good, after a restart too, and a new import leaves it out', async () => {
    let page = await open(phone, app, shotAt('85589_1298335'))
    await page.getByRole('button', { name: 'Delete' }).click()
    await sees(page, 'This shot is in the trash.')
    await open(phone, app, '/trash')
    await page.getByText('6 iron, 202 yd').first().click()
    await page.getByRole('button', { name: 'Delete 1 shot for good' }).click()
    await sees(page, 'The trash is empty')
    await phone.restart()
    page = await open(phone, app, shotAt('85589_1298335'))
    await sees(page, 'It is not on this device')

    await app.startServer()
    await open(phone, app, '/import')
    await paste(page, app.source.link(REAL_REPORT))
    await sees(page, '1 shot was deleted for good here, and stays out.')
    await expect.poll(() => reads(page)).toContain('32 known, 1 deleted for good')
  })

  test('nothing of all this went wrong in silence', () => {
    expect(phone.errors()).toEqual([])
  })
})
