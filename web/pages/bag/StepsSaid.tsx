import { useDisplay } from '../../ui/display.ts'
import { ENOUGH_CLUBS, type Step } from './yardages.ts'

/** The answer in one sentence: where a club is missing, or that none is. */
export function StepsSaid({
  clubs,
  steps,
  hole,
}: {
  /** How many have a distance. */
  readonly clubs: number
  readonly steps: readonly Step[]
  readonly hole: Step | null
}) {
  const display = useDisplay()
  const unit = display.unit('carry_m')
  const rounded = (m: number) => Math.round(display.number('carry_m', m))
  if (clubs < ENOUGH_CLUBS || steps.length === 0) {
    return <p>With five shots each from four clubs, the steps between them show here.</p>
  }
  const rest = steps.filter(step => step !== hole).map(({ step_m }) => rounded(step_m))
  const [least, most] = [Math.min(...rest), Math.max(...rest)]
  const range = least === most ? `${least}` : `${least} to ${most}`
  if (!hole) {
    return (
      <p className="num">
        <b>No hole in your bag.</b> From club to club you step by {range} {unit}.
      </p>
    )
  }
  return (
    <p className="num">
      <b>
        {rounded(hole.step_m)} {unit} hole
      </b>{' '}
      between {hole.longer.name} and {hole.shorter.name}.{rest.length > 0 && ` The rest steps by ${range}.`}
    </p>
  )
}
