/** `coach ask "…"`: a question to Gemini over what the warehouse holds; without a key the rules answer, and say so. */

import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { answerCall } from '../../shared/golf/coachAnswers.ts'
import { type Answer, refusedTurn, talk } from '../../shared/golf/coachTalk.ts'
import { lookingTools } from '../../shared/golf/coachTools.ts'
import { localDate } from '../../shared/golf/dates.ts'
import { checkFigures, sourcesIn } from '../../shared/golf/figures.ts'
import type { Settings } from '../../shared/schema/settings.ts'
import { sourceOver } from '../coach/overShots.ts'
import { selectAlone } from '../coach/select.ts'
import { byRules, COACH_OPTIONS, COACH_USAGE, readGolfer, readNotes } from './coach.ts'
import { type Command, type Done, Failure } from './command.ts'
import type { AskServer } from './reach.ts'
import { linesIn } from './sync.ts'

const About = v.object({ kind: v.picklist(['gemini', 'rules']) })

export const coachAsk: Command = {
  name: 'coach ask',
  usage: `"QUESTION" ${COACH_USAGE} [--notes]`,
  about: 'a question to Gemini, where GEMINI_API_KEY is set; else the rules answer',
  help: 'Sent to Google: the question, and what the model asks to see: names of clubs, findings, goals, medians, dispersion, trends, comparisons, rows of a query in figures alone; notes only with --notes. --json tells all of it.',
  options: { ...COACH_OPTIONS, notes: { type: 'boolean' } },
  words: [1, 1],
  run: async call => {
    const golfer = await readGolfer(call)
    const { settings } = golfer
    const [question = ''] = call.words
    const answer = await call.server(async ask => {
      const { kind } = v.parse(About, await (await ask('/api/coach')).json())
      if (kind === 'rules') return null
      const now = new Date()
      const today = localDate(now)
      const mayRead = call.options['notes'] === true
      const source = sourceOver(golfer, today, {
        select: sql => selectAlone(golfer.figures, sql),
        notes: mayRead ? period => readNotes(call, golfer.user_id, period) : null,
      })
      return talk({
        id: randomUUID(),
        asked_at: now.toISOString(),
        today,
        settings,
        question,
        earlier: [],
        tools: lookingTools.filter(name => name !== 'notes' || mayRead),
        turn: body => turnOf(ask, body),
        answerCall: one => answerCall(source, settings, one),
        isStopped: () => false,
        onMore: () => {},
      })
    })
    if (answer === null) {
      const { text, json } = byRules(golfer)
      return { json, text: `This server has no key for Gemini: the rules answer.\n\n${text}` }
    }
    const { problem } = answer
    if (problem)
      throw new Failure(1, [answer.text, `${problem.says} ${problem.cure}`].filter(Boolean).join('\n'))
    return said(answer, settings)
  },
}

function said(answer: Answer, settings: Settings): Done {
  const { calls, model, prompt, tokens, cost_usd } = answer
  const text = printable(answer.text)
  const sources = calls.flatMap(({ call_id, rows }) => sourcesIn(call_id, rows))
  const spans = checkFigures(text, sources, settings)
  const marked = spans.map(({ text, is }) => (is === 'unsupported' ? `${text} [unsupported]` : text)).join('')
  const looked = calls.length === 0 ? 'at nothing' : calls.map(({ name }) => name).join(', ')
  const cost = cost_usd === null ? '' : `, about $${cost_usd.toFixed(4)}`
  return {
    json: { by: 'gemini', ...answer, spans },
    text: [
      marked,
      ...(marked === text ? [] : ['[unsupported]: in nothing that your shots gave. Do not rely on it.']),
      `${model}, prompt ${prompt}, looked: ${looked}; ${tokens} tokens${cost}`,
    ].join('\n\n'),
  }
}

/** Without what a terminal would obey: colours and moves of its cursor, bells. */
const printable = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: just these are taken out.
  text.replace(/\u001b\[[\d;]*[A-Za-z]|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')

async function* turnOf(ask: AskServer, body: object): AsyncGenerator<unknown> {
  const reply = await ask('/api/coach/turn', { json: body })
  if (reply.ok) yield* linesIn(reply)
  else yield { kind: 'problem', problem: v.parse(refusedTurn, await reply.json()) }
}
