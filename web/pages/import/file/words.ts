/** Decisions about a file in the golfer's words. */
import { TARGETS, type Target, targets } from '../../../../shared/files/targets.ts'
import { UNITS, type Unit } from '../../../../shared/files/units.ts'
import type { Verdict } from '../../../../shared/files/verdict.ts'
import type { FilePreview } from '../../../db/query.ts'

const SHORT: { readonly [value: string]: string } = {
  reversed: 'Turn round',
  'as written': 'As written',
  missing: 'Not measured',
  ask: 'Another day',
  file: 'As the file says',
  left: 'Plus is left',
  right: 'Plus is right',
  comma: 'Decimal comma',
  point: 'Decimal point',
  'day-first': 'Day first',
  'month-first': 'Month first',
}

/** Whose file it is, and by what its columns are known. */
export function readAs(table: FilePreview['table']): string {
  if (!table) return 'The earlier system’s database. Side and apex are metres in it, whatever it called them.'
  const { maker_name, sure, known } = table
  if (known) return `Read as ${maker_name ?? 'the last file with these headings'}, as you said then.`
  if (sure) return `Read as ${maker_name}.`
  return `${maker_name ? `Looks like ${maker_name}.` : 'Of a monitor that is not known here.'} Have a look at its columns.`
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

/** Units that a target can be in, by itself `decided`; none where it is a word or has but one. */
export function unitChoices(
  target: Target,
  decided: Unit | null,
): readonly { readonly value: Unit | ''; readonly says: string }[] {
  const { of } = TARGETS[target]
  if (of === 'text') return []
  const units = (Object.keys(UNITS) as Unit[]).filter(unit => UNITS[unit].of === of)
  if (units.length < 2) return []
  const fits = decided === null ? 'as fits' : `${UNITS[decided].says}, as fits`
  return [{ value: '', says: fits }, ...units.map(value => ({ value, says: UNITS[value].says }))]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
