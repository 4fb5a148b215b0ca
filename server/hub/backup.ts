/** The hub as one file, and back: a packed tar of its secret, its database (a tar itself) and its files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { FILE_NAME } from './files.ts'

export interface Contents {
  readonly secret: Uint8Array
  readonly database: Uint8Array
  /** Read one by one. */
  readonly files: AsyncIterable<{ readonly name: string; readonly bytes: Uint8Array }>
}

/** It is no backup of a hub, or not a whole one. */
export class NotABackup extends Error {}

const FORMAT = 'Rangebook hub 1'
const BLOCK = 512
/** A database beyond this would not fit into memory either. */
const MOST_BYTES = 4 * 1024 * 1024 * 1024

export function pack(contents: Contents): Readable {
  return pipeline(Readable.from(blocks(contents)), createGzip(), () => {})
}

async function* blocks({ secret, database, files }: Contents): AsyncGenerator<Uint8Array> {
  yield* entry('format', Buffer.from(FORMAT))
  yield* entry('secret', secret)
  yield* entry('database.tar', database)
  for await (const { name, bytes } of files) yield* entry(`files/${name}`, bytes)
  yield new Uint8Array(2 * BLOCK)
}

function* entry(name: string, bytes: Uint8Array): Generator<Uint8Array> {
  const header = Buffer.alloc(BLOCK)
  const at = name.lastIndexOf('/')
  header.write(name.slice(at + 1), 0)
  header.write('0000600\0', 100)
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  header.write(name.slice(0, Math.max(at, 0)), 345)
  const sum = header.reduce((all, byte) => all + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  yield header
  yield bytes
  yield new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK)
}

/** Writes the secret and the files into a folder, and gives the database. Throws NotABackup. */
export async function unpack(packed: Readable, folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const gunzip = pipeline(packed, createGunzip(), () => {})
  let database: Uint8Array<ArrayBuffer> | null = null
  try {
    const seen = new Set<string>()
    for await (const { name, bytes } of entries(gunzip)) {
      if (seen.size === 0 && (name !== 'format' || bytes.toString() !== FORMAT)) throw new NotABackup()
      seen.add(name)
      if (name === 'database.tar') database = bytes
      else if (name === 'secret' || (name.startsWith('files/') && FILE_NAME.test(name.slice(6)))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 })
        writeFileSync(join(folder, name), bytes, { mode: 0o600 })
      } else if (name !== 'format') throw new NotABackup()
    }
    if (!database || !seen.has('secret')) throw new NotABackup()
    return database
  } catch (error) {
    // What is not packed at all, or cut off.
    if (error instanceof Error && 'code' in error && /^(Z_|ERR_STREAM_PREMATURE)/.test(String(error.code))) {
      throw new NotABackup('', { cause: error })
    }
    throw error
  } finally {
    gunzip.destroy()
  }
}

async function* entries(stream: Readable): AsyncGenerator<{ name: string; bytes: Buffer<ArrayBuffer> }> {
  const chunks = stream[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  async function take(length: number): Promise<Buffer<ArrayBuffer>> {
    const parts = [held]
    for (let bytes = held.length; bytes < length; ) {
      const { done, value } = await chunks.next()
      if (done) throw new NotABackup()
      parts.push(value)
      bytes += value.length
    }
    const all = Buffer.concat(parts)
    held = all.subarray(length)
    return all.subarray(0, length)
  }
  while (true) {
    const header = await take(BLOCK)
    if (header[0] === 0) return
    const length = Number.parseInt(text(header, 124, 12), 8)
    if (text(header, 257, 5) !== 'ustar' || !(length <= MOST_BYTES)) throw new NotABackup()
    const prefix = text(header, 345, 155)
    const name = `${prefix && `${prefix}/`}${text(header, 0, 100)}`
    yield { name, bytes: await take(length) }
    await take((BLOCK - (length % BLOCK)) % BLOCK)
  }
}

function text(header: Buffer, at: number, length: number): string {
  return header.toString('utf8', at, at + length).replace(/[\0 ].*$/s, '')
}
