import { type Figure, type FigureGroup, figures } from '../../shared/golf/measures.ts'

/** What the derived ones are made of. */
const NEEDS: { readonly [figure in Figure]?: string } = {
  smash: 'ball speed and club speed',
  spin_rpm: 'back spin and side spin',
  spin_axis_deg: 'back spin and side spin',
  face_to_path_deg: 'face angle and club path',
  spin_loft_deg: 'dynamic loft and attack angle',
  strike_mm: 'both parts of the strike',
  roll_m: 'total and carry',
  curve_m: 'side, carry and launch direction',
}

const UNSEEN: { readonly [group in FigureGroup]: string } = {
  club: 'The monitor did not see the club well enough on this swing and gave no value. That is usual.',
  strike: 'The monitor did not see where the ball met the face on this swing. That is usual.',
  ball: 'The monitor gave no value for this shot.',
  flight: 'The monitor gave no value for this shot.',
}

/** Why a figure is –, in the golfer's words. */
export function whyMissing(figure: Figure): string {
  const needs = NEEDS[figure]
  if (needs !== undefined) return `It is worked out from ${needs}, and the monitor did not give all of them.`
  return UNSEEN[figures[figure].group]
}
