/**
 * A question and its answer, turn by turn: the server hands on what a model says, calls are answered where the
 * golfer's shots are, and all that was sent is kept with the answer. Who sends and who looks up are arguments.
 */
import * as v from 'valibot'
import type { Settings } from '../schema/settings.ts'
import type { ToolName } from './coachTools.ts'

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

/** As it is kept, and shown again without a signal. */
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
export const refusedTurn = v.object({ says: v.string(), cure: v.string() })
/** A line of a turn. */
const event = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.string() }),
  v.object({ kind: v.literal('calls'), calls: v.array(call) }),
  v.object({ kind: v.literal('problem'), problem: refusedTurn }),
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
const IN_CIRCLES: CoachProblem = {
  says: 'Gemini looked at your shots again and again, and gave no answer.',
  cure: 'Ask a smaller question.',
}

export interface Talk {
  readonly id: string
  readonly asked_at: string
  /** YYYY-MM-DD where the golfer is. */
  readonly today: string
  readonly settings: Pick<Settings, 'handedness' | 'distance' | 'speed'>
  /** What may be looked at. */
  readonly tools: readonly ToolName[]
  readonly question: string
  readonly earlier: readonly Answer[]
  /** The lines of one turn, as they come; a refusal is a line. Rejects where the connection is lost. */
  readonly turn: (body: object) => AsyncIterable<unknown>
  readonly answerCall: (call: { readonly name: string; readonly args: unknown }) => Promise<unknown>
  readonly isStopped: () => boolean
  /** Whenever more of it has come. */
  readonly onMore: (answer: Answer) => void
}

/** Never rejects: what went wrong stands in the answer, beside what had come. */
export async function talk(asked: Talk): Promise<Answer> {
  const { id, asked_at, question, settings, today, tools } = asked
  let answer: Answer = {
    ...{ id, asked_at, question },
    ...{ text: '', calls: [], model: null, prompt: null, tokens: 0, cost_usd: 0, problem: null },
  }
  const more = (part: Partial<Answer>) => {
    answer = { ...answer, ...part }
    asked.onMore(answer)
  }
  const { handedness, distance, speed } = settings
  const golfer = { handedness, distance, speed, today }
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
      let said = ''
      let calls: readonly v.InferOutput<typeof call>[] = []
      for await (const line of asked.turn({ golfer, tools, messages })) {
        const part = v.parse(event, line)
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
      const rows: { readonly name: string; readonly rows: unknown }[] = []
      for (const { name, args } of calls) {
        rows.push({ name, rows: await asked.answerCall({ name, args }) })
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
    more({ problem: IN_CIRCLES })
  } catch {
    more({ problem: asked.isStopped() ? STOPPED : LOST })
  }
  return answer
}
