/** What can go wrong between a question and its answer, in the golfer's words. The question is kept by the app. */

export const PROBLEMS = {
  off: { says: 'This server has no key for Gemini.', cure: 'The rules on this device answer all the same.' },
  sign_in: {
    says: 'Answers by Gemini cost money: sign in to this server’s cloud first.',
    cure: 'Settings, Cloud.',
  },
  bad_request: { says: 'This question is not understood.', cure: 'Reload the app.' },
  limit: {
    says: 'Today’s limit for Gemini on this server is used up.',
    cure: 'Ask again tomorrow, or let the operator raise COACH_DAILY_TOKENS.',
  },
  slow_down: { says: 'Gemini takes no more questions at this moment.', cure: 'Try again a little later.' },
  overloaded: { says: 'Gemini is overloaded.', cure: 'Try again in a minute.' },
  key_refused: {
    says: 'Gemini refused this server’s key.',
    cure: 'The operator should look at GEMINI_API_KEY.',
  },
  no_model: { says: 'Gemini knows no such model.', cure: 'The operator should look at GEMINI_MODEL.' },
  blocked: { says: 'Gemini stopped by its safety rules.', cure: 'Say it in other words.' },
  empty: { says: 'Gemini answered nothing.', cure: 'Try again.' },
  cut_short: { says: 'The answer was longer than allowed and ends here.', cure: 'Ask for a part of it.' },
  lost: { says: 'The connection to Gemini was lost.', cure: 'Try again.' },
} as const

export type ProblemKind = keyof typeof PROBLEMS

export interface CoachProblem {
  readonly kind: ProblemKind
  readonly says: string
  readonly cure: string
  /** Where Gemini said when to come again. */
  readonly retry_after_s?: number
}

export function problem(kind: ProblemKind, retry_after_s: number | null = null): CoachProblem {
  if (retry_after_s === null) return { kind, ...PROBLEMS[kind] }
  return { kind, ...PROBLEMS[kind], cure: `Try again in ${retry_after_s} seconds.`, retry_after_s }
}
