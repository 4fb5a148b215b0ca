/** Bytes of pictures and raw reports on the hub's disk: {user_id}/{sha256}. Which of them are there is the database's to say. */
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** {user_id}/{sha256}; nothing else ever becomes a path here. */
export const FILE_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{64}$/

const FOLDER = /^[0-9a-f-]{36}$/

export interface Files {
  has(name: string): boolean
  /** Null: it is not there. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Written beside, on the disk when it resolves; not there yet. */
  stage(bytes: Uint8Array): Promise<Staged>
  remove(name: string): Promise<void>
  names(): AsyncGenerator<string>
  all(): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }>
  /** What earlier processes had written beside and not put in its place. */
  dropStaged(): Promise<void>
}

export interface Staged {
  becomes(name: string): Promise<void>
  drop(): Promise<void>
}

export function openFiles(folder: string): Files {
  let made = 0
  const inside = (path: string) => readdir(path).catch(() => [])
  async function* names() {
    for (const user of await inside(folder)) {
      for (const hash of FOLDER.test(user) ? await inside(join(folder, user)) : []) {
        if (FILE_NAME.test(`${user}/${hash}`)) yield `${user}/${hash}`
      }
    }
  }
  return {
    has: name => existsSync(join(folder, name)),
    read: name => readOrNull(join(folder, name)),
    stage: async bytes => {
      const staged = join(folder, `.coming.${process.pid}.${++made}`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const drop = () => rm(staged, { force: true })
      try {
        const file = await open(staged, 'w', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
      } catch (error) {
        await drop()
        throw error
      }
      const becomes = async (name: string) => {
        await mkdir(dirname(join(folder, name)), { recursive: true, mode: 0o700 })
        await rename(staged, join(folder, name))
      }
      return { becomes, drop }
    },
    remove: name => rm(join(folder, name), { force: true }),
    names,
    async *all() {
      for await (const name of names()) {
        const bytes = await readOrNull(join(folder, name))
        if (bytes) yield { name, bytes } // one removed just now is in nobody's way
      }
    },
    async dropStaged() {
      const own = `.coming.${process.pid}.`
      for (const name of await inside(folder)) {
        if (name.startsWith('.coming.') && !name.startsWith(own))
          await rm(join(folder, name), { force: true })
      }
    },
  }
}

async function readOrNull(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
