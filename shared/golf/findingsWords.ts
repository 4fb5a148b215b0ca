/** Findings in the golfer's words and units; sides of the target are the golfer's own, left-handers' too. */
import type { FollowUp } from './findings.ts'
import { TIRED_AFTER } from './findingsBag.ts'
import type { FaultKind, Finding, Goal } from './findingsRules.ts'
import type { Evidence } from './findingsSeen.ts'
import type { Doubted } from './findingsSound.ts'
import { type Figure, figures } from './measures.ts'
import { display, displaySize, joined, type UnitSettings } from './units.ts'

export interface FindingSaid {
  readonly title: string
  /** What was seen, with its interval. */
  readonly seen: string
  readonly evidence: readonly { readonly label: string; readonly now: string; readonly beside: string }[]
  readonly cost: string
  readonly cause: string
  readonly drill: string
  readonly goal: string
}

/** By club id, as the bag calls it. */
export type ClubName = (id: string) => string

export function sayFinding(finding: Finding, clubName: ClubName, settings: UnitSettings): FindingSaid {
  const side = (way: number) => ((settings.handedness === 'left' ? -way : way) > 0 ? 'right' : 'left')
  const words = WORDS[finding.kind]
  const text = { way: finding.way, away: side(finding.way), back: side(-finding.way) }
  const [first] = finding.evidence
  return {
    title: `${clubsSaid(finding, clubName)}${words.title(text)}`,
    seen: `${seenSaid(finding, settings)} ${first.n} shots; 19 times of 20 the true figure lies within ${intervalSaid(first, settings)}.`,
    evidence: finding.evidence.map(one => ({
      label: labelOf(finding.kind, one),
      now: `${valueSaid(finding.kind, one.figure, one.of, one.value, settings)} (${intervalSaid(one, settings)})`,
      beside: besideSaid(one, settings),
    })),
    cost: costSaid(finding, settings),
    cause: words.cause(text),
    drill: words.drill(text),
    goal: goalSaid(finding.goal, settings),
  }
}

/** "Driver: face to path was 4.1° open to path, now 2.6° open to path over 38 shots. Goal: …" */
export function sayFollowUp(
  { opened, is, now, n, within }: FollowUp,
  clubName: ClubName,
  settings: UnitSettings,
): string {
  const { goal, was, kind, club_id } = opened
  const value = (v: number) =>
    valueSaid(kind, goal.figure, goal.of === 'spread' ? 'spread' : 'middle', v, settings)
  const what = `${club_id === null ? '' : `${clubName(club_id)}: `}${figures[goal.figure].label.toLowerCase()}${goal.of === 'spread' ? ' spread' : ''}`
  const was_said = `${what} was ${value(was)}`
  const count = within ? `, ${within.times} of the last ${within.of} within` : ''
  switch (is) {
    case 'waits':
      return `${was_said}. It waits for the next practice. Goal: ${goalSaid(goal, settings)}`
    case 'too few':
      return `${was_said}. ${n} shots since are too few to compare: eight are needed.`
    default: {
      const then = now === null ? '' : `, now ${value(now)} over ${n} shots${count}`
      return `${was_said}${then}: ${FOLLOWED[is]}. Goal: ${goalSaid(goal, settings)}`
    }
  }
}

/** "9 shots under 8 iron look like 6 iron, and are left out of this." */
export function sayDoubted(doubted: readonly Doubted[], clubName: ClubName): readonly string[] {
  const alike = Map.groupBy(doubted, ({ club_id, to_club_id }) => `${club_id} ${to_club_id}`)
  return [...alike.values()].flatMap(own => {
    const [first] = own
    if (!first) return []
    const n = own.reduce((sum, { shot_ids }) => sum + shot_ids.length, 0)
    const like = first.to_club_id === null ? 'a simulator round' : clubName(first.to_club_id)
    return [`${n} shots under ${clubName(first.club_id)} look like ${like}, and are left out of this.`]
  })
}

const FOLLOWED = {
  met: 'goal met',
  better: 'better, and not there yet',
  worse: 'worse',
  'no change shown': 'no change that these shots could show',
} as const

interface Sides {
  readonly way: number
  /** Side of the target that `way` means, and the other one. */
  readonly away: string
  readonly back: string
}

interface Words {
  readonly title: (sides: Sides) => string
  readonly cause: (sides: Sides) => string
  readonly drill: (sides: Sides) => string
}

