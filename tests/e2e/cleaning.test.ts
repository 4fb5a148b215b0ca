/** Cleaning a history, many shots at once: each a step that is taken back and done again, today or later. */
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { reportOf } from '../reports.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { accessProblems, overTheEdge } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { COACH, importRealReport, open, paste, reads, sees } from './steps.ts'

let app: App
let phone: Phone
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  await importRealReport(await open(phone, app), app)
  await takeIn(OTHER, reportOf({ report_id: OTHER, shots: 12 }), 'Add 12 shots')
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

const OTHER = '70001'
const session = `/sessions/${REAL_REPORT}:2025-12-26`
const page = () => phone.page()
const button = (name: string | RegExp) =>
  page().getByRole('button', { name, exact: typeof name === 'string' })
const dialog = () => page().getByRole('dialog')

async function takeIn(report_id: string, report: unknown, says: string): Promise<void> {
  app.source.addReport(report_id, report)
  await open(phone, app, '/import')
  await paste(page(), app.source.link(report_id))
  await button(says).click()
  await page().waitForURL('**/sessions/**')
  await page().getByRole('table').waitFor()
}

async function openSession(): Promise<Page> {
  await open(phone, app, session)
  await page().getByRole('table').waitFor()
  return page()
}

/** All of the session's shots that carry less than so many yards. */
async function selectBelow(yards: number): Promise<void> {
  await button('Select').click()
  await button('By measure').click()
  await dialog().getByLabel('Carry in yd').fill(String(yards))
  await dialog()
    .getByRole('button', { name: /^Select \d+ shots/ })
    .click()
}

async function selectShots(...numbers: readonly number[]): Promise<void> {
  await button('Select').click()
  for (const number of numbers) await button(`Select shot ${number}`).click()
}

/** Presses what is in the bar under the thumb. */
const press = (action: string) =>
  page().getByRole('region', { name: 'Selection' }).getByRole('button', { name: action }).click()

/** Each step as the history tells it, and how the golfer takes it. Those of one session leave it open. */
const steps: readonly { readonly says: string; readonly take: () => Promise<void> }[] = [
  {
    // 80.56, 86.21 and 86.79 m: 88.1, 94.3 and 94.9 yd.
    says: '3 shots left out of the figures',
    take: async () => {
      await selectBelow(96)
      await press('Leave out')
    },
  },
  {
    says: '2 shots now 50° wedge',
    take: async () => {
      await selectShots(33, 32)
      await press('Club')
      await dialog().getByRole('button', { name: '50° wedge' }).click()
    },
  },
  {
    says: '3 shots tagged wind, new grip',
    take: async () => {
      await selectShots(33, 32, 31)
      await press('Tag')
      await dialog().getByLabel('New tag').fill('wind, new grip')
      await page().keyboard.press('Enter')
      await sees(page(), /^3 shots tagged/)
      await page().keyboard.press('Escape')
      await page().keyboard.press('Escape')
    },
  },
  {
    says: '2 shots with new notes',
    take: async () => {
      await selectShots(30, 29)
      await press('More')
      await button('Write a note').click()
      await dialog().getByLabel('Note on 2 shots').fill('off the toe')
      await button('Save').click()
    },
  },
  {
    says: '2 shots deleted',
    take: async () => {
      await selectShots(28, 27)
      await press('Delete')
    },
  },
  {
    says: '“Iron 6” is a test',
    take: async () => {
      await page()
        .getByRole('group', { name: 'Kind of Iron 6' })
        .getByRole('button', { name: 'test', exact: true })
        .click()
    },
  },
  {
    says: 'The session of Fri 26 Dec 2025 has a new date',
    take: async () => {
      await button(/change practice date/).click()
      await page().getByLabel('Practice date', { exact: true }).fill('2025-12-20')
      await page().keyboard.press('Enter')
    },
  },
  {
    says: 'The session of Sat 20 Dec 2025 is now called “Irons”',
    take: async () => {
      await button(/change session name/).click()
      await page().getByLabel('Session name').fill('Irons')
      await page().keyboard.press('Enter')
    },
  },
  {
    says: '3 shots split off into “Three of them”',
    take: async () => {
      await selectShots(26, 25, 24)
      await press('More')
      await button('Split into a session of their own').click()
      await dialog().getByLabel('Name').fill('Three of them')
      await button('Split off 3 shots').click()
    },
  },
  {
    says: 'merged into “Irons”',
    take: async () => {
      await open(phone, app)
      await button('Select').click()
      for (const title of ['Irons', 'Iron 6']) {
        await page().locator('button.session-row', { hasText: title }).first().click()
      }
      await press('Merge')
      await dialog()
        .getByRole('button', { name: /^Irons/ })
        .click()
    },
  },
  {
    says: '6 iron is now called Six',
    take: async () => {
      await open(phone, app, '/bag/code:IRON6')
      await page().getByLabel('Name').fill('Six')
      await page().keyboard.press('Enter')
    },
  },
  {
    says: '50° wedge merged into Six',
    take: async () => {
      await button('Merge with another club').click()
      await dialog()
        .getByRole('button', { name: /^50° wedge/ })
        .click()
      await button(/^Six takes in 50° wedge/).click()
    },
  },
]

