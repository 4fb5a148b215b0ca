/**
 * What a chosen file is, by how it begins: the name only speaks where the bytes do not. Nothing is
 * read in here; whoever takes a file in may still find that it is damaged.
 */
import { BACKUP_FORMAT } from '../../shared/files/backup.ts'
import { APPLICATION_ID } from '../db/backup/tables.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export type FileKind =
  | { readonly kind: 'backup_json' }
  | { readonly kind: 'report_json' }
  | { readonly kind: 'sqlite'; readonly of: 'rangebook' | 'golf_stats' | 'other' }
  | { readonly kind: 'text'; readonly encoding: Encoding }
  | { readonly kind: 'zip' }
  | { readonly kind: 'unknown' }

/** A kind with a sentence: what it is, or why it can't be taken and what to do. */
export type RecognisedFile = FileKind & { readonly says: string }

/** So many bytes of the beginning tell: a whole first page of a database, a table's first rows. */
export const HEAD_BYTES = 65_536

/** In its header a database says whose it is. */
const APPLICATION_ID_AT = 68

export async function recogniseFile(file: File): Promise<RecognisedFile> {
  return recogniseBytes(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()), file.name)
}

/** `head`: the first HEAD_BYTES of the file, or all of it. */
export function recogniseBytes(head: Uint8Array, name: string): RecognisedFile {
  if (head.length === 0) return unknown(`“${name}” is empty.`)
  // A character a byte.
  const start = String.fromCharCode(...head.subarray(0, 16))
  if (start.startsWith('SQLite format 3\0')) return sqlite(head)
  if (ZIPS.some(begin => start.startsWith(begin))) return zip(name)
  const binary = BINARIES.find(({ begins, at }) => begins.some(begin => start.startsWith(begin, at)))
  if (binary) return unknown(binary.says)
  const encoding = encodingOf(head)
  if (encoding === null) {
    return unknown(`“${name}” holds no text and no database. Choose a backup, a report, a CSV or a .db file.`)
  }
  // The last character may be cut in two.
  const text = new TextDecoder(encoding).decode(head, { stream: true }).trimStart()
  if (text === '') return unknown(`“${name}” holds nothing but blanks.`)
  if (/^[{[]/.test(text)) return json(text, name)
  if (/^(<!doctype|<html|<\?xml)/i.test(text)) {
    return unknown('This is a web page. Use the export of the monitor’s app, which gives a CSV file.')
  }
  return { kind: 'text', encoding, says: 'A table of shots as text.' }
}

/** The whole text, without a byte order mark. */
export async function textOf(file: Blob, encoding: Encoding): Promise<string> {
  const bytes = await file.arrayBuffer()
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes)
  try {
    return utf8(bytes)
  } catch {
    return cutUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes)
  }
}

const utf8 = (bytes: ArrayBuffer, options?: TextDecodeOptions) =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes, options)

/**
 * Without its last character, which was cut in two. Null where no other accent shows that it is UTF-8: it was
 * plain as far as it was looked at, and has an accent of Windows later.
 */
function cutUtf8(bytes: ArrayBuffer): string | null {
  try {
    const text = utf8(bytes, { stream: true })
    return /\P{ASCII}/u.test(text) ? text : null
  } catch {
    return null
  }
}

const BACKUP = 'This is a backup of Rangebook. Open Data, then “Restore a backup”, and choose it there.'
const ZIPS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08']
const PICTURE = 'This is a picture or a video. Choose a backup, a report, a CSV or a .db file.'

interface Binary {
  readonly begins: readonly string[]
  /** Where it begins so, 0 unless said. */
  readonly at?: number
  readonly says: string
}
const BINARIES: readonly Binary[] = [
  {
    begins: ['\x1f\x8b'],
    says: 'This file is packed (gzip). Unpack it, then choose the file inside.',
  },
  {
    begins: ['\xd0\xcf\x11\xe0'],
    says: 'This is an old Excel workbook. Open it and save the sheet as CSV first.',
  },
  {
    begins: ['%PDF'],
    says: 'This is a PDF. Its figures can’t be read; export the session as CSV instead.',
  },
  { begins: ['\xff\xd8\xff', '\x89PNG', 'GIF8', 'RIFF'], says: PICTURE },
  { begins: ['ftyp'], at: 4, says: PICTURE },
]

function zip(name: string): RecognisedFile {
  const says = /\.(xlsx|xlsm|ods|numbers)$/i.test(name)
    ? 'This is a workbook. Open it and save the sheet as CSV first.'
    : 'This is a zip file. Unpack it, then choose the file inside.'
  return { kind: 'zip', says }
}

function sqlite(head: Uint8Array): RecognisedFile {
  const header = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const id = head.length >= 100 ? header.getUint32(APPLICATION_ID_AT) : 0
  // The names of its tables stand in the first page.
  const schema = new TextDecoder('windows-1252').decode(head)
  if (id === APPLICATION_ID || (/\bcommand_items\b/.test(schema) && /\blocal_state\b/.test(schema))) {
    return { kind: 'sqlite', of: 'rangebook', says: BACKUP }
  }
  if (/\bshots\b/.test(schema) && /\bshot_id\b/.test(schema)) {
    return { kind: 'sqlite', of: 'golf_stats', says: 'A database of the earlier system (golf_stats).' }
  }
  return { kind: 'sqlite', of: 'other', says: 'This is a database of another program. It can’t be read.' }
}

function json(text: string, name: string): RecognisedFile {
  if (text.startsWith('[')) return { kind: 'report_json', says: 'A saved Uneekor report.' }
  const format = /^\{\s*"format"\s*:\s*"([^"]*)"/.exec(text)?.[1]
  if (format === BACKUP_FORMAT) return { kind: 'backup_json', says: BACKUP }
  return unknown(`“${name}” is neither a Uneekor report nor a backup of Rangebook.`)
}

/** Null where it is no text. */
function encodingOf(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const nulAt = [0, 0]
  let controls = 0
  for (const [i, byte] of head.entries()) {
    if (byte === 0) nulAt[i % 2] = (nulAt[i % 2] ?? 0) + 1
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls++
  }
  const [even = 0, odd = 0] = nulAt
  if (controls > head.length / 100) return null
  // Western letters in two bytes: one of them is zero.
  if (odd > head.length / 4 && even < odd / 10) return 'utf-16le'
  if (even > head.length / 4 && odd < even / 10) return 'utf-16be'
  if (even + odd > 0) return null
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

const unknown = (says: string): RecognisedFile => ({ kind: 'unknown', says })
