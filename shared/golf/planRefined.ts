/** The rules' plan with a model's changes: within bounds, in its order, and never without the tests. */
import * as v from 'valibot'
import { MOST_BALLS, type Part } from './plan.ts'

/** Figures stand in the plan and in what tools return: a note of the model's has none. */
const words = (most: number) =>
  v.pipe(v.string(), v.trim(), v.maxLength(most), v.regex(/^\P{Nd}*$/u, 'Write no figures into notes.'))

export const proposedPlan = v.strictObject({
  why: words(400),
  parts: v.pipe(
    v.array(
      v.strictObject({
        part: v.pipe(v.number(), v.integer(), v.minValue(1)),
        balls: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_BALLS)),
        note: v.optional(words(200), ''),
      }),
    ),
    v.minLength(1),
    v.maxLength(12),
  ),
})

export interface RefinedPart extends Part {
  /** The model's words; empty where it says nothing. */
  readonly note: string
}

export type Refined =
  | { readonly ok: true; readonly why: string; readonly parts: readonly RefinedPart[] }
  | { readonly ok: false; readonly says: string }

const LEAST_WARM_UP = 4

/** `proposed`: as the model wrote it. What is against a rule is told in words, for the model to write it anew. */
export function refined(plan: readonly Part[], proposed: unknown): Refined {
  const read = v.safeParse(proposedPlan, proposed)
  if (!read.success) return { ok: false, says: `Not understood: ${read.issues[0].message}` }
  const { why, parts: changes } = read.output
  const byPart = new Map(changes.map(change => [change.part, change]))
  if (byPart.size < changes.length) return { ok: false, says: 'A part stands there twice.' }
  const parts = plan.map((part, i): RefinedPart => {
    const change = byPart.get(i + 1)
    byPart.delete(i + 1)
    const balls = change?.balls ?? part.balls
    // A ball of a part takes as long as the rules gave it.
    const minutes =
      part.balls === 0 ? part.minutes : Math.max(1, Math.round((part.minutes * balls) / part.balls))
    return {
      ...part,
      balls,
      minutes: balls === part.balls ? part.minutes : minutes,
      note: change?.note ?? '',
    }
  })
  const [unknown] = byPart.keys()
  if (unknown !== undefined) return { ok: false, says: `There is no part ${unknown}.` }
  const ballsIn = (all: readonly Part[], kind?: Part['kind']) =>
    all.reduce((sum, part) => sum + (kind === undefined || part.kind === kind ? part.balls : 0), 0)
  if (ballsIn(parts) > ballsIn(plan)) {
    return { ok: false, says: `More balls than there are: ${ballsIn(plan)} at most.` }
  }
  for (const [i, part] of parts.entries()) {
    const isTest = part.kind === 'cold test' || part.kind === 'test' || part.kind === 'notes'
    if (isTest && part.balls !== plan[i]?.balls) {
      return { ok: false, says: 'The tests keep their balls: they are compared with each other.' }
    }
    if (part.kind === 'warm-up' && part.balls < LEAST_WARM_UP) {
      return { ok: false, says: `The warm-up keeps ${LEAST_WARM_UP} balls at least.` }
    }
  }
  if (2 * ballsIn(parts, 'block') > ballsIn(parts)) {
    return { ok: false, says: 'More than half of the balls in one block: what is learnt so does not stay.' }
  }
  return { ok: true, why, parts }
}
