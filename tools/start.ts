/** `npm start`: builds the app if it changed, then serves it with the API. */
import { buildIfChanged } from './build.ts'

if (buildIfChanged()) {
  await import('../server/main.ts')
} else {
  console.error('Rangebook can’t start: the build of the app did not succeed; its reason stands above.')
  process.exitCode = 1
}
