/**
 * Units that a file doesn't name, decided for all its rows by what balls do: speed against carry,
 * ball speed against club speed, apex against carry and launch. What the file or the golfer says
 * stands.
 */
import { TARGETS, type Target } from './targets.ts'
import { UNITS, type Unit } from './units.ts'
import type { Overrides, Verdict } from './verdict.ts'

export interface MeasuredColumn {
  readonly target: Target
  /** As the heading, the row below it, the cells or the golfer's mapping say. */
  readonly unit: Unit | null
  /** -1: the heading says that plus is left. */
  readonly sign: 1 | -1 | null
  /** Its cells carry R and L. */
  readonly lettered: boolean
  /** Row by row, as written. */
  readonly values: readonly (number | null)[]
}
export type Columns = ReadonlyMap<Target, MeasuredColumn>

/** Lengths that one setting of the monitor rules together. */
const DISTANCES: readonly Target[] = ['carry_m', 'total_m', 'side_m', 'carry_side_m', 'roll_m', 'curve_m']
const SPEEDS: readonly Unit[] = ['mph', 'kmh', 'mps']

/** Carry ÷ range without air, v²·sin 2θ ÷ g: 0.8 with a wedge to 1.1 with a driver. */
const CARRY_RATIO = 0.95
const SMASH = 1.33
/** Apex ÷ ¼ carry·tan launch, the apex of a throw without air: 1.1 half wedge, 1.9 driver, 2.4 irons. */
const APEX_RATIO = 1.9
/** Further off than this factor, the presumption gives way to a unit that fits. */
const MISFIT = Math.log(1.6)

export function decideUnits(
  columns: Columns,
  makerUnits: { readonly [T in Target]?: Unit },
  overrides: Overrides,
): { readonly units: ReadonlyMap<Target, Unit>; readonly verdicts: readonly Verdict[] } {
  const units = new Map<Target, Unit>()
  const verdicts: Verdict[] = []
  const decide = (what: string, targets: readonly Target[], choice: Choice, choices: readonly Unit[]) => {
    for (const target of targets) units.set(target, choice.unit)
    const words = what === 'unit:distance' ? 'distances' : TARGETS[targets[0] ?? 'carry_m'].says
    const reads = (unit: Unit) => `${words[0]?.toUpperCase()}${words.slice(1)} read as ${UNITS[unit].says}.`
    verdicts.push({
      what,
      says: choice.why ? `${reads(choice.unit)} ${choice.why}` : reads(choice.unit),
      decided: choice.unit,
      by: choice.by,
      notable: choice.by === 'physics' || choice.by === 'custom',
      alternatives: choices.filter(u => u !== choice.unit).map(value => ({ value, says: reads(value) })),
    })
  }

  for (const { target, unit } of columns.values()) if (unit !== null) units.set(target, unit)
  const usual = usualUnit(units)
  const ball = columns.get('ball_speed_mps')
  if (ball && ball.unit === null) {
    const fits = ratios(columns, units.get('carry_m') ?? 'yd')
    const presumed = makerUnits.ball_speed_mps
    decide(
      'unit:ball_speed_mps',
      [ball.target],
      told(overrides, 'unit:ball_speed_mps', SPEEDS) ??
        choose(
          SPEEDS,
          presumed,
          'mph',
          u =>
            misfit(
              fits.map(r => r / UNITS[u].si ** 2),
              CARRY_RATIO,
            ),
          'Carry fits that.',
        ),
      SPEEDS,
    )
  }
  const speed = units.get('ball_speed_mps')

  const distances = DISTANCES.filter(target => columns.get(target)?.unit === null)
  if (distances.length > 0) {
    const what = 'unit:distance'
    const metric = speed !== undefined && speed !== 'mph'
    const presumed = metric ? undefined : makerUnits.carry_m
    const choice: Choice = told(overrides, what, ['yd', 'm']) ??
      (usual ? { unit: usual, by: 'file', why: 'As its other distances.' } : null) ??
      (presumed ? { unit: presumed, by: 'maker' } : null) ?? {
        unit: metric ? 'm' : 'yd',
        by: 'custom',
        why: metric ? 'As goes with its speeds.' : '',
      }
    decide(what, distances, choice, ['yd', 'm'])
  }

  const club = columns.get('club_speed_mps')
  if (club && club.unit === null) {
    const smashes = pairs(ball, club).map(([b, c]) => (b * UNITS[speed ?? 'mph'].si) / c)
    const choice =
      told(overrides, 'unit:club_speed_mps', SPEEDS) ??
      choose(
        SPEEDS,
        makerUnits.club_speed_mps,
        speed ?? 'mph',
        u =>
          misfit(
            smashes.map(s => s / UNITS[u].si),
            SMASH,
          ),
        'Ball speed fits that.',
      )
    decide('unit:club_speed_mps', [club.target], choice, SPEEDS)
  }

  const apex = columns.get('apex_m')
  if (apex && apex.unit === null) {
    const distance = units.get('carry_m') ?? units.get('total_m') ?? 'yd'
    const candidates: readonly Unit[] = distance === 'm' ? ['m', 'ft'] : ['ft', 'yd']
    const rises = apexRatios(columns, UNITS[distance].si)
    const choice =
      told(overrides, 'unit:apex_m', ['ft', 'yd', 'm']) ??
      choose(
        candidates,
        makerUnits.apex_m,
        distance,
        u =>
          misfit(
            rises.map(r => r * UNITS[u].si),
            APEX_RATIO,
          ),
        'Carry and launch fit that.',
      )
    decide('unit:apex_m', [apex.target], choice, ['ft', 'yd', 'm'])
  }

  for (const { target } of columns.values()) {
    if (!units.has(target)) units.set(target, makerUnits[target] ?? plainUnit(target))
  }
  return { units, verdicts }
}

