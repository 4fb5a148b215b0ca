/** A shot's pictures from the server's proxy: what there is, and one file. Everything is checked as it arrives. */
import * as v from 'valibot'
import { isJpeg, isPicture } from '../../shared/uneekor/media.ts'
import type { Problem } from '../db/command.ts'
import { problemIn, retryAfter_s } from '../import/report.ts'
import { addressOf, NO_SIGNAL } from './wanted.ts'

export type Asked<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfter_s: number | null }
  | { readonly kind: 'aborted' }

export interface Picture {
  readonly name: string
  /** Its path at the source. */
  readonly image: string
}

const MB = 1024 * 1024
const LIST_LIMIT = 1 * MB
export const PICTURE_LIMIT = 8 * MB

const PictureList = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ name: v.string(), image: v.string() })),
)

const NOT_MEDIA: Problem = {
  kind: 'not_media',
  says: 'What Uneekor sent is not a picture of this shot. The shot itself is safe. Try its pictures again later.',
  cure: 'retry',
}
const TOO_BIG: Problem = {
  kind: 'too_big',
  says: 'What Uneekor sent is far larger than any picture, so it was not kept. Try again later.',
  cure: 'retry',
}

/** In the order of their names, each once; what the app would not know what to do with is left out. */
export async function askPictures(
  fetch: typeof globalThis.fetch,
  { shot_id, key }: { readonly shot_id: string; readonly key: string },
  signal: AbortSignal,
): Promise<Asked<readonly Picture[]>> {
  const answer = await ask(fetch, 'media', addressOf(shot_id, key), LIST_LIMIT, signal)
  if (answer.kind !== 'ok') return answer
  const list = v.safeParse(PictureList, new TextDecoder().decode(answer.value))
  if (!list.success) return failed(NOT_MEDIA)
  const byName = new Map(list.output.filter(({ name }) => isPicture(name)).map(one => [one.name, one]))
  return { kind: 'ok', value: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

export async function askPicture(
  fetch: typeof globalThis.fetch,
  { image }: Picture,
  signal: AbortSignal,
): Promise<Asked<Uint8Array<ArrayBuffer>>> {
  const answer = await ask(fetch, 'file', { image }, PICTURE_LIMIT, signal)
  return answer.kind !== 'ok' || isJpeg(answer.value) ? answer : failed(NOT_MEDIA)
}

const TYPES = { media: 'application/json', file: 'image/jpeg' } as const

async function ask(
  fetch: typeof globalThis.fetch,
  what: keyof typeof TYPES,
  body: unknown,
  limit_bytes: number,
  signal: AbortSignal,
): Promise<Asked<Uint8Array<ArrayBuffer>>> {
  try {
    const response = await fetch(`/api/uneekor/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    })
    // A problem is JSON; anything else is a hotel's sign-in page.
    const type = response.ok ? TYPES[what] : 'application/json'
    if (!response.headers.get('content-type')?.startsWith(type)) {
      await response.body?.cancel()
      return failed(NO_SIGNAL)
    }
    const bytes = await readUpTo(limit_bytes, response)
    if (bytes === null) return failed(TOO_BIG)
    if (response.ok) return { kind: 'ok', value: bytes }
    return failed(problemIn(new TextDecoder().decode(bytes), NO_SIGNAL), retryAfter_s(response))
  } catch {
    return signal.aborted ? { kind: 'aborted' } : failed(NO_SIGNAL)
  }
}

function failed(
  problem: Problem,
  retryAfter_s: number | null = null,
): Extract<Asked<never>, { kind: 'problem' }> {
  return { kind: 'problem', problem, retryAfter_s }
}

/** Null if it is longer than that: counted as it arrives, whatever its headers say. */
async function readUpTo(limit_bytes: number, response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.byteLength
    if (received > limit_bytes) {
      await reader.cancel()
      return null
    }
    pieces.push(value)
  }
  const whole = new Uint8Array(received)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
