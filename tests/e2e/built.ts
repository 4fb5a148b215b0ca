/** Before any file of stories or faults runs: two files at once would else both build. */
import { buildIfChanged } from '../../tools/build.ts'

export function setup(): void {
  if (!buildIfChanged()) throw new Error('the app does not build')
}
