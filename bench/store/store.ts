/** Durable edit, import of 500, cold open: Rangebook's store against the two usual ways. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright'
import { build, preview } from 'vite'
import { CHROMIUM_ARGS, requireChromium } from '../../tools/browser.ts'
import { type Line, median, table } from '../report.ts'
import type { RivalName, Task, Timing } from './worker.ts'

const rivals: readonly RivalName[] = ['rangebook', 'opfs', 'export']
const SIZES = [1_000, 10_000, 100_000, 250_000]
const COLD_OPENS = 5

interface Figures {
  edit_ms: number
  import_ms: number
  cold_ms: number
  memory_mb: number
}

export async function benchStore(): Promise<string> {
  const root = import.meta.dirname
  const outDir = await mkdtemp(join(tmpdir(), 'rangebook-bench-'))
  const shared = { root, configFile: false as const, logLevel: 'warn' as const }
  await build({
    ...shared,
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2024' },
    optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  })
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  const address = server.resolvedUrls?.local[0]
  if (!address) throw new Error('the page is not served')
  try {
    const by_size = new Map<number, Record<RivalName, Figures>>()
    for (const size of SIZES) {
      // In turn within one size, so that what the machine does meanwhile meets all alike.
      const figures = new Map<RivalName, Figures>()
      for (const rival of rivals) figures.set(rival, await measure(address, rival, size))
      by_size.set(size, Object.fromEntries(figures) as Record<RivalName, Figures>)
    }
    return report(by_size)
  } finally {
    await server.close()
    await rm(outDir, { recursive: true })
  }
}

async function measure(address: string, rival: RivalName, shots: number): Promise<Figures> {
  const profile = await mkdtemp(join(tmpdir(), 'rangebook-bench-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: requireChromium(),
    args: [...CHROMIUM_ARGS],
  })
  try {
    await perform(context, address, { rival, do: 'fill', shots })
    const cold: number[] = []
    let memory_mb = 0
    for (let i = 0; i < COLD_OPENS; i++) {
      const { took_ms } = await perform(context, address, { rival, do: 'cold_open' }, async () => {
        memory_mb = Math.max(memory_mb, await rendererMegabytes(profile))
      })
      cold.push(...took_ms)
    }
    // A whole-file save at 250,000 shots takes seconds: fewer repetitions say as much.
    const times = rival === 'export' ? 7 : 60
    const edits = await perform(context, address, { rival, do: 'edit', shots, times })
    const imports = await perform(context, address, {
      rival,
      do: 'import',
      shots,
      // Enough for the median to be of code that has run before, in either engine.
      times: rival === 'export' ? 3 : 25,
    })
    return {
      edit_ms: median(edits.took_ms),
      import_ms: median(imports.took_ms),
      cold_ms: median(cold),
      memory_mb,
    }
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}

async function perform(
  context: BrowserContext,
  address: string,
  task: Task,
  whileOpen?: () => Promise<void>,
): Promise<Timing> {
  const page = await context.newPage()
  await page.goto(address)
  const timing = await page.evaluate(task => window.bench(task), task)
  await whileOpen?.()
  await page.close()
  return timing
}

/** Resident memory of the profile's largest renderer: the page with its worker. Linux alone; else 0. */
export async function rendererMegabytes(profile: string): Promise<number> {
  let largest = 0
  const pids = await readdir('/proc').catch(() => [])
  for (const pid of pids.filter(name => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes('--type=renderer') || !command.includes(profile)) continue
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    largest = Math.max(largest, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }
  return largest
}

function report(by_size: ReadonlyMap<number, Record<RivalName, Figures>>): string {
  const smallest = by_size.get(1_000)
  const lines: Line[] = []
  for (const [size, { rangebook, opfs, export: whole }] of by_size) {
    const shots = size.toLocaleString('en')
    const edit = (rival: Figures) => rival.edit_ms.toFixed(2)
    lines.push([
      `one edit, ${shots} shots`,
      edit(rangebook),
      edit(opfs),
      edit(whole),
      `${(whole.edit_ms / rangebook.edit_ms).toFixed(0)}× quicker than export, ${(rangebook.edit_ms / opfs.edit_ms).toFixed(2)}× OPFS` +
        (smallest ? `, ${(rangebook.edit_ms / smallest.rangebook.edit_ms).toFixed(2)}× that at 1,000` : ''),
    ])
    lines.push([
      `import of 500, ${shots}`,
      rangebook.import_ms.toFixed(1),
      opfs.import_ms.toFixed(1),
      whole.import_ms.toFixed(1),
      `${(rangebook.import_ms / opfs.import_ms).toFixed(2)}× OPFS`,
    ])
    lines.push([
      `cold open to first aggregate, ${shots}`,
      rangebook.cold_ms.toFixed(0),
      opfs.cold_ms.toFixed(0),
      whole.cold_ms.toFixed(0),
      `${(rangebook.cold_ms / opfs.cold_ms).toFixed(2)}× OPFS`,
    ])
    const memory = (rival: Figures) => rival.memory_mb.toFixed(0)
    lines.push([`renderer's memory, MB, ${shots}`, memory(rangebook), memory(opfs), memory(whole), ''])
  }
  return table(
    ['milliseconds, medians', 'Rangebook', 'sqlite-wasm OPFS', 'whole-file export', 'ratio'],
    lines,
  )
}
