/** One report from the server's proxy: the text as the source sent it, or what went wrong in words. */
import * as v from 'valibot'
import type { Problem } from '../db/command.ts'
import { MAX_REPORT_BYTES } from './limits.ts'

export type Fetched =
  | { readonly kind: 'report'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfter_s: number | null }
  | { readonly kind: 'aborted' }

/** As the server says it; its cure is a sentence. */
const ServerProblem = v.object({ kind: v.string(), says: v.string(), cure: v.optional(v.string()) })

const NO_SIGNAL: Problem = {
  kind: 'no_signal',
  says: 'No signal, or the Rangebook server does not answer. The link is kept, and goes on by itself.',
  cure: 'go_online',
}
const TOO_BIG: Problem = {
  kind: 'too_big',
  says: 'This report is far larger than any report should be, so it was not read. Nothing was changed.',
  cure: 'check_link',
}

const CURES: { readonly [kind: string]: NonNullable<Problem['cure']> } = {
  bad_request: 'check_link',
  not_found: 'check_link',
  empty_report: 'check_link',
  too_big: 'check_link',
  slow_down: 'wait',
  source_down: 'wait',
  source_slow: 'wait',
  foreign_origin: 'reload',
}

export async function fetchReport(
  fetch: typeof globalThis.fetch,
  link: { readonly report_id: string; readonly key: string },
  signal: AbortSignal,
  onReceived: (bytes: number) => void,
): Promise<Fetched> {
  try {
    const response = await fetch('/api/uneekor/report', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: link.report_id, key: link.key }),
      signal,
    })
    // A hotel's sign-in page answers everything with HTML.
    if (!response.headers.get('content-type')?.startsWith('application/json')) {
      await response.body?.cancel()
      return failed(NO_SIGNAL)
    }
    const text = await readUpTo(MAX_REPORT_BYTES, response, onReceived)
    if (text === null) return failed(TOO_BIG)
    return response.ok ? { kind: 'report', text } : failed(problemIn(text, NO_SIGNAL), retryAfter_s(response))
  } catch {
    // fetch throws for every network error alike, and so does a connection that breaks while reading.
    return signal.aborted ? { kind: 'aborted' } : failed(NO_SIGNAL)
  }
}

function failed(problem: Problem, retryAfter: number | null = null): Fetched {
  return { kind: 'problem', problem, retryAfter_s: retryAfter }
}

/** The problem that the server answered with; `other`, where that was not our server. */
export function problemIn(text: string, other: Problem): Problem {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), ServerProblem), text)
  if (!read.success) return other
  const { kind, says, cure } = read.output
  return { kind, says: cure ? `${says} ${cure}` : says, cure: CURES[kind] ?? 'retry' }
}

/** What the server asks for; null = nothing. */
export function retryAfter_s(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}

/** The body as text, or null if it is longer than that: counted as it arrives, whatever its headers say. */
async function readUpTo(
  limit_bytes: number,
  response: Response,
  onReceived: (bytes: number) => void,
): Promise<string | null> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    received += value.byteLength
    if (received > limit_bytes) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
    onReceived(received)
  }
}
