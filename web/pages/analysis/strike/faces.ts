import type { ClubCategory } from '../../../../shared/schema/rows.ts'

/**
 * Outlines of a face in mm about its centre, heel to the right and high up as minus: as a right-hander's
 * club looks from in front of it.
 */
export function faceOf(category: ClubCategory | null): string {
  switch (category) {
    case 'driver':
      return 'M-54,2 C-54,-20 -30,-31 2,-31 C32,-31 52,-18 54,4 C54,20 34,27 2,28 C-34,28 -54,20 -54,2Z'
    case 'wood':
    case 'hybrid':
      return 'M-44,2 C-44,-14 -24,-20 2,-20 C28,-20 44,-10 45,4 C45,15 28,18 2,19 C-28,19 -44,14 -44,2Z'
    case 'wedge':
      return 'M-38,20 Q-45,-2 -34,-26 Q-26,-36 -8,-32 L40,-8 Q44,-6 44,0 L42,17 Q41,23 34,24 L-24,27 Q-36,27 -38,20Z'
    default:
      return 'M-36,18 Q-41,0 -32,-17 Q-27,-25 -10,-24 L40,-14 Q45,-13 45,-7 L43,15 Q42,21 35,22 L-23,25 Q-34,25 -36,18Z'
  }
}

/** What the picture must hold, in mm. */
export const FACE_REACH = { x: 56, y: 36 } as const
