import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLinks } from './links.ts'

const LINK = { report_id: '41511', key: 'Ab3dEf9' }

describe('a link is found', () => {
  test.each([
    [
      'as the page has it',
      'https://my.uneekor.com/power-u-report?id=41511&key=Ab3dEf9&distance=yard&speed=mph',
    ],
    ['in metres', 'https://my.uneekor.com/power-u-report?id=41511&key=Ab3dEf9&distance=meter&speed=kph'],
    ['without units', 'https://my.uneekor.com/power-u-report?id=41511&key=Ab3dEf9'],
    ['in its older form', 'https://my.uneekor.com/report?id=41511&key=Ab3dEf9'],
    ['on the older host', 'https://myuneekor.com/report?id=41511&key=Ab3dEf9'],
    ['on the older host with the newer path', 'https://myuneekor.com/power-u-report?id=41511&key=Ab3dEf9'],
    ['relative, as the listing has it', '/power-u-report?id=41511&key=Ab3dEf9&distance=yard'],
    ['relative and older', '/report?id=41511&key=Ab3dEf9'],
    ['without its scheme, as browsers copy it', 'my.uneekor.com/power-u-report?id=41511&key=Ab3dEf9'],
    ['over http, which is never called', 'http://my.uneekor.com/report?id=41511&key=Ab3dEf9'],
    ['with its parts in another order', 'https://my.uneekor.com/report?key=Ab3dEf9&client_id=5&id=41511'],
    ['with capitals in scheme and host', 'HTTPS://My.Uneekor.com/Power-U-Report?id=41511&key=Ab3dEf9'],
    ['with a slash behind the path', 'https://my.uneekor.com/report/?id=41511&key=Ab3dEf9'],
    ['with a fragment', 'https://my.uneekor.com/report?id=41511&key=Ab3dEf9#shots'],
    ['between blanks and line ends', '\n\t https://my.uneekor.com/report?id=41511&key=Ab3dEf9 \r\n'],
    ['in a sentence', 'Look at my session: https://my.uneekor.com/report?id=41511&key=Ab3dEf9. Not bad, eh?'],
    ['in brackets', '(https://my.uneekor.com/report?id=41511&key=Ab3dEf9)'],
    ['between angle brackets', '<https://my.uneekor.com/report?id=41511&key=Ab3dEf9>'],
    ['in quotes', '"https://my.uneekor.com/report?id=41511&key=Ab3dEf9",'],
    ['in markdown', '[report](https://my.uneekor.com/report?id=41511&key=Ab3dEf9)**'],
    ['in HTML', '<a href="https://my.uneekor.com/report?id=41511&amp;key=Ab3dEf9">report</a>'],
    ['escaped twice', 'https://my.uneekor.com/report?id=41511&amp;amp;key=Ab3dEf9'],
    ['in JSON', '{"url":"https:\\/\\/my.uneekor.com\\/report?id=41511\\u0026key=Ab3dEf9"}'],
    [
      'with a sentence of another script at its end',
      '看https://my.uneekor.com/report?id=41511&key=Ab3dEf9，很好',
    ],
    ['percent-encoded', 'https%3A%2F%2Fmy.uneekor.com%2Freport%3Fid%3D41511%26key%3DAb3dEf9'],
    [
      'percent-encoded twice',
      'https%253A%252F%252Fmy.uneekor.com%252Freport%253Fid%253D41511%2526key%253DAb3dEf9',
    ],
    ['with percent-encoded parts', 'https://my.uneekor.com/report?id=%34%31511&key=Ab3dEf%39%20'],
    [
      "in a mail program's redirect",
      'https://www.google.com/url?q=https%3A%2F%2Fmy.uneekor.com%2Freport%3Fid%3D41511%26key%3DAb3dEf9&sa=D',
    ],
    [
      'of an import address of ours',
      'http://127.0.0.1:8787/#link=https://my.uneekor.com/report?id=41511&key=Ab3dEf9',
    ],
    ['with zeros before its number', 'https://my.uneekor.com/report?id=00041511&key=Ab3dEf9'],
  ])('%s', (_, text) => {
    expect(findLinks(text)).toEqual({ links: [LINK], problems: [] })
  })

  test('with the words that a phone puts round it, and their own address is no complaint', () => {
    const text =
      'Uneekor report\nhttps://my.uneekor.com/report?id=41511&key=Ab3dEf9\nSent from https://example.com/app'
    expect(findLinks(text)).toEqual({ links: [LINK], problems: [] })
  })
})

