/** `hub code`, `hub backup`, `hub restore`: the cloud that is this machine. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import * as v from 'valibot'
import { type Call, type Command, Failure, pathOf } from './command.ts'
import { failureOf } from './reach.ts'

const Code = v.object({ code: v.string(), expires_at_ms: v.number(), golfer: v.string() })

export const hubCode: Command = {
  name: 'hub code',
  usage: '[--golfer NAME]',
  about: 'a code that lets one device join the hub; for a new golfer by a new name',
  help: 'A code works once, for ten minutes. Without --golfer it is for the only golfer there is.',
  options: { golfer: { type: 'string' } },
  words: [0, 0],
  run: async call => {
    const golfer = call.options['golfer']
    const answer = await withHub(call, ask =>
      ask('/api/hub/code', { json: { ...(golfer ? { golfer } : {}) } }),
    )
    if (answer.status === 400) throw new Failure(2, (await failureOf(answer)).message)
    if (!answer.ok) throw await failureOf(answer)
    const made = v.parse(Code, await answer.json())
    const until = new Date(made.expires_at_ms).toLocaleTimeString([], { timeStyle: 'short' })
    return {
      json: made,
      text: `${made.code}\nlets one device of golfer "${made.golfer}" join this hub, until ${until}.\nType it there under Settings → Cloud, or open this server's address with /#join=${made.code} at its end.`,
    }
  },
}

export const hubBackup: Command = {
  name: 'hub backup',
  usage: 'FILE',
  about: 'all that the hub holds in one file, also while the server runs',
  help: 'The file opens every report and lets whoever has it be the hub: keep it as a secret. Codes and links of\ndevices that join later are not in it.',
  words: [1, 1],
  run: async call => {
    const file = pathOf(call.env, call.words[0] ?? '')
    if (existsSync(file)) throw new Failure(2, `${file} is there already: choose another name.`)
    const coming = `${file}.part`
    try {
      await withHub(call, async ask => {
        const answer = await ask('/api/hub/backup')
        if (!answer.ok || !answer.body) throw await failureOf(answer)
        const body = Readable.fromWeb(answer.body as NodeWebStream)
        await pipeline(body, createWriteStream(coming, { mode: 0o600, flush: true }))
      })
      await rename(coming, file)
    } catch (error) {
      await rm(coming, { force: true })
      if (error instanceof Failure) throw error
      throw new Failure(1, `The backup could not be written to ${file} (${codeOf(error)}).`, error)
    }
    const { size } = await stat(file)
    return { json: { file, bytes: size }, text: `Backed up into ${file} (${Math.ceil(size / 1024)} KB).` }
  },
}

export const hubRestore: Command = {
  name: 'hub restore',
  usage: 'FILE',
  about: 'puts a backup in the hub’s place',
  help: 'What the hub held before stays in the data folder as hub.before, until the next restore. Devices notice that\nthe hub went back in time, and send what it lacks.',
  words: [1, 1],
  run: async call => {
    const file = pathOf(call.env, call.words[0] ?? '')
    const opened = await open(file).catch(error => {
      throw new Failure(1, `${file} can't be read (${codeOf(error)}).`)
    })
    await opened.close()
    const answer = await withHub(call, ask =>
      ask('/api/hub/backup', { method: 'PUT', body: createReadStream(file) }),
    )
    if (!answer.ok) throw await failureOf(answer)
    return {
      json: { file },
      text: `Restored from ${file}. What was there before stays in ${join(resolve(call.config.dataFolder), 'hub.before')}.`,
    }
  },
}

/** `work` must have read what it needs when it resolves; answers with json stay readable. */
function withHub<T>(call: Call, work: Parameters<typeof call.server<T>>[0]): Promise<T> {
  if (call.config.supabase) {
    throw new Failure(
      3,
      `There is no hub here: SUPABASE_URL is set, so ${call.config.supabase.url} is the cloud.`,
    )
  }
  return call.server(work)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
