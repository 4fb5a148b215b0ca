import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildIfChanged } from '../../tools/build.ts'

const KB = 1024

function built(): { first_screen_gzip_bytes: number; all_gzip_bytes: number; scripts: { name: string }[] } {
  if (!buildIfChanged()) throw new Error('the app does not build')
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sizes.json'), 'utf8'))
}

test('the first screen needs at most 120 KB of JavaScript, gzip', () => {
  const { first_screen_gzip_bytes } = built()
  expect(first_screen_gzip_bytes).toBeGreaterThan(20 * KB)
  expect(first_screen_gzip_bytes).toBeLessThanOrEqual(120 * KB)
})

test('all JavaScript with its workers, the wasm apart, is at most 250 KB, gzip', () => {
  const { all_gzip_bytes, scripts } = built()
  expect(scripts.map(({ name }) => name)).toContain('sw.js')
  expect(scripts.some(({ name }) => /worker-.*\.js$/.test(name))).toBe(true)
  expect(all_gzip_bytes).toBeLessThanOrEqual(250 * KB)
})

test('the service worker keeps all that the app loads, the wasm too', () => {
  const { scripts } = built()
  const worker = readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sw.js'), 'utf8')
  const kept = (name: string) => worker.includes(`"${name}"`) || worker.includes(`\`${name}\``)
  expect(scripts.map(({ name }) => name).filter(name => name !== 'sw.js' && !kept(name))).toEqual([])
  expect(worker).toMatch(/assets\/[\w-]+\.wasm/)
  expect(kept('index.html')).toBe(true)
})
