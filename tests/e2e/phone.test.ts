/** On the phone, for real: over HTTPS with a certificate made here, and what plain HTTP says. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BackupItem, backupReader } from '../../shared/files/backup_reader.ts'
import { CHROMIUM_ARGS } from '../../tools/browser.ts'
import { makeCertificate } from '../certificate.ts'
import { golfStats } from '../golfStats.ts'
import { REAL_REPORT } from '../standins/uneekor.ts'
import { accessProblems } from './access.ts'
import { type App, installed, openPhone, type Phone, startApp } from './app.ts'
import {
  COACH,
  chooseBackup,
  importRealReport,
  leaveOut,
  makeFile,
  open,
  reads,
  rowOf,
  sees,
  slideOver,
  swing,
} from './steps.ts'

/** Names that a phone would find by DNS lead to this machine. */
const FOUND = '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.local 127.0.0.1'

/** The same app by another name than the one that the server prints. */
function at(app: App, host: string): App {
  const { protocol, port } = new URL(app.address)
  return { ...app, address: `${protocol}//${host}:${port}` }
}

/** One golfer's story: each part goes on where the last one ended. */
describe('over HTTPS, by a name', () => {
  let folder: string
  let app: App
  let browser: Parameters<typeof openPhone>[0]
  let phone: Phone
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rangebook-https-'))
    const { cert, key, spki } = makeCertificate(folder, 'range.test')
    app = at(await startApp({ env: { TLS_CERT: cert, TLS_KEY: key } }), 'range.test')
    browser = {
      permissions: ['clipboard-read', 'clipboard-write'],
      args: [...CHROMIUM_ARGS, FOUND, `--ignore-certificate-errors-spki-list=${spki}`],
    }
    phone = await openPhone(browser)
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
    await expect.poll(() => reads(page)).toContain(app.address)
    expect(await accessProblems(page)).toEqual([])
  })

  const MISHIT = 33
  /** Filmed, as its id is even. */
  const SWING = `/shots/${REAL_REPORT}_85589_1298334`
  const SESSION = `/sessions/${REAL_REPORT}:2025-12-26`
  const EARLIER = '/sessions/4711:2025-11-22'
  /** 164 yd, 118 mph; metres as they were; a club speed of 0 was none. */
  const EARLIER_SHOT = {
    carry_m: expect.closeTo(149.9616),
    ball_speed_mps: expect.closeTo(52.75072),
    side_m: 10,
    apex_m: 30,
    launch_deg: 17,
    club_speed_mps: null,
  }

  /** A backup of everything, made by that phone: where it lies. */
  async function backUp(phone: Phone, name: string): Promise<string> {
    const page = await open(phone, app, '/data')
    await page.getByRole('button', { name: 'Export or back up' }).click()
    return makeFile(page, 'Backup', join(folder, name))
  }

  /** All that a backup holds, but when it was made. */
  async function contentOf(path: string): Promise<BackupItem[]> {
    const reader = backupReader()
    const read = reader.push(await readFile(path, 'utf8'))
    if (!read.ok || !reader.end().ok) throw new Error(`${path} is no whole backup`)
    const key = (item: BackupItem) => JSON.stringify(item)
    return read.value.filter(({ kind }) => kind !== 'header').sort((a, b) => (key(a) < key(b) ? -1 : 1))
  }

  test('the earlier system’s file comes along with right units: carry in yards, side and apex in metres', async () => {
    const page = await open(phone, app, '/import')
    const file = { name: 'golf_stats.db', mimeType: '', buffer: await golfStats() }
    await page.getByLabel('Choose a file').setInputFiles(file)
    await sees(page, 'The earlier system’s database.')
    expect(await accessProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Add 6 shots' }).click()
    await page.waitForURL(`**${EARLIER}`)
    await page.getByRole('table').waitFor()
    expect((await rowOf(page, 1)).join(' ')).toMatch(/164\.0.*10\.9 R/)
  })

  test('a swing’s pictures are fetched, and a mishit is left out', async () => {
    const page = await open(phone, app, SWING)
    await page.getByRole('button', { name: 'Get the pictures' }).click()
    await swing(page).waitFor()
    await expect.poll(() => swing(page).getAttribute('aria-valuemax')).toBe('24')
    await expect.poll(() => page.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    await leaveOut(await open(phone, app, SESSION), MISHIT)
  })

  test('without a signal, after a restart, all is there, and the swing is scrubbed through', async () => {
    await app.stopServer()
    await phone.restart()
    const page = await open(phone, app)
    await page.getByRole('link', { name: /warmup 50, Iron 6/ }).click()
    await page.getByRole('table').waitFor()
    await expect.poll(() => reads(page)).toContain('1 left out')
    await open(phone, app, SWING)
    await swing(page).waitFor()
    const finger = await slideOver(page, [0.1, 0.4, 0.75])
    await expect.poll(() => swing(page).getAttribute('aria-valuetext')).toBe('Frame 19 of 24')
    await finger.lift()
    expect(phone.errors()).toEqual([])
  })

  test('a backup made there, still without a signal, stands in another profile, equal', async () => {
    const shown = async (page: Page) => ({
      rows: [await rowOf(page, MISHIT), await rowOf(page, 32)],
      // Pictures stay behind: a backup holds none.
      words: (await reads(page, 'main', COACH)).replace(/Pictures 1 shot .* Get the rest /, ''),
    })
    const page = await open(phone, app, SESSION)
    await page.getByRole('table').waitFor()
    const before = await shown(page)
    const backup = await backUp(phone, 'first')
    await app.startServer()

    const other = await openPhone(browser)
    try {
      const there = await open(other, app, '/restore')
      expect(await accessProblems(there)).toEqual([])
      await chooseBackup(there, backup)
      await sees(there, '39 new shots, 2 new sessions')
      expect(await accessProblems(there)).toEqual([])
      await there.getByRole('button', { name: 'Restore', exact: true }).click()
      await sees(there, 'Backup restored: 39 shots taken in.')
      await other.restart()
      const again = await open(other, app, SESSION)
      await again.getByRole('table').waitFor()
      await expect.poll(() => shown(again)).toEqual(before)
      const content = await contentOf(await backUp(other, 'other'))
      expect(content).toEqual(await contentOf(backup))
      const earlier = content.find(item => item.kind === 'row' && item.row.id === '4711_22_0')
      expect(earlier).toMatchObject({ table: 'shots', row: EARLIER_SHOT })
      await open(other, app, '/restore')
      await chooseBackup(again, backup)
      await sees(again, 'All of this is in your history already.')
      await expect
        .poll(() => again.getByRole('button', { name: 'Restore', exact: true }).isDisabled())
        .toBe(true)
      expect(other.errors()).toEqual([])
    } finally {
      await other.close()
    }
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
  await expect.poll(() => reads(page)).toContain('HOST=0.0.0.0 TLS_CERT')
  expect(await page.getByRole('img').count()).toBe(0)
  expect(await accessProblems(page)).toEqual([])
  expect(phone.errors()).toEqual([])
  await phone.close()
  await app.stop()
})
