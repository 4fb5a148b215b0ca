/** A second checkout beside this one, of another version, with a build of its own: for updates of the app. */
import { spawnSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from '../../tools/build.ts'
import { root } from '../../tools/node.mjs'

const CHECKOUT = [
  'web',
  'shared',
  'public',
  'migrations',
  'server',
  'tools',
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
]

export interface OtherCheckout {
  readonly root: string
  /** Its server answers with the build of the newer version from now on. */
  deploy(): Promise<void>
  /** Its service worker is another one from now on, by a comment in it. */
  touchWorker(): Promise<void>
  remove(): Promise<void>
}

/** Serves this checkout's build until `deploy`, then one that Vite made of the same sources as `version`. */
export async function otherCheckout(version: string): Promise<OtherCheckout> {
  if (!buildIfChanged()) throw new Error('the app does not build')
  const other = await mkdtemp(join(tmpdir(), 'rangebook-checkout-'))
  for (const name of CHECKOUT) await cp(join(root, name), join(other, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(other, 'node_modules'))
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(join(other, 'package.json'), JSON.stringify({ ...manifest, version }))
  const dist = join(other, 'dist')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const env = { ...process.env, NODE_ENV: 'production' }
  const done = spawnSync(process.execPath, [vite, 'build'], { cwd: other, env, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`the other version does not build\n${done.stderr}`)
  await rename(dist, `${dist}-newer`)
  await cp(join(root, 'dist'), dist, { recursive: true })
  return {
    root: other,
    async deploy() {
      await rm(dist, { recursive: true })
      await rename(`${dist}-newer`, dist)
    },
    touchWorker: () => appendFile(join(dist, 'sw.js'), '\n// touched\n'),
    remove: () => rm(other, { recursive: true, force: true }),
  }
}
