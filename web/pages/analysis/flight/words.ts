import type { Flights } from '../../../db/analysis.ts'
import type { Display } from '../../../ui/display.ts'

/** From these on a ball stops where it lands: sought of irons (golf-reference.md, 1.10). */
const HOLDS_DEG = 45
const RUNS_DEG = 40

export function flightSaid({ n, middle }: Flights, display: Display): string {
  const { launch_deg, apex_m, descent_deg } = middle
  if (n === 0 || launch_deg === null || apex_m === null || descent_deg === null) {
    return 'No shot here has launch, apex, carry, descent and side: there is no way to fit.'
  }
  const lands =
    descent_deg >= HOLDS_DEG
      ? 'steep enough to stop'
      : descent_deg >= RUNS_DEG
        ? 'it runs a little'
        : 'it runs on'
  return `Up at ${display.measure('launch_deg', launch_deg)}, ${display.measure('apex_m', apex_m)} high, down at ${display.measure('descent_deg', descent_deg)}: ${lands}.`
}
