import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa'
import type { ManifestEntry } from 'workbox-build'
import { OPENED_PAGE, SHARE_TARGET } from './web/import/share.ts'

const OUT = join(import.meta.dirname, 'dist')

/** Newer syntax and CSS (light-dark) are lowered to what these know. */
const BROWSERS = ['safari16.4', 'chrome109', 'firefox115']

/** Names of built scripts; filled as page and workers are bundled. */
const firstScreen = new Set(['theme.js'])
const parts = new Map<string, Part>()

/** Chunks that a new golfer's first screen loads besides the entry. */
const FIRST_PAGES = ['web/pages/welcome/WelcomePage.tsx']

/** One chunk of all pictures of shots: no first screen waits for it, and it is counted by itself. */
const CHARTS = 'charts'
const CHART =
  /\/web\/pages\/(bag\/(CarriesPicture|carries)|session\/(Dispersion|SpreadPicture|ellipse|frame)|shot\/Strike)\.tsx?$/

/** Questions about the whole history: the pages with their pictures are one chunk, their answers one of the worker. */
const ANALYSIS = 'analysis'
const ANALYSIS_PAGES = /\/web\/pages\/(analysis\/(?!asked)|bag\/(Gapping|GapsSaid|YardagesPicture|yardages))/

/** One chunk of all that a cloud needs on the page, but its client, which is counted by itself. */
const CLOUD = 'cloud-page'
const CLOUD_PAGE =
  /\/web\/(pages\/(cloud\/(?!cloudSql)|media\/(CloudPictures|cloudWords))|sync\/(?!account|react))|\/shared\/sync\/wire\.ts|\/icons\/cloud-/
const SUPABASE = 'supabase'
/** What the first screen loads and others too, in one chunk: many small ones weigh more. */
const SHELL = 'shell'
const SHELL_PART =
  /node_modules\/(react|react-dom|scheduler|idb|wouter|regexparam|use-sync-external-store|lucide-react\/dist\/esm\/(?!icons))|\/web\/(ui\/(Button|settings|display)|db\/(react|databases|messages))\.tsx?$|\/shared\/(golf\/(units|dates|measures)|schema\/settings)\.ts$/

/** Parts of page and worker that are loaded when they are used, each counted by itself. */
const LATER = {
  in_and_out: [
    'web/pages/import/file/FilePage.tsx',
    'web/pages/restore/RestorePage.tsx',
    'web/pages/phone/PhonePage.tsx',
    'web/pages/phone/InstallPage.tsx',
    'web/pages/phone/UnsafePage.tsx',
    'web/pages/phone/QrCode.tsx',
    'web/db/commands/acceptFile.ts',
    'web/db/commands/fileReading.ts',
    'web/db/commands/restore.ts',
    'web/db/queries/filePreview.ts',
    'web/db/backup/export.ts',
    'web/db/backup/preview.ts',
    'web/db/backup/stage.ts',
  ],
  [ANALYSIS]: [
    'web/pages/analysis/AnalysisPage.tsx',
    'web/pages/bag/Gapping.tsx',
    'web/db/queries/analysis.ts',
    'web/db/queries/doubts.ts',
    'web/db/queries/compare.ts',
    'web/db/queries/swing.ts',
  ],
  cloud: [
    'web/pages/stores/StoresPage.tsx',
    'web/db/commands/sync.ts',
    'web/db/commands/payloadKept.ts',
    'web/db/commands/pinMedia.ts',
    'web/db/queries/syncBatch.ts',
    'web/db/queries/refused.ts',
    'web/db/queries/digests.ts',
    'web/db/queries/backfill.ts',
    'web/db/commands/backfill.ts',
    'web/db/queries/conflicts.ts',
    'web/db/commands/takeOther.ts',
    'web/db/commands/device.ts',
    'web/pages/shot/Conflicts.tsx',
    'web/db/queries/files.ts',
  ],
  cloud_sql: ['web/pages/cloud/cloudSql.ts'],
} as const
type Part = keyof typeof LATER | typeof SUPABASE | typeof CHARTS

/** What comes in as a file, by its type: a saved report or a backup, another monitor's sheet, a database. */
const FILES: Record<string, string[]> = {
  'application/json': ['.json'],
  'text/csv': ['.csv'],
  'application/vnd.sqlite3': ['.sqlite', '.sqlite3', '.db'],
}

const SHORTCUT_ICON = { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }

/** For the browser's own install sheet; a phone's unless it says otherwise. */
function picture(name: string, label: string, size: { width: number; height: number } | null = null) {
  const { width, height } = size ?? { width: 780, height: 1688 }
  const form_factor = size ? ('wide' as const) : ('narrow' as const)
  return {
    src: `/screenshots/${name}.webp`,
    sizes: `${width}x${height}`,
    type: 'image/webp',
    form_factor,
    label,
  }
}

