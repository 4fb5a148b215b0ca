/** What a command of `npx rangebook` is. A new one is a file here and a line in commands.ts. */
import { resolve } from 'node:path'
import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'
import type { AskServer } from './reach.ts'

export interface Command {
  /** As it is typed: 'hub backup'. */
  readonly name: string
  /** Of what follows it, for the help: 'FILE'. */
  readonly usage: string
  /** One line for the list. */
  readonly about: string
  /** More for its own help, if need be. */
  readonly help?: string
  /** Besides --json and --help. */
  readonly options?: NonNullable<ParseArgsConfig['options']>
  /** Least and most words after the name. */
  readonly words: readonly [number, number]
  run(call: Call): Promise<Done>
}

export interface Call {
  readonly config: Config
  readonly env: Readonly<Record<string, string | undefined>>
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  /** Runs work against the server's operator routes: see reach.ts. */
  readonly server: <T>(work: (ask: AskServer) => Promise<T>) => Promise<T>
}

export interface Done {
  /** For people. */
  readonly text: string
  /** For scripts; `--json` prints it. */
  readonly json: object
  /** 0 done (the default), 1 not so, though the command itself went well. */
  readonly exit?: 0 | 1
}

/** It did not go: 1 failed, 2 wrong use, 3 nothing configured. */
export class Failure extends Error {
  readonly exit: 1 | 2 | 3
  constructor(exit: 1 | 2 | 3, says: string, cause?: unknown) {
    super(says, { cause })
    this.exit = exit
  }
}

/** A file as the caller names it: from their folder, not from the project's. */
export function pathOf(env: Call['env'], file: string): string {
  return resolve(env['INIT_CWD'] ?? '.', file)
}
