/** A question over the app's own server; the model's calls are answered here. */

import * as v from 'valibot'
import { answerCall } from '../../../../shared/golf/coachAnswers.ts'
import { type Answer, refusedTurn, talk } from '../../../../shared/golf/coachTalk.ts'
import { lookingTools, type ToolName } from '../../../../shared/golf/coachTools.ts'
import type { Settings } from '../../../../shared/schema/settings.ts'
import { linesOf } from '../../../sync/lines.ts'
import { type Shots, sourceOf } from './tools.ts'

export interface Asked {
  readonly shots: Shots
  readonly settings: Settings
  readonly access_token: string
  readonly fetch: typeof globalThis.fetch
  readonly question: string
  readonly earlier: readonly Answer[]
  readonly signal: AbortSignal
  /** Takes a plan that the model proposes, and says what is wrong with it. */
  readonly propose?: ((args: unknown) => unknown) | null
  /** Whenever more of it has come. */
  readonly onMore: (answer: Answer) => void
}

const PROPOSES: readonly ToolName[] = ['propose_plan']

/** Never rejects: what went wrong stands in the answer. Stopped by the signal, it ends with what has come. */
export function converse({
  shots,
  settings,
  access_token,
  fetch,
  signal,
  propose = null,
  ...asked
}: Asked): Promise<Answer> {
  const source = sourceOf(shots)
  return talk({
    ...asked,
    id: crypto.randomUUID(),
    asked_at: new Date().toISOString(),
    today: shots.today,
    settings,
    tools: [...lookingTools.filter(name => name !== 'notes' || shots.notes), ...(propose ? PROPOSES : [])],
    answerCall: async call =>
      propose && call.name === 'propose_plan' ? propose(call.args) : answerCall(source, settings, call),
    isStopped: () => signal.aborted,
    async *turn(body) {
      const reply = await fetch('/api/coach/turn', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${access_token}` },
        body: JSON.stringify(body),
        signal,
      })
      if (reply.ok && reply.body) yield* linesOf(reply.body)
      else yield { kind: 'problem', problem: v.parse(refusedTurn, await reply.json()) }
    },
  })
}
