/** Two devices and the server's own store: one history, whatever happens in between. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { YARDS_PER_METRE } from '../../shared/golf/units.ts'
import { busyFor, calling, type GeminiStandin, holding, saying, startGemini } from '../standins/gemini.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { accessProblems, overTheEdge, problemsInThemes } from './access.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { FIRST_JOIN_MS, importRealReport, leaveOut, open, reads, sees } from './steps.ts'

const SESSION = `/sessions/${REAL_REPORT}:2025-12-26`

/** The first of the real report. */
const SHOT = '/shots/41511_85589_1298333'

let app: App
let gemini: GeminiStandin
let data: string
let phone: Phone
let laptop: Phone
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rangebook-cloud-'))
  gemini = await startGemini()
  // A crontab of its own, in which a schedule stands.
  const bin = join(data, 'bin')
  await mkdir(bin)
  const crontab = '#!/bin/sh\necho "5 23 * * * a command # rangebook sync"\n'
  await writeFile(join(bin, 'crontab'), crontab, { mode: 0o755 })
  const PATH = `${bin}:${process.env['PATH']}`
  const env = { RANGEBOOK_DATA: data, PATH, GEMINI_API_KEY: 'key', GEMINI_API_BASE: gemini.address }
  app = await startApp({ env })
  phone = await openPhone({ permissions: ['clipboard-read', 'clipboard-write'] })
  laptop = await openPhone()
})
afterAll(async () => {
  await phone?.close()
  await laptop?.close()
  await app?.stop()
  await gemini?.stop()
  if (data) await rm(data, { recursive: true, force: true })
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const chip = (page: Page) => page.getByRole('navigation', { name: 'Cloud' })
const synced = (page: Page) => chip(page).getByText('Synced', { exact: true }).waitFor()

/** As the system does when the signal is back, or the golfer looks again. */
async function syncNow(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await expect.poll(() => reads(page, '.cloud-chip')).toBe('Synced')
  }
}

/** The session in figures, as this device has it: without its pictures, which come when they have been counted. */
const sessionOn = async (device: Phone) => {
  await open(device, app, SESSION)
  await device.page().getByRole('table').waitFor()
  return (await reads(device.page())).split(' Tags ')[0]
}

async function sameOnBoth(holding: string): Promise<void> {
  await syncNow(phone.page(), laptop.page(), phone.page())
  await expect.poll(() => sessionOn(phone)).toContain(holding)
  const here = await sessionOn(phone)
  await expect.poll(() => sessionOn(laptop)).toBe(here)
}

test('the first device joins by one tap, at its own machine, and its shots are copied', async () => {
  const page = await open(phone, app)
  await importRealReport(page, app)
  await open(phone, app, '/settings')
  await page.getByRole('link', { name: /^Cloud/ }).click()
  await button(page, 'Use this server').click()
  await sees(
    page,
    'This device has 33 shots in 1 session. They are copied to the Rangebook server, and stay here.',
    FIRST_JOIN_MS,
  )
  await button(page, 'Start syncing').click()
  await synced(page)
  await sees(page, 'All of it is on this device and on the server.')
  await page.reload()
  await synced(page)
})

test('the coach in words: streamed, figures linked or marked, stopped, asked again after a pause; by rules without a signal', async () => {
  const page = await open(phone, app, SESSION)
  await button(page, 'Notes').click()
  await page.getByLabel('Notes on this session').fill('Lesson: hands ahead of the ball')
  await button(page, 'Save').click()
  await sees(page, 'Lesson: hands ahead of the ball')
  await open(phone, app, '/coach')
  await page.getByText('Your notes: 1').click()
  await page.getByRole('link', { name: 'Before and after this day' }).click()
  await page.waitForURL(/compare\?from=2025-12-26&b\.to=2025-12-25$/)
  await sees(page, /First: /)
  await open(phone, app, '/coach/ask')
  await button(page, 'Turn on').click()
  const ask = async (question: string) => {
    await page.getByLabel('Your question').fill(question)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
  }

  let carry_yd = 0
  const streamed = holding(() => {
    const [club] = listed()
    carry_yd = Math.round((club?.median_carry_m ?? 0) * YARDS_PER_METRE)
    return [`Over ${club?.n} shots you carry ${carry_yd} yd. `, `On tour it is ${carry_yd + 31} yd.`]
  })
  gemini.next.push(calling('list_clubs', {}), streamed.answer)
  await ask('How far do I carry?')
  await page.getByRole('button', { name: /^\d+ yd/ }).waitFor()
  expect(await reads(page)).not.toContain('On tour')
  streamed.go()
  await sees(page, /^The marked figure was in nothing that your shots gave/)
  expect(await page.locator('mark').allInnerTexts()).toEqual([expect.stringContaining(`${carry_yd + 31} yd`)])
  await page.getByRole('button', { name: `${carry_yd} yd` }).click()
  await sees(page, /"median_carry_m"/)
  expect(await problemsInThemes(page)).toEqual([])
  expect(await overTheEdge(page)).toEqual([])

  const endless = holding(() => ['It may be ', 'the face.'])
  gemini.next.push(endless.answer)
  await ask('Why?')
  await sees(page, 'It may be')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await endless.left
  await sees(page, /^You stopped it/)

  gemini.next.push(busyFor(7), saying('Look at the strike first.'))
  await ask('What now?')
  await sees(page, /in 7 seconds/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await sees(page, 'Look at the strike first.')

  await open(phone, app, '/coach/plan')
  const parts = [{ part: 3, balls: 5, note: 'Look at the face alone.' }]
  gemini.next.push(calling('propose_plan', { why: 'Less of one thing.', parts }), saying('There it is.'))
  await button(page, 'Refine with Gemini').click()
  await sees(page, /Gemini: Look at the face alone\./)
  expect(await accessProblems(page)).toEqual([])
  await button(page, 'Back to the rules’ plan').click()
  await button(page, 'Refine with Gemini').waitFor()

  await open(phone, app, '/coach/ask')
  await installed(page)
  await phone.context().setOffline(true)
  await ask('And my wedges?')
  await sees(page, /^This server does not answer/)
  await page.reload()
  await sees(page, 'Look at the strike first.')
  await page.getByRole('link', { name: 'The rules on this device' }).click()
  await expect.poll(() => reads(page)).toMatch(/Looked at \d+ shots|19 times of 20/)
  await phone.context().setOffline(false)
  await open(phone, app, '/settings/cloud')
  await synced(page)
})

test('the sample’s golfer asks as well, as whoever is signed in here, once that is turned on for the sample', async () => {
  const page = await open(phone, app, '/data')
  await button(page, 'Try sample data').click()
  await button(page, 'Leave').waitFor()
  await open(phone, app, '/coach/ask')
  await button(page, 'Turn on').click()
  const carry_yd = () => Math.round((listed()[0]?.median_carry_m ?? 0) * YARDS_PER_METRE)
  const answered = holding(() => [`You carry ${carry_yd()} yd. `, 'That is far.'])
  answered.go()
  gemini.next.push(calling('list_clubs', {}), answered.answer)
  await page.getByLabel('Your question').fill('How far do I carry?')
  await button(page, 'Ask').click()
  await page.getByRole('button', { name: /^\d+ yd/ }).waitFor()
  await button(page, 'Leave').click()
  await open(phone, app, '/settings/cloud')
  await synced(page)
})

test('another joins by the code that the first one shows; the code leaves the address, the shots come', async () => {
  await button(phone.page(), 'Add a device').click()
  const code = (await phone.page().locator('.join-code').textContent()) ?? ''
  const page = laptop.page()
  await page.goto(`${app.address}/#join=${code}`)
  await expect.poll(() => page.getByLabel('Code').inputValue()).toBe(code)
  expect(page.url()).toBe(`${app.address}/settings/cloud`)
  await button(page, 'Join').click()
  await sees(page, 'The Rangebook server holds 33 shots in 1 session.')
  await button(page, 'Start syncing').click()
  await synced(page)
  await expect.poll(() => sessionOn(laptop)).toContain('33 shots')
  // A code is good once.
  await open(laptop, app, '/settings/cloud')
  await button(page, 'Another account or cloud').click()
  await button(page, 'I have a code').click()
  await page.getByLabel('Code').fill(code)
  await button(page, 'Join').click()
  await sees(page, /^This code was used already/)
  expect(laptop.errors()).toEqual([expect.stringContaining('403')])
  await button(page, 'Stay with the cloud in use').click()
  await sees(page, 'Last synced just now')
})

test('both edit while the server is gone; when it is back, both have both', async () => {
  await open(phone, app, SESSION)
  await open(laptop, app, SESSION)
  await app.stopServer()
  await leaveOut(phone.page(), 33)
  await leaveOut(laptop.page(), 32)
  await expect.poll(() => reads(laptop.page(), '.cloud-chip')).toMatch(/^Offline, \d waiting$/)
  await app.startServer()
  await sameOnBoth('2 left out')
})

test('the server is killed in the middle of a push; started again, both are equal', async () => {
  const page = await open(phone, app, SESSION)
  const killed = Promise.withResolvers<void>()
  await page.exposeFunction('killServer', () => app.stopServer('SIGKILL').then(killed.resolve))
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = async (...request) => {
      const isPush = String(request[0]).endsWith('/push_changes')
      if (isPush) window.fetch = fetch
      const [answer] = await Promise.all([
        fetch(...request),
        isPush && (Reflect.get(window, 'killServer') as () => Promise<void>)(),
      ])
      return answer
    }
  })
  await leaveOut(page, 31)
  await killed.promise
  await expect.poll(() => reads(page, '.cloud-chip')).toMatch(/^Offline/)
  await app.startServer()
  await sameOnBoth('3 left out')
})

