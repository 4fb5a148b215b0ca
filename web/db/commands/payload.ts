/** A report's raw text as it is kept: compressed, named by its hash, and read again. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { parseReport } from '../../../shared/uneekor/report.ts'
import type { Problem } from '../command.ts'
import type { Reader } from '../sql.ts'
import { type Arriving, ofReport } from './arrivals.ts'

/** SHA-256 of the raw text, in hex: the same on every device. */
export async function payloadId(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  // An unsafe address, where the sample alone is opened, has no subtle.
  if (!('subtle' in crypto)) return bytesToHex(sha256(bytes))
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

export async function compress(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return through(new TextEncoder().encode(text), new CompressionStream('gzip'))
}

export async function decompress(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new TextDecoder().decode(await through(bytes, new DecompressionStream('gzip')))
}

/** Null where it is none, or longer than that: a few bytes may unpack to more than a device holds. */
export async function decompressUpTo(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<string | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return await new Blob(pieces).text()
      pieces.push(value)
      length += value.byteLength
      if (length > most) {
        await reader.cancel()
        return null
      }
    }
  } catch {
    return null
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Blob([bytes]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(out).arrayBuffer())
}

export type ReadPayload =
  | { readonly ok: true; readonly arriving: Arriving; readonly bytes: number }
  | { readonly ok: false; readonly problem: Problem }

const notJson: Problem = {
  kind: 'not_a_report',
  says: 'This is not a Uneekor report: it can’t be read as JSON. It may have been cut off on its way.',
  cure: 'check_link',
}
export const notKept: Problem = {
  kind: 'payload_missing',
  says: 'The report itself is not kept on this device any more. Fetch its link again.',
  cure: 'retry',
}

export function readText(text: string, report_id: string): ReadPayload {
  const json = parsed(text)
  if (json === undefined) return { ok: false, problem: notJson }
  const report = parseReport(json, { report_id })
  if (report.kind !== 'report') {
    return { ok: false, problem: { kind: report.kind, says: report.says, cure: 'check_link' } }
  }
  return { ok: true, arriving: ofReport(report), bytes: new TextEncoder().encode(text).byteLength }
}

export async function readPayload(
  reader: Pick<Reader, 'payload'>,
  payload_id: string,
  report_id: string,
): Promise<ReadPayload> {
  const bytes = await reader.payload(payload_id)
  return bytes ? readText(await decompress(bytes), report_id) : { ok: false, problem: notKept }
}

/** Undefined where it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
