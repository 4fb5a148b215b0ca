import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa'
import type { ManifestEntry } from 'workbox-build'
import { sizes } from './tools/sizes.ts'
import { OPENED_PAGE, SHARE_TARGET } from './web/import/share.ts'

const OUT = join(import.meta.dirname, 'dist')

/** Newer syntax and CSS (light-dark) are lowered to what these know. */
const BROWSERS = ['safari16.4', 'chrome109', 'firefox115']

/** One chunk of all pictures of shots: no first screen waits for it, and it is counted by itself. */
const CHARTS = 'charts'
const CHART =
  /\/web\/pages\/(PictureButton|bag\/(CarriesPicture|carries)|session\/(Dispersion|SpreadPicture|ellipse|frame)|shot\/Strike)\.tsx?$/

/** Questions about the whole history: the pages with their pictures are one chunk, their answers one of the worker. */
const ANALYSIS = 'analysis'
const ANALYSIS_PAGES =
  /\/web\/pages\/(analysis\/(?!asked|card|combine)|bag\/(Gapping|GapsSaid|YardagesPicture|yardages))/

/** One chunk of all that a cloud needs on the page, but its client, which is counted by itself. */
const CLOUD = 'cloud-page'
const CLOUD_PAGE =
  /\/web\/(pages\/cloud\/(?!cloudSql)|sync\/(?!account|react))|\/shared\/sync\/wire\.ts|\/icons\/cloud-/
const SUPABASE = 'supabase'
/** What the first screen loads and others too, in one chunk: many small ones weigh more. */
const SHELL = 'shell'
const SHELL_PART =
  /node_modules\/(react|react-dom|scheduler|idb|valibot|wouter|regexparam|use-sync-external-store|lucide-react\/dist\/esm\/(?!icons))|\/web\/(ui\/(Button|settings|display)|import\/(waits|alone|browser)|db\/(react|databases|messages|problems))\.tsx?$|\/shared\/(golf\/(units|dates|measures)|schema\/(settings|catalogue))\.ts$/
/** The same of the worker. */
const WORKER_BASE =
  /node_modules\/(@noble|idb)|\/shared\/(schema|uneekor|golf\/(clubs|dates|flight|kinds|measures|metrics|quality|stats|units)|sync\/(merge|clock))|\/web\/db\/(commands\/(accept|arrivals|aside|clubs|context|effects|groups|mergeEnds|outcomes|payload|purge|queue|sessions|settings|shots|step|undo|upsert|words)|queries\/(bag|clubs|filter|history|media|numbers|places|preview|queue|sessions|settings|shots|storage|sync|tags|titles|trash|views)|connection|databases|files|idb|log|missing|problems|replay|sql|uuid)\.ts/

/** Counted each by itself: parts of page and worker that are loaded when they are used. */
const weighed = sizes({
  first: ['web/pages/welcome/WelcomePage.tsx'],
  later: {
    [CHARTS]: { chunks: [CHARTS], modules: ['web/pages/png.ts'] },
    [SUPABASE]: { chunks: [SUPABASE] },
    in_and_out: {
      modules: [
        'web/import/fileCommand.ts',
        'web/pages/import/file/',
        'web/pages/export/',
        'web/pages/restore/',
        'web/pages/phone/',
        'web/pages/SameShotsCards.tsx',
        'web/db/backup/',
        'web/db/commands/acceptFile.ts',
        'web/db/commands/fileReading.ts',
        'web/db/commands/goneFiles.ts',
        'web/db/commands/restore.ts',
        'web/db/commands/same.ts',
        'web/db/queries/filePreview.ts',
        'web/db/queries/same.ts',
        'web/db/golfStatsReader.ts',
      ],
    },
    [ANALYSIS]: {
      chunks: [ANALYSIS],
      modules: [
        'web/pages/analysis/',
        'web/db/queries/analysis.ts',
        'web/db/queries/doubts.ts',
        'web/db/queries/goals.ts',
        'web/db/commands/keep.ts',
        'web/db/consoleReader.ts',
        'web/db/queries/compare.ts',
        'web/db/queries/flights.ts',
        'web/db/queries/swing.ts',
      ],
    },
    media: { modules: ['web/media/shot.ts', 'web/db/commands/media.ts'] },
    combine: { modules: ['web/pages/analysis/combine/', 'web/db/queries/combine.ts'] },
    card: { modules: ['web/pages/analysis/card/', 'web/db/queries/shotPattern.ts'] },
    coach: {
      modules: [
        'web/pages/coach/',
        'web/db/coachReader.ts',
        'web/db/queries/findings.ts',
        'web/db/queries/notes.ts',
        'web/db/commands/finding.ts',
      ],
    },
    cloud: {
      chunks: [CLOUD],
      modules: [
        'web/sync/',
        'web/pages/cloud/CloudPage.tsx',
        'web/pages/stores/',
        'web/pages/conflicts/Conflicts.tsx',
        'web/db/commands/backfill.ts',
        'web/db/commands/device.ts',
        'web/db/commands/payloadKept.ts',
        'web/db/commands/pinMedia.ts',
        'web/db/commands/sync.ts',
        'web/db/commands/takeOther.ts',
        'web/db/queries/backfill.ts',
        'web/db/queries/conflicts.ts',
        'web/db/queries/digests.ts',
        'web/db/queries/files.ts',
        'web/db/queries/refused.ts',
        'web/db/queries/syncBatch.ts',
      ],
    },
    warehouse: { modules: ['web/pages/warehouse/Warehouse.tsx'] },
    cloud_sql: { modules: ['web/pages/cloud/cloudSql.ts'] },
  },
})

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
    { name: 'Yardage card', url: '/analysis/card', icons: [SHORTCUT_ICON] },
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
  worker: {
    format: 'es',
    plugins: () => [weighed.worker],
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'worker-base', test: WORKER_BASE }],
        },
      },
    },
  },
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
    weighed.page,
  ],
})
