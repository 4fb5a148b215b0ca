import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from './csv.ts'

const cells = (text: string) => {
  const read = readCsv(text)
  return read.ok ? read.value.lines.map(l => l.cells) : read.problem.kind
}

describe('a CSV file', () => {
  test('is read with quotes, doubled quotes, line breaks in cells, CRLF and a byte order mark', () => {
    expect(cells('\uFEFFa,"b, c"\r\n"say ""hi""","two\nlines"\r\n')).toEqual([
      ['a', 'b, c'],
      ['say "hi"', 'two\nlines'],
    ])
  })

  test('keeps rows of unequal length as they are, and blank lines as one empty cell', () => {
    expect(cells('a,b,c\n1\n\n1,2,3,4')).toEqual([['a', 'b', 'c'], ['1'], [''], ['1', '2', '3', '4']])
  })

  test('may use semicolons with decimal commas', () => {
    expect(cells('Datum;Carry;Total\n26.11.25;12,5;13,5\n26.11.25;12,5;13,5')).toEqual([
      ['Datum', 'Carry', 'Total'],
      ['26.11.25', '12,5', '13,5'],
      ['26.11.25', '12,5', '13,5'],
    ])
  })

  test('may name its delimiter in a first line, which is no row', () => {
    const read = readCsv('\uFEFFsep=;\r\na;b,c,d\r\n')
    expect(read.ok && read.value.lines).toEqual([{ line: 2, cells: ['a', 'b,c,d'] }])
  })

  test('knows the line on which each row begins, past line breaks in cells', () => {
    const read = readCsv('a\n"x\ny"\nb')
    expect(read.ok && read.value.lines.map(l => l.line)).toEqual([1, 2, 4])
  })

  test('is refused with the line of a quote that never closes', () => {
    expect(readCsv('a,b\n1,"2\n3,4\n')).toEqual({
      ok: false,
      problem: {
        kind: 'quote_open',
        says: 'The quotation mark opened on line 2 is never closed. Is the file cut off? Export it again.',
      },
    })
  })

  test('is refused when it has a million columns, without reading them', () => {
    expect(cells(','.repeat(1_000_000))).toBe('too_many_columns')
  })

  test('is refused when it is something else', () => {
    expect(cells('PK\u0003\u0004…')).toBe('workbook')
    expect(cells('SQLite format 3\0')).toBe('sqlite')
    expect(cells('<!DOCTYPE html>')).toBe('web_page')
    expect(cells('a\0b')).toBe('not_text')
    expect(cells(' \r\n ')).toBe('empty')
  })

  test('never throws, and gives back what RFC 4180 wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        readCsv(text)
      }),
    )
    const table = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') }), {
        minLength: 2,
        maxLength: 5,
      }),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(table, rows => {
        // A row of commas first, so that there is no doubt about the delimiter.
        const text = rows.map(row => row.map(c => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n')
        expect(cells(`${text}\r\n`)).toEqual(rows)
      }),
    )
  })
})
