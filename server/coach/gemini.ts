/** The one file that knows Gemini's client, which is loaded when the first question comes. */
import type { Content, FunctionDeclaration, GenerateContentStreamResult, Part } from '@google/generative-ai'
import type { CoachTool } from '../../shared/golf/coachTools.ts'
import { type CoachProblem, problem } from './problems.ts'

export interface GeminiOptions {
  readonly key: string
  readonly model: string
  /** Null: Google's own. Without a slash at its end. */
  readonly base: string | null
}

/** A call of a tool, with the model's own mark, which it wants back. */
export interface ToolCall {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly signature?: string
}

export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'model'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly answers: readonly { readonly name: string; readonly rows: unknown }[] }

export interface Usage {
  readonly input_tokens: number
  readonly output_tokens: number
}

export type TurnEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly ToolCall[] }
  | { readonly kind: 'problem'; readonly problem: CoachProblem }
  | { readonly kind: 'end'; readonly usage: Usage; readonly model: string }

export interface Turn {
  readonly system: string
  readonly messages: readonly Message[]
  readonly tools: readonly CoachTool[]
  readonly signal: AbortSignal
}

const LONGEST_MS = 90_000
const MOST_OUTPUT_TOKENS = 2_048

/** One turn: words as they come, or calls; then the end with what it cost. Never throws; a problem is an event. */
export async function* askGemini(
  { key, model, base }: GeminiOptions,
  { system, messages, tools, signal }: Turn,
): AsyncGenerator<TurnEvent> {
  const { GoogleGenerativeAI } = await import('@google/generative-ai')
  const client = new GoogleGenerativeAI(key).getGenerativeModel(
    {
      model,
      systemInstruction: system,
      tools: [{ functionDeclarations: tools as unknown as FunctionDeclaration[] }],
      generationConfig: { maxOutputTokens: MOST_OUTPUT_TOKENS, temperature: 0.2 },
    },
    { ...(base !== null && { baseUrl: base }), timeout: LONGEST_MS },
  )
  let usage: Usage = { input_tokens: 0, output_tokens: 0 }
  let served = model
  let finish: string | null = null
  let said = false
  const calls: ToolCall[] = []
  try {
    const result = await client.generateContentStream({ contents: messages.map(contentOf) }, { signal })
    ignored(result)
    for await (const chunk of result.stream) {
      const { usageMetadata: meta, modelVersion } = chunk as typeof chunk & { modelVersion?: string }
      served = modelVersion ?? served
      if (meta) {
        // Thinking is paid as output, and stands in the total alone.
        const output_tokens = Math.max(
          meta.candidatesTokenCount ?? 0,
          meta.totalTokenCount - meta.promptTokenCount,
        )
        usage = { input_tokens: meta.promptTokenCount, output_tokens }
      }
      if (chunk.promptFeedback?.blockReason) finish = 'SAFETY'
      const [candidate] = chunk.candidates ?? []
      finish = candidate?.finishReason ?? finish
      for (const part of candidate?.content?.parts ?? []) {
        const { thoughtSignature, thought } = part as { thoughtSignature?: string; thought?: boolean }
        if (part.functionCall) {
          const { name, args } = part.functionCall
          const signature = thoughtSignature === undefined ? {} : { signature: thoughtSignature }
          calls.push({ name, args: args as ToolCall['args'], ...signature })
        } else if (part.text && thought !== true) {
          said = true
          yield { kind: 'text', text: part.text }
        }
      }
    }
    if (calls.length > 0) yield { kind: 'calls', calls }
    const wrong = problemOf(finish, said || calls.length > 0)
    if (wrong) yield { kind: 'problem', problem: wrong }
  } catch (error) {
    if (!signal.aborted) yield { kind: 'problem', problem: problemIn(error) }
  }
  yield { kind: 'end', usage, model: served }
}

/** The client reads the stream a second time for a promise that nobody here awaits: its failure is told above. */
function ignored({ response }: GenerateContentStreamResult): void {
  response.catch(() => {})
}

function contentOf(message: Message): Content {
  switch (message.role) {
    case 'user':
      return { role: 'user', parts: [{ text: message.text }] }
    case 'model':
      return {
        role: 'model',
        parts: [
          ...(message.text === '' ? [] : [{ text: message.text }]),
          ...message.calls.map(
            ({ name, args, signature }) =>
              ({
                functionCall: { name, args },
                ...(signature !== undefined && { thoughtSignature: signature }),
              }) as Part,
          ),
        ],
      }
    case 'tool':
      return {
        role: 'function',
        parts: message.answers.map(({ name, rows }) => ({
          functionResponse: { name, response: { rows } },
        })),
      }
    default:
      return message satisfies never
  }
}

/** A stream that ends without a reason was cut. */
function problemOf(finish: string | null, answered: boolean): CoachProblem | null {
  switch (finish) {
    case null:
      return problem('lost')
    case 'STOP':
      return answered ? null : problem('empty')
    case 'MAX_TOKENS':
      return problem('cut_short')
    default:
      return problem('blocked')
  }
}

interface FetchError {
  readonly status?: number
  readonly errorDetails?: readonly {
    readonly '@type'?: string
    readonly retryDelay?: string
    readonly reason?: string
  }[]
}

function problemIn(error: unknown): CoachProblem {
  const { status, errorDetails = [] } = (typeof error === 'object' ? error : null) as FetchError
  switch (status) {
    case 429: {
      const delay = errorDetails.find(one => one['@type']?.endsWith('RetryInfo'))?.retryDelay
      const seconds = Number.parseFloat(delay ?? '')
      return problem('slow_down', Number.isFinite(seconds) ? Math.ceil(seconds) : null)
    }
    case 400:
      return errorDetails.some(({ reason }) => reason === 'API_KEY_INVALID')
        ? problem('key_refused')
        : problem('bad_request')
    case 401:
    case 403:
      return problem('key_refused')
    case 404:
      return problem('no_model')
    case 500:
    case 503:
    case 504:
      return problem('overloaded')
    default:
      return problem('lost')
  }
}
