/** A question and its answer: turns over the app's own server, calls answered here, everything kept that was sent. */
import * as v from 'valibot'
import type { Settings } from '../../../../shared/schema/settings.ts'
import type { Db } from '../../../db/client.ts'
import { localDate } from '../../days.ts'
import { answerCall } from './tools.ts'

export interface Call {
  readonly call_id: string
  readonly name: string
  readonly args: unknown
  readonly rows: unknown
}

export interface CoachProblem {
  readonly says: string
  readonly cure: string
}

/** As it is kept on this device, and shown again without a signal. */
export interface Answer {
  readonly id: string
  readonly asked_at: string
  readonly question: string
  readonly text: string
  /** All that left the device for it besides the question. */
  readonly calls: readonly Call[]
  readonly model: string | null
  readonly prompt: string | null
  readonly tokens: number
  /** US dollars, an estimate; null where the price is not known. */
  readonly cost_usd: number | null
  readonly problem: CoachProblem | null
}

const call = v.object({
  name: v.string(),
  args: v.record(v.string(), v.unknown()),
  signature: v.exactOptional(v.string()),
})
const refused = v.object({ says: v.string(), cure: v.string() })
const event = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.string() }),
  v.object({ kind: v.literal('calls'), calls: v.array(call) }),
  v.object({ kind: v.literal('problem'), problem: refused }),
  v.object({
    kind: v.literal('end'),
    usage: v.object({ input_tokens: v.number(), output_tokens: v.number() }),
    model: v.string(),
    prompt: v.string(),
    cost_usd: v.nullable(v.number()),
  }),
])

/** More turns than these are a model that runs in circles. */
const MOST_TURNS = 6
/** Earlier questions that go along, so that "and with the driver?" is understood. */
const EARLIER = 3

const STOPPED: CoachProblem = { says: 'You stopped it here.', cure: '' }
const LOST: CoachProblem = { says: 'The connection was lost.', cure: 'Your question is kept. Try again.' }

export interface Asked {
  readonly db: Pick<Db, 'query'>
  readonly settings: Settings
  readonly access_token: string
  readonly fetch: typeof globalThis.fetch
  readonly question: string
  readonly earlier: readonly Answer[]
  readonly signal: AbortSignal
  /** Whenever more of it has come. */
  readonly onMore: (answer: Answer) => void
}

/** Never rejects: what went wrong stands in the answer. Stopped by the signal, it ends with what has come. */
export async function converse(asked: Asked): Promise<Answer> {
  const { settings, question, signal, onMore } = asked
  let answer: Answer = {
    ...{ id: crypto.randomUUID(), asked_at: new Date().toISOString(), question },
    ...{ text: '', calls: [], model: null, prompt: null, tokens: 0, cost_usd: 0, problem: null },
  }
  const more = (part: Partial<Answer>) => {
    answer = { ...answer, ...part }
    onMore(answer)
  }
  const { handedness, distance, speed } = settings
  const golfer = { handedness, distance, speed, today: localDate(new Date()) }
  const messages: unknown[] = [
    ...asked.earlier.slice(-EARLIER).flatMap(({ question, text }) =>
      text === ''
        ? []
        : [
            { role: 'user', text: question },
            { role: 'model', text, calls: [] },
          ],
    ),
    { role: 'user', text: question },
  ]
  try {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const reply = await asked.fetch('/api/coach/turn', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${asked.access_token}` },
        body: JSON.stringify({ golfer, messages }),
        signal,
      })
      if (!reply.ok || !reply.body) {
        const said = v.safeParse(refused, await reply.json().catch(() => null))
        more({ problem: said.success ? said.output : LOST })
        return answer
      }
      let said = ''
      let calls: readonly v.InferOutput<typeof call>[] = []
      for await (const line of linesOf(reply.body)) {
        const part = v.parse(event, JSON.parse(line))
        if (part.kind === 'text') {
          said += part.text
          more({ text: answer.text + part.text })
        } else if (part.kind === 'calls') calls = part.calls
        else if (part.kind === 'problem') more({ problem: part.problem })
        else {
          const { usage, model, prompt, cost_usd } = part
          more({
            ...{ model, prompt, tokens: answer.tokens + usage.input_tokens + usage.output_tokens },
            cost_usd: cost_usd === null || answer.cost_usd === null ? null : answer.cost_usd + cost_usd,
          })
        }
      }
      if (answer.problem !== null || calls.length === 0) return answer
      const rows = []
      for (const { name, args } of calls) {
        rows.push({ name, rows: await answerCall(asked.db, settings, { name, args }) })
      }
      messages.push({ role: 'model', text: said, calls }, { role: 'tool', answers: rows })
      const known = answer.calls.length
      more({
        calls: [
          ...answer.calls,
          ...rows.map(({ name, rows }, i) => ({
            ...{ call_id: `call-${known + i + 1}`, name, rows, args: calls[i]?.args ?? {} },
          })),
        ],
      })
    }
    more({
      problem: {
        says: 'Gemini looked at your shots again and again, and gave no answer.',
        cure: 'Ask a smaller question.',
      },
    })
  } catch {
    more({ problem: signal.aborted ? STOPPED : LOST })
  }
  return answer
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield line
  }
}
