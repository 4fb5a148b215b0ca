/** Builds the app into dist/ with Vite, again only if something that goes into it has changed. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

/** All that a build reads. A file missing here would leave a stale app after a change of it. */
const INPUTS = [
  'web/**/*',
  'shared/**/*',
  'public/**/*',
  'migrations/device/*',
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

// Within dist/, which Vite empties first: a build that was cut leaves no stamp.
const stampFile = join(root, 'dist', '.built-from')

/** True if dist/ holds a build of what stands in the checkout. */
export function buildIfChanged(): boolean {
  return readStamp() === inputsHash() || build()
}

/** True if Vite succeeded. */
export function build(): boolean {
  const hash = inputsHash()
  rmSync(stampFile, { force: true })
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  // A test that builds runs under NODE_ENV=test, which would bring React's development build.
  const env = { ...process.env, NODE_ENV: 'production' }
  const done = spawnSync(process.execPath, [vite, 'build'], { cwd: root, stdio: 'inherit', env })
  if (done.status !== 0) return false
  writeFileSync(stampFile, hash)
  return true
}

function readStamp(): string | null {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return null
  }
}

function inputsHash(): string {
  const hash = createHash('sha256')
  const files = INPUTS.flatMap(pattern => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) {
    const content = readFileSync(file)
    hash.update(`${file}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}
