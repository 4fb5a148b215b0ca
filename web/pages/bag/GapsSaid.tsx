import type { Gap } from '../../../shared/golf/gapping.ts'
import { useDisplay } from '../../ui/display.ts'
import { ENOUGH_CLUBS, type Gaps, type Yardage } from './yardages.ts'

/** The answer in one sentence: where a club is missing, which two are one, or that all is even. */
export function GapsSaid({
  clubs,
  gaps: { all, holes, overlaps },
}: {
  /** How many have a distance. */
  readonly clubs: number
  readonly gaps: Gaps
}) {
  const display = useDisplay()
  const unit = display.unit('carry_m')
  const rounded = (m: number) => Math.round(display.number('carry_m', m))
  if (clubs < ENOUGH_CLUBS || all.length === 0) {
    return <p>With five shots each from four clubs, the steps between them show here.</p>
  }
  const even = all.filter(({ is }) => is === 'even').map(({ gap_m }) => rounded(gap_m))
  const [least, most] = [Math.min(...even), Math.max(...even)]
  const range = least === most ? `${least}` : `${least} to ${most}`
  const [hole, second] = holes
  const more = holes.length - 1
  const between = ({ longer, shorter }: Gap<Yardage>) => `${longer.name} and ${shorter.name}`
  return (
    <p className="num">
      {hole ? (
        <>
          <b>
            {rounded(hole.gap_m)} {unit} hole
          </b>{' '}
          between {between(hole)}.
        </>
      ) : (
        <b>No hole in your bag.</b>
      )}
      {second && ` ${more === 1 ? 'Another' : `${more} more, the next`} between ${between(second)}.`}
      {overlaps[0] && (
        <>
          {' '}
          {between(overlaps[0])} overlap: {rounded(overlaps[0].gap_m)} {unit} apart
          {overlaps[0].swapped !== null &&
            `, the shorter one goes farther ${Math.round(overlaps[0].swapped * 10)} times of 10`}
          .
        </>
      )}
      {even.length > 0 && ` ${hole ? 'The rest steps' : 'From club to club you step'} by ${range} ${unit}.`}
    </p>
  )
}
