/** The command on a copy of the tree: what it writes, and that the copy's own tests then agree. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../shared/schema/catalogue.ts'
import { root } from './node.mjs'

const HOUSE = ['shared', 'migrations', 'web/db', 'tools', 'package.json', 'biome.json', 'tsconfig.json']
const next = String(SCHEMA_VERSION + 1).padStart(4, '0')

let copy = ''
const copies: string[] = []
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'rangebook-column-'))
  copies.push(copy)
  for (const path of HOUSE) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  // Outside of a checkout biome finds no .gitignore to heed, and git is no part of this.
  const biome = join(copy, 'biome.json')
  writeFileSync(biome, readFileSync(biome, 'utf8').replace('"enabled": true', '"enabled": false'))
})
afterAll(() => {
  for (const folder of copies) rmSync(folder, { recursive: true })
})

function column(...args: string[]) {
  const done = spawnSync(process.execPath, [join(copy, 'tools/column.ts'), ...args], { encoding: 'utf8' })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

/** Drift and migration tests of the copy, as they stand. */
function schemaTests() {
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs')
  const tests = ['web/db/drift.test.ts', 'web/db/migrate.test.ts']
  return spawnSync(process.execPath, [vitest, 'run', '--no-color', ...tests], {
    cwd: copy,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
}

function everyFile(): Record<string, string> {
  const files = globSync(['shared/**/*', 'migrations/**/*', 'tools/**/*', 'web/**/*'], {
    cwd: copy,
    withFileTypes: true,
  })
  return Object.fromEntries(
    files
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path, readFileSync(path, 'utf8')]),
  )
}

const catalogueText = () => readFileSync(join(copy, 'shared/schema/catalogue.ts'), 'utf8')

test('a measured column comes into catalogue and migration, and SQLite and the catalogue agree', () => {
  const { code, out, err } = column('shots', 'closure_deg', 'real', 'deg', "how far the club's face closes")
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(catalogueText()).toContain(`export const SCHEMA_VERSION = ${SCHEMA_VERSION + 1}\n`)
  expect(catalogueText()).toMatch(
    new RegExp(
      `closure_deg: {\\s+type: 'real',\\s+unit: 'deg',\\s+origin: 'measured',\\s+since: ${SCHEMA_VERSION + 1},`,
    ),
  )
  expect(readFileSync(join(copy, `migrations/device/${next}_shots_closure_deg.sql`), 'utf8')).toBe(
    "-- how far the club's face closes. Null until the report is imported again.\nALTER TABLE shots ADD COLUMN closure_deg REAL;\n",
  )
  expect(out).toContain('PARSER_VERSION')
  expect(out).toContain('shared/golf/measures.ts')
  const { status, stdout, stderr } = schemaTests()
  expect(stdout + stderr).toMatch(/Tests .* passed/)
  expect(status).toBe(0)
})

test('columns of each type, one after the other, also into a table that stands on one line', () => {
  const added = [
    ['settings', 'note', 'text', '-', 'why the golfer set it', 'edited'],
    ['sessions', 'indoors', 'boolean', '-', 'under a roof', 'edited'],
    ['clubs', 'history', 'json', '-', '{date: loft} as it was bent; a brace } alone', 'edited'],
    ['media', 'width', 'integer', '-', 'of the picture, in pixels', 'derived'],
    ['set_aside', 'colour', 'text', '-', 'after a text with a brace', 'system'],
  ]
  for (const args of added) expect(column(...args)).toMatchObject({ code: 0, err: '' })
  const { status, stdout, stderr } = schemaTests()
  expect(status, stdout + stderr).toBe(0)
  expect(globSync('*.sql', { cwd: join(copy, 'migrations/device') })).toHaveLength(
    SCHEMA_VERSION + added.length,
  )
})

test('the copy’s drift test does see a column that only the catalogue has', () => {
  expect(column('shots', 'closure_deg', 'real', 'deg', 'closing of the face').code).toBe(0)
  const migration = join(copy, `migrations/device/${next}_shots_closure_deg.sql`)
  writeFileSync(migration, readFileSync(migration, 'utf8').replace('closure_deg', 'closing_deg'))
  const { status, stdout, stderr } = schemaTests()
  expect(status).toBe(1)
  expect(stdout + stderr).toContain('closure_deg')
})

test.each([
  [[], 'Say what to add: npm run column'],
  [['shots', 'closure_deg', 'real', 'deg'], 'Say what to add: npm run column'],
  [['shots', 'closure_deg', 'real', 'deg', 'a', 'measured', 'b'], 'Say what to add: npm run column'],
  [['swings', 'closure_deg', 'real', 'deg', 'm'], 'There is no table "swings"; there are reports, '],
  [['toString', 'closure_deg', 'real', 'deg', 'm'], 'There is no table "toString"'],
  [['shots', 'Closure', 'real', '-', 'm'], '"Closure" is no column’s name'],
  [['shots', 'x; DROP TABLE shots', 'real', '-', 'm'], 'is no column’s name'],
  [['shots', 'carry_m', 'real', 'm', 'm'], 'shots already has a column carry_m.'],
  [['shots', 'closure_deg', 'double', 'deg', 'm'], '"double" is no type: text, real, '],
  [['shots', 'closure_yd', 'real', 'yd', 'm'], '"yd" is no unit: m, mps, '],
  [['shots', 'closure', 'real', 'deg', 'm'], 'The unit stands in the name: closure_deg, not closure.'],
  [['shots', 'closure_mm', 'real', 'm', 'm'], 'The unit stands in the name'],
  [['shots', 'closure_deg', 'real', '-', 'm'], 'closure_deg ends in a unit: give deg'],
  [['shots', 'closure_deg', 'integer', 'deg', 'm'], 'A column in deg is real, not integer.'],
  [['shots', 'closure_deg', 'real', 'deg', 'm', 'guessed'], '"guessed" is no origin: measured, '],
  [['shots', 'closure_deg', 'real', 'deg', 'two\nlines'], 'The meaning is one line.'],
  [['shots', 'order', 'text', '-', 'm'], 'SQLite refuses the column: near "order"'],
])('%j is refused in one line, and nothing is written', (args, says) => {
  const before = everyFile()
  const { code, out, err } = column(...args)
  expect(err).toContain(says)
  expect(err.trimEnd()).not.toContain('\n')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(everyFile()).toEqual(before)
})

test('a migration that the catalogue does not know yet stops it', () => {
  writeFileSync(join(copy, `migrations/device/${next}_other.sql`), 'CREATE TABLE other (id TEXT) STRICT;\n')
  const { code, err } = column('shots', 'closure_deg', 'real', 'deg', 'closing of the face')
  expect(code).toBe(2)
  expect(err).toContain(`SCHEMA_VERSION is ${SCHEMA_VERSION}, but ${SCHEMA_VERSION + 1} migrations stand`)
})
