/**
 * Gemini as its client meets it: `:streamGenerateContent?alt=sse` under /v1beta, one `data:` line a chunk, and its
 * failures. What it answers next is laid in by the test; without that it says a sentence.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GeminiStandin {
  readonly address: string
  /** Bodies of the requests, as they came, and the key that they showed. */
  readonly asked: { readonly key: string; readonly path: string; readonly body: GeminiRequest }[]
  readonly next: GeminiAnswer[]
  readonly stop: () => Promise<void>
}

export interface GeminiRequest {
  readonly contents: readonly { readonly role: string; readonly parts: readonly Record<string, unknown>[] }[]
  readonly systemInstruction?: { readonly parts: readonly { readonly text: string }[] }
  readonly tools?: readonly { readonly functionDeclarations: readonly { readonly name: string }[] }[]
}

export type GeminiAnswer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>

const usage = (output: number) => ({
  promptTokenCount: 100,
  candidatesTokenCount: output,
  totalTokenCount: 100 + output,
})
const chunk = (parts: readonly object[], output: number, finishReason?: string) => ({
  candidates: [{ index: 0, content: { role: 'model', parts }, ...(finishReason && { finishReason }) }],
  usageMetadata: usage(output),
  modelVersion: 'gemini-2.5-flash-001',
})
const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })
const send = (response: ServerResponse, what: object) =>
  response.write(`data: ${JSON.stringify(what)}\r\n\r\n`)

/** Word by word, then the end. */
export const saying =
  (...words: readonly string[]): GeminiAnswer =>
  response => {
    begin(response)
    for (const [i, text] of words.entries()) {
      send(response, chunk([{ text }], i + 1, i === words.length - 1 ? 'STOP' : undefined))
    }
    response.end()
  }

/** The first words, and the last when it is let go; `left` resolves when whoever asked has gone. */
export function holding(words: () => readonly [first: string, last: string]): {
  readonly answer: GeminiAnswer
  readonly go: () => void
  readonly left: Promise<void>
} {
  const gate = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  return {
    go: () => gate.resolve(),
    left: gone.promise,
    async answer(response) {
      response.on('close', () => gone.resolve())
      const [first, last] = words()
      begin(response)
      send(response, chunk([{ text: first }], 4))
      await Promise.race([gate.promise, gone.promise])
      send(response, chunk([{ text: last }], 9, 'STOP'))
      response.end()
    },
  }
}

export const calling =
  (name: string, args: object): GeminiAnswer =>
  response => {
    begin(response)
    send(response, chunk([{ functionCall: { name, args }, thoughtSignature: 'c2ln' }], 5, 'STOP'))
    response.end()
  }

export const refusing =
  (code: number, message: string, details: readonly object[] = []): GeminiAnswer =>
  response => {
    response
      .writeHead(code, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { code, message, status: 'NOT_OK', details } }))
  }

export const busyFor = (seconds: number) =>
  refusing(429, 'Quota exceeded', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` },
  ])
export const stoppedBySafety: GeminiAnswer = response => {
  begin(response)
  send(response, chunk([{ text: 'As your' }], 2))
  send(response, { candidates: [{ index: 0, finishReason: 'SAFETY' }], usageMetadata: usage(2) })
  response.end()
}
export const blockedBefore: GeminiAnswer = response => {
  begin(response)
  send(response, { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: usage(0) })
  response.end()
}
export const saysNothing: GeminiAnswer = response => {
  begin(response)
  send(response, { candidates: [{ index: 0, finishReason: 'STOP' }], usageMetadata: usage(0) })
  response.end()
}
/** The line goes dead in the middle. */
export const cutOff: GeminiAnswer = response => {
  begin(response)
  response.write(`data: ${JSON.stringify(chunk([{ text: 'Your driver ' }], 3))}\r\n\r\n`, () =>
    response.destroy(),
  )
}
/** It ends as if it were whole, and no reason was given. */
export const endsEarly: GeminiAnswer = response => {
  begin(response)
  send(response, chunk([{ text: 'Your driver ' }], 3))
  response.end()
}
export const malformed: GeminiAnswer = response => {
  begin(response)
  response.end('data: {"candidates": [{"content"\r\n\r\n')
}

export async function startGemini(): Promise<GeminiStandin> {
  const asked: GeminiStandin['asked'] = []
  const next: GeminiAnswer[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const key = String(request.headers['x-goog-api-key'])
    const path = request.url ?? ''
    asked.push({ key, path, body: JSON.parse(Buffer.concat(parts).toString('utf8')) })
    if (!/^\/v1beta\/models\/[\w.-]+:streamGenerateContent\?alt=sse$/.test(path)) {
      return refusing(404, 'no such method')(response, request)
    }
    if (key === 'wrong-key') {
      const invalid = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }
      return refusing(400, 'API key not valid', [invalid])(response, request)
    }
    await (next.shift() ?? saying('Hello.'))(response, request)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    next,
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
