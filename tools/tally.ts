/** A vitest reporter that writes the counts, and each skipped test with its reason, for the closing line. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { root } from './node.mjs'

export interface Tally {
  passed: number
  failed: number
  skipped: { name: string; reason: string | null }[]
}

/** Where the tally goes: set by tools/test.ts, since a reporter named on the command line takes no options. */
export const TALLY_FILE = 'RANGEBOOK_TALLY'

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export.
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env[TALLY_FILE]
    if (!file) throw new Error(`${TALLY_FILE} names no file`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(tallyOf(modules, unhandled.length)))
  }
}

/** An error outside any test (a file that can't be loaded, a hook, a stray rejection) counts as a failure too. */
function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  const tally: Tally = { passed: 0, failed: unhandled, skipped: [] }
  for (const module of modules) {
    tally.failed += module.errors().length
    for (const suite of module.children.allSuites()) tally.failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') tally.passed++
      else if (result.state === 'skipped') {
        const name = `${relative(root, module.moduleId)} > ${test.fullName}`
        tally.skipped.push({ name, reason: result.note ?? null })
      } else tally.failed++ // failed, or never finished
    }
  }
  return tally
}