test('a row that the cloud refuses stops nothing: it is told with its reason, and sent again', async () => {
  const page = await open(phone, app, SESSION)
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = (address, init) => {
      if (!String(address).endsWith('/push_changes')) return fetch(address, init)
      window.fetch = fetch
      const body = JSON.parse(String(init?.body))
      const shot = body.request.rows.find(({ table }: { table: string }) => table === 'shots')
      shot.row.carry_m = 'far'
      return fetch(address, { ...init, body: JSON.stringify(body) })
    }
  })
  await leaveOut(page, 30)
  await expect.poll(() => reads(page, '.cloud-chip')).toBe('1 refused')
  await chip(page).getByRole('link').click()
  await sees(page, 'Not taken by the cloud: 1')
  await sees(page, /^The cloud can’t read it/)
  expect(await problemsInThemes(page)).toEqual([])
  expect(await overTheEdge(page)).toEqual([])
  await button(page, 'Keep here Shot 30').click()
  await sees(page, '· kept on this device alone')
  await button(page, 'Send again Shot 30').click()
  await expect.poll(() => reads(page)).not.toContain('Not taken')
  await sameOnBoth('4 left out')
})

test('stores side by side: measured to be the same; a row that the server lost is named, and sent again', async () => {
  const page = await open(phone, app, '/stores')
  await sees(page, 'The same: every row was compared just now.')
  await expect.poll(() => reads(page, 'table')).toContain('Shots 33 33')
  await button(page, 'Shots').click()
  await expect.poll(() => reads(page, 'table')).toContain('carry_m 33 33')
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = async (address, init) => {
      if (String(address).endsWith('/push_changes')) window.fetch = fetch
      const answer = await fetch(address, init)
      if (!String(address).endsWith('/compare_rows')) return answer
      const json = await answer.json()
      if (JSON.parse(String(init?.body)).request.table === 'shots') {
        json.rows.pop()
        for (const sum of json.sums) sum[1]--
      }
      return new Response(JSON.stringify(json))
    }
  })
  await button(page, 'Compare again').click()
  await sees(page, '1 row differs.')
  await page.getByRole('link', { name: /1 shot only here/ }).waitFor()
  expect(await problemsInThemes(page)).toEqual([])
  expect(await overTheEdge(page)).toEqual([])
  await button(page, 'Make them the same').click()
  await sees(page, 'The same: every row was compared just now.')
})

