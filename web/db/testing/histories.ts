/** Random histories: two reports, and what a golfer may do to them. */
import fc from 'fast-check'
import type { NewCommand } from '../command.ts'
import { type Memory, openMemory, type Wall } from './memory.ts'
import { importReport, reportOf, SESSION, WEDGE_GROUP } from './report.ts'

const SECOND = '777:2025-12-27'
const SHOTS = ['41511_85589_1298333', '777_1_100000', '777_1_100001', '777_1_100002']

const ids = fc.uniqueArray(fc.constantFrom(...SHOTS), { minLength: 1 })
const words = fc.constantFrom('a', 'b', '=1+1', 'ß “quoted”\n\u{1F3CC}')
const sessions = fc.constantFrom(SESSION, SECOND)
const clubs = fc.constantFrom('code:IRON6', 'code:IRON7', 'code:WEDGE_50')

const steps: fc.Arbitrary<NewCommand> = fc.oneof(
  fc
    .tuple(ids, fc.option(words))
    .map(([ids, notes]): NewCommand => ({ kind: 'set_shots', shots: { ids }, set: { notes } })),
  fc
    .tuple(ids, fc.boolean())
    .map(([ids, excluded]): NewCommand => ({ kind: 'set_shots', shots: { ids }, set: { excluded } })),
  fc
    .tuple(ids, fc.option(clubs))
    .map(([ids, club_id]): NewCommand => ({ kind: 'set_shots', shots: { ids }, set: { club_id } })),
  fc
    .tuple(ids, fc.array(words))
    .map(([ids, add]): NewCommand => ({ kind: 'tag_shots', shots: { ids }, add })),
  fc
    .tuple(ids, fc.constantFrom('delete_shots' as const, 'restore_shots' as const))
    .map(([ids, kind]): NewCommand => ({ kind, shots: { ids } })),
  fc
    .tuple(sessions, fc.option(words))
    .map(([session_id, name]): NewCommand => ({ kind: 'set_session', session_id, set: { name } })),
  sessions.map((session_id): NewCommand => ({ kind: 'delete_sessions', session_ids: [session_id] })),
  fc
    .tuple(sessions, sessions)
    .map(([one, into]): NewCommand => ({ kind: 'merge_sessions', session_ids: [one], into })),
  fc.tuple(clubs, clubs).map(([club_id, into]): NewCommand => ({ kind: 'merge_clubs', club_id, into })),
  fc
    .constantFrom('practice' as const, 'drill' as const)
    .map((kind): NewCommand => ({ kind: 'set_group', group_id: WEDGE_GROUP, set: { kind } })),
  fc
    .constantFrom('yard' as const, 'metre' as const)
    .map((distance): NewCommand => ({ kind: 'set_setting', set: { distance } })),
  fc
    .tuple(ids, fc.uniqueArray(sessions, { maxLength: 1 }))
    .map(([shot_ids, session_ids]): NewCommand => ({ kind: 'purge', shot_ids, session_ids })),
  fc.constantFrom<NewCommand>({ kind: 'undo_last' }, { kind: 'redo_last' }),
)

export const histories = fc.array(steps, { maxLength: 10 })

/** Two reports and these steps, the clock moving on with each. */
export async function history(
  list: readonly NewCommand[],
  wall: Wall = { now_ms: Date.UTC(2026, 0, 2, 12) },
): Promise<Memory> {
  const memory = await openMemory(wall)
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 777 }))
  for (const step of list) {
    wall.now_ms += 1000
    // One that finds nothing to do is no matter.
    await memory.run(step)
  }
  return memory
}
