import { heldBy, type Landing, type Target } from '../../../../shared/golf/ellipse.ts'
import type { ClubCategory } from '../../../../shared/schema/rows.ts'

/** Across, in the golfer's unit: a small, a usual and a large green; a tight, a usual and a wide fairway. */
export const SIZES = { green: [20, 26, 34], fairway: [25, 32, 45] } as const
export type TargetKind = keyof typeof SIZES

export interface Asked {
  readonly kind: TargetKind
  readonly across: number
  /** Right of the line, in the golfer's unit. */
  readonly aim: number
}

/** As it stands in the address: "green:26". A long club is hit at a fairway. */
export function targetOf(text: string | null, aim: string | null, category: ClubCategory | null): Asked {
  const [kind, size] = (text ?? '').split(':')
  const own: TargetKind =
    kind === 'green' || kind === 'fairway'
      ? kind
      : category === 'driver' || category === 'wood'
        ? 'fairway'
        : 'green'
  const across = Number(size)
  const moved = Number(aim ?? 0)
  return {
    kind: own,
    across: Number.isFinite(across) && across >= 1 && across <= 200 ? across : SIZES[own][1],
    aim: Number.isFinite(moved) && Math.abs(moved) <= 100 ? moved : 0,
  }
}

/** The same in the unit of the landings, its middle at the stock carry. */
export function laidOver({ kind, across, aim }: Asked, carry: number): Target {
  return kind === 'green' ? { kind, radius: across / 2, carry, aim } : { kind, half: across / 2, aim }
}

/** Aims that are tried, right of the line. */
const WIDEST_AIM = 40

/** Where to aim so that most shots end in it; the nearest to the line of those alike. */
export function bestAim(
  landings: readonly Landing[],
  asked: Asked,
  carry: number,
): { aim: number; held: number } {
  let best = { aim: 0, held: heldBy(landings, laidOver({ ...asked, aim: 0 }, carry)) }
  for (let off = 1; off <= WIDEST_AIM; off++) {
    for (const aim of [off, -off]) {
      const held = heldBy(landings, laidOver({ ...asked, aim }, carry))
      if (held > best.held) best = { aim, held }
    }
  }
  return best
}
