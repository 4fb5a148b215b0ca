/**
 * `npm run column -- <table> <column> <type> <unit|-> "<meaning>" [origin]`: brings a column into the
 * catalogue and writes the device's migration for it. Origin is `measured` unless it is said. Bad
 * arguments: one sentence, exit code 2, nothing written.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type ColumnType,
  catalogue,
  type Origin,
  SCHEMA_VERSION,
  type Table,
} from '../shared/schema/catalogue.ts'
import { openConnection } from '../web/db/connection.ts'
import { migrate, migrationsOf } from '../web/db/migrate.ts'
import { loadSqlJs } from '../web/db/sqljs.ts'
import { Hindrance, root } from './node.mjs'

interface NewColumn {
  readonly table: string
  readonly column: string
  readonly type: ColumnType
  readonly unit: string | null
  readonly means: string
  readonly origin: Origin
}

const USAGE =
  'Say what to add: npm run column -- <table> <column> <type> <unit|-> "<meaning>" [measured|edited|derived|system]'
const TYPES: readonly string[] = ['text', 'real', 'integer', 'boolean', 'json'] satisfies ColumnType[]
const UNITS = ['m', 'mps', 'deg', 'rpm', 'mm', 's']
const ORIGINS: readonly string[] = ['measured', 'edited', 'derived', 'system'] satisfies Origin[]

const CATALOGUE = join(root, 'shared/schema/catalogue.ts')
const MIGRATIONS = join(root, 'migrations/device')

try {
  const column = readColumn(process.argv.slice(2))
  const version = SCHEMA_VERSION + 1
  const path = join(MIGRATIONS, `${String(version).padStart(4, '0')}_${column.table}_${column.column}.sql`)
  const sql = migrationOf(column)
  await tryMigration(path, sql, version)
  const text = catalogueWith(column, version)
  writeBoth(path, sql, text)
  console.log(whatIsLeft(column, path))
} catch (error) {
  if (!(error instanceof Hindrance)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function readColumn(args: readonly string[]): NewColumn {
  const [table, column, type, unit, means, origin = 'measured', ...more] = args
  if (!table || !column || !type || !unit || !means?.trim() || more.length > 0) throw new Hindrance(USAGE)
  const known: Table | undefined = Object.entries<Table>(catalogue).find(([name]) => name === table)?.[1]
  if (!known)
    throw new Hindrance(`There is no table "${table}"; there are ${Object.keys(catalogue).join(', ')}.`)
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(column))
    throw new Hindrance(
      `"${column}" is no column’s name: small letters, digits and single _, as in club_path_deg.`,
    )
  if (Object.hasOwn(known.columns, column)) throw new Hindrance(`${table} already has a column ${column}.`)
  if (!isOneOf<ColumnType>(TYPES, type)) throw new Hindrance(`"${type}" is no type: ${TYPES.join(', ')}.`)
  if (!isOneOf<Origin>(ORIGINS, origin))
    throw new Hindrance(`"${origin}" is no origin: ${ORIGINS.join(', ')}.`)
  if (/[\r\n]/.test(means)) throw new Hindrance('The meaning is one line.')
  if (unit !== '-' && !UNITS.includes(unit))
    throw new Hindrance(`"${unit}" is no unit: ${UNITS.join(', ')}, or - for none.`)
  const suffix = UNITS.find(name => column.endsWith(`_${name}`))
  if (unit !== '-' && type !== 'real') throw new Hindrance(`A column in ${unit} is real, not ${type}.`)
  if (unit === '-' ? suffix !== undefined : suffix !== unit)
    throw new Hindrance(
      unit === '-'
        ? `${column} ends in a unit: give ${suffix} instead of -, or another name.`
        : `The unit stands in the name: ${column}_${unit}, not ${column}.`,
    )
  return { table, column, type, unit: unit === '-' ? null : unit, means: means.trim(), origin }
}

function isOneOf<T extends string>(list: readonly string[], word: string): word is T {
  return list.includes(word)
}

function migrationOf({ table, column, type, means, origin }: NewColumn): string {
  const sqlType = type === 'real' ? 'REAL' : type === 'integer' || type === 'boolean' ? 'INTEGER' : 'TEXT'
  const check = type === 'boolean' ? ` CHECK (${column} IN (0, 1))` : ''
  const old = origin === 'measured' ? 'Null until the report is imported again' : 'Null on rows from before'
  return `-- ${means}. ${old}.\nALTER TABLE ${table} ADD COLUMN ${column} ${sqlType}${check};\n`
}

/** On SQLite itself: a reserved word or a gap among the migrations shows before anything is written. */
async function tryMigration(path: string, sql: string, version: number): Promise<void> {
  const standing = globSync('*.sql', { cwd: MIGRATIONS }).map(name => [
    name,
    readFileSync(join(MIGRATIONS, name), 'utf8'),
  ])
  if (standing.length !== SCHEMA_VERSION)
    throw new Hindrance(
      `The catalogue's SCHEMA_VERSION is ${SCHEMA_VERSION}, but ${standing.length} migrations stand in migrations/device: make the two agree first.`,
    )
  const database = openConnection(await loadSqlJs(), null)
  try {
    migrate(database, migrationsOf({ ...Object.fromEntries(standing), [basename(path)]: sql }), version)
  } catch (error) {
    throw new Hindrance(`SQLite refuses the column: ${error instanceof Error ? error.message : error}.`)
  } finally {
    database.close()
  }
}

