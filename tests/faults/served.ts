/** The fault tests' page, built as the product is and served on a free port. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, preview } from 'vite'

export async function servePage(): Promise<{ address: string; stop: () => Promise<void> }> {
  const root = join(import.meta.dirname, 'page')
  const outDir = await mkdtemp(join(tmpdir(), 'rangebook-faults-'))
  const shared = { root, configFile: false as const, logLevel: 'warn' as const }
  await build({ ...shared, worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2024' } })
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  const address = server.resolvedUrls?.local[0]
  if (!address) throw new Error('the page is not served')
  return {
    address,
    async stop() {
      await server.close()
      await rm(outDir, { recursive: true })
    },
  }
}