describe('several in one paste', () => {
  test('come in the order of the text', () => {
    const text =
      'https://my.uneekor.com/report?id=2&key=b /report?id=1&key=a\nmyuneekor.com/report?id=3&key=c'
    expect(findLinks(text).links.map(link => link.report_id)).toEqual(['2', '1', '3'])
  })

  test('stuck together without a blank are told apart', () => {
    const text = 'https://my.uneekor.com/report?id=1&key=ahttps://my.uneekor.com/report?id=2&key=b'
    expect(findLinks(text).links).toEqual([
      { report_id: '1', key: 'a' },
      { report_id: '2', key: 'b' },
    ])
  })

  test('the same report in two forms comes once', () => {
    const text = '/report?id=1&key=a https://my.uneekor.com/power-u-report?id=1&key=a&distance=yard'
    expect(findLinks(text).links).toEqual([{ report_id: '1', key: 'a' }])
  })

  test('a broken one beside a good one is named and stops nothing', () => {
    const found = findLinks('/report?id=1&key=a https://my.uneekor.com/report?id=2')
    expect(found.links).toHaveLength(1)
    expect(found.problems.map(p => p.kind)).toEqual(['no_key'])
  })
})

describe('a text without a usable link says why', () => {
  test.each([
    ['nothing', ''],
    ['nothing', 'my 7 iron was good today'],
    ['nothing', 'id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://example.com/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://my.uneekor.com.evil.example/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://my.uneekor.com@evil.example/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://me:pw@my.uneekor.com/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://my.uneekor.com:8443/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://evil-my.uneekor.com/report?id=41511&key=Ab3dEf9'],
    ['foreign_host', 'https://'],
    ['nothing', 'evil.my.uneekor.com/report?id=41511&key=Ab3dEf9'],
    ['other_page', 'https://my.uneekor.com/login?id=41511&key=Ab3dEf9'],
    ['no_id', 'https://my.uneekor.com/report?client_id=5&key=Ab3dEf9'],
    ['no_id', 'https://my.uneekor.com/report?id=&key=Ab3dEf9'],
    ['bad_id', 'https://my.uneekor.com/report?id=41511x&key=Ab3dEf9'],
    ['bad_id', 'https://my.uneekor.com/report?id=-1&key=Ab3dEf9'],
    ['bad_id', `https://my.uneekor.com/report?id=${'9'.repeat(21)}&key=Ab3dEf9`],
    ['no_key', 'https://my.uneekor.com/report?id=41511'],
    ['no_key', 'https://my.uneekor.com/report?id=41511&key='],
    ['bad_key', 'https://my.uneekor.com/report?id=41511&key=../../v3'],
    ['bad_key', 'https://my.uneekor.com/report?id=41511&key=a%2Fb'],
  ])('%s: %s', (kind, text) => {
    const found = findLinks(text)
    expect(found.links).toEqual([])
    expect(found.problems.map(p => p.kind)).toEqual([kind])
    expect(found.problems[0]?.says).toMatch(/\.$/)
  })

  test('an id of 20 digits is kept to the last one', () => {
    const id = '12345678901234567890'
    expect(findLinks(`/report?id=${id}&key=a`).links).toEqual([{ report_id: id, key: 'a' }])
  })

  test('and never repeats the key', () => {
    const found = findLinks('https://my.uneekor.com/report?key=Secret99 https://example.com/?key=Secret99')
    expect(JSON.stringify(found)).not.toContain('Secret99')
  })
})

test('whatever is pasted, it answers, and gives digits and a key that fit a path', () => {
  const pieces = fc.constantFrom(
    'https://',
    'my.uneekor.com',
    '/report?',
    'id=7',
    '&key=a',
    '%',
    '%3A',
    '&amp;',
    ' ',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string())).map(p => p.join('')),
  )
  fc.assert(
    fc.property(texts, text => {
      const found = findLinks(text)
      expect(found.links.length + found.problems.length).toBeGreaterThan(0)
      for (const link of found.links) {
        expect(link.report_id).toMatch(/^\d{1,20}$/)
        expect(link.key).toMatch(/^[A-Za-z0-9]+$/)
      }
    }),
  )
})

test('a link survives any words around it', () => {
  const words = fc.array(fc.constantFrom('Hi', 'report', '7i', 'id', '–', '\n', 'golf!', '(', '100 %'))
  fc.assert(
    fc.property(words, words, (before, after) => {
      const text = [...before, 'https://my.uneekor.com/report?id=41511&key=Ab3dEf9', ...after].join(' ')
      expect(findLinks(text).links).toEqual([LINK])
    }),
  )
})

// No clock: read in the square of its length it would run into the test's own limit of a minute.
test.each(['https%', 'https://', 'my.uneekor.com/report?', '&amp;', '....', '%253A', 'https%3A%2F%2F'])(
  'half a megabyte of %s is read',
  piece => {
    expect(findLinks(piece.repeat(500_000 / piece.length)).links).toEqual([])
  },
)