/** The catalogue's text with the column last in its table, formatted. */
function catalogueWith({ table, column, type, unit, means, origin }: NewColumn, version: number): string {
  const text = readFileSync(CATALOGUE, 'utf8')
  const line = `${column}: { type: '${type}', ${unit ? `unit: '${unit}', ` : ''}origin: '${origin}', since: ${version}, means: ${JSON.stringify(means)} },`
  const end = endOfColumns(text, table)
  const before = text.slice(0, end).trimEnd()
  const edited = `${before}${before.endsWith(',') ? '' : ','}\n${line}\n${text.slice(end)}`.replace(
    /(export const SCHEMA_VERSION = )\d+/,
    `$1${version}`,
  )
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const done = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${CATALOGUE}`], {
    cwd: root,
    input: edited,
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`biome can't format the catalogue:\n${done.stderr}`)
  return done.stdout
}

/** Where the brace stands that closes the table's columns. */
function endOfColumns(text: string, table: string): number {
  const at = text.indexOf(`\n  ${table}: {`, text.indexOf('export const catalogue = {'))
  const start = text.indexOf('columns: {', at)
  if (at < 0 || start < 0) throw new Error(`the catalogue's text has no columns of ${table}`)
  let depth = 0
  // Braces count, but not those in texts and comments.
  for (const { 0: token, index } of text
    .slice(start)
    .matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\/\/.*|\/\*[\s\S]*?\*\/|[{}]/g)) {
    if (token === '{') depth++
    if (token === '}' && --depth === 0) return start + index
  }
  throw new Error(`the catalogue's text does not close the columns of ${table}`)
}

/** Both or neither: the catalogue comes into place by a rename, and the migration goes if that fails. */
function writeBoth(path: string, sql: string, catalogueText: string): void {
  const beside = `${CATALOGUE}.new`
  writeFileSync(path, sql, { flag: 'wx' })
  try {
    writeFileSync(beside, catalogueText)
    renameSync(beside, CATALOGUE)
  } catch (error) {
    rmSync(beside, { force: true })
    rmSync(path)
    throw error
  }
}

function whatIsLeft({ table, column, type, unit, origin }: NewColumn, path: string): string {
  const steps = [
    ...(origin === 'measured'
      ? ['the parser: read it in shared/uneekor (shot.ts or report.ts) and raise PARSER_VERSION']
      : []),
    ...(origin === 'edited'
      ? ['the command: who sets it, in web/db/command.ts and web/db/commands, and its words in words.ts']
      : []),
    ...(origin === 'measured' && table === 'shots' && unit
      ? [
          'the figure: its label, meaning and signs in shared/golf/measures.ts; then every screen shows it',
          'other files: what monitors call it in shared/files/targets.ts; rows.ts and golf_stats_fields.ts there',
        ]
      : ['the screen: the query that brings it (web/db/queries) and the page that shows it (web/pages)']),
    ...cloudStep(table, column, type, origin),
    'the proof: npx tsc -p . says where the types ask for it; npx vitest run --project node web/db shared',
  ]
  return [
    `${table}.${column} stands in shared/schema/catalogue.ts and migrations/device/${basename(path)}.`,
    'web/db/migrations.ts takes the file up by itself. Left to do:',
    ...steps.map(step => `  - ${step}`),
  ].join('\n')
}

/** The two lines of its migration there, by rangebook.add_column of migrations/cloud/0002_merge.sql. */
function cloudStep(table: string, column: string, type: ColumnType, origin: Origin): string[] {
  const columns: Table['columns'] = catalogue[table as keyof typeof catalogue].columns
  if (!('clocks' in columns) || origin === 'system') return []
  const number = String(globSync('*.sql', { cwd: join(root, 'migrations/cloud') }).length + 1).padStart(
    4,
    '0',
  )
  const merge = { measured: 'fact', edited: 'edit', derived: 'greatest' }[origin]
  const sqlType = {
    text: 'text',
    json: 'json',
    real: 'double precision',
    integer: 'bigint',
    boolean: 'boolean',
  }[type]
  return [
    `the cloud, in migrations/cloud/${number}_${table}_${column}.sql:`,
    `    SELECT rangebook.add_column('${table}', '${column}', '${sqlType}', '${merge}');`,
    `    UPDATE rangebook.cloud SET schema_version = greatest(schema_version, ${SCHEMA_VERSION + 1});`,
  ]
}
