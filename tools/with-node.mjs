/**
 * node tools/with-node.mjs SCRIPT ARGUMENTS…: runs a script (TypeScript too) with a Node that is new
 * enough and with the dependencies in place. Every npm script of ours begins here.
 */
import { bringDependencies, bringNode, Hindrance, run } from './node.mjs'

const [script, ...args] = process.argv.slice(2)
try {
  if (!script) throw new Hindrance('Say which script: node tools/with-node.mjs SCRIPT ARGUMENTS…')
  const node = await bringNode()
  await bringDependencies(node)
  process.exitCode = await run(node, [script, ...args])
} catch (error) {
  if (!(error instanceof Hindrance)) throw error
  console.error(error.message)
  process.exitCode = 1
}