test('the warehouse: filled on one tap, and not again within five minutes', async () => {
  const page = await open(phone, app, '/settings/cloud')
  await button(page, /^Warehouse/).click()
  await sees(page, 'A DuckDB file on the server, and not BigQuery.')
  await sees(page, /^It was never filled\. \d+ rows wait\.$/)
  await sees(page, 'By cron, each day at 23:05.')
  expect(await problemsInThemes(page)).toEqual([])
  expect(await overTheEdge(page)).toEqual([])
  await button(page, 'Run now').click()
  await sees(page, /^Done: \d+ rows went there\.$/)
  await sees(page, 'Last run just now: done. Nothing waits.')
  await button(page, 'Run now').click()
  await sees(page, 'It ran a moment ago: at most once each five minutes.')
  await button(page, 'Close').click()
})

test('a warehouse that is filled stands beside them', async () => {
  const page = await open(phone, app, '/stores')
  await expect.poll(() => reads(page, 'table')).toContain('Shots 33 33 33')
  expect(await overTheEdge(page)).toEqual([])
})

/** The cloud alone is out of reach, until it is healed. */
const cut = (page: Page) =>
  page.evaluate(() => {
    const { fetch } = window
    const heal = () => {
      window.fetch = fetch
    }
    Object.assign(window, { heal })
    window.fetch = (address, init) =>
      String(address).includes('/hub/') ? Promise.reject(new TypeError('cut')) : fetch(address, init)
  })
