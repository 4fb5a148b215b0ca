/** A history of 100,000 shots out and in again, in the built app: how fast, how much memory, how long the page stands still. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Locator, Page } from 'playwright'
import { writeBackup } from '../shared/files/backup.ts'
import { blankRow } from '../shared/files/blank_row.ts'
import type { SyncedTable } from '../shared/schema/catalogue.ts'
import type { Row } from '../shared/schema/rows.ts'
import { firstClock, tick } from '../shared/sync/clock.ts'
import { parseReport } from '../shared/uneekor/report.ts'
import { installed, openPhone, type Phone, startApp } from '../tests/e2e/app.ts'
import { reportOf } from '../tests/reports.ts'
import { type Line, table } from './report.ts'
import { rendererMegabytes } from './store/store.ts'

const REPORTS = 2_000
const SHOTS_EACH = 50
const SHOTS = REPORTS * SHOTS_EACH

export async function benchBackup(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rangebook-bench-backup-'))
  const app = await startApp()
  const lines: Line[] = []
  try {
    const given = join(folder, 'given.json')
    await writeHistory(given)
    const phone = await openPhone()
    const files: { [kind: string]: string } = {}
    try {
      lines.push(...(await restore(phone, app.address, given, 'JSON')))
      for (const kind of ['Backup', 'Spreadsheet', 'Database'] as const) {
        const { line, path } = await exported(phone, app.address, kind, folder)
        lines.push(line)
        files[kind] = path
      }
    } finally {
      await phone.close()
    }
    const other = await openPhone()
    try {
      lines.push(...(await restore(other, app.address, files['Database'] ?? '', 'SQLite')))
    } finally {
      await other.close()
    }
  } finally {
    await app.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return table(
    [
      `${SHOTS.toLocaleString('en')} shots`,
      'seconds',
      'shots/s',
      'file MB',
      'renderer MB before',
      'at its peak',
      'longest task of the page, ms',
    ],
    lines,
  )
}

async function restore(phone: Phone, address: string, path: string, of: string): Promise<Line[]> {
  const page = phone.page()
  await page.goto(`${address}/restore`)
  const choose = page.locator('input[type=file]')
  await choose.waitFor({ state: 'attached' })
  // What a first opening does by itself is no part of it.
  await installed(page)
  await page.waitForLoadState('networkidle')
  const mb = (await stat(path)).size / 1e6
  const button = page.getByRole('button', { name: 'Restore', exact: true })
  const previewed = await measured(phone, async () => {
    await choose.setInputFiles(path)
    await until(page, '.restore-brings')
  })
  const restored = await measured(phone, async () => {
    await press(button)
    await until(page, '.stack > p[role=status]')
  })
  return [lineOf(`${of}: read, checked, compared`, previewed, mb), lineOf(`${of}: restored`, restored, mb)]
}

async function exported(phone: Phone, address: string, kind: string, folder: string) {
  const page = phone.page()
  await page.goto(`${address}/data`)
  await page.getByRole('button', { name: 'Export or back up' }).click()
  await page.getByRole('button', { name: kind, exact: true }).click()
  const download = page.getByRole('button', { name: 'Download', exact: true })
  const make = page.getByRole('button', { name: 'Make the file' })
  const made = await measured(phone, async () => {
    await press(make)
    await until(page, '.export-made')
  })
  const coming = page.waitForEvent('download')
  await download.click()
  const file = await coming
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return { line: lineOf(`${kind}: made`, made, (await stat(path)).size / 1e6), path }
}

/** Playwright's own looking and waiting by roles are tasks of the page too: what is measured uses none. */
const until = (page: Page, selector: string) =>
  page.waitForFunction(selector => document.querySelector(selector) !== null, selector, {
    polling: 200,
    timeout: 600_000,
  })
const press = (button: Locator) => button.evaluate(element => (element as HTMLElement).click())

interface Measured {
  readonly took_ms: number
  readonly before_mb: number
  readonly peak_mb: number
  /** 0 = none was over 50 ms, from which on the browser tells. */
  readonly longest_ms: number
}

