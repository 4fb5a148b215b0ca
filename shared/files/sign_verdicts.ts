/**
 * Which way plus is in a column without R and L, decided for all its rows: spin by the way the ball
 * curved, the start by whether curve then fits spin, the face by the start. The side itself is the
 * anchor: + = right, as every maker seen writes it, unless the golfer says otherwise.
 */
import { correlation } from '../golf/stats.ts'
import { TARGETS, type Target, targets } from './targets.ts'
import type { Columns } from './unit_verdicts.ts'
import { UNITS, type Unit } from './units.ts'
import type { Overrides, Verdict } from './verdict.ts'

type Values = readonly (number | null)[]
type Sign = 1 | -1

/** Rows needed for a correlation that says anything of itself. */
const ENOUGH = 8

export function decideSigns(
  columns: Columns,
  units: ReadonlyMap<Target, Unit>,
  overrides: Overrides,
): { readonly signs: ReadonlyMap<Target, Sign>; readonly verdicts: readonly Verdict[] } {
  const signs = new Map<Target, Sign>()
  const verdicts: Verdict[] = []
  const lateral = targets.filter(target => TARGETS[target].lateral && columns.has(target))
  const settled = (target: Target) => columns.get(target)?.lettered || columns.get(target)?.sign !== null
  const anchors: Sign = overrides['sides'] === 'left' ? -1 : 1
  for (const target of lateral) signs.set(target, stated(columns, target) ?? anchors)
  if (lateral.some(target => !settled(target))) verdicts.push(sidesVerdict(anchors, overrides))

  /** The column in SI, by the sign decided so far. */
  const values = (target: Target): Values | null => {
    const column = columns.get(target)
    const factor = (signs.get(target) ?? 1) * UNITS[units.get(target) ?? 'm'].si
    return column ? column.values.map(v => (v === null ? null : v * factor)) : null
  }
  const settle = (target: Target, found: Sign | null, why: string) => {
    if (!columns.has(target) || settled(target)) return
    const told = overrides[`sign:${target}`]
    const sign = told === 'reversed' ? -1 : told === 'as written' ? 1 : found
    if (sign === -1) signs.set(target, signs.get(target) === 1 ? -1 : 1)
    verdicts.push(signVerdict(target, sign === -1, told !== undefined, found, why))
  }

  settle('launch_direction_deg', startSign(values), 'Only so does the curve of the ball fit its spin.')
  const curve = curveOf(values)
  const side = agreement(values('side_spin_rpm'), curve, 2)
  settle('side_spin_rpm', side, 'By the way the ball curved.')
  const axis =
    agreement(values('spin_axis_deg'), curve, 2) ??
    agreement(values('spin_axis_deg'), values('side_spin_rpm'), 1)
  settle('spin_axis_deg', axis, curve === null ? 'By its side spin.' : 'By the way the ball curved.')
  const start = values('launch_direction_deg')
  const face = togetherOf(values('face_deg'), start)
  settle(
    'face_deg',
    face === null || Math.abs(face) < 0.5 ? null : signOf(face),
    'The ball starts near the face.',
  )
  const path = pathSigns(values)
  settle('club_path_deg', path?.path ?? null, 'Face to path is face less path.')
  settle('face_to_path_deg', path?.face_to_path ?? null, 'Face to path is face less path.')
  for (const target of ['side_m', 'carry_side_m', 'curve_m'] as const) {
    if (overrides[`sign:${target}`] !== undefined) settle(target, null, '')
  }
  return { signs, verdicts }
}

type Of = (target: Target) => Values | null

const stated = (columns: Columns, target: Target): Sign | null => {
  const column = columns.get(target)
  return column?.lettered ? 1 : (column?.sign ?? null)
}

/** How far the ball came to lie from where it started out for; null without side and start. */
function curveOf(of: Of, start = of('launch_direction_deg')): Values | null {
  const side = of('side_m') ?? of('carry_side_m')
  const distance = (of('side_m') && of('total_m')) ?? of('carry_m') ?? of('total_m')
  if (!side || !distance || !start) return of('curve_m')
  return side.map((s, i) => {
    const [d, angle] = [distance[i] ?? null, start[i] ?? null]
    return s === null || d === null || angle === null ? null : s - d * Math.sin((angle * Math.PI) / 180)
  })
}

