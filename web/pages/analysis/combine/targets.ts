import type { CombineTarget } from '../../../../shared/golf/combine.ts'
import type { ClubLine } from '../../../db/query.ts'
import type { Display } from '../../../ui/display.ts'

/** More would be no test that anybody ends. */
export const MOST_TARGETS = 30

/** "60, 100 PW, 150 7i": distances in the golfer's unit, each with a club if one is meant. In words what is wrong with it. */
export function targetsTyped(
  text: string,
  clubs: readonly Pick<ClubLine, 'id' | 'name' | 'short'>[],
  display: Display,
): readonly CombineTarget[] | string {
  const parts = text
    .split(/[,;\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
  if (parts.length === 0) return 'A test needs a target, as 80, 120.'
  if (parts.length > MOST_TARGETS) return `A test has at most ${MOST_TARGETS} targets.`
  const targets: CombineTarget[] = []
  for (const part of parts) {
    const [, number = '', named = ''] = /^(\d+(?:\.\d+)?)\s*(.*)$/.exec(part) ?? []
    const carry_m = number === '' ? null : display.typed('carry_m', number)
    if (carry_m === null || carry_m < 5 || carry_m > 400) return `“${part}” is no distance to a target.`
    const called = named.toLowerCase()
    const club = clubs.find(
      ({ name, short }) => name.toLowerCase() === called || short.toLowerCase() === called,
    )
    if (named !== '' && !club) return `“${named}” is no club of your bag.`
    targets.push({ carry_m, club_id: club?.id ?? null })
  }
  return targets
}

/** "80, 120 PW, 150 yd, 3 each". */
export function targetsSaid(
  { targets, each }: { readonly targets: readonly CombineTarget[]; readonly each: number },
  shortOf: (club_id: string) => string,
  display: Display,
): string {
  const said = targets.map(({ carry_m, club_id }) =>
    [Math.round(display.number('carry_m', carry_m)), club_id && shortOf(club_id)].filter(Boolean).join(' '),
  )
  return `${said.join(', ')} ${display.unit('carry_m')}, ${each} each`
}
