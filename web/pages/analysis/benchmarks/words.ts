import type { LaunchWindow } from '../../../../shared/golf/benchmarks.ts'
import type { Display } from '../../../ui/display.ts'

/** Where the golfer's middle lies against the window, and what that asks for. */
export function windowSaid(
  window: LaunchWindow,
  own: { readonly launch_deg: number; readonly spin_rpm: number },
  display: Display,
): string {
  const range = (figure: 'launch_deg' | 'spin_rpm') =>
    `${display.size(figure, window[figure].low).value} to ${display.measure(figure, window[figure].high)}`
  const placed = (figure: 'launch_deg' | 'spin_rpm') =>
    own[figure] < window[figure].low ? 'below it' : own[figure] > window[figure].high ? 'above it' : 'in it'
  const [launch, spin] = [placed('launch_deg'), placed('spin_rpm')]
  const both = launch === spin ? `both are ${launch}` : `launch is ${launch}, spin ${spin}`
  return `For your speed and attack angle the carry window is launch ${range('launch_deg')}, spin ${range('spin_rpm')}. You launch at ${display.measure('launch_deg', own.launch_deg)} with ${display.measure('spin_rpm', own.spin_rpm)}: ${both}.`
}
