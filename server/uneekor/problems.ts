/** What can go wrong between a golfer's link and its report, in the golfer's words. None of them holds the key. */

export type ProblemKind = keyof typeof PROBLEMS

export interface Problem {
  readonly kind: ProblemKind
  readonly says: string
  readonly cure: string
}

export const PROBLEMS = {
  bad_request: {
    status: 400,
    says: 'This does not look like a report’s number and key.',
    cure: 'Copy the whole link from Uneekor once more and paste it here.',
  },
  foreign_origin: {
    status: 403,
    says: 'Another website asked this server for a report, and was refused.',
    cure: 'Open Rangebook at its own address and paste the link there.',
  },
  not_found: {
    status: 404,
    says: 'Uneekor has nothing at this link: its key is wrong, or the report was deleted, or it is empty.',
    cure: 'Open the link in a browser. If your shots are there, copy the link again; if not, the report is gone.',
  },
  empty_report: {
    status: 404,
    says: 'Uneekor sent an empty report: its key is wrong, or the report was deleted, or it holds no shots.',
    cure: 'Open the link in a browser. If your shots are there, copy the link again; if not, the report is gone.',
  },
  slow_down: {
    status: 429,
    says: 'That was too much at once.',
    cure: 'Wait a little. What is queued goes on by itself.',
  },
  not_a_report: {
    status: 502,
    says: 'What Uneekor sent is not a report.',
    cure: 'Nothing was changed. Try again later: it may be under repair. If it stays so, Uneekor has changed its reports.',
  },
  not_media: {
    status: 502,
    says: 'What Uneekor sent is not a picture of this shot.',
    cure: 'The shot itself is safe. Try its pictures again later.',
  },
  too_big: {
    status: 502,
    says: 'What Uneekor sent is far larger than any report or picture, so it was not read.',
    cure: 'Nothing was changed. Check that the link is the right one.',
  },
  source_down: {
    status: 502,
    says: 'Uneekor does not answer as it should.',
    cure: 'Your link is fine to keep. Try again later.',
  },
  source_slow: {
    status: 504,
    says: 'Uneekor took too long to answer.',
    cure: 'Your link is fine to keep. Try again later.',
  },
} as const

export function problem(kind: ProblemKind): Problem {
  const { says, cure } = PROBLEMS[kind]
  return { kind, says, cure }
}
