/**
 * Brings the pictures of one shot that are not here yet, from the cloud what it holds, the rest from the source: a
 * few at a time, each kept before the next few come.
 */
import type { Db } from '../db/client.ts'
import type { NewCommand, Problem } from '../db/command.ts'
import { type Files, hashOf, type NewFile } from '../db/files.ts'
import { ProblemError } from '../db/problems.ts'
import { isPatient } from '../import/waits.ts'
import type { Copies, Brought as FromCloud } from './copies.ts'
import { type Asked, askPicture, askPictures, type Picture } from './source.ts'
import { budgetReached, canAsk, canCome, hashesOf, isWhole } from './wanted.ts'

export interface ShotWorld {
  readonly db: Pick<Db, 'query' | 'run'>
  readonly files: Files
  readonly fetch: typeof globalThis.fetch
  readonly budget_bytes: () => number
  /** Null where no cloud is in use. */
  readonly copies: () => Copies | null
  /** Resolves early if aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

export type Brought =
  | { readonly kind: 'all' }
  /** The source would not give some of them: whatever the others do, this one is not whole. */
  | { readonly kind: 'some'; readonly problem: Problem }
  /** Nothing more comes until the golfer does something. */
  | { readonly kind: 'stopped'; readonly problem: Problem }
  /** It may go on later by itself. */
  | { readonly kind: 'held'; readonly problem: Problem; readonly retryAfter_s: number | null }
  | { readonly kind: 'aborted' }

/** In memory at once; the proxy lets a device ask for six. */
const AT_ONCE = 4
/** Room left below the budget that is worth asking for more: some pictures of 0.2 MB. */
const ROOM_BYTES = 1_000_000
/** Patience with a server that says "slow down" before the whole work is put off. */
const SHORT_WAIT_S = 5
const SHORT_WAITS = 20

const notSent: Problem = {
  kind: 'not_sent',
  says: 'The device that has these pictures has not sent them yet.',
}

interface How {
  readonly signal: AbortSignal
  readonly onFile: (done: number, of: number) => void
  /** Files that came or were looked at since then make no room for these. */
  readonly before_ms: number
}

export async function bringShot(world: ShotWorld, shot_id: string, how: How): Promise<Brought> {
  try {
    return await bring(world, shot_id, how)
  } catch (error) {
    if (error instanceof ProblemError) return { kind: 'stopped', problem: error.problem }
    throw error
  }
}

async function bring(
  { db, files, fetch, budget_bytes, copies, pause }: ShotWorld,
  shot_id: string,
  { signal, onFile, before_ms }: How,
): Promise<Brought> {
  // Asked anew: another tab may have brought it.
  const media = await db.query('media_of_shot', { id: shot_id })
  if (!media || !canCome(media, copies())) return { kind: 'all' }
  const here = new Set(await files.here(hashesOf([media])))
  const fromCloud = await bringCopies(copies(), hashesOf([media]))
  if (fromCloud.kind === 'full') return { kind: 'stopped', problem: budgetReached }
  if (fromCloud.kind === 'aborted') return fromCloud
  if (isWhole(media, here)) return { kind: 'all' }
  if (!canAsk(shot_id, media.key)) {
    const problem = fromCloud.kind === 'failed' ? fromCloud.problem : notSent
    return isPatient(problem.kind) ? { kind: 'held', problem, retryAfter_s: null } : { kind: 'some', problem }
  }
  const key = media.key
  const list = await patiently(() => askPictures(fetch, { shot_id, key }, signal))
  if (list.kind !== 'ok') return failure(list)
  await run({ kind: 'media_listed', shot_id, names: list.value.map(({ name }) => name) })

  const hashByName = new Map(media.files.map(({ name, hash }) => [name, hash]))
  const missing = list.value.filter(({ name }) => !here.has(hashByName.get(name) ?? ''))
  let done = list.value.length - missing.length
  let refused: Problem | null = null
  onFile(done, list.value.length)
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    if (!(await hasRoom())) {
      return { kind: 'stopped', problem: budgetReached }
    }
    const asked = await Promise.all(missing.slice(from, from + AT_ONCE).map(bringPicture))
    const came = asked.flatMap(({ name, answer }) =>
      answer.kind === 'ok' ? [{ name, ...answer.value }] : [],
    )
    const kept = await keep(came)
    done += kept
    onFile(done, list.value.length)
    if (kept < came.length) return { kind: 'stopped', problem: budgetReached }
    for (const { answer } of asked) {
      if (answer.kind === 'ok') continue
      const failed = failure(answer)
      // A picture that the source lost stops neither the others nor the other shots.
      if (failed.kind === 'stopped') refused = failed.problem
      else return failed
    }
  }
  return refused ? { kind: 'some', problem: refused } : { kind: 'all' }

  async function bringCopies(copies: Copies | null, hashes: readonly string[]): Promise<FromCloud> {
    const missing = hashes.filter(hash => !here.has(hash))
    if (copies === null || missing.length === 0) return { kind: 'done' }
    const onKept = (kept: readonly string[]) => {
      for (const hash of kept) here.add(hash)
      onFile(here.size, media?.files.length ?? 0)
    }
    return copies.bring(missing, { signal, budget_bytes, before_ms, onKept })
  }

  async function hasRoom(): Promise<boolean> {
    if ((await files.size()).bytes + ROOM_BYTES <= budget_bytes()) return true
    return (await copies()?.makeRoom(ROOM_BYTES, budget_bytes(), before_ms)) ?? false
  }

  async function bringPicture(picture: Picture): Promise<{ name: string; answer: Asked<NewFile> }> {
    const answer = await patiently(() => askPicture(fetch, picture, signal))
    if (answer.kind !== 'ok') return { name: picture.name, answer }
    const bytes = answer.value
    return { name: picture.name, answer: { kind: 'ok', value: { hash: await hashOf(bytes), bytes } } }
  }

  /** Bytes first, then the rows that name them. */
  async function keep(came: readonly (NewFile & { readonly name: string })[]): Promise<number> {
    const kept = await files.put(came, budget_bytes())
    const rows = came
      .filter(({ hash }) => kept.includes(hash))
      .map(({ name, hash, bytes }) => ({ name, hash, bytes: bytes.byteLength }))
    await run({ kind: 'media_kept', shot_id, files: rows })
    return rows.length
  }

  async function patiently<T>(ask: () => Promise<Asked<T>>): Promise<Asked<T>> {
    for (let waits = 0; ; waits++) {
      const answer = await ask()
      if (answer.kind !== 'problem' || answer.problem.kind !== 'slow_down') return answer
      const wait_s = answer.retryAfter_s ?? SHORT_WAIT_S
      if (wait_s > SHORT_WAIT_S || waits === SHORT_WAITS) return answer
      await pause(wait_s * 1000, signal)
      if (signal.aborted) return { kind: 'aborted' }
    }
  }

  async function run(command: NewCommand): Promise<void> {
    const outcome = await db.run(command)
    if (!outcome.ok) throw new ProblemError(outcome.problem)
  }
}

function failure(
  answer: Exclude<Asked<unknown>, { kind: 'ok' }>,
): Extract<Brought, { kind: 'stopped' | 'held' | 'aborted' }> {
  if (answer.kind === 'aborted') return answer
  const { problem, retryAfter_s } = answer
  return isPatient(problem.kind) ? { kind: 'held', problem, retryAfter_s } : { kind: 'stopped', problem }
}
