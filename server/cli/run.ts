/** Finds the command that was typed, runs it, and says how it went. */
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { type Call, type Command, type Done, Failure } from './command.ts'
import { commands } from './commands.ts'
import { withServer } from './reach.ts'

export interface Ran {
  /** 0 done, 1 failed, 2 wrong use, 3 nothing configured. */
  readonly exit: 0 | 1 | 2 | 3
  /** What each stream gets; empty for nothing. */
  readonly out: string
  readonly err: string
}

export async function runCommand(args: readonly string[], env: Call['env']): Promise<Ran> {
  const wantsJson = args.includes('--json')
  try {
    const { text, json, exit = 0 } = await run(args, env)
    return { exit, out: wantsJson ? JSON.stringify(json) : text, err: '' }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { exit, message } = error
    return wantsJson
      ? { exit, out: JSON.stringify({ failed: message }), err: '' }
      : { exit, out: '', err: message }
  }
}

async function run(args: readonly string[], env: Call['env']): Promise<Done> {
  const command = commandIn(args)
  if (!command) {
    const words = args.filter(arg => !arg.startsWith('-'))
    if (words.length === 0) return { text: help(), json: { commands: commands.map(({ name }) => name) } }
    throw new Failure(2, `There is no command "${words.join(' ')}". npx rangebook --help lists them.`)
  }
  const { values, positionals } = parse(command, args)
  if (values['help']) return { text: helpOf(command), json: { usage: usageOf(command) } }
  const [least, most] = command.words
  if (positionals.length < least || positionals.length > most) {
    throw new Failure(2, `Usage: ${usageOf(command)}`)
  }
  const config = readConfig(env)
  if (!config.ok) throw new Failure(2, config.says)
  return command.run({
    config: config.value,
    env,
    words: positionals,
    options: values,
    server: work => withServer(config.value, work),
  })
}

function commandIn(given: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, at) => given[at] === word))
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: args.slice(command.name.split(' ').length),
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    })
  } catch (error) {
    const [says] = error instanceof Error ? error.message.split('. ') : ['']
    throw new Failure(2, `${says}. Usage: ${usageOf(command)}`)
  }
}

function usageOf({ name, usage }: Command): string {
  return `npx rangebook ${name} ${usage}`.trimEnd()
}

function helpOf(command: Command): string {
  return [usageOf(command), '', command.about, ...(command.help ? ['', command.help] : [])].join('\n')
}

function help(): string {
  const names = commands.map(({ name, usage }) => `${name} ${usage}`.trimEnd())
  const width = Math.max(...names.map(({ length }) => length))
  const list = commands.map(({ about }, at) => `  ${names[at]?.padEnd(width)}  ${about}`)
  return [
    'npx rangebook COMMAND [--json] [--help]',
    '',
    ...list,
    '',
    'Exit code: 0 done, 1 failed, 2 wrong use, 3 nothing configured. Variables: see README.md.',
  ].join('\n')
}
