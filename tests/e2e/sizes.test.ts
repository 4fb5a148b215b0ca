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
      | 'card'
      | 'combine'
      | 'coach'
      | 'media'
      | 'in_and_out'
      | 'cloud'
      | 'supabase'
      | 'warehouse'
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

test.each([
  ['ways in and out', 'in_and_out', 60],
  ['questions about the whole history, pages, pictures and answers', 'analysis', 45],
  ['bringing pictures', 'media', 4],
  ['the yardage card', 'card', 6],
  ['a combine', 'combine', 6],
  ['the coach: rules, words and pages', 'coach', 31],
  ['a cloud with its screens', 'cloud', 40],
  ['the warehouse, as the cloud’s screen shows it', 'warehouse', 4],
  ['a cloud’s client', 'supabase', 56],
  ['a cloud’s SQL, to be copied where a Supabase is set up,', 'cloud_sql', 30],
] as const)('%s: loaded when it is used, and no more than its own', (_, part, most) => {
  const { gzip_bytes, scripts } = built()
  expect(scripts.some(script => script.part === part)).toBe(true)
  expect(gzip_bytes[part]).toBeLessThanOrEqual(most * KB)
})

// WebKit would load it once more, and run it a second time.
test('no script imports the one that a worker begins with', () => {
  const { scripts } = built()
  const name = scripts.find(({ name }) => /^assets\/worker-(?!base)/.test(name))?.name.replace('assets/', '')
  expect(name).toBeDefined()
  const importers = scripts.filter(script => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'dist', script.name), 'utf8')
    return new RegExp(`(from|import|import\\()["'\`]\\./${name}`).test(text)
  })
  expect(importers).toEqual([])
})

test('the service worker keeps all that the app loads, the wasm too', () => {
  const { scripts } = built()
  const worker = readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'sw.js'), 'utf8')
  const kept = (name: string) => worker.includes(`"${name}"`) || worker.includes(`\`${name}\``)
  expect(scripts.map(({ name }) => name).filter(name => name !== 'sw.js' && !kept(name))).toEqual([])
  expect(worker).toMatch(/assets\/[\w-]+\.wasm/)
  expect(kept('index.html')).toBe(true)
})