/** Drills: golf-reference.md, 6. One fault, one drill, in sets of ten. */
const WORDS: Readonly<Record<FaultKind, Words>> = {
  face: {
    title: ({ way }) => `the face is ${way > 0 ? 'open' : 'closed'} to the path`,
    cause: ({ way, away }) =>
      `The face points ${away} of the way the club moves, so the ball curves ${away}. ${way > 0 ? 'Often a weak grip, or hands that turn late' : 'Often a strong grip, or hands that turn early'}. The strike is not to blame: look there first all the same.`,
    drill: ({ way }) =>
      way > 0
        ? 'Start-line gate: two sticks 2 to 3 m ahead, a little wider than the ball. Stronger grip, split hands for three balls, then send ten through the gate.'
        : 'Start-line gate with hold-off punches: finish with the face looking at the target, ten through two sticks 2 to 3 m ahead.',
  },
  path: {
    title: ({ way }) => `the path is too far ${way > 0 ? 'in to out' : 'out to in'}`,
    cause: ({ way, away }) =>
      `The club moves ${away} through the ball (${way > 0 ? 'in to out' : 'out to in'}). ${way > 0 ? 'Often the club is stuck behind, or the feet aim away' : 'Often the shoulders start the downswing and the club comes over the top'}.`,
    drill: ({ way, back }) =>
      way > 0
        ? `Head cover behind the ball, inside the line; feet a little open; swing past it and exit ${back} of it. Ten balls, the cover untouched.`
        : `Head cover outside the ball, a hand ahead: miss it with the club, and throw the swing out ${back}. Ten balls, the cover untouched.`,
  },
  aim: {
    title: ({ away }) => `everything starts ${away}`,
    cause: ({ away }) =>
      `Face and path agree with each other and point ${away} together: that is aim, ball position or alignment, and no fault of the swing.`,
    drill: () =>
      'Alignment station: one stick on the target line, one along the toes, and a spot a metre ahead of the ball to start it over.',
  },
  start_line: {
    title: () => 'the start line is wild',
    cause: () =>
      'The ball starts left and right by turns: the face at impact differs from swing to swing more than anything else does.',
    drill: () =>
      'Nine-to-three swings through a gate of two sticks 2 to 3 m ahead; widen the swing only while eight of ten pass.',
  },
  strike_side: {
    title: ({ way }) => `struck from the ${way > 0 ? 'toe' : 'heel'}`,
    cause: ({ way }) =>
      way > 0
        ? 'Toe strikes lose ball speed and add draw spin, whatever the face does. Often too far from the ball, or weight that goes back on the heels.'
        : 'Heel strikes lose ball speed and add fade spin, whatever the face does. Often too near to the ball, or weight that goes to the toes.',
    drill: ({ way }) =>
      `Two tees as a gate round the head, foot spray on the face. ${way > 0 ? 'Hit five from the heel on purpose, hold the finish for three seconds' : 'Stand a centimetre farther off, hit five from the toe on purpose'}, then ten through the gate.`,
  },
  strike_height: {
    title: ({ way }) => `struck ${way > 0 ? 'high' : 'low'} on the face`,
    cause: ({ way }) =>
      way > 0
        ? 'High strikes launch higher with less spin and lose ball speed. Often the tee is too high, or the club too deep.'
        : 'Low strikes launch lower with more spin and lose ball speed. Often the tee is too low, or the body rises before impact.',
    drill: () =>
      'Tee ladder: three heights, three balls each, spray on the face; then ten at the middle one.',
  },
  steep: {
    title: () => 'the attack is steep',
    cause: () =>
      'The club comes down steeply and the strike turns fat or thin: carry varies more than it should. Often the ball is too far back, or the weight stays behind.',
    drill: () =>
      'Towel a hand behind the ball: miss it, and brush the grass past a line under the ball. Ten balls, the towel untouched.',
  },
  driver_down: {
    title: () => 'the driver is hit down on',
    cause: () =>
      'A driver hit downwards launches lower and spins more than its speed could carry. Often the ball is too far back, or the tee too low.',
    drill: () =>
      'Tee high, ball off the front heel, an empty box 20 cm ahead on the line: swing up over it. Ten balls.',
  },
  driver_launch: {
    title: () => 'launch is too low and spin too high',
    cause: () =>
      'For your ball speed the drive leaves low and climbs on spin. A low strike or a downward attack does that; the loft of the club may, too.',
    drill: () =>
      'Tee so that half of the ball stands above the head, ball off the front heel, swing up; spray the face and see that the strike is above the middle. Ten balls.',
  },
  speed: {
    title: () => 'club speed varies',
    cause: () => 'Full swings differ in speed more than they should, and distance with them. Often tempo.',
    drill: () =>
      'Speed ladder: 70, 80, 90, 100 %, three balls each, count three back and one down; feet together for the first three.',
  },
  wedge_distance: {
    title: () => 'distance varies',
    cause: () =>
      'One swing, many distances: strike and length of swing are not yet the same from ball to ball.',
    drill: () =>
      'Ladder: call 50, 60, 70 and 80 in any order, and land each within five yards before the next.',
  },
  gap: {
    title: () => 'a hole between them',
    cause: () =>
      'Shots from within the hole need a forced or a held-back swing. It is the lofts, or the longer club that is struck better than the shorter.',
    drill: () =>
      'Three-quarter ladder with the longer club: grip down a finger each three balls until one lands in the middle of the hole. Then have the lofts looked at.',
  },
  tired: {
    title: () => `the last balls are slower than those before ball ${TIRED_AFTER}`,
    cause: () => 'Speed goes before anything that you would feel. What is practised then is a tired swing.',
    drill: () =>
      `Stop at ${TIRED_AFTER} full swings, or put a pause of five minutes and ten short shots between.`,
  },
}