/** What the screens say of all of it, once they have nothing more to add. */
async function everywhere(): Promise<readonly string[]> {
  const says: string[] = []
  for (const [path, ...parts] of [
    [session, 'td a', 'h2:text("Pictures")'],
    ['/bag', '.club-carry b', '.bag-picture'],
    [`/shots/${REAL_REPORT}_85589_1298333`, '.measures', 'h2:text("Pictures")'],
    [`/shots/${REAL_REPORT}_85589_1298336`, '.measures', 'h2:text("Pictures")'],
    ['/trash', 'main .trash-line, main .empty'],
  ] as const) {
    await open(phone, app, path)
    for (const part of parts) await page().locator(part).first().waitFor()
    // A shot's own history grows with each step, and a guess that was changed and changed back is the golfer's word.
    says.push(
      (await reads(page(), 'main', COACH))
        .replace(/What you did to it .*/, '')
        .replaceAll(' · kind guessed', ''),
    )
  }
  return says
}

let before: readonly string[] = []
let after: readonly string[] = []

/** Newest first. */
const told = () => page().locator('.step-what p:first-child').allTextContents()

describe('many at once', () => {
  test('each is one step, and says what it did', async () => {
    before = await everywhere()
    await openSession()
    for (const { says, take } of steps) {
      await take()
      await page().getByRole('status').filter({ hasText: says }).waitFor()
    }
    await open(phone, app, '/history')
    await sees(page(), /taken in/)
    const lines = await told()
    expect(lines.slice(steps.length)).toHaveLength(2)
    for (const [n, { says }] of steps.entries()) expect(lines[steps.length - 1 - n]).toContain(says)
  })

  test('after a reload, undo takes back one after the other, to where it was', async () => {
    after = await everywhere()
    await open(phone, app, '/history')
    for (const { says } of steps.toReversed()) {
      await page().locator('.undo-redo p').filter({ hasText: says }).first().waitFor()
      await page().locator('.undo-redo').getByRole('button', { name: 'Undo' }).click()
      await page()
        .getByRole('status')
        .filter({ hasText: new RegExp(`^Taken back: .*${says}`) })
        .waitFor()
    }
    expect(await everywhere()).toEqual(before)
  })

  test('after another, redo does all of it again', async () => {
    await open(phone, app, '/history')
    for (const { says } of steps) {
      await page().locator('.undo-redo p').filter({ hasText: says }).first().waitFor()
      await page().locator('.undo-redo').getByRole('button', { name: 'Redo' }).click()
      await page()
        .getByRole('status')
        .filter({ hasText: new RegExp(`^Done again: .*${says}`) })
        .waitFor()
    }
    expect(await everywhere()).toEqual(after)
  })

  test('what arrives later comes to the session and the club that took the others in', async () => {
    await openSession()
    // 33, less 2 in the trash, less 3 split off, and the 12 of the other.
    await expect.poll(() => reads(page())).toContain('40 shots')
    await takeIn(OTHER, reportOf({ report_id: OTHER, shots: 60 }), 'Add 48 shots')
    await expect.poll(() => reads(page(), 'h1')).toContain('Irons')
    await expect.poll(() => reads(page())).toContain('88 shots')
    await open(phone, app, '/bag')
    // Ten of the later ones are the 50° wedge's: all are of the one club that is left.
    await expect.poll(() => page().locator('.club-line').count()).toBe(1)
    await expect.poll(() => reads(page(), '.club-line')).toMatch(/Six .*of 91 shots/)
  })

  test('a step is taken back later: what was edited since is listed and left', async () => {
    await open(phone, app, `/shots/${REAL_REPORT}_85589_1298333`)
    await button('Tags').click()
    await dialog().getByRole('button', { name: 'wind' }).click()
    await sees(page(), /^Shot \d+ no longer tagged wind/)
    await open(phone, app, '/history')
    await button(/^Take back Done again: 3 shots tagged/).click()
    await sees(page(), 'Edited since, and left as it is:')
    await sees(page(), /^Shot \d+: tags changed since/)
    expect(await accessProblems(page())).toEqual([])
    await open(phone, app, `/shots/${REAL_REPORT}_85589_1298333`)
    await sees(page(), 'Tags: new grip')
    await open(phone, app, `/shots/${REAL_REPORT}_85589_1298336`)
    await sees(page(), 'Attack angle')
    expect(await reads(page())).not.toContain('Tags: ')
  })

  test('merged ones are taken apart again', async () => {
    await openSession()
    await button(/^Take “Iron 6.*” out again/).click()
    await sees(page(), /stands by itself again$/)
    await expect.poll(() => reads(page())).toContain('28 shots')
    await open(phone, app, '/bag/code:IRON6')
    await button(/^Take apart 50° wedge/).click()
    await open(phone, app, '/bag')
    await expect.poll(() => page().locator('.club-line').count()).toBe(2)
  })
})

