import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildIfChanged } from '../../tools/build.ts'

const KB = 1024

interface Sizes {
  readonly gzip_bytes: {
    readonly [part in
      | 'first_screen'
      | 'main'
      | 'charts'
      | 'analysis'
      | 'in_and_out'
      | 'cloud'
      | 'supabase'
      | 'cloud_sql']: number
  }
  readonly scripts: readonly { readonly name: string; readonly part: string }[]
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
  const counted = scripts.filter(({ part }) => part === 'main').map(({ name }) => name)
  expect(counted).toContain('sw.js')
  for (const part of ['worker', 'index', 'SessionPage', 'ImportPage'])
    expect(counted.some(name => name.startsWith(`assets/${part}-`))).toBe(true)
  expect(gzip_bytes.charts).toBeLessThan(10 * KB)
  expect(gzip_bytes.main).toBeLessThanOrEqual(250 * KB)
})

test('ways in and out need at most 60 KB more, a cloud 40 with its screen and files, its client 56, each when it is used', () => {
  const { gzip_bytes, scripts } = built()
  const count = (name: string) => scripts.filter(({ part }) => part === name).length
  // A module that a page or the worker imports outright has no chunk of its own any more.
  expect(count('in_and_out')).toBe(13)
  expect(count('cloud')).toBe(15)
  expect(count('supabase')).toBe(1)
  expect(count('cloud_sql')).toBe(1)
  expect(gzip_bytes.in_and_out).toBeLessThanOrEqual(60 * KB)
  expect(gzip_bytes.cloud).toBeLessThanOrEqual(40 * KB)
  expect(gzip_bytes.supabase).toBeLessThanOrEqual(56 * KB)
  // Where a Supabase is to be set up, its SQL is copied from here.
  expect(gzip_bytes.cloud_sql).toBeLessThanOrEqual(24 * KB)
})

test('questions about the whole history need at most 45 KB more, pages, pictures and answers together', () => {
  const { gzip_bytes, scripts } = built()
  // Page, picture of the bag, answers in the worker, and the chunk that the first two share.
  expect(scripts.filter(({ part }) => part === 'analysis').length).toBeGreaterThanOrEqual(3)
  expect(gzip_bytes.analysis).toBeLessThanOrEqual(45 * KB)
})

test('the service worker keeps all that the app loads, the wasm too', () => {
  const { scripts } = built()
  const worker = readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sw.js'), 'utf8')
  const kept = (name: string) => worker.includes(`"${name}"`) || worker.includes(`\`${name}\``)
  expect(scripts.map(({ name }) => name).filter(name => name !== 'sw.js' && !kept(name))).toEqual([])
  expect(worker).toMatch(/assets\/[\w-]+\.wasm/)
  expect(kept('index.html')).toBe(true)
})
