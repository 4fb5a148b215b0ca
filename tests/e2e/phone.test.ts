/** On the phone, for real: over HTTPS with a certificate made here, and what plain HTTP says. */
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS } from '../../tools/browser.ts'
import { makeCertificate } from '../certificate.ts'
import { accessProblems } from './access.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import { importRealReport, open, reads, sees } from './steps.ts'

/** Names that a phone would find by DNS lead to this machine. */
const FOUND = '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.local 127.0.0.1'

/** The same app by another name than the one that the server prints. */
function at(app: App, host: string): App {
  const { protocol, port } = new URL(app.address)
  return { ...app, address: `${protocol}//${host}:${port}` }
}

describe('over HTTPS, by a name', () => {
  let folder: string
  let app: App
  let phone: Phone
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rangebook-https-'))
    const { cert, key, spki } = makeCertificate(folder, 'range.test')
    app = at(await startApp({ env: { TLS_CERT: cert, TLS_KEY: key } }), 'range.test')
    phone = await openPhone({
      permissions: ['clipboard-read', 'clipboard-write'],
      args: [...CHROMIUM_ARGS, FOUND, `--ignore-certificate-errors-spki-list=${spki}`],
    })
  })
  afterAll(async () => {
    await phone?.close()
    await app?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('the link becomes a history', async () => {
    const page = await open(phone, app)
    expect(page.url()).toMatch(/^https:\/\/range\.test:/)
    await importRealReport(page, app)
  })

  test('it is installed: Chromium has nothing against it, and all of it is kept', async () => {
    await installed(phone.page())
    const devtools = await phone.context().newCDPSession(phone.page())
    expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([])
    await devtools.detach()
  })

  test('its settings show the address as a code for a phone’s camera', async () => {
    const page = await open(phone, app, '/settings')
    await page.getByRole('link', { name: /^On your phone/ }).click()
    await sees(page, 'This address works on a phone. Point its camera here:')
    await page.getByRole('img', { name: `QR code of ${app.address}` }).waitFor()
    expect(await reads(page)).toContain(app.address)
    expect(await accessProblems(page)).toEqual([])
  })

  test('without a signal, and after a restart, it opens with all that was imported', async () => {
    await app.stopServer()
    await phone.restart()
    const page = await open(phone, app)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).click()
    await page.getByRole('table').waitFor()
    await app.startServer()
    expect(phone.errors()).toEqual([])
  })
})

describe('over plain HTTP, from another machine', () => {
  let app: App
  let phone: Phone
  beforeAll(async () => {
    app = at(await startApp({ env: { HOST: '0.0.0.0' } }), `${hostname().toLowerCase()}.local`)
    phone = await openPhone({ args: [...CHROMIUM_ARGS, FOUND] })
  })
  afterAll(async () => {
    await phone?.close()
    await app?.stop()
  })

  test('it says what is missing and three ways to cure it, and takes nothing in', async () => {
    const page = await open(phone, app)
    await sees(page, 'This address can’t keep your shots')
    const says = await reads(page)
    expect(says).toContain(app.address)
    expect(says).toContain('tailscale serve')
    expect(says).toContain('TRUST_PROXY=1')
    expect(says).toContain('TLS_CERT')
    expect(await page.getByLabel('Link of your report').count()).toBe(0)
    expect(await accessProblems(page)).toEqual([])
  })

  test.each(['/import', '/import/shared', '/#link=https://my.uneekor.com/power-u-report?id=41511'])(
    'neither at %s',
    async path => {
      await sees(await open(phone, app, path), 'This address can’t keep your shots')
    },
  )

  test('the sample opens to be looked at, and takes no report', async () => {
    const page = await open(phone, app)
    await page.getByRole('button', { name: 'Try sample data' }).click()
    await page.locator('main a[href^="/sessions/"]').first().click()
    await page.getByRole('table').waitFor()
    await open(phone, app, '/import')
    await sees(page, 'You are looking at the sample.')
    await page.getByRole('button', { name: 'Leave' }).click()
    await sees(page, 'This address can’t keep your shots')
    // Chromium's own words on a header of ours that only a safe address has.
    expect(phone.errors().filter(error => !error.includes('origin was untrustworthy'))).toEqual([])
  })
})

test('on the computer itself the settings say that a phone does not reach it, and how it would', async () => {
  const app = await startApp()
  const phone = await openPhone()
  const page = await open(phone, app, '/settings/phone')
  await sees(page, 'is this computer alone: a phone does not reach it.')
  expect(await reads(page)).toContain('HOST=0.0.0.0 TLS_CERT')
  expect(await page.getByRole('img').count()).toBe(0)
  expect(await accessProblems(page)).toEqual([])
  expect(phone.errors()).toEqual([])
  await phone.close()
  await app.stop()
})
