/** What the documents point at is there, and their pictures are small. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../tools/node.mjs'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/cloud.md',
  'docs/coach.md',
  'docs/guide.md',
  'docs/phone.md',
]
const pictures = join(root, 'docs', 'pictures')

/** Of a heading, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')

test.each(documents)('%s points at files and headings that there are', name => {
  const text = readFileSync(join(root, name), 'utf8')
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter(target => !/^https?:/.test(target))
  const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? ''))
  const named = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)
  const missing = targets.filter(target =>
    target.startsWith('#')
      ? ![...anchors, ...named].includes(target.slice(1))
      : !existsSync(join(root, dirname(name), target.replace(/#.*/, ''))),
  )
  expect(missing).toEqual([])
})

test('each picture kept for them is shown by one, and small', () => {
  const texts = documents.map(name => readFileSync(join(root, name), 'utf8')).join()
  for (const name of readdirSync(pictures)) {
    expect(texts).toContain(`pictures/${name}`)
    const limit = name.startsWith('all-') ? 350 : 40
    expect(statSync(join(pictures, name)).size, name).toBeLessThan(limit * 1024)
  }
})