interface Choice {
  readonly unit: Unit
  readonly by: Verdict['by']
  readonly why?: string
}

function told(overrides: Overrides, what: string, choices: readonly Unit[]): Choice | null {
  const unit = choices.find(u => u === overrides[what])
  return unit ? { unit, by: 'golfer' } : null
}

/** The presumed unit unless the numbers contradict it and fit another. */
function choose(
  candidates: readonly Unit[],
  presumed: Unit | undefined,
  otherwise: Unit,
  misfitOf: (unit: Unit) => number | null,
  why: string,
): Choice {
  const first = presumed ?? otherwise
  const [best, bestMisfit] = candidates
    .map(unit => [unit, misfitOf(unit)] as const)
    .reduce((a, b) => ((b[1] ?? Infinity) < (a[1] ?? Infinity) ? b : a))
  const off = misfitOf(first)
  if (best !== first && off !== null && off > MISFIT && bestMisfit !== null && bestMisfit < MISFIT) {
    return { unit: best, by: 'physics', why }
  }
  if (presumed) return { unit: presumed, by: 'maker' }
  return off !== null && off < MISFIT ? { unit: first, by: 'physics', why } : { unit: first, by: 'custom' }
}

/** How far the median is from where it belongs, as a logarithm; null without numbers. */
function misfit(ratiosInUnit: readonly number[], centre: number): number | null {
  if (ratiosInUnit.length === 0) return null
  const sorted = ratiosInUnit.toSorted((a, b) => a - b)
  return Math.abs(Math.log((sorted[Math.floor(sorted.length / 2)] ?? centre) / centre))
}

/** Carry over the range without air, per row, for a speed of 1 m/s a unit. */
function ratios(columns: Columns, carryUnit: Unit): number[] {
  const launch = columns.get('launch_deg')?.values
  return pairs(
    columns.get('carry_m') ?? columns.get('total_m'),
    columns.get('ball_speed_mps'),
    (i, carry) => {
      const angle = launch?.[i] ?? (launch ? null : 18)
      return carry > 30 && angle !== null && angle > 7 && angle < 55
    },
  ).map(([carry, v, i]) => {
    const angle = launch?.[i] ?? 18
    return (carry * UNITS[carryUnit].si * 9.81) / (v * v * Math.sin((angle * Math.PI) / 90))
  })
}

function apexRatios(columns: Columns, carrySi: number): number[] {
  const launch = columns.get('launch_deg')?.values
  return pairs(columns.get('apex_m'), columns.get('carry_m'), i => {
    const angle = launch?.[i] ?? (launch ? null : 18)
    return angle !== null && angle > 8 && angle < 50
  }).map(
    ([apex, carry, i]) => (4 * apex) / (carry * carrySi * Math.tan(((launch?.[i] ?? 18) * Math.PI) / 180)),
  )
}

/** Rows in which both are there and above zero. */
function pairs(
  a: MeasuredColumn | undefined,
  b: MeasuredColumn | undefined,
  keep: (row: number, a: number) => boolean = () => true,
): [a: number, b: number, row: number][] {
  return (a?.values ?? []).flatMap((x, i) => {
    const y = b?.values[i] ?? null
    return x !== null && y !== null && x > 0 && y > 0 && keep(i, x)
      ? [[x, y, i] as [number, number, number]]
      : []
  })
}

/** The unit that the file itself names for a distance. */
function usualUnit(units: ReadonlyMap<Target, Unit>): Unit | null {
  return DISTANCES.map(target => units.get(target)).find(unit => unit === 'yd' || unit === 'm') ?? null
}

function plainUnit(target: Target): Unit {
  if (target.endsWith('_mm')) return 'mm'
  switch (TARGETS[target].of) {
    case 'angle':
      return 'deg'
    case 'spin':
      return 'rpm'
    case 'time':
      return 's'
    case 'speed':
      return 'mph'
    default:
      return 'm'
  }
}
