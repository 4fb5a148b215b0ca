import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa'
import { SHARE_TARGET } from './web/import/share.ts'

/** Newer syntax and CSS (light-dark) are lowered to what these know. */
const BROWSERS = ['safari16.4', 'chrome109', 'firefox115']

/** Chunks that a new golfer's first screen loads besides the entry. */
const FIRST_PAGES = ['web/pages/welcome/WelcomePage.tsx']

const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Rangebook',
  short_name: 'Rangebook',
  description: 'Your launch-monitor shots, kept for good: private, correct, and there without a signal.',
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#f6f5f1',
  background_color: '#f6f5f1',
  categories: ['sports'],
  // What is shared opens in the window that is open already.
  launch_handler: { client_mode: ['navigate-existing', 'auto'] },
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'Sessions', url: '/', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
    { name: 'Add a link', url: '/import', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
  ],
  share_target: {
    action: SHARE_TARGET,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: ['application/json', '.json'] }],
    },
  },
}

export default defineConfig({
  build: { outDir: 'dist', target: BROWSERS, sourcemap: false },
  worker: { format: 'es' },
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
        target: BROWSERS,
        // Firefox 115 knows no module as a service worker.
        rollupFormat: 'iife',
      },
    }),
    sizes(),
  ],
})

/** Prints what the JavaScript weighs and writes it to dist/sizes.json, which tests/e2e/sizes.test.ts holds. */
function sizes(): Plugin {
  let outDir = ''
  const firstScreen = new Set<string>()
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
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk') continue
        const page = chunk.facadeModuleId ?? ''
        if (chunk.isEntry || FIRST_PAGES.some(path => page.endsWith(path))) take(name)
      }
    },
    closeBundle: {
      // After the service worker is written.
      order: 'post',
      sequential: true,
      handler() {
        const scripts = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.js'))
          .map(name => ({
            name,
            gzip_bytes: gzipSync(readFileSync(join(outDir, name)), { level: 9 }).length,
          }))
        const sum = (list: typeof scripts) => list.reduce((bytes, { gzip_bytes }) => bytes + gzip_bytes, 0)
        const first = sum(scripts.filter(({ name }) => firstScreen.has(name) || name === 'theme.js'))
        const all = sum(scripts)
        writeFileSync(
          join(outDir, 'sizes.json'),
          `${JSON.stringify({ first_screen_gzip_bytes: first, all_gzip_bytes: all, scripts }, null, 2)}\n`,
        )
        const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB gzip`
        console.log(`JavaScript of the first screen: ${kb(first)} of 120; all of it: ${kb(all)} of 250`)
      },
    },
  }
}
