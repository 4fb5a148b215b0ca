import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLinks } from '../../shared/uneekor/links.ts'
import { readLaunch } from './launch.ts'

const LINK = 'https://my.uneekor.com/power-u-report?id=41511&key=Zk3yQ9&distance=yard&speed=mph'

function open(address: string) {
  const replaced: string[] = []
  const launch = readLaunch(new URL(address, 'http://127.0.0.1:8787'), {
    replaceState: (_data, _unused, url) => replaced.push(String(url)),
  })
  return { launch, replaced }
}

describe('the app opened with a link', () => {
  test.each([
    ['in the fragment, encoded', `/#link=${encodeURIComponent(LINK)}`],
    ['in the fragment, as it is', `/#link=${LINK}`],
    ['in the query, encoded', `/?link=${encodeURIComponent(LINK)}`],
    ['in the query, as it is', `/?link=${LINK}`],
    ['on another page', `/bag#link=${encodeURIComponent(LINK)}`],
  ])('%s: the whole link is read, and leaves the address at once', (_where, address) => {
    const { launch, replaced } = open(address)
    expect(launch?.kind === 'text' && findLinks(launch.text).links).toEqual([
      { report_id: '41511', key: 'Zk3yQ9' },
    ])
    expect(replaced).toEqual(['/import'])
  })

  test('any text arrives as it was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(open(`/#link=${encodeURIComponent(text)}`).launch).toEqual({ kind: 'text', text })
      }),
    )
  })

  test('a stray % sign is no reason to lose the link', () => {
    expect(open(`/#link=100%! ${LINK}`).launch).toMatchObject({ kind: 'text' })
  })
})

test.each(['/', '/import', '/?search', '/#main', '/sessions/41511%3A2026-03-14', '/#links=1'])(
  'opened plainly at %s, the address stays',
  address => {
    expect(open(address)).toEqual({ launch: null, replaced: [] })
  },
)

test('the code of another device leaves the address at once, and leads to the cloud', () => {
  expect(open('/#join=K7QF-2M9X')).toEqual({
    launch: { kind: 'join', code: 'K7QF-2M9X' },
    replaced: ['/settings/cloud'],
  })
})

test('opened by a share, the page goes on as the import', () => {
  expect(open('/import/shared')).toEqual({ launch: { kind: 'shared' }, replaced: ['/import'] })
})
