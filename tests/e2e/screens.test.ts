/** Every screen by its address, as everybody can use it: three themes, narrow, large text, keys alone. */
import { DatabaseSync } from 'node:sqlite'
import type { Locator, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { overTheEdge, problemsInThemes } from './access.ts'
import { type App, openPhone, type Phone, startApp } from './app.ts'
import { COACH, open, reads, sees } from './steps.ts'

let app: App
let phone: Phone
/** Of the sample: a session of several clubs, one of its shots, by address and as they are called. */
let session = ''
let shot = ''
let sessionTitle = ''
beforeAll(async () => {
  app = await startApp()
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await open(phone, app)
  await page.getByRole('button', { name: 'Try sample data' }).click()
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  const row = page.locator('.session-row', { has: page.locator('.session-clubs > :nth-child(3)') }).first()
  sessionTitle = (await row.locator('.session-title').textContent()) ?? ''
  await row.click()
  await page.getByRole('table').waitFor()
  session = new URL(page.url()).pathname
  const link = page.locator('td a').first()
  shot = (await link.getAttribute('href')) ?? ''
  // Something in the trash, and two steps of the golfer's in the history.
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.locator('td button').nth(1).click()
  await page.getByRole('button', { name: 'Delete' }).last().click()
  await sees(page, /^Shot \d+ deleted/)
})
afterEach(() => expect(phone.errors()).toEqual([]))
afterAll(async () => {
  await phone?.close()
  await app?.stop()
})

interface Screen {
  readonly name: string
  readonly path: () => string
  readonly h1: () => string | RegExp
  /** There when the page is whole. */
  readonly has: (page: Page) => Locator
}
const screens: readonly Screen[] = [
  {
    name: 'Sessions',
    path: () => '/',
    h1: () => 'Sessions',
    has: page => page.locator('a.session-row').last(),
  },
  { name: 'Session', path: () => session, h1: () => sessionTitle, has: page => page.locator('td a').first() },
  { name: 'Shot', path: () => shot, h1: () => /^Shot \d+/, has: page => page.getByText('Attack angle') },
  { name: 'Bag', path: () => '/bag', h1: () => 'Bag', has: page => page.getByText(/^Mark: stock carry/) },
  { name: 'Club', path: () => '/bag/code:IRON7', h1: () => '7 iron', has: page => page.getByLabel('Name') },
  {
    name: 'Data',
    path: () => '/data',
    h1: () => 'Data',
    has: page => page.getByText(/^2,000|shots/).first(),
  },
  {
    name: 'Settings',
    path: () => '/settings',
    h1: () => 'Settings',
    has: page => page.getByText('158 yd carry'),
  },
  { name: 'History', path: () => '/history', h1: () => 'History', has: page => page.locator('.step').last() },
  {
    name: 'Trash',
    path: () => '/trash',
    h1: () => 'Trash',
    has: page => page.locator('.trash-line').first(),
  },
  {
    name: 'Import',
    path: () => '/import',
    h1: () => 'Add shots',
    has: page => page.locator('main button').first(),
  },
  {
    name: 'More',
    path: () => '/more',
    h1: () => 'More',
    has: page => page.getByRole('button', { name: 'Sunlight' }),
  },
]

async function openScreen({ path, has }: Screen): Promise<Page> {
  const page = await open(phone, app, path())
  await has(page).waitFor()
  return page
}

/** Pushes Tab through the page, from its start until it is left: what had the focus, and what is wrong with it there. */
async function tabThrough(page: Page): Promise<{ names: string[]; wrong: string[] }> {
  await page.evaluate(() => {
    document.activeElement instanceof HTMLElement && document.activeElement.blur()
    getSelection()?.removeAllRanges()
    scrollTo(0, 0)
  })
  const names: string[] = []
  const wrong: string[] = []
  for (let pushed = 0; pushed < 200; pushed++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(async () => {
      await new Promise(requestAnimationFrame)
      const element = document.activeElement
      if (!element || element === document.body) return null
      const before = document.querySelector('[data-tabbed]')
      before?.removeAttribute('data-tabbed')
      element.setAttribute('data-tabbed', '')
      const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)}`
      // A hidden checkbox shows its ring where it is drawn.
      const drawn = element.matches('.spoken') ? (element.parentElement ?? element) : element
      const { left, top, width, height } = drawn.getBoundingClientRect()
      // Of what is on the screen: the last chip of a line may stand half beyond its edge.
      const [right, bottom] = [Math.min(left + width, innerWidth), Math.min(top + height, innerHeight)]
      const hit = document.elementFromPoint((Math.max(left, 0) + right) / 2, (Math.max(top, 0) + bottom) / 2)
      const rings = [drawn, ...drawn.querySelectorAll('*')].flatMap(one => [
        getComputedStyle(one),
        getComputedStyle(one, '::after'),
      ])
      return {
        name,
        back:
          before !== null && (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) > 0,
        hidden: !hit || !(drawn.contains(hit) || hit.contains(drawn)),
        ring: rings.some(
          ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        ),
      }
    })
    if (!at || at.name === names[0]) return { names, wrong }
    names.push(at.name)
    if (at.back) wrong.push(`${at.name}: stands before what had the focus`)
    if (at.hidden) wrong.push(`${at.name}: something lies over it`)
    if (!at.ring) wrong.push(`${at.name}: no ring`)
  }
  return { names, wrong: [...wrong, 'Tab does not lead out'] }
}

describe.each(screens)('$name', screen => {
  test('has its heading and title, and nothing that axe finds fault with in three themes', async () => {
    const page = await openScreen(screen)
    const heading = page.getByRole('heading', { level: 1 })
    await expect.poll(() => heading.count()).toBe(1)
    await expect.poll(() => reads(page, 'h1')).toMatch(screen.h1())
    await expect.poll(() => page.title()).toMatch(/^.+ · Rangebook$/)
    expect(await problemsInThemes(page)).toEqual([])
  })

  test('needs no sideways scrolling at 320 px, nor with text twice as large', async () => {
    const page = phone.page()
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await overTheEdge(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overTheEdge(page)).toEqual([])
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
  })

  test('Tab leads through it in its order, each stop to be seen', async () => {
    const { names, wrong } = await tabThrough(phone.page())
    expect(names.length).toBeGreaterThan(5)
    expect(wrong).toEqual([])
  })
})

describe('by keys alone', () => {
  const focused = (page: Page) => page.locator(':focus')

  /** Pushes Tab until the focus is there. */
  async function tabTo(page: Page, to: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const there = await to.first().elementHandle()
    for (let pushed = 0; pushed < 120; pushed++) {
      if (await page.evaluate(there => there === document.activeElement, there)) return
      await page.keyboard.press(key)
    }
    throw new Error('Tab does not come there')
  }
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

  test('a session is searched for, chosen by its club, opened, and the way back leads to the same list', async () => {
    const page = await open(phone, app)
    const rows = page.locator('a.session-row')
    // Not those alone that are painted before the database is open.
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(18)
    const all = await rows.count()
    await page.keyboard.press('/')
    await page.keyboard.type('tempo')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows.count()).toBeLessThan(all)
    await page.keyboard.press('/')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await expect.poll(() => rows.count()).toBe(all)
    await tabTo(page, button(page, 'Filter'))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Driver' }))
    await page.keyboard.press('Space')
    await expect.poll(() => page.url()).toContain('club=')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page).textContent()).toContain('Filter')
    await expect.poll(() => rows.count()).toBeLessThan(all)
    const some = await rows.count()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sessions/**')
    await page.getByRole('table').waitFor()
    await page.goBack()
    await expect.poll(() => rows.count()).toBe(some)
    expect(page.url()).toContain('club=')
  })

  test('its table is sorted, a shot opened, the next one reached; back is the table as it was sorted', async () => {
    const page = await open(phone, app, session)
    const carry = page.getByRole('columnheader', { name: /^carry/ })
    await tabTo(page, carry.getByRole('button'))
    await page.keyboard.press('Enter')
    await expect.poll(() => carry.getAttribute('aria-sort')).toBe('descending')
    await page.keyboard.press('Enter')
    await expect.poll(() => carry.getAttribute('aria-sort')).toBe('ascending')
    await page.keyboard.press('j')
    await expect.poll(() => focused(page).getAttribute('href')).toMatch(/^\/shots\//)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/shots/**')
    await page.getByRole('heading', { level: 1, name: /^Shot/ }).waitFor()
    const first = page.url()
    const isFirst = await button(page, 'Previous shot').isDisabled()
    await page.keyboard.press(isFirst ? 'ArrowRight' : 'ArrowLeft')
    await expect.poll(() => page.url()).not.toBe(first)
    await page.goBack()
    await page.waitForURL(`**${session}**`)
    await expect.poll(() => carry.getAttribute('aria-sort')).toBe('ascending')
  })

  test('many shots are selected, left out, and taken in again by undo', async () => {
    const page = await open(phone, app, session)
    await page.locator('td a').first().waitFor()
    // Faster than the focus follows.
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
    await sees(page, '2 selected')
    await page.keyboard.press('e')
    await sees(page, /^2 shots left out/)
    await expect.poll(() => reads(page)).toContain('2 left out')
    await page.keyboard.press('u')
    await expect.poll(() => reads(page)).not.toContain('2 left out')
  })

  test('a club moves in the bag, keeps the focus, and gets a name', async () => {
    const page = await open(phone, app, '/bag')
    await tabTo(page, button(page, 'Change order'))
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'Move Driver down'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.club-line').nth(1).textContent()).toContain('Driver')
    await expect.poll(() => focused(page).textContent()).toBe('Move Driver down')
    await page.keyboard.press('u')
    await expect.poll(() => page.locator('.club-line').first().textContent()).toContain('Driver')
    await open(phone, app, '/bag/code:IRON8')
    await tabTo(page, page.getByLabel('Name'))
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Old eight')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Old eight' }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: '8 iron' }).waitFor()
  })

  test('a shot comes back from the trash, a step of the history is taken back, a sheet opens and closes', async () => {
    const page = await open(phone, app, '/trash')
    await tabTo(page, button(page, /^Restore/))
    await page.keyboard.press('Enter')
    await sees(page, 'The trash is empty')
    await open(phone, app, '/history')
    await tabTo(page, button(page, /^Take back Shot \d+ restored/))
    await page.keyboard.press('Enter')
    await sees(page, /^Taken back: Shot/)
    await open(phone, app, '/data')
    await tabTo(page, button(page, 'Export or back up'))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page).textContent()).toBe('Export or back up')
    await open(phone, app, '/more')
    await tabTo(page, button(page, 'Dark'))
    await page.keyboard.press('Space')
    await page.locator('html[data-theme="dark"]').waitFor()
    await page.keyboard.press('?')
    await sees(page, 'Leave out of the figures, or take in again')
  })

  test('the sample is left, and a report pasted, looked at and taken in', async () => {
    const page = await open(phone, app, '/import')
    await tabTo(page, button(page, 'Back to my own shots'))
    await page.keyboard.press('Enter')
    const field = page.getByLabel('Link of your report')
    await field.waitFor()
    await page.evaluate(link => navigator.clipboard.writeText(link), app.source.link(REAL_REPORT))
    await tabTo(page, field)
    await page.keyboard.press('ControlOrMeta+v')
    const add = button(page, 'Add 33 shots')
    await add.waitFor()
    await tabTo(page, add)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sessions/**')
    await page.getByRole('table').waitFor()
  })
})

describe('units, hand and dates', () => {
  const session = `/sessions/${REAL_REPORT}:2025-12-26?club=code:IRON6`
  const page = () => phone.page()
  const choose = async (...names: readonly string[]) => {
    const page = await open(phone, app, '/settings')
    for (const name of names) {
      const chip = page.getByRole('button', { name, exact: true })
      // Two are called metres: of distances, and of heights.
      await chip.first().click()
      await expect.poll(() => chip.first().getAttribute('aria-pressed')).toBe('true')
    }
  }
  const everywhere = async () => {
    const page = await open(phone, app, session)
    await page.getByRole('table').waitFor()
    await page.getByRole('heading', { name: 'Pictures' }).waitFor()
    const ofSession = await reads(page, 'main', COACH)
    await open(phone, app, '/bag')
    await sees(page, /^Mark: stock carry/)
    const ofBag = await reads(page)
    await open(phone, app, `/shots/${REAL_REPORT}_85589_1298334`)
    await sees(page, 'Attack angle')
    await page.getByRole('heading', { name: 'Pictures' }).waitFor()
    return { session: ofSession, bag: ofBag, shot: await reads(page) }
  }
  /** What a file of the database holds of facts and edits. */
  const stored = async () => {
    const page = await open(phone, app, '/data')
    await page.getByRole('button', { name: 'Export or back up' }).click()
    await page.getByRole('button', { name: 'Database', exact: true }).click()
    await page.getByRole('button', { name: 'Make the file' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const file = new DatabaseSync(await (await download).path(), { readOnly: true })
    try {
      return ['shots', 'groups', 'sessions', 'clubs'].map(table =>
        file.prepare(`SELECT * FROM ${table} ORDER BY id`).all(),
      )
    } finally {
      file.close()
    }
  }

  test('change at once on every screen, and nothing that is stored with them', async () => {
    const kept = await stored()
    const before = await everywhere()
    expect(before.session).toContain('187 yd carry ±12')
    expect(before.session).toContain('Fri 26 Dec 2025')
    await choose('Metres', 'km/h')
    const metric = await everywhere()
    // 171.155 m, its spread 7.545 × 1.4826 = 11.186 m; 54.775 × 3.6 = 197.19 km/h.
    expect(metric.session).toContain('171 m carry ±11 · 20 shots')
    expect(metric.session).toContain('197.2 km/h ball')
    expect(metric.bag).toContain('171 m')
    for (const line of ['Carry 177 m', 'Side 5 m right', 'Ball speed 200.2 km/h', 'Apex 90 ft']) {
      expect(metric.shot).toContain(line)
    }
    expect(Object.values(metric).join()).not.toMatch(/\d (yd|mph)/)
    await choose('m/s', 'Left-handed', 'Year first')
    const heights = page().getByRole('region', { name: 'Height' }).getByRole('button', { name: 'Metres' })
    await heights.click()
    await expect.poll(() => heights.getAttribute('aria-pressed')).toBe('true')
    const left = await everywhere()
    expect(left.session).toContain('2025-12-26')
    expect(left.session).toContain('3.3° out path')
    for (const line of [
      'Ball speed 55.6 m/s',
      'Apex 27 m',
      'Side 5 m right',
      'Side spin 620 rpm draw',
      'Club path 2.7° out',
      'Face angle 1.3° open',
      'Face to path 1.5° closed to path',
    ]) {
      expect(left.shot).toContain(line)
    }
    await choose('Day first')
    await open(phone, app, session)
    await sees(page(), '26.12.2025')
    expect(await stored()).toEqual(kept)
    await choose('Yards', 'mph', 'Feet', 'Right-handed', 'Words')
    expect(await everywhere()).toEqual(before)
  })
})
