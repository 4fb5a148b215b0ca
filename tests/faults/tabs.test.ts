import { type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, requireChromium } from '../../tools/browser.ts'
import { databaseOf, lines } from './database.ts'
import { servePage } from './served.ts'

let served: Awaited<ReturnType<typeof servePage>>
let browser: Awaited<ReturnType<typeof chromium.launch>>
beforeAll(async () => {
  served = await servePage()
  browser = await chromium.launch({ executablePath: requireChromium(), args: [...CHROMIUM_ARGS] })
})
afterAll(async () => {
  await browser.close()
  await served.stop()
})

let context: BrowserContext
let acknowledged: string[]
beforeEach(async () => {
  context = await browser.newContext()
  acknowledged = []
  await context.exposeFunction('acknowledged', (name: string) => {
    acknowledged.push(name)
  })
  return () => context.close()
})

async function openTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(served.address)
  return page
}

const openTabs = (n: number) => Promise.all(Array.from({ length: n }, openTab))
const open = (page: Page) => page.evaluate(() => window.rangebook.open())
const addClubs = (page: Page, prefix: string, times: number) =>
  page.evaluate(([prefix, times]) => window.rangebook.addClubs(prefix, times), [prefix, times] as const)

/** The instant at which so many edits are acknowledged; fails with the work if that fails. */
async function acknowledgements(n: number, work: readonly Promise<void>[]): Promise<void> {
  let failed: unknown
  for (const one of work) {
    one.catch(error => {
      failed = error
    })
  }
  while (acknowledged.length < n) {
    if (failed) throw failed
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

async function ownerOf(tabs: readonly Page[]): Promise<Page> {
  for (const tab of tabs) if (await tab.evaluate(() => window.rangebook.owner())) return tab
  throw new Error('no tab owns the database')
}

/** Every acknowledged edit is there once; and no command ran twice under another id. */
async function expectEachOnce(page: Page, names: readonly string[]): Promise<void> {
  const db = await databaseOf(page)
  expect(lines(db, 'PRAGMA integrity_check')).toEqual(['ok'])
  expect(lines(db, 'SELECT name FROM clubs WHERE code IS NULL ORDER BY name')).toEqual([...names].sort())
  expect(lines(db, "SELECT count(*) FROM commands WHERE kind = 'add_club'")).toEqual([String(names.length)])
  db.close()
}

const all = (prefixes: readonly string[], times: number) =>
  prefixes.flatMap(prefix => Array.from({ length: times }, (_, n) => `${prefix} ${n}`))
const prefixes = ['a', 'b', 'c', 'd', 'e']

describe('five tabs of one database', () => {
  test('opened at one instant they share one owner, and each edit is there once', async () => {
    const tabs = await openTabs(5)
    expect(await Promise.all(tabs.map(open))).toEqual(prefixes.map(() => 'ready'))
    const owners = await Promise.all(tabs.map(tab => tab.evaluate(() => window.rangebook.owner())))
    expect(owners.filter(Boolean)).toHaveLength(1)
    await Promise.all(tabs.map((tab, i) => addClubs(tab, prefixes[i] ?? '', 20)))
    const [tab] = tabs
    if (tab) await expectEachOnce(tab, all(prefixes, 20))
  })

  test('the owner is closed in the middle: the others finish, and nothing acknowledged is lost', async () => {
    const tabs = await openTabs(5)
    await Promise.all(tabs.map(open))
    const owner = await ownerOf(tabs)
    const others = tabs.filter(tab => tab !== owner)
    const ownWork = addClubs(owner, 'owner', 1000).catch(() => 'closed')
    const work = others.map((tab, i) => addClubs(tab, prefixes[i] ?? '', 40))
    await acknowledgements(30, work)
    await owner.close()
    await Promise.all([ownWork, ...work])
    const [tab] = others
    if (!tab) throw new Error('no tab left')
    const db = await databaseOf(tab)
    const names = lines(db, 'SELECT name FROM clubs WHERE code IS NULL')
    db.close()
    for (const name of acknowledged) expect(names).toContain(name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of all(prefixes.slice(0, 4), 40)) expect(names).toContain(name)
  })

  test('the owner is reloaded in the middle: its last edits are there once or not at all, the others’ all', async () => {
    const tabs = await openTabs(3)
    await Promise.all(tabs.map(open))
    const owner = await ownerOf(tabs)
    const others = tabs.filter(tab => tab !== owner)
    const ownWork = addClubs(owner, 'owner', 1000).catch(() => 'reloaded')
    const work = others.map((tab, i) => addClubs(tab, prefixes[i] ?? '', 40))
    await acknowledgements(20, work)
    await owner.reload()
    await Promise.all([ownWork, ...work])
    expect(await open(owner)).toBe('ready')
    await addClubs(owner, 'again', 5)
    const db = await databaseOf(owner)
    const names = lines(db, 'SELECT name FROM clubs WHERE code IS NULL')
    db.close()
    expect(new Set(names).size).toBe(names.length)
    for (const name of [...acknowledged, ...all(prefixes.slice(0, 2), 40), ...all(['again'], 5)]) {
      expect(names).toContain(name)
    }
  })

  test('a frozen owner is passed over, and woken it writes nothing over what came since', async () => {
    const tabs = await openTabs(3)
    await Promise.all(tabs.map(open))
    const owner = await ownerOf(tabs)
    const others = tabs.filter(tab => tab !== owner)
    const session = await context.newCDPSession(owner)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await Promise.all(others.map((tab, i) => addClubs(tab, prefixes[i] ?? '', 20)))
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await addClubs(owner, 'woken', 20)
    await expectEachOnce(owner, [...all(prefixes.slice(0, 2), 20), ...all(['woken'], 20)])
  })
})
