/**
 * The source itself, asked over HTTP: one host, no redirect followed, everything that arrives bounded in
 * size and time, three tries. The key goes into the request's path and nowhere else: what fetch throws (its
 * text may hold an address) ends here.
 */
import * as v from 'valibot'
import { isJpeg } from '../../shared/uneekor/media.ts'
import type { ProblemKind } from './problems.ts'

export type Bytes = Uint8Array<ArrayBuffer>

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'slow_down'; readonly retryAfter_s: number }
  | { readonly kind: 'not_found'; readonly status: number }
  | { readonly kind: Exclude<ProblemKind, 'bad_request' | 'foreign_origin' | 'slow_down' | 'not_found'> }

export interface Link {
  readonly id: string
  readonly key: string
}

export interface ShotOfLink extends Link {
  readonly group_id: string
  readonly shot_id: string
}

export interface Source {
  /** The report's JSON, byte for byte as it came: it is kept, and parsed on the device. */
  report(link: Link, signal: AbortSignal): Promise<Answer<Bytes>>
  media(shot: ShotOfLink, signal: AbortSignal): Promise<Answer<MediaFile[]>>
  file(image: string, signal: AbortSignal): Promise<Answer<Bytes>>
}

export type MediaFile = v.InferOutput<typeof MediaFile>
const MediaFile = v.object({ name: v.string(), image: v.string() })
const MediaList = v.pipe(v.string(), v.parseJson(), v.array(MediaFile))

export interface Reach {
  /** Without a slash at its end. */
  readonly base: string
  readonly fetch: typeof globalThis.fetch
  readonly wait: (ms: number) => Promise<void>
  readonly tryLimit_ms: number
}

const MB = 1024 * 1024
const REPORT_LIMIT = 32 * MB
const FILE_LIMIT = 8 * MB
const LIST_LIMIT = 1 * MB

/** How servers say "not with this id and key". */
const REFUSALS = [400, 401, 403, 404, 410]

/** Between the three tries. */
const WAITS_MS = [1_000, 4_000]
/** A source that asks for more patience than this gets it from the golfer's queue, not from an open request. */
const LONGEST_WAIT_S = 10

export function openSource(reach: Reach): Source {
  const api = `${reach.base}/oldmyuneekor/report`
  return {
    report: async ({ id, key }, signal) => {
      const answer = await get(reach, `${api}/${id}/${key}`, REPORT_LIMIT, signal)
      if (answer.kind !== 'ok') return answer
      const kind = kindOfReport(answer.value)
      return kind === 'ok' ? answer : { kind }
    },
    media: async ({ id, key, group_id, shot_id }, signal) => {
      const answer = await get(
        reach,
        `${api}/shotimage/${id}/${key}/${group_id}/${shot_id}`,
        LIST_LIMIT,
        signal,
      )
      // This shot was not filmed.
      if (answer.kind === 'not_found' && answer.status === 404) return { kind: 'ok', value: [] }
      if (answer.kind !== 'ok') return answer
      const list = v.safeParse(MediaList, new TextDecoder().decode(answer.value))
      return list.success ? { kind: 'ok', value: list.output } : { kind: 'not_media' }
    },
    file: async (image, signal) => {
      const answer = await get(reach, reach.base + image, FILE_LIMIT, signal)
      return answer.kind !== 'ok' || isJpeg(answer.value) ? answer : { kind: 'not_media' }
    },
  }
}

/** True for a path that stays under the source's base, whatever `image` says. */
export function staysUnderBase(base: string, image: string): boolean {
  // Printable ASCII; no backslash, which URL parsers take for a slash, and no fragment.
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(image) || /[\\#]/.test(image)) return false
  if (/(^|\/)(\.|%2e){2}(\/|\?|$|%2f)/i.test(image)) return false
  const root = new URL(`${base}/`)
  const url = new URL(base + image)
  return url.origin === root.origin && url.pathname.startsWith(root.pathname)
}

/**
 * By its ends alone: a report of 32 MB parsed here would stall every other golfer, and the device parses it
 * anyway. It tells a web page, an error object and a cut answer from a report.
 */
function kindOfReport(body: Bytes): 'ok' | 'empty_report' | 'not_a_report' {
  const text = (part: Bytes) => new TextDecoder().decode(part).trim()
  if (body.length <= 64 && /^(\[\s*\])?$/.test(text(body))) return 'empty_report'
  // More blanks than any report begins or ends with.
  const whole = /^\[\s*\{/.test(text(body.subarray(0, 64))) && /\}\s*\]$/.test(text(body.subarray(-64)))
  return whole ? 'ok' : 'not_a_report'
}

type Failure = Exclude<Answer<never>, { kind: 'ok' }>
/** `again`: another try may well succeed. */
type Try =
  | { readonly kind: 'ok'; readonly value: Bytes }
  | { readonly failure: Failure; readonly again: boolean }

async function get(reach: Reach, url: string, limit: number, signal: AbortSignal): Promise<Answer<Bytes>> {
  for (let tries = 0; ; tries++) {
    const tried = await tryOnce(reach, url, limit, signal)
    if ('kind' in tried) return tried
    const { failure, again } = tried
    const wait_ms = WAITS_MS[tries]
    if (!again || wait_ms === undefined || signal.aborted) return failure
    await reach.wait(failure.kind === 'slow_down' ? Math.max(wait_ms, failure.retryAfter_s * 1000) : wait_ms)
  }
}

async function tryOnce(reach: Reach, url: string, limit: number, signal: AbortSignal): Promise<Try> {
  const timeUp = AbortSignal.timeout(reach.tryLimit_ms)
  try {
    const response = await reach.fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeUp]),
      headers: { accept: 'application/json, image/jpeg' },
      referrerPolicy: 'no-referrer',
    })
    const failed = failureOf(response)
    if (failed) {
      await response.body?.cancel()
      return failed
    }
    const body = await readUpTo(limit, response)
    return body ? { kind: 'ok', value: body } : { failure: { kind: 'too_big' }, again: false }
  } catch {
    return { failure: { kind: timeUp.aborted ? 'source_slow' : 'source_down' }, again: true }
  }
}

function failureOf({ status, headers }: Response): Extract<Try, { failure: Failure }> | null {
  if (status === 200) return null
  if (status === 429) {
    // Seconds. (A date is allowed too, and never seen here: then the usual wait.)
    const asked_s = Number(headers.get('retry-after') ?? '')
    const retryAfter_s = Number.isFinite(asked_s) && asked_s > 0 ? Math.min(Math.ceil(asked_s), 3600) : 0
    return { failure: { kind: 'slow_down', retryAfter_s }, again: retryAfter_s <= LONGEST_WAIT_S }
  }
  if (REFUSALS.includes(status)) return { failure: { kind: 'not_found', status }, again: false }
  // Redirects too: the key stands in the path, and goes to no other host.
  return { failure: { kind: 'source_down' }, again: status >= 500 }
}

/** The body, or null if it is longer than that. Counted as it arrives and unpacked: what the sender says of it proves nothing. */
async function readUpTo(limit: number, response: Response): Promise<Bytes | null> {
  if (!response.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels the stream, and with it the transfer.
  for await (const chunk of response.body) {
    length += chunk.byteLength
    if (length > limit) return null
    chunks.push(chunk)
  }
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return body
}
