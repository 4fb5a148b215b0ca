/**
 * The prompt that is in use, on the cases of prompt.cases.ts: with Gemini's stand-in the cases themselves are
 * tried; with GEMINI_TRY_KEY (and GEMINI_TRY_MODEL) the real one answers, and each answer is printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBudget } from '../../server/coach/budget.ts'
import type { GeminiOptions } from '../../server/coach/gemini.ts'
import { sourceOver } from '../../server/coach/overShots.ts'
import { PROMPT_VERSION } from '../../server/coach/prompt.ts'
import { coachRoutes } from '../../server/coach/routes.ts'
import { answerCall } from '../../shared/golf/coachAnswers.ts'
import { type Answer, talk } from '../../shared/golf/coachTalk.ts'
import { lookingTools } from '../../shared/golf/coachTools.ts'
import { calling, type GeminiStandin, saying, startGemini } from '../standins/gemini.ts'
import { type PromptCase, promptCases, wrongWith } from './prompt.cases.ts'

let gemini: GeminiStandin
let folder: string
beforeAll(async () => {
  gemini = await startGemini()
  folder = mkdtempSync(join(tmpdir(), 'rangebook-prompt-'))
})
afterAll(async () => {
  await gemini?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const standIn = (): GeminiOptions => ({ key: 'key', model: 'gemini-2.5-flash', base: gemini.address })

const TODAY = '2026-03-10'
const noRows = async () => ({ kind: 'rows', columns: [], rows: [], more: false }) as const

function ask({ clubs, settings, question, goals = [] }: PromptCase, options: GeminiOptions): Promise<Answer> {
  const app = coachRoutes({
    coach: { gemini: options, budget: openBudget(join(folder, 'tokens.json'), 1e9, Date.now) },
    token: 'nobody',
    isGolfer: async () => true,
  })
  const golfer = { clubs, practised: clubs, settings, opened: [], goals }
  const source = sourceOver(golfer, TODAY, { select: noRows, notes: null })
  return talk({
    ...{ id: 'case', asked_at: '2026-03-10T10:00:00Z', today: TODAY, settings, question },
    ...{ earlier: [], tools: lookingTools, isStopped: () => false, onMore: () => {} },
    answerCall: call => answerCall(source, settings, call),
    async *turn(body) {
      const reply = await app.request('/turn', { method: 'POST', body: JSON.stringify(body) })
      for (const line of (await reply.text()).trim().split('\n')) yield JSON.parse(line)
    },
  })
}

describe.each(promptCases)('$name', one => {
  const { clubs, plays } = one
  const args = plays.tool === 'trend' ? { club_id: clubs[0]?.id, figure: 'carry_m' } : {}

  test('a good answer passes', async () => {
    gemini.next.push(calling(plays.tool, args), saying(plays.good))
    expect(wrongWith(one, await ask(one, standIn()))).toEqual([])
  })
  test('a bad one does not, nor one that looked at nothing', async () => {
    gemini.next.push(calling(plays.tool, args), saying(plays.bad))
    expect(wrongWith(one, await ask(one, standIn()))).not.toEqual([])
    gemini.next.push(saying(plays.good))
    expect(wrongWith(one, await ask(one, standIn()))).toContain('it looked at nothing')
  })

  const { GEMINI_TRY_KEY: key, GEMINI_TRY_MODEL: model = 'gemini-2.5-flash' } = process.env
  if (key !== undefined) {
    test(`${model} passes with ${PROMPT_VERSION}`, { timeout: 120_000 }, async () => {
      const answer = await ask(one, { key, model, base: null })
      console.log(`${one.question}\n${answer.text}\n${answer.tokens} tokens`)
      expect(wrongWith(one, answer)).toEqual([])
    })
  }
})
