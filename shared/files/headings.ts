/**
 * What a heading says: which measure, in which unit, which way is plus. By its words alone, so that
 * order, count and maker do not matter; German and English as seen in monitors.md.
 */
import { isMeasured, TARGETS, type Target, targets } from './targets.ts'
import { UNITS, type Unit, unitNamed } from './units.ts'

export interface Heading {
  /** As it stands in the file, trimmed. */
  readonly text: string
  /** 0 for the first column of that name: SkyTrak has two named SIDE. */
  readonly nth: number
  /** Its letters and digits alone, without unit. */
  readonly key: string
  readonly unit: Unit | null
  /** -1 where the heading itself says that plus is left, heel or closed; null = it says nothing. */
  readonly sign: 1 | -1 | null
}

/** `units` is the row below, where there is one. */
export function readHeadings(cells: readonly string[], units: readonly string[] = []): Heading[] {
  const seen = new Map<string, number>()
  return cells.map((cell, i) => {
    // Longer than any heading; the patterns below stay quick on what is none.
    const text = cell
      .replace(/^\uFEFF/, '')
      .trim()
      .slice(0, 120)
    const nth = seen.get(text) ?? 0
    seen.set(text, nth + 1)
    return { text, nth, ...readHeading(text, units[i] ?? '') }
  })
}

function readHeading(text: string, unitBelow: string): Pick<Heading, 'key' | 'unit' | 'sign'> {
  let unit: Unit | null = unitNamed(unitBelow)
  let sign: Heading['sign'] = null
  // Brackets hold a unit (one by another too, as deg/s), a rule of signs, or words of the name itself: "Spin Axis (Sim)".
  let name = text.replace(/[[(]([^\])]*)[\])]/g, (whole, inside: string) => {
    const named = unitNamed(inside)
    sign = signStated(inside) ?? sign
    unit = named ?? unit
    const rate = /^[a-z°]{1,5}\/[a-z]{1,3}$/i.test(inside)
    return named !== null || signStated(inside) !== null || rate ? '' : whole
  })
  // Our own exports: carry_yd, ball_speed_mph.
  const suffix = /^[a-z_]+_([a-z]+)$/.exec(name)?.[1]
  if (unit === null && suffix !== undefined && unitNamed(suffix) !== null) {
    unit = unitNamed(suffix)
    name = name.slice(0, -suffix.length)
  }
  return { key: keyOf(name), unit, sign }
}

const keyOf = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** "L-/R+", "toe-/heel+": which way the heading says is plus, in our signs. */
function signStated(text: string): 1 | -1 | null {
  const plus = /([\p{L}-]+)\s*\+/u.exec(text)?.[1]?.toLowerCase()
  if (plus === undefined) return null
  if (/^-?(r|right|in-out|open|up|high|toe)$/.test(plus)) return 1
  return /^-?(l|left|out-in|closed|down|low|heel)$/.test(plus) ? -1 : null
}

/** Who it was, and how to reach them: dropped before anything else sees the file. */
export const isPersonal = (heading: Heading) =>
  /^(player|playername|spieler|spielername|golfer|user|username|name|firstname|lastname|email|emailaddress|mail|phone|account)$/.test(
    heading.key,
  )

/**
 * What each column is by its words: each measure once, by its surest name, a club or date as often
 * as it stands there. A unit decides between equal words: `club` is a name, `Club (mph)` a speed.
 */
export function targetsOf(headings: readonly Heading[]): (Target | null)[] {
  const found: (Target | null)[] = headings.map(() => null)
  for (const target of targets) {
    const { of, names } = TARGETS[target]
    const ranks = headings.map((heading, i) => {
      const fits = heading.unit === null ? !needsUnit(heading.key, target) : UNITS[heading.unit].of === of
      return found[i] === null && fits && !isPersonal(heading) ? names.indexOf(heading.key) : -1
    })
    const best = Math.min(...ranks.filter(rank => rank >= 0))
    for (const [i, rank] of ranks.entries()) {
      if (rank < 0 || (isMeasured(target) && rank !== best)) continue
      if (isMeasured(target) && found.includes(target)) continue
      found[i] = target
    }
  }
  return found
}

/** Words that name one thing with a unit and another without. */
const needsUnit = (key: string, target: Target) =>
  (['ball', 'club', 'time', 'back'].includes(key) && isMeasured(target)) ||
  (key === 'side' && target !== 'side_m')
