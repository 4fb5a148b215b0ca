import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/node.mjs'
import { APPLICATION_ID } from '../db/backup/tables.ts'
import { HEAD_BYTES, recogniseBytes, recogniseFile, textOf } from './recognise.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const kindOf = (text: string, name = 'file') => recogniseBytes(bytes(text), name).kind

test('every file of a monitor is a text, whatever its maker', () => {
  const folder = join(root, 'tests/fixtures/files')
  const files = readdirSync(folder).filter(name => name.endsWith('.csv'))
  expect(files.length).toBeGreaterThan(10)
  for (const name of files) {
    expect(recogniseBytes(readFileSync(join(folder, name)), name), name).toMatchObject({ kind: 'text' })
  }
})

test('a report is a list, a backup says so in its first line, other JSON is neither', () => {
  const report = readFileSync(join(root, 'tests/fixtures/uneekor-report-part.json'))
  expect(recogniseBytes(report.subarray(0, HEAD_BYTES), 'report.json').kind).toBe('report_json')
  expect(kindOf('\uFEFF{ "format": "rangebook-backup","version":1')).toBe('backup_json')
  expect(kindOf('{"shots":[]}', 'x.json')).toBe('unknown')
})

test('a database is whose its header or its tables say', () => {
  const header = new Uint8Array(4096)
  header.set(bytes('SQLite format 3\0'))
  const sqlite = (tables: string, id = 0) => {
    const head = header.slice()
    head.set(bytes(tables), 200)
    new DataView(head.buffer).setUint32(68, id)
    return recogniseBytes(head, 'x.db')
  }
  expect(sqlite('', APPLICATION_ID)).toMatchObject({ kind: 'sqlite', of: 'rangebook' })
  expect(sqlite('CREATE TABLE command_items (…) CREATE TABLE local_state')).toMatchObject({ of: 'rangebook' })
  expect(sqlite('CREATE TABLE shots (shot_id TEXT')).toMatchObject({ of: 'golf_stats' })
  expect(sqlite('CREATE TABLE bookmarks')).toMatchObject({ of: 'other' })
  expect(recogniseBytes(header.subarray(0, 20), 'cut.db').kind).toBe('sqlite')
})

test.each([
  ['plain', [0x61, 0x2c, 0x62, 0x0a, 0x31], 'utf-8'],
  ['an accent in UTF-8', [0xc3, 0xa9, 0x2c, 0x62], 'utf-8'],
  ['an accent cut in two by the end of the head', [0x61, 0x2c, 0x62, 0xc3], 'utf-8'],
  ['an accent of Windows', [0x61, 0xe9, 0x2c, 0x62], 'windows-1252'],
  ['UTF-16 with a mark', [0xff, 0xfe, 0x61, 0, 0x2c, 0], 'utf-16le'],
  ['UTF-16 without', [0x61, 0, 0x2c, 0, 0x62, 0], 'utf-16le'],
  ['UTF-16 the other way round', [0, 0x61, 0, 0x2c, 0, 0x62], 'utf-16be'],
])('the encoding of %s', (_what, head, encoding) => {
  expect(recogniseBytes(Uint8Array.from(head), 'x.csv')).toMatchObject({ kind: 'text', encoding })
})

test('an accent beyond the head is still read', async () => {
  const text = `${'a'.repeat(HEAD_BYTES)}é`
  const latin = Uint8Array.from(text, c => c.charCodeAt(0))
  const file = new File([latin], 'x.csv')
  const found = await recogniseFile(file)
  expect(found).toMatchObject({ kind: 'text', encoding: 'utf-8' })
  expect(await textOf(file, 'utf-8')).toBe(text)
})

test('a file cut off in the middle of a character keeps the accents before', async () => {
  const whole = new TextEncoder().encode('Schläge, Höhe')
  expect(await textOf(new Blob([whole.subarray(0, 12)]), 'utf-8')).toBe('Schläge, H')
})

test.each([
  ['PK\x03\x04rest', 'shots.xlsx', 'zip', 'save the sheet as CSV'],
  ['PK\x03\x04rest', 'all.zip', 'zip', 'Unpack it'],
  ['....ftypheic', 'a.heic', 'unknown', 'picture'],
  ['%PDF-1.7', 'a.pdf', 'unknown', 'PDF'],
  ['<!DOCTYPE html><html>', 'a.csv', 'unknown', 'web page'],
  ['', 'a.csv', 'unknown', 'empty'],
  [' \n ', 'a.csv', 'unknown', 'nothing but blanks'],
  ['\x01\x02\x03\x04\x05', 'a.bin', 'unknown', 'no text and no database'],
])('%j named %s is told in words', (text, name, kind, says) => {
  const found = recogniseBytes(bytes(text), name)
  expect(found.kind).toBe(kind)
  expect(found.says).toContain(says)
})

test('what is packed or a picture is told by bytes that no text has', () => {
  expect(recogniseBytes(Uint8Array.of(0x1f, 0x8b, 8, 0), 'a.gz').says).toContain('packed')
  expect(recogniseBytes(Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'a.png').says).toContain('picture')
  expect(recogniseBytes(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'a.xls').says).toContain('workbook')
})
