/** `npx rangebook COMMAND`. */
import { runCommand } from './run.ts'

const { exit, out, err } = await runCommand(process.argv.slice(2), process.env)
if (out) console.log(out)
if (err) console.error(err)
process.exitCode = exit