const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Rangebook',
  short_name: 'Rangebook',
  description: 'Your launch-monitor shots, kept for good: private, correct, and there without a signal.',
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  display_override: ['standalone', 'minimal-ui'],
  orientation: 'any',
  theme_color: '#f6f5f1',
  background_color: '#f6f5f1',
  categories: ['sports', 'utilities'],
  // What is shared opens in the window that is open already.
  launch_handler: { client_mode: ['navigate-existing', 'auto'] },
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'Add a link', url: '/import', icons: [SHORTCUT_ICON] },
    { name: 'Sessions', url: '/', icons: [SHORTCUT_ICON] },
    { name: 'Bag', url: '/bag', icons: [SHORTCUT_ICON] },
  ],
  screenshots: [
    picture('session', 'A session: how far one club goes, and how wide'),
    picture('table', 'Every shot of a session, to sort and to clean'),
    picture('bag', 'The bag: what each club carries, and the gaps between them'),
    picture('wide', 'On a laptop, list and picture side by side', { width: 1280, height: 800 }),
  ],
  file_handlers: [{ action: OPENED_PAGE, accept: FILES }],
  share_target: {
    action: SHARE_TARGET,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: Object.entries(FILES).flat(2) }],
    },
  },
}

/**
 * What has no hash in its name is held to one: a server that changes builds while the worker is being installed
 * would else bring one build's page among another's scripts. It fails instead, and is tried again.
 */
function ofThisBuild(entries: (ManifestEntry & { size: number })[]) {
  const manifest = entries.map(entry => {
    if (entry.url.startsWith('assets/')) return entry
    const content = readFileSync(join(OUT, entry.url))
    return { ...entry, integrity: `sha256-${createHash('sha256').update(content).digest('base64')}` }
  })
  return { manifest }
}

export default defineConfig({
  build: {
    outDir: OUT,
    target: BROWSERS,
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: CHARTS, test: CHART },
            { name: ANALYSIS, test: ANALYSIS_PAGES },
            { name: CLOUD, test: CLOUD_PAGE },
            { name: SHELL, test: SHELL_PART },
            { name: SUPABASE, test: /\/node_modules\/(@supabase|tslib|iceberg-js)\// },
          ],
        },
      },
    },
  },
  worker: { format: 'es', plugins: () => [later()] },
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'web/sw',
      filename: 'sw.ts',
      registerType: 'prompt',
      // web/pwa/update.ts does it.
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,wasm,svg,png,webmanifest}'],
        manifestTransforms: [ofThisBuild],
        target: BROWSERS,
        // Firefox 115 knows no module as a service worker.
        rollupFormat: 'iife',
      },
    }),
    later(),
    sizes(),
  ],
})

function later(): Plugin {
  return {
    name: 'rangebook-later',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const part of Object.keys(LATER) as (keyof typeof LATER)[])
          if (isOneOf(LATER[part], chunk)) parts.set(chunk.fileName, part)
      }
    },
  }
}

/** Prints what the JavaScript weighs and writes it to dist/sizes.json, which tests/e2e/sizes.test.ts holds. */
function sizes(): Plugin {
  let outDir = ''
  return {
    name: 'rangebook-sizes',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    generateBundle(_options, bundle) {
      const take = (name: string) => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || firstScreen.has(name)) return
        firstScreen.add(name)
        for (const imported of chunk.imports) take(imported)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && (chunk.isEntry || isOneOf(FIRST_PAGES, chunk))) take(chunk.fileName)
      }
    },
    closeBundle: {
      // After the service worker is written.
      order: 'post',
      sequential: true,
      handler() {
        const scripts = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.js'))
          .map(name => {
            const gzip_bytes = gzipSync(readFileSync(join(outDir, name)), { level: 9 }).length
            const part = groupOf(name) ?? parts.get(name.replaceAll('\\', '/')) ?? 'main'
            return { name, gzip_bytes, part }
          })
        const sum = (is: (script: (typeof scripts)[number]) => boolean) =>
          scripts.filter(is).reduce((bytes, { gzip_bytes }) => bytes + gzip_bytes, 0)
        const of = (name: string) => sum(({ part }) => part === name)
        const gzip_bytes = {
          first_screen: sum(({ name }) => firstScreen.has(name)),
          main: of('main'),
          charts: of(CHARTS),
          analysis: of(ANALYSIS),
          in_and_out: of('in_and_out'),
          cloud: of('cloud'),
          supabase: of(SUPABASE),
          cloud_sql: of('cloud_sql'),
        }
        writeFileSync(join(outDir, 'sizes.json'), `${JSON.stringify({ gzip_bytes, scripts }, null, 2)}\n`)
        const said = Object.entries(gzip_bytes).map(
          ([name, bytes]) => `${name.replaceAll('_', ' ')} ${(bytes / 1024).toFixed(1)}`,
        )
        console.log(`JavaScript, KB gzip: ${said.join(', ')}`)
      },
    },
  }
}

function groupOf(name: string): Part | null {
  const is = (group: string) => name.includes(`${group}-`)
  if (is(CLOUD)) return 'cloud'
  if (is(`assets/${ANALYSIS}`)) return ANALYSIS
  return is(CHARTS) ? CHARTS : is(SUPABASE) ? SUPABASE : null
}

const isOneOf = (modules: readonly string[], { facadeModuleId }: { facadeModuleId: string | null }) =>
  facadeModuleId !== null && modules.some(path => facadeModuleId.endsWith(`/${path}`))
