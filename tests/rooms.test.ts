/** The arrows of design.md's rooms, held by the linter: each rule of biome.json is shown to bite. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../tools/node.mjs'

const house = mkdtempSync(join(tmpdir(), 'rangebook-rooms-'))
copyFileSync(join(root, 'biome.json'), join(house, 'biome.json'))
afterAll(() => rmSync(house, { recursive: true }))

/** What the room rules say of a file that holds this one line; empty if nothing. */
function said(path: string, line: string): string {
  const file = join(house, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${line}\n`)
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const rules = ['--only=style/noRestrictedImports', '--vcs-enabled=false']
  const done = spawnSync(process.execPath, [biome, 'lint', ...rules, path], { cwd: house, encoding: 'utf8' })
  rmSync(file)
  if (done.status === 0) return ''
  return done.stdout + done.stderr
}

test.each([
  ['shared/golf/new.ts', "import { readFile } from 'node:fs'", 'shared/ is pure'],
  ['shared/golf/new.ts', "import { useState } from 'react'", 'shared/ is pure'],
  ['shared/golf/new.ts', "import { openDb } from '../../web/db/client.ts'", 'imports no other room'],
  ['shared/golf/new.ts', "import { config } from '../../server/config.ts'", 'imports no other room'],
  ['web/db/new.ts', "import { Page } from '../ui/Page.tsx'", 'web/db knows shared/ alone'],
  ['web/db/queries/new.ts', "export { tags } from '../../import/queue.ts'", 'web/db knows shared/ alone'],
  ['web/import/new.ts', "import { openDB } from 'idb'", 'web/db alone knows'],
  ['web/import/new.ts', "import { Page } from '../ui/Page.tsx'", 'An engine knows db and shared/'],
  ['web/sync/new.ts', "import { Page } from '../ui/Page.tsx'", 'An engine knows db and shared/'],
  ['web/sync/new.ts', "import { openDB } from 'idb'", 'web/db alone knows'],
  ['web/ui/New.tsx', "import { useLive } from '../db/react.tsx'", 'no data of its own'],
  ['web/pages/new/New.tsx', "import initSqlJs from 'sql.js'", 'web/db alone knows'],
  ['web/pages/new/New.tsx', "const App = await import('../../app/App.tsx')", 'the app puts them together'],
  ['web/pages/new/New.tsx', "import { createClient } from '@supabase/supabase-js'", 'web/sync alone knows'],
  ['web/pages/new/New.tsx', "import { app } from '../../../server/app.ts'", 'web never imports server'],
  ['web/app/new.ts', "import { openDB } from 'idb'", 'web/db alone knows'],
  ['web/app/new.ts', "import { startApp } from '../../tests/e2e/app.ts'", 'no test, benchmark or tool'],
  ['server/new.ts', "import { openDb } from '../web/db/client.ts'", 'server never imports web'],
  ['server/uneekor/new.ts', "import { build } from '../../tools/build.ts'", 'no test, benchmark or tool'],
])('in %s the line "%s" is an error', (path, line, says) => {
  expect(said(path, line)).toContain(says)
})

test.each([
  ['shared/sync/new.ts', "import { catalogue } from '../schema/catalogue.ts'"],
  ['shared/files/new.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
  ['shared/sync/new.ts', "import * as v from 'valibot'"],
  ['web/db/new.ts', "import { mergeRows } from '../../shared/sync/merge.ts'"],
  ['web/db/new.ts', "import initSqlJs from 'sql.js'"],
  ['web/pages/new/New.tsx', "import { useLive } from '../../db/react.tsx'"],
  ['web/import/new.ts', "import type { Db } from '../db/client.ts'"],
  ['web/sync/new.ts', "import { createClient } from '@supabase/supabase-js'"],
  ['server/new.ts', "import { parseReport } from '../shared/uneekor/report.ts'"],
])('in %s the line "%s" is fine', (path, line) => {
  expect(said(path, line)).toBe('')
})
