import { type Figure, figures } from '../../../../shared/golf/measures.ts'

/** What is asked about over time, and which way is better; 0 = neither, it depends on the golfer. */
export const TRENDED = [
  ['carry_m', 1],
  ['ball_speed_mps', 1],
  ['club_speed_mps', 1],
  ['smash', 1],
  ['side_m', 0],
  ['launch_deg', 0],
  ['spin_rpm', 0],
  ['club_path_deg', 0],
  ['face_deg', 0],
  ['face_to_path_deg', 0],
  ['attack_deg', 0],
  ['strike_mm', -1],
  ['descent_deg', 0],
] as const satisfies readonly (readonly [Figure, -1 | 0 | 1])[]

export type Trended = (typeof TRENDED)[number][0]

export function trendedOf(text: string | null): { readonly figure: Trended; readonly better: -1 | 0 | 1 } {
  const [figure, better] = TRENDED.find(([name]) => name === text) ?? TRENDED[0]
  return { figure, better }
}

export const trendChoices = TRENDED.map(([value]) => ({ value, says: figures[value].label }))

/** Ends of an axis no closer than this, in the golfer's unit: noise must not fill the picture. */
export const LEAST: { readonly [figure in Trended]: number } = {
  ...{ carry_m: 20, ball_speed_mps: 8, club_speed_mps: 6, smash: 0.1, side_m: 20, launch_deg: 6 },
  ...{ spin_rpm: 800, club_path_deg: 6, face_deg: 6, face_to_path_deg: 6, attack_deg: 6 },
  ...{ strike_mm: 12, descent_deg: 8 },
}

/** Reckoned by the monitor from how the ball left, not seen: golf-reference.md, 0. */
const MODELLED: ReadonlySet<Figure> = new Set<Figure>(['carry_m', 'side_m', 'descent_deg'])
/** Reckoned from other measures of the same shot. */
const DERIVED: ReadonlySet<Figure> = new Set<Figure>(['smash', 'spin_rpm', 'face_to_path_deg', 'strike_mm'])

/** How the values came about. */
export function originSaid(figure: Figure): string {
  if (MODELLED.has(figure)) return 'Modelled by the monitor from speed, launch and spin.'
  return DERIVED.has(figure) ? 'Reckoned from what was measured.' : 'Measured.'
}
