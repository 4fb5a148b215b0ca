import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildIfChanged } from '../../tools/build.ts'

const KB = 1024

interface Sizes {
  readonly gzip_bytes: {
    readonly first_screen: number
    readonly main: number
    readonly charts: number
    readonly in_and_out: number
  }
  readonly scripts: readonly { readonly name: string; readonly in_and_out: boolean }[]
}

function built(): Sizes {
  if (!buildIfChanged()) throw new Error('the app does not build')
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sizes.json'), 'utf8'))
}

test('the first screen needs at most 120 KB of JavaScript, gzip', () => {
  const { first_screen } = built().gzip_bytes
  // React alone weighs more than half of it: below that the wrong thing is measured.
  expect(first_screen).toBeGreaterThan(60 * KB)
  expect(first_screen).toBeLessThanOrEqual(120 * KB)
})

test('the main job with its workers, charts and wasm apart, needs at most 250 KB, gzip', () => {
  const { gzip_bytes, scripts } = built()
  const counted = scripts.filter(({ in_and_out }) => !in_and_out).map(({ name }) => name)
  expect(counted).toContain('sw.js')
  for (const part of ['worker', 'index', 'SessionPage', 'ImportPage'])
    expect(counted.some(name => name.startsWith(`assets/${part}-`))).toBe(true)
  expect(gzip_bytes.charts).toBeLessThan(10 * KB)
  expect(gzip_bytes.main).toBeLessThanOrEqual(250 * KB)
})

test('ways in and out, loaded when they are used, need at most 60 KB more', () => {
  const { gzip_bytes, scripts } = built()
  expect(scripts.filter(({ in_and_out }) => in_and_out)).toHaveLength(12)
  expect(gzip_bytes.in_and_out).toBeLessThanOrEqual(60 * KB)
})

test('the service worker keeps all that the app loads, the wasm too', () => {
  const { scripts } = built()
  const worker = readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sw.js'), 'utf8')
  const kept = (name: string) => worker.includes(`"${name}"`) || worker.includes(`\`${name}\``)
  expect(scripts.map(({ name }) => name).filter(name => name !== 'sw.js' && !kept(name))).toEqual([])
  expect(worker).toMatch(/assets\/[\w-]+\.wasm/)
  expect(kept('index.html')).toBe(true)
})
