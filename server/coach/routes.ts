/**
 * Questions to Gemini. The server keeps nothing of them: the app sends the conversation with each turn, and answers
 * the model's calls itself, from the golfer's own device. So nothing leaves it but what a golfer can see leaving.
 */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { stream } from 'hono/streaming'
import * as v from 'valibot'
import { coachTools, toolNames } from '../../shared/golf/coachTools.ts'
import { isOperator } from '../hub/operator.ts'
import type { Budget } from './budget.ts'
import { askGemini, type GeminiOptions, type Message, type TurnEvent } from './gemini.ts'
import { costOf } from './prices.ts'
import { type ProblemKind, problem } from './problems.ts'
import { PROMPT_VERSION, systemPrompt } from './prompt.ts'

export interface CoachOptions {
  /** Null: no key, and the rules on the device are the coach. */
  readonly coach: { readonly gemini: GeminiOptions; readonly budget: Budget } | null
  /** The operator's. */
  readonly token: string
  /** A golfer of this server's cloud, signed in. */
  readonly isGolfer: (c: Context) => Promise<boolean>
}

/** A line of the answer: what Gemini sends, and at its end what it cost. */
export type CoachEvent =
  | Exclude<TurnEvent, { kind: 'end' }>
  | (Extract<TurnEvent, { kind: 'end' }> & {
      readonly prompt: string
      /** US dollars, an estimate; null where the model's price is not known. */
      readonly cost_usd: number | null
    })

const MOST_BYTES = 512 * 1024
const MOST_TEXT = 8_000
const text = v.pipe(v.string(), v.maxLength(MOST_TEXT))
const name = v.pipe(v.string(), v.maxLength(60))
const Call = v.object({
  name,
  args: v.record(v.string(), v.unknown()),
  signature: v.exactOptional(v.pipe(v.string(), v.maxLength(100_000))),
})
const Asked = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    golfer: v.object({
      handedness: v.picklist(['right', 'left']),
      distance: v.picklist(['yard', 'metre']),
      speed: v.picklist(['mph', 'kmh', 'mps']),
      today: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
    }),
    /** What the asking side can answer, and its golfer lets the model see. */
    tools: v.array(v.picklist(toolNames)),
    messages: v.pipe(
      v.array(
        v.variant('role', [
          v.object({ role: v.literal('user'), text }),
          v.object({ role: v.literal('model'), text, calls: v.pipe(v.array(Call), v.maxLength(20)) }),
          v.object({
            role: v.literal('tool'),
            answers: v.pipe(v.array(v.object({ name, rows: v.unknown() })), v.maxLength(20)),
          }),
        ]),
      ),
      v.minLength(1),
      v.maxLength(60),
    ),
  }),
)

export function coachRoutes({ coach, token, isGolfer }: CoachOptions): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: c => refuse(c, 400, 'bad_request') }))

  app.get('/', c =>
    c.json(
      coach
        ? {
            kind: 'gemini',
            model: coach.gemini.model,
            prompt: PROMPT_VERSION,
            daily_tokens: coach.budget.daily_tokens,
          }
        : { kind: 'rules' },
    ),
  )

  app.post('/turn', async c => {
    if (!isOperator(c, token) && !(await isGolfer(c))) return refuse(c, 401, 'sign_in')
    if (!coach) return refuse(c, 404, 'off')
    const { gemini, budget } = coach
    const asked = v.safeParse(Asked, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    if (budget.usedToday() >= budget.daily_tokens) return refuse(c, 429, 'limit')
    const { golfer, messages, tools } = asked.output
    c.header('content-type', 'application/x-ndjson')
    return stream(c, async out => {
      const stopped = new AbortController()
      out.onAbort(() => stopped.abort())
      const turn = {
        system: systemPrompt(golfer),
        messages: messages as readonly Message[],
        tools: coachTools.filter(({ name }) => tools.includes(name)),
        signal: stopped.signal,
      }
      for await (const event of askGemini(gemini, turn)) {
        if (event.kind === 'end') budget.spend(event.usage)
        const line: CoachEvent =
          event.kind === 'end'
            ? { ...event, prompt: PROMPT_VERSION, cost_usd: costOf(event.model, event.usage) }
            : event
        await out.write(`${JSON.stringify(line)}\n`)
      }
    })
  })
  return app
}

function refuse(c: Context, status: 400 | 401 | 404 | 429, kind: ProblemKind): Response {
  return c.json(problem(kind), status)
}
