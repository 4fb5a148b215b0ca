#!/usr/bin/env node
/** `npx rangebook COMMAND`: as every command of ours, with a Node that is new enough. */
process.env.INIT_CWD ??= process.cwd() // files are named from where it was called
process.argv.splice(2, 0, 'server/cli/main.ts')
await import('./with-node.mjs')
