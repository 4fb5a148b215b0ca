import type { CSSProperties } from 'react'
import './club.css'

const COLORS = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)', 'var(--c6)'] as const

/** Outlines about the origin, all of about one area, so that none looks heavier. */
const SHAPES = {
  circle: 'M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z',
  square: 'M-4.4,-4.4H4.4V4.4H-4.4Z',
  triangle: 'M0,-6L5.8,4.4H-5.8Z',
  diamond: 'M0,-6.2L6.2,0L0,6.2L-6.2,0Z',
  wedge: 'M0,6L5.8,-4.4H-5.8Z',
  cross: 'M-2,-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z',
} as const
export type ClubShape = keyof typeof SHAPES
const SHAPE_NAMES = Object.keys(SHAPES) as ClubShape[]

/**
 * Colour and shape of a club by its place in the bag (0-based). Neighbours differ in both; the
 * pairing shifts by one each round, so that no two of 36 clubs look alike.
 */
export function clubColor(place: number): { readonly color: string; readonly shape: ClubShape } {
  const at = Math.max(0, Math.trunc(place))
  const n = COLORS.length
  return {
    color: COLORS[at % n] ?? COLORS[0],
    shape: SHAPE_NAMES[(at + Math.floor(at / n)) % n] ?? 'circle',
  }
}

/** The outline of a shape at a place of an SVG, `radius` px. */
export function shapePath(shape: ClubShape): string {
  return SHAPES[shape]
}

export function ClubMark({ place }: { readonly place: number }) {
  const { color, shape } = clubColor(place)
  return (
    <svg
      className="club-mark"
      style={{ '--club': color } as CSSProperties}
      viewBox="-7 -7 14 14"
      aria-hidden={true}
    >
      <path d={SHAPES[shape]} fill="currentColor" />
    </svg>
  )
}
