import type { GroupKind } from '../../../shared/schema/rows.ts'
import type { ImportAnswers } from '../../db/command.ts'
import type { ImportPreview } from '../../db/query.ts'

export type ClubAnswer = NonNullable<ImportAnswers['clubs']>[string]

/** What the golfer changed in the preview; all else is taken as it was guessed. */
export interface Answers {
  readonly clubs: { readonly [code: string]: ClubAnswer }
  readonly kinds: { readonly [group_id: string]: GroupKind }
  readonly group_clubs: { readonly [group_id: string]: string }
}

export const noAnswers: Answers = { clubs: {}, kinds: {}, group_clubs: {} }

/** The first club that only the golfer can name, and has not. */
export function unanswered(preview: Pick<ImportPreview, 'new_clubs'>, answers: Answers): string | null {
  return preview.new_clubs.find(({ code, ask }) => ask && !(code in answers.clubs))?.code ?? null
}

/** What goes with the command: a club never seen before that the golfer did not speak of is as named. */
export function sent(preview: Pick<ImportPreview, 'new_clubs'>, answers: Answers): ImportAnswers {
  const named = preview.new_clubs.map(({ code }) => [code, { is: 'as_named' }] as const)
  return {
    clubs: { ...Object.fromEntries(named), ...answers.clubs },
    kinds: answers.kinds,
    group_clubs: answers.group_clubs,
  }
}

/** A group's club as it would be after the golfer's answers; null = the golfer must still say. */
export function clubOf(
  group: ImportPreview['groups'][number],
  preview: Pick<ImportPreview, 'new_clubs'>,
  answers: Answers,
  nameOf: (club_id: string) => string,
): string | null {
  const chosen = answers.group_clubs[group.id]
  if (chosen !== undefined) return nameOf(chosen)
  const asked = preview.new_clubs.find(({ code }) => code === group.club_code)
  if (!asked) return group.club_name
  const answer = answers.clubs[asked.code] ?? (asked.ask ? null : { is: 'as_named' as const })
  switch (answer?.is) {
    case undefined:
      return null
    case 'as_named':
      return asked.name
    case 'mixed':
      return 'mixed clubs'
    case 'club':
      return nameOf(answer.club_id)
    default:
      return answer satisfies never
  }
}

export interface ClubShots {
  /** Null: the golfer must still say. */
  readonly name: string | null
  /** Of a club that the bag has already. */
  readonly club_id: string | null
  readonly shots: number
}

/** Shots per club as they would be after the golfer's answers, in the order of the groups. */
export function shotsByClub(
  preview: Pick<ImportPreview, 'groups' | 'new_clubs'>,
  answers: Answers,
  nameOf: (club_id: string) => string,
): readonly ClubShots[] {
  const byName = new Map<string | null, ClubShots>()
  for (const group of preview.groups) {
    const name = clubOf(group, preview, answers, nameOf)
    const shots = (byName.get(name)?.shots ?? 0) + group.shots
    byName.set(name, { name, club_id: group.club_id, shots })
  }
  return [...byName.values()]
}
