/** This process and the machine that it runs on, for the server and the commands. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { Surroundings } from './data-folder.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The built app. */
export const dist = join(root, 'dist')

export function surroundings(instance: string): Surroundings {
  return { pid: process.pid, instance, now: Date.now, isAlive, mayBeAt }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process lives too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function mayBeAt(address: string, wanted: string): Promise<boolean> {
  try {
    const health = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) })
    const said = v.safeParse(v.object({ instance: v.string() }), await health.json())
    return said.success && said.output.instance === wanted
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null
    // No answer in time, or a certificate of its own: somebody is there.
    return !(cause && 'code' in cause && cause.code === 'ECONNREFUSED')
  }
}

export function versionOfPackage(): string {
  const Package = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }))
  return v.parse(Package, readFileSync(join(root, 'package.json'), 'utf8')).version
}
