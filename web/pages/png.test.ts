import { expect, test } from 'vitest'
import { linesOf } from './png.ts'

test('words go into lines that have room; one too long has a line of its own', () => {
  const fits = (text: string) => text.length <= 10
  expect(linesOf('am I better or is it noise', fits)).toEqual(['am I', 'better or', 'is it', 'noise'])
  expect(linesOf('a straightforwardness b', fits)).toEqual(['a', 'straightforwardness', 'b'])
  expect(linesOf('', fits)).toEqual([])
})