function clubsSaid({ club_id, other_club_id }: Finding, clubName: ClubName): string {
  if (club_id === null) return 'Whole session: '
  return other_club_id === null
    ? `${clubName(club_id)}: `
    : `${clubName(club_id)} and ${clubName(other_club_id)}: `
}

function labelOf(kind: FaultKind, { figure, of }: Pick<Evidence, 'figure' | 'of'>): string {
  if (kind === 'gap') return 'Gap'
  if (kind === 'tired') return 'Club speed, late against before'
  return of === 'spread' ? `${figures[figure].label}, spread` : figures[figure].label
}

function seenSaid({ kind, evidence }: Finding, settings: UnitSettings): string {
  const [{ figure, of, value }] = evidence
  const said = valueSaid(kind, figure, of, value, settings)
  if (kind === 'gap') return `${said} of carry lie between them.`
  if (kind === 'tired') return `${said} club speed after ball ${TIRED_AFTER}.`
  return `${labelOf(kind, { figure, of })} is ${said}.`
}

function valueSaid(
  kind: FaultKind,
  figure: Figure,
  of: 'middle' | 'spread',
  value: number,
  settings: UnitSettings,
): string {
  if (kind === 'tired') return `${value < 0 ? '−' : '+'}${(Math.abs(value) * 100).toFixed(1)} %`
  return of === 'spread' || kind === 'gap'
    ? `${of === 'spread' ? '±' : ''}${joined(displaySize(figure, value, settings))}`
    : joined(display(figure, value, settings))
}

function intervalSaid({ figure, of, low, high }: Evidence, settings: UnitSettings): string {
  // A share: of a speed's own, not a speed.
  if (figure === 'club_speed_mps' && of === 'middle' && Math.abs(low) < 1) {
    return `${(low * 100).toFixed(1).replace('-', '−')} to ${(high * 100).toFixed(1).replace('-', '−')} %`
  }
  const [a, b] = [low, high].map(v => displaySize(figure, v, settings))
  if (!a || !b) return ''
  if (low >= 0 || high <= 0) {
    const ends = low >= 0 ? [a.value, joined(b)] : [b.value, joined(a)]
    return ends.join(' to ')
  }
  return `${display(figure, low, settings).cell} to ${display(figure, high, settings).cell}`
}

function besideSaid({ figure, of, past, reference }: Evidence, settings: UnitSettings): string {
  const size = (v: number) => joined(displaySize(figure, v, settings))
  const own =
    past &&
    `yours before: ${of === 'spread' ? `±${size(past.value)}` : joined(display(figure, past.value, settings))} (${past.n} shots)`
  const sound = `sound: ${withinSaid(figure, reference, settings)}`
  return [own, sound].filter(Boolean).join(' · ')
}

function withinSaid(figure: Figure, { low, high }: Evidence['reference'], settings: UnitSettings): string {
  const said = (v: number) => joined(display(figure, v, settings))
  if (low !== null && high !== null) {
    if (low === -high) return `within ${joined(displaySize(figure, high, settings))}`
    return `${display(figure, low, settings).cell} to ${said(high)}`
  }
  if (high !== null) return `at most ${said(high)}`
  return low === null ? '' : `at least ${said(low)}`
}

function costSaid({ cost, kind }: Finding, settings: UnitSettings): string {
  const strokes = `${cost.strokes.toFixed(2)} strokes a shot`
  const yards = (m: number) => joined(displaySize('carry_m', m, settings))
  const parts = [
    cost.offline_m >= 1 && `${yards(cost.offline_m)} nearer to the line without it`,
    cost.carry_m >= 1 && kind !== 'gap' && `${yards(cost.carry_m)} more carry`,
  ].filter(Boolean)
  return parts.length > 0 ? `${strokes}: ${parts.join(', ')}` : strokes
}

export function goalSaid({ figure, of, low, high, times, out_of }: Goal, settings: UnitSettings): string {
  switch (of) {
    case 'gap':
      return `a gap of ${joined(displaySize(figure, high, settings))} at most.`
    case 'late':
      return `no more than ${(Math.abs(low ?? 0) * 100).toFixed(1)} % slower after ball ${TIRED_AFTER}.`
    case 'spread':
      return `${figures[figure].label.toLowerCase()} spread of ±${joined(displaySize(figure, high, settings))} or less.`
    case 'middle': {
      const bounds = `${figures[figure].label.toLowerCase()} ${withinSaid(figure, { low, high }, settings)}`
      return times === null ? `median of ${bounds}.` : `${times} of ${out_of} with ${bounds}.`
    }
    default:
      return of satisfies never
  }
}
