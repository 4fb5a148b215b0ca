import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('commas, quotes and lines are kept within their cell; a formula stays text', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['1,5', 'say "x"'],
        ['=1+1', '-3.2'],
        ['two\nlines', ''],
      ],
    ),
  ).toBe('a,b\r\n"1,5","say ""x"""\r\n\'=1+1,-3.2\r\n"two\nlines",\r\n')
})
