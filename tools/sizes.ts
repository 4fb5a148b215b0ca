/** What the built JavaScript weighs, by part: printed, and written to sizes.json beside it, which tests hold. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

export interface Measured {
  /** Pages, by path, that the first screen loads besides the entry. */
  readonly first: readonly string[]
  /** Parts that are loaded when they are used: the modules, by path (a folder's end with /), and the chunks, by name, that they begin at. */
  readonly later: {
    readonly [part: string]: { readonly modules?: readonly string[]; readonly chunks?: readonly string[] }
  }
}

/** `worker` goes among the workers' plugins, `page` among the page's. */
export function sizes({ first, later }: Measured): { readonly page: Plugin; readonly worker: Plugin } {
  const partOf = new Map<string, string>()
  const firstScreen = new Set<string>(['theme.js'])
  /** Modules that a chunk begins at. */
  const met = new Set<string>()
  let outDir = ''

  /** What only a part leads to is that part's; what anything else leads to as well is the main job's. */
  function sort(bundle: Rolldown.OutputBundle): void {
    const chunks = Object.values(bundle).filter(one => one.type === 'chunk')
    const named = new Map(chunks.map(chunk => [chunk.fileName, chunk]))
    const begins = new Map<string, string>()
    for (const [part, { modules = [], chunks: names = [] }] of Object.entries(later))
      for (const chunk of chunks) {
        const found = modules.filter(path => beginsAt(path, chunk))
        for (const path of found) met.add(path)
        if (found.length > 0 || names.includes(chunk.name)) begins.set(chunk.fileName, part)
      }
    const reach = (name: string, part: string) => {
      const chunk = named.get(name)
      if (!chunk || partOf.has(name)) return
      partOf.set(name, part)
      for (const next of [...chunk.imports, ...chunk.dynamicImports]) if (!begins.has(next)) reach(next, part)
    }
    for (const { isEntry, fileName } of chunks) if (isEntry) reach(fileName, MAIN)
    for (const [name, part] of begins) reach(name, part)
  }

  const worker: Plugin = {
    name: 'rangebook-sizes-worker',
    apply: 'build',
    generateBundle: (_options, bundle) => sort(bundle),
  }
  const page: Plugin = {
    name: 'rangebook-sizes',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    generateBundle(_options, bundle) {
      sort(bundle)
      const take = (name: string) => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || firstScreen.has(name)) return
        firstScreen.add(name)
        for (const imported of chunk.imports) take(imported)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && (chunk.isEntry || first.some(path => beginsAt(path, chunk))))
          take(chunk.fileName)
      }
    },
    closeBundle: {
      // After the service worker is written.
      order: 'post',
      sequential: true,
      handler() {
        const lost = Object.values(later)
          .flatMap(({ modules = [] }) => modules)
          .filter(path => !met.has(path))
        if (lost.length > 0) {
          throw new Error(`Not loaded when used, but outright, by some page or worker: ${lost.join(', ')}`)
        }
        const scripts = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.js'))
          .map(name => {
            const gzip_bytes = gzipSync(readFileSync(join(outDir, name)), { level: 9 }).length
            return { name, gzip_bytes, part: partOf.get(name.replaceAll('\\', '/')) ?? MAIN }
          })
        const sum = (is: (script: (typeof scripts)[number]) => boolean) =>
          scripts.filter(is).reduce((bytes, { gzip_bytes }) => bytes + gzip_bytes, 0)
        const gzip_bytes = {
          first_screen: sum(({ name }) => firstScreen.has(name)),
          ...Object.fromEntries(
            [MAIN, ...Object.keys(later)].map(of => [of, sum(({ part }) => part === of)]),
          ),
        }
        writeFileSync(join(outDir, 'sizes.json'), `${JSON.stringify({ gzip_bytes, scripts }, null, 2)}\n`)
        const said = Object.entries(gzip_bytes).map(
          ([name, bytes]) => `${name.replaceAll('_', ' ')} ${(bytes / 1024).toFixed(1)}`,
        )
        console.log(`JavaScript, KB gzip: ${said.join(', ')}`)
      },
    },
  }
  return { page, worker }
}

const MAIN = 'main'

const beginsAt = (path: string, { facadeModuleId: module }: Rolldown.OutputChunk) =>
  module !== null && (path.endsWith('/') ? module.includes(`/${path}`) : module.endsWith(`/${path}`))
