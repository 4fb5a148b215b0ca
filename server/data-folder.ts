/**
 * The server's folder: its operator's token, and the lock that says which process owns what lies in it
 * (from the next version on the embedded cloud and warehouse, which bear one process alone).
 */
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import type { Outcome } from './config.ts'

const Lock = v.object({
  pid: v.number(),
  /** Null while the owner starts or stops. */
  address: v.nullable(v.string()),
  /** Random, and told by the owner's /api/health: a pid alone may be another process by now. */
  instance: v.string(),
  at_ms: v.number(),
})
type Lock = v.InferOutput<typeof Lock>

export interface DataFolder {
  readonly path: string
  readonly token: string
  /** Writes where the server now answers; null before it stops listening. */
  setAddress(address: string | null): void
  /** The last step of a stop. */
  release(): void
}

export interface Surroundings {
  readonly pid: number
  readonly instance: string
  readonly now: () => number
  readonly isAlive: (pid: number) => boolean
  /** False if nothing listens at this address, or somebody else does; true also for one that hangs. */
  readonly mayBeAt: (address: string, instance: string) => Promise<boolean>
}

/** Starting or stopping takes less: past it, the pid is another program's by now. */
const STARTING_MS = 60_000

/** Makes the folder if need be, takes its lock and reads its token, or says in one line why not. */
export async function openDataFolder(folder: string, here: Surroundings): Promise<Outcome<DataFolder>> {
  const path = resolve(folder)
  try {
    makeFolder(path)
    accessSync(path, constants.W_OK)
    const held = await takeLock(path, here)
    if (held) {
      const where = held.address ? `, at ${held.address}` : ''
      return {
        ok: false,
        says: `A Rangebook server already uses the data folder ${path} (process ${held.pid}${where}): stop it, or set RANGEBOOK_DATA to another folder.`,
      }
    }
    return { ok: true, value: ownedFolder(path, here) }
  } catch (error) {
    return {
      ok: false,
      says: `The data folder ${path} can't be written (${codeOf(error)}): make it writable, or set RANGEBOOK_DATA to another folder.`,
    }
  }
}

/** Where the server of this folder answers; null address while it starts or stops; null if there is none. */
export async function serverOf(
  folder: string,
  here: Surroundings,
): Promise<{ readonly address: string | null } | null> {
  const lock = readLock(resolve(folder))?.lock
  return lock && (await isHeld(lock, here)) ? { address: lock.address } : null
}

/** The operator's token of a folder that a server has made. */
export function tokenOf(folder: string): string {
  return readOrMakeToken(join(resolve(folder), 'operator-token'))
}

/** Not mkdir's own `recursive`, which under a folder that refuses with ENOENT (/proc) never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  succeeds('EEXIST', () => mkdirSync(path, { mode: 0o700 }))
}

function ownedFolder(path: string, here: Surroundings): DataFolder {
  return {
    path,
    token: readOrMakeToken(join(path, 'operator-token')),
    setAddress: address => {
      // Renamed into place: whoever reads sees the old one or the new one, whole.
      renameSync(writeOwnLock(path, address, here), lockFile(path))
    },
    release: () => {
      // Not ours any more if somebody cleared the folder and started another server.
      if (readLock(path)?.lock?.instance === here.instance) unlinkSync(lockFile(path))
    },
  }
}

/** The living owner, or null once the lock is ours. */
async function takeLock(path: string, here: Surroundings): Promise<Lock | null> {
  const own = writeOwnLock(path, null, here)
  try {
    while (true) {
      // A link appears with its content, or not at all if another lock is there.
      if (succeeds('EEXIST', () => linkSync(own, lockFile(path)))) return null
      const found = readLock(path)
      if (!found) continue // released since
      if (found.lock && (await isHeld(found.lock, here))) return found.lock
      setStaleAside(path, found.text, here)
    }
  } finally {
    unlinkSync(own)
  }
}

/** False if it failed for that reason; any other is thrown. */
function succeeds(unlessCode: string, action: () => void): boolean {
  try {
    action()
    return true
  } catch (error) {
    if (codeOf(error) !== unlessCode) throw error
    return false
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/**
 * A dead pid is a stale lock, a living one not yet a held one: in a container every start has the same
 * pids. So the address is asked too. A server that hangs still holds its folder, as it still has its files open.
 */
async function isHeld(lock: Lock, here: Surroundings): Promise<boolean> {
  if (lock.pid === here.pid || !here.isAlive(lock.pid)) return false
  if (lock.address === null) return here.now() - lock.at_ms < STARTING_MS
  return here.mayBeAt(lock.address, lock.instance)
}

/** Renamed, not deleted: two starters may both judge the same lock stale, and only one may take it away. */
function setStaleAside(path: string, judged: string, here: Surroundings): void {
  const aside = join(path, `server.lock.stale.${here.instance}`)
  if (!succeeds('ENOENT', () => renameSync(lockFile(path), aside))) return
  // The other's fresh one: put back, unless a third has come.
  if (readFileSync(aside, 'utf8') !== judged) succeeds('EEXIST', () => linkSync(aside, lockFile(path)))
  unlinkSync(aside)
}

function lockFile(path: string): string {
  return join(path, 'server.lock')
}

function writeOwnLock(path: string, address: string | null, here: Surroundings): string {
  const own = join(path, `server.lock.${here.instance}`)
  const lock: Lock = { pid: here.pid, address, instance: here.instance, at_ms: here.now() }
  writeFileSync(own, JSON.stringify(lock), { mode: 0o600 })
  return own
}

/** The lock as it stands, null if there is none. One that can't be read (a cut write) has no owner. */
function readLock(path: string): { text: string; lock: Lock | null } | null {
  let text: string
  try {
    text = readFileSync(lockFile(path), 'utf8')
  } catch {
    return null
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Lock), text)
  return { text, lock: read.success ? read.output : null }
}

/** Made at the first start. Readable by the server's user alone. */
function readOrMakeToken(file: string): string {
  const token = randomBytes(32).toString('base64url')
  succeeds('EEXIST', () => writeFileSync(file, `${token}\n`, { flag: 'wx', mode: 0o600 }))
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}