/** Plus or minus by which most rows agree; null where they don't say. Curves under 2 m are noise. */
function agreement(a: Values | null, b: Values | null, noise: number): Sign | null {
  let same = 0
  let other = 0
  for (const [i, x] of (a ?? []).entries()) {
    const y = b?.[i] ?? null
    if (x === null || y === null || x === 0 || Math.abs(y) < noise) continue
    if (x > 0 === y > 0) same++
    else other++
  }
  if (same + other < 2) return null
  if (same >= 0.7 * (same + other)) return 1
  return other >= 0.7 * (same + other) ? -1 : null
}

/**
 * A golfer who starts the ball left and slices it has start against side all day, so that alone
 * shows nothing: the start is reversed where only then curve and spin go together.
 */
function startSign(of: Of): Sign | null {
  const start = of('launch_direction_deg')
  const spin = of('side_spin_rpm') ?? of('spin_axis_deg')
  if (!start || !spin) return null
  const other = start.map(v => (v === null ? null : -v))
  const [as, reversed] = [togetherOf(curveOf(of, start), spin), togetherOf(curveOf(of, other), spin)]
  if (as === null || reversed === null) return null
  if (Math.abs(as) > 0.8 && Math.abs(as) > Math.abs(reversed)) return 1
  return Math.abs(reversed) > 0.8 && Math.abs(reversed) > Math.abs(as) + 0.2 ? -1 : null
}

/** The signs of path and face to path by which the three agree; null where none is missing or all fit. */
function pathSigns(of: Of): { path: Sign; face_to_path: Sign } | null {
  const [face, path, between] = [of('face_deg'), of('club_path_deg'), of('face_to_path_deg')]
  if (!face || !path || !between) return null
  const rows = face.flatMap((f, i) => {
    const [p, b] = [path[i] ?? null, between[i] ?? null]
    return f === null || p === null || b === null ? [] : [[f, p, b] as const]
  })
  if (rows.length < 2) return null
  const signs: readonly Sign[] = [1, -1]
  const off = (p: Sign, b: Sign) =>
    rows.reduce((sum, row) => sum + Math.abs(row[0] - p * row[1] - b * row[2]), 0)
  const choices = signs.flatMap(p => signs.map(b => ({ path: p, face_to_path: b, off: off(p, b) })))
  const best = choices.reduce((a, b) => (b.off < a.off ? b : a))
  // As written unless another pair fits at least twice as well.
  return best.off * 2 < off(1, 1) || (best.path === 1 && best.face_to_path === 1) ? best : null
}

/** Of the rows that have both; null where they are too few, or one does not vary. */
function togetherOf(a: Values | null, b: Values | null): number | null {
  const rows = (a ?? []).flatMap((x, i) => {
    const y = b?.[i] ?? null
    return x === null || y === null ? [] : [[x, y] as const]
  })
  if (rows.length < ENOUGH) return null
  return correlation(
    rows.map(([x]) => x),
    rows.map(([, y]) => y),
  )
}

const signOf = (n: number): Sign => (n < 0 ? -1 : 1)

function sidesVerdict(anchors: Sign, overrides: Overrides): Verdict {
  const says = {
    right: 'Plus is right of the target in this file.',
    left: 'Plus is left of the target in this file.',
  }
  const decided = anchors === 1 ? 'right' : 'left'
  const other = anchors === 1 ? 'left' : 'right'
  return {
    what: 'sides',
    says: says[decided],
    decided,
    by: overrides['sides'] === undefined ? 'custom' : 'golfer',
    notable: false,
    alternatives: [{ value: other, says: says[other] }],
  }
}

function signVerdict(
  target: Target,
  reversed: boolean,
  golfer: boolean,
  found: Sign | null,
  why: string,
): Verdict {
  const words = `${TARGETS[target].says[0]?.toUpperCase()}${TARGETS[target].says.slice(1)}`
  const says = {
    reversed: `${words}: sign reversed in this file.`,
    'as written': `${words}: sign as written.`,
  }
  const decided = reversed ? 'reversed' : 'as written'
  const other = reversed ? 'as written' : 'reversed'
  const shown = !golfer && found !== null
  return {
    what: `sign:${target}`,
    says: shown && why !== '' ? `${says[decided]} ${why}` : says[decided],
    decided,
    by: golfer ? 'golfer' : shown ? 'physics' : 'custom',
    notable: reversed,
    alternatives: [{ value: other, says: says[other] }],
  }
}
