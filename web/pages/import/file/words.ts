/** Decisions about a file in the golfer's words. */
import { TARGETS, type Target, targets } from '../../../../shared/files/targets.ts'
import { UNITS, type Unit } from '../../../../shared/files/units.ts'
import type { Verdict } from '../../../../shared/files/verdict.ts'

const SHORT: { readonly [value: string]: string } = {
  reversed: 'Turn round',
  'as written': 'As written',
  missing: 'Not measured',
  left: 'Plus is left',
  right: 'Plus is right',
  comma: 'Decimal comma',
  point: 'Decimal point',
  'day-first': 'Day first',
  'month-first': 'Month first',
}

/** The other way to decide, on a button: "feet", "Turn round". */
export function alternativeSaid(value: string): string {
  return Object.hasOwn(UNITS, value) ? UNITS[value as Unit].says : (SHORT[value] ?? value)
}

/** What was decided on doubt stands in sight, or was the golfer's word; the rest is there to be looked up. */
export function inSight(verdicts: readonly Verdict[]): {
  readonly first: Verdict[]
  readonly rest: Verdict[]
} {
  const isFirst = ({ notable, by }: Verdict) => notable || by === 'golfer'
  return { first: verdicts.filter(isFirst), rest: verdicts.filter(verdict => !isFirst(verdict)) }
}

/** What a column can be, as the golfer chooses it. */
export const targetChoices: readonly { readonly value: Target | ''; readonly says: string }[] = [
  { value: '', says: 'Left out' },
  ...targets.map(value => ({ value, says: capital(TARGETS[value].says) })),
]

/** Units that a target can be in; none where it is a word or has but one. */
export function unitChoices(target: Target): readonly { readonly value: Unit | ''; readonly says: string }[] {
  const { of } = TARGETS[target]
  if (of === 'text') return []
  const units = (Object.keys(UNITS) as Unit[]).filter(unit => UNITS[unit].of === of)
  if (units.length < 2) return []
  return [{ value: '', says: 'unit as fits' }, ...units.map(value => ({ value, says: UNITS[value].says }))]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
