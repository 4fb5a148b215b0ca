import { describe, expect, test } from 'vitest'
import { MAX_REPORT_BYTES } from './limits.ts'
import { fetchReport } from './report.ts'

const LINK = { report_id: '41511', key: 'Zk3yQ9' }
const json = { 'content-type': 'application/json' }

function ask(answer: (request: Request) => Response | Promise<Response>, abort = new AbortController()) {
  const received: number[] = []
  const fetch = async (path: URL | RequestInfo, init?: RequestInit) =>
    answer(new Request(new URL(String(path), 'http://app'), init))
  return {
    fetched: fetchReport(fetch, LINK, abort.signal, bytes => received.push(bytes)),
    received,
  }
}

const problemOf = async (answer: () => Response | Promise<Response>) => {
  const fetched = await ask(answer).fetched
  return fetched.kind === 'problem' ? fetched : fetched.kind
}

test('the link goes in the body, so that no log of addresses holds its key', async () => {
  const { fetched } = ask(async request => {
    expect(request.url).toBe('http://app/api/uneekor/report')
    expect(await request.json()).toEqual({ id: '41511', key: 'Zk3yQ9' })
    return new Response('[]', { headers: json })
  })
  expect(await fetched).toEqual({ kind: 'report', text: '[]' })
})

test('the text arrives as it was sent, whatever the pieces it comes in, and says how far it is', async () => {
  const text = '[{"name":"Übung 7 🏌"}]'
  const bytes = new TextEncoder().encode(text)
  const pieces = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const byte of bytes) stream.enqueue(Uint8Array.of(byte))
      stream.close()
    },
  })
  const { fetched, received } = ask(() => new Response(pieces, { headers: json }))
  expect(await fetched).toEqual({ kind: 'report', text })
  expect(received.at(-1)).toBe(bytes.length)
})

test('a report beyond the limit is left unread, however long it would go on', async () => {
  const chunk = new Uint8Array(1024 * 1024)
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(stream) {
      sent += chunk.length
      stream.enqueue(chunk)
    },
  })
  expect(await problemOf(() => new Response(endless, { headers: json }))).toMatchObject({
    problem: { kind: 'too_big' },
  })
  expect(sent).toBeLessThan(2 * MAX_REPORT_BYTES)
})

describe('what went wrong', () => {
  test('is said in the server’s words, with its cure', async () => {
    const said = { kind: 'source_down', says: 'It does not answer.', cure: 'Try again later.' }
    expect(await problemOf(() => Response.json(said, { status: 502 }))).toEqual({
      kind: 'problem',
      problem: { kind: 'source_down', says: 'It does not answer. Try again later.', cure: 'wait' },
      retryAfter_s: null,
    })
  })

  test('tells how long the server wants to be left alone', async () => {
    const said = { kind: 'slow_down', says: 'Too much.' }
    expect(
      await problemOf(() => Response.json(said, { status: 429, headers: { 'retry-after': '90' } })),
    ).toMatchObject({ problem: { kind: 'slow_down', cure: 'wait' }, retryAfter_s: 90 })
  })

  test.each([
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'a hotel’s sign-in page',
      () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['a proxy’s own error page', () => new Response('Bad gateway', { status: 502 })],
    ['JSON of somebody else', () => Response.json({ error: 'x' }, { status: 503 })],
    [
      'a connection that breaks half-way',
      () =>
        new Response(
          new ReadableStream({
            start(stream) {
              stream.enqueue(new Uint8Array(10))
            },
            pull(stream) {
              stream.error(new TypeError('network error'))
            },
          }),
          { headers: json },
        ),
    ],
  ])('%s is no signal: the link waits', async (_what, answer) => {
    expect(await problemOf(answer)).toMatchObject({ problem: { kind: 'no_signal', cure: 'go_online' } })
  })
})

test('stopped is stopped, not failed', async () => {
  const abort = new AbortController()
  const { fetched } = ask(async request => {
    abort.abort()
    request.signal.throwIfAborted()
    return new Response('[]', { headers: json })
  }, abort)
  expect(await fetched).toEqual({ kind: 'aborted' })
})