async function measured(phone: Phone, work: () => Promise<void>): Promise<Measured> {
  const page = phone.page()
  await watchTasks(page)
  const before_mb = await rendererMegabytes(phone.profile)
  let peak_mb = before_mb
  let over = false
  const sampling = (async () => {
    while (!over) peak_mb = Math.max(peak_mb, await rendererMegabytes(phone.profile))
  })()
  const start = performance.now()
  await work()
  const took_ms = performance.now() - start
  over = true
  await sampling
  const longest_ms = await page.evaluate(() => Number(document.documentElement.dataset['longest'] ?? 0))
  return { took_ms, before_mb, peak_mb, longest_ms }
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement
    dataset['longest'] = '0'
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) {
        dataset['longest'] = String(Math.max(Number(dataset['longest']), duration))
      }
    }).observe({ type: 'longtask' })
  })
}

function lineOf(what: string, { took_ms, before_mb, peak_mb, longest_ms }: Measured, mb: number): Line {
  return [
    what,
    (took_ms / 1000).toFixed(1),
    Math.round(SHOTS / (took_ms / 1000)).toLocaleString('en'),
    mb.toFixed(0),
    before_mb.toFixed(0),
    peak_mb.toFixed(0),
    longest_ms === 0 ? 'under 50' : longest_ms.toFixed(0),
  ]
}

/** A backup of so many shots in sessions of fifty, each tenth shot edited, with the raw reports. */
async function writeHistory(path: string): Promise<void> {
  const rows: { [T in SyncedTable]?: Row<T>[] } = {}
  const keep = <T extends SyncedTable>(table: T, id: string, values: Partial<Row<T>>) => {
    const list: Row<T>[] = (rows[table] as Row<T>[] | undefined) ?? []
    list.push({ ...blankRow(table, id), ...values })
    Object.assign(rows, { [table]: list })
  }
  const texts = new Map<string, string>()
  let clock = firstClock('another device')
  for (let n = 0; n < REPORTS; n++) {
    const report_id = String(100_000 + n)
    const text = JSON.stringify(reportOf({ report_id, shots: SHOTS_EACH }))
    const parsed = parseReport(JSON.parse(text), { report_id })
    if (parsed.kind !== 'report') throw new Error(parsed.says)
    const payload_id = createHash('sha256').update(text).digest('hex')
    texts.set(payload_id, text)
    keep('payloads', payload_id, { report_id, fetched_at: '2026-01-01T00:00:00.000Z', bytes: text.length })
    keep('reports', report_id, { maker: 'uneekor', key: 'Ab3dEf9', added_at: '2026-01-01T00:00:00.000Z' })
    for (const { id, ...group } of parsed.groups) keep('groups', id, group)
    for (const { id, ...session } of parsed.sessions) keep('sessions', id, session)
    clock = tick(clock, Date.UTC(2026, 0, 1) + n)
    const command_id = `command-${n}`
    for (const [i, { id, ...shot }] of parsed.shots.entries()) {
      const edited = i % 10 === 0
      keep('shots', id, {
        ...shot,
        ...(edited && { notes: 'thin', clocks: JSON.stringify({ notes: clock }) }),
      })
      if (!edited) continue
      const item = {
        command_id,
        table_name: 'shots',
        row_id: id,
        field: 'notes',
        before: 'null',
        after: '"thin"',
      }
      keep('command_items', `${command_id}:${i}`, item)
    }
    keep('commands', command_id, { kind: 'set_shots', says: '5 shots noted', clock, items: 5 })
  }
  const source = {
    rows: <T extends SyncedTable>(table: T) => (rows[table] ?? []) as Row<T>[],
    unknown_rows: [],
    payloads: [...texts].map(([id, text]) => ({ id, text })),
  }
  const pieces = writeBackup(source, { made_at: '2026-01-02T00:00:00.000Z', keys: true })
  await pipeline(Readable.from(pieces), createWriteStream(path))
}