describe('a shot that can’t be read', () => {
  test('is set aside with its reason, stops no other, and is read again or given up', async () => {
    const report = reportOf({ report_id: '70002', shots: 5 }) as { shots: Record<string, unknown>[] }[]
    Object.assign(report[0]?.shots[1] ?? {}, { ball_speed: { nested: true } })
    await takeIn('70002', report, 'Add 4 shots')
    await open(phone, app, '/data')
    await sees(page(), 'Set aside: 1')
    await sees(page(), /ball_speed/)
    expect(await accessProblems(page())).toEqual([])
    await button(/^Read again/).click()
    await sees(page(), 'Set aside: 1')
    await button(/^Discard/).click()
    await expect.poll(() => reads(page())).not.toContain('Set aside')
  })
})

describe('a report whose names are an attack', () => {
  const evil = `<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>`
  const long = 'W'.repeat(300)
  const odd = '\u202Eמועדון 🏌🏽‍♀️\nsecond line\u0000'
  const names = [evil, long, odd]

  /** Rendered as text, nothing executed, nothing over the edge. */
  async function harmless(path: string, ...words: readonly string[]): Promise<void> {
    await open(phone, app, path)
    for (const word of words) await page().getByText(word).filter({ visible: true }).first().waitFor()
    expect(await page().evaluate(() => Reflect.get(window, 'hacked'))).toBe(undefined)
    expect(await page().locator('main img[src=x], main script, title *').count()).toBe(0)
    // A report's label would turn the page's own words round.
    expect((await page().locator('h1, h2, th, td').allTextContents()).join(), path).not.toContain('\u202E')
    expect.soft(await overTheEdge(page()), path).toEqual([])
  }

  test('is text on every screen, and stays within it', async () => {
    const report = names.flatMap((name, n) => {
      const groups = reportOf({ report_id: '70003', shots: 4 }) as Record<string, unknown>[]
      return groups.map(group => ({
        ...group,
        id: 900 + n,
        name,
        club_name: name,
        ball_name: name,
        shots: (group['shots'] as Record<string, unknown>[]).map((shot, at) => ({
          ...shot,
          id: 9_000 + 10 * n + at,
          sensor_name: name,
        })),
      }))
    })
    app.source.addReport('70003', report)
    await open(phone, app, '/import')
    await paste(page(), app.source.link('70003'))
    await button('Add 12 shots').waitFor()
    expect.soft(await overTheEdge(page()), 'the preview').toEqual([])
    for (const named of await button(/^As named: /).all()) await named.click()
    await button('Add 12 shots').click()
    await page().waitForURL('**/sessions/**')
    await page().getByRole('table').waitFor()
    const at = new URL(page().url()).pathname
    await button(/change session name/).click()
    await page()
      .getByLabel('Session name')
      .fill(evil + long)
    await page().keyboard.press('Enter')
    await sees(page(), /is now called/)
    await button('Notes').click()
    await dialog().getByLabel('Notes on this session').fill(names.join('\n'))
    await button('Save').click()
    await sees(page(), /has new notes/)
    await selectShots(12, 11)
    await press('Tag')
    await dialog().getByLabel('New tag').fill(names.join(','))
    await page().keyboard.press('Enter')
    await sees(page(), /^2 shots tagged/)
    await page().keyboard.press('Escape')
    await page().keyboard.press('Escape')
    await harmless(at, '<img src=x')
    const shot = (await page().locator('td a').first().getAttribute('href')) ?? ''
    await harmless(shot, '<img src=x')
    await button('Delete').click()
    await sees(page(), 'This shot is in the trash.')
    await open(phone, app, '/bag')
    const club = (await page().locator('a.club-line').last().getAttribute('href')) ?? ''
    await open(phone, app, club)
    await page()
      .getByLabel('Name')
      .fill(evil + long)
    await page().keyboard.press('Enter')
    await sees(page(), /is now called/)
    await harmless(club, '<img src=x')
    for (const path of ['/', '/bag', '/history', '/trash']) await harmless(path, '<img src=x')
    await harmless('/data')
  })
})