const heal = (page: Page) => page.evaluate(() => (Reflect.get(window, 'heal') as () => void)())

test('a note written on both, apart: the shot says so with the devices’ names, and one tap takes the other', async () => {
  await open(phone, app, '/settings/cloud')
  await button(phone.page(), /^This device:/).click()
  await phone.page().getByLabel('Name').fill('Range phone')
  await button(phone.page(), 'Save').click()
  await sees(phone.page(), 'This device: Range phone')
  await syncNow(phone.page(), laptop.page())
  for (const device of [phone, laptop]) await cut(await open(device, app, SHOT))
  for (const [device, note] of [
    [phone, 'thin'],
    [laptop, 'fat'],
  ] as const) {
    const page = device.page()
    await button(page, 'Note').click()
    await page.getByLabel(/^Note on shot/).fill(note)
    await button(page, 'Save').click()
    await sees(page, note)
  }
  for (const device of [phone, laptop]) await heal(device.page())
  await syncNow(phone.page(), laptop.page(), phone.page())
  const page = laptop.page()
  await sees(page, /notes: “fat”, set on this device, over “thin”, set on Range phone/)
  expect(await problemsInThemes(page)).toEqual([])
  await button(page, 'Take the other: “thin”').click()
  await expect.poll(() => reads(page, '.shot-notes')).toBe('thin')
  await expect
    .poll(async () => {
      await syncNow(page, phone.page())
      return reads(phone.page(), '.shot-notes')
    })
    .toBe('thin')
})

test('by keys alone: from the line at the bottom to signing out; the copy stays, and undo takes it back', async () => {
  const page = await open(phone, app)
  await synced(page)
  const tabTo = async (name: string) => {
    for (let pushed = 0; pushed < 60; pushed++) {
      const now = await page.evaluate(() => document.activeElement?.textContent?.trim())
      if (now === name) return page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not come to ${name}`)
  }
  await tabTo('Synced')
  await page.getByRole('heading', { level: 1, name: 'Cloud' }).waitFor()
  expect(await problemsInThemes(page)).toEqual([])
  await tabTo('Sign out')
  await page.getByRole('dialog').waitFor()
  await tabTo('Keep this device’s copy')
  await sees(page, 'Signed out. Your history stays on this device')
  await chip(page).waitFor({ state: 'detached' })
  await button(page, 'Use this server').waitFor()
  await button(page, 'A Supabase of your own').click()
  await page.getByLabel('Address').fill('my cloud')
  await button(page, 'Check').click()
  await sees(page, /^That is no address of a Supabase/)
  expect(await problemsInThemes(page)).toEqual([])
  await button(page, 'Undo').click()
  await synced(page)
})

test('signed out with its copy removed a device is empty, and gets all of it back', async () => {
  const page = await open(laptop, app, '/settings/cloud')
  await synced(page)
  await button(page, 'Sign out').click()
  await button(page, 'Remove this device’s copy').click()
  await page.getByRole('heading', { level: 1, name: 'Rangebook' }).waitFor()
  await open(laptop, app, '/settings/cloud')
  await button(page, 'Use this server').click()
  await sees(page, 'The Rangebook server holds 33 shots in 1 session.')
  await button(page, 'Start syncing').click()
  await synced(page)
  await sameOnBoth('4 left out')
  expect(phone.errors()).toEqual([])
  expect(laptop.errors()).toEqual([])
})

/** What the app last sent of the clubs. */
function listed(): readonly { readonly n: number; readonly median_carry_m: number }[] {
  const [part] = gemini.asked.at(-1)?.body.contents.at(-1)?.parts ?? []
  const { functionResponse } = part as {
    functionResponse: { response: { rows: { clubs: ReturnType<typeof listed> } } }
  }
  return functionResponse.response.rows.clubs
}
