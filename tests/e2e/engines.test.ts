import { afterAll, beforeAll, expect, test } from 'vitest'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { type App, startApp } from './app.ts'
import { type Engine, findFirefox, findWebKit, openFirefox, openWebKit } from './engines.ts'

// The long run installs these engines; the short one has Chromium alone.
const all = Boolean(process.env['RANGEBOOK_TEST_ALL'])
const firefox = all ? findFirefox() : null
const webkit = all ? findWebKit() : null
const why = (engine: string) =>
  all ? `no ${engine} could be had on this machine` : 'npm run test:all brings this engine'

let app: App
beforeAll(async () => {
  if (firefox || webkit) app = await startApp()
})
afterAll(() => app?.stop())

const byText = `const button = text => [...document.querySelectorAll('button, a, [role=button]')]
  .find(one => one.innerText.trim().startsWith(text) && !one.disabled);`

async function until(engine: Engine, condition: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await engine.run<boolean>(`${byText} return Boolean(${condition})`)) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  const text = await engine.run<string>('return location.href + " | " + document.body.innerText')
  throw new Error(`never came: ${condition}\nthe page says: ${text}`)
}

/** As typed: React listens to the event, and reads what the browser's own setter wrote. */
async function fillLink(engine: Engine, link: string): Promise<void> {
  await until(engine, `document.querySelector('textarea')`)
  await engine.run(
    `const field = document.querySelector('textarea')
     Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, args[0])
     field.dispatchEvent(new Event('input', { bubbles: true }))`,
    link,
  )
  await until(engine, `button('Get my shots')`)
  await engine.run(`${byText} button('Get my shots').click()`)
}

async function importTheReport(engine: Engine): Promise<void> {
  await engine.open(app.address)
  await fillLink(engine, app.source.link(REAL_REPORT))
  await until(engine, `button('Add 33 shots')`)
  await engine.run(`${byText} button('Add 33 shots').click()`)
  await until(engine, `location.pathname.startsWith('/sessions/')`)
  await until(engine, `document.body.innerText.includes('Iron 6')`)
  // All of the app is kept from here on.
  await until(engine, 'navigator.serviceWorker.controller')
}

test('in Firefox: import → offline → reload → there', async context => {
  if (!firefox) return context.skip(why('Firefox'))
  const engine = await openFirefox(firefox)
  try {
    await importTheReport(engine)
    await app.stopServer()
    await engine.reload()
    await until(engine, `document.body.innerText.includes('Iron 6')`)
    await expect.poll(() => engine.run('return location.pathname')).toMatch(/^\/sessions\//)
  } finally {
    await engine.close()
    await app.startServer()
  }
})

// WebKit's sessions keep nothing over a reload (they are ephemeral), so the story ends before one.
test('in WebKit: import → offline → there', async context => {
  if (!webkit) return context.skip(why('WebKit'))
  const engine = await openWebKit(webkit)
  try {
    await importTheReport(engine)
    await app.stopServer()
    await engine.run(`${byText} button('Bag').click()`)
    await until(engine, `document.body.innerText.includes('6 iron')`)
    await engine.run(`${byText} button('Sessions').click()`)
    await until(engine, `document.body.innerText.includes('33')`)
  } finally {
    await engine.close()
    await app.startServer()
  }
})
