/** The real server in a process of its own, on a free port, with a data folder that goes with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RunningServer {
  readonly address: string
  readonly pid: number
  readonly dataFolder: string
  /** All that it has printed so far, both streams. */
  said(): string
  /** Ends it by that signal (SIGTERM unless told) and waits; its exit code. The data folder goes. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface StartOptions {
  /** More variables; PORT is 0 and RANGEBOOK_DATA a new folder unless they stand here. */
  readonly env?: Readonly<Record<string, string>>
  /** Another checkout than this one. */
  readonly root?: string
}

/** Resolves once it answers; rejects with what it said if it ended instead. */
export async function startServer({
  env = {},
  root = join(import.meta.dirname, '..'),
}: StartOptions = {}): Promise<RunningServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rangebook-server-'))
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0', RANGEBOOK_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout?.on('data', chunk => {
    said += chunk
  })
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  const address = await addressOf(child, () => said)
  const forget = () => rm(dataFolder, { recursive: true, force: true })
  if (!address || child.pid === undefined) {
    await forget()
    throw new Error(said.trim())
  }
  return {
    address,
    pid: child.pid,
    dataFolder,
    said: () => said,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close')
        child.kill(signal)
        await closed
      }
      await forget()
      return child.exitCode
    },
  }
}

/** Null if the server ended without one. */
async function addressOf(child: ChildProcess, said: () => string): Promise<string | null> {
  const closed = once(child, 'close').then(() => null)
  while (true) {
    // The whole line, not a piece of it.
    const address = /Rangebook is at (\S+)\n/.exec(said())?.[1]
    if (address) return address
    const more = child.stdout ? once(child.stdout, 'data') : closed
    if ((await Promise.race([more, closed])) === null) return null
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}

/** For a program that cannot say when it listens. Any answer but an error of its own. */
export async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const status = await fetch(url).then(
      answer => answer.status,
      () => 0,
    )
    if (status > 0 && status < 500) return
    if (tries > 600) throw new Error(`nothing answers at ${url}`)
    await new Promise(done => setTimeout(done, 100))
  }
}

/** Of a server of ours in this process, which listens on 127.0.0.1. */
export function boundAddress(server: Server): string {
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
}
