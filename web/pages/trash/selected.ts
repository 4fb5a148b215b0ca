import type { SessionLine, ShotLine } from '../../db/query.ts'

export interface Trash {
  readonly sessions: readonly SessionLine[]
  readonly shots: readonly ShotLine[]
}

/** What of the trash is selected, and how many shots that is: a session's go with it. */
export interface Selected {
  readonly session_ids: readonly string[]
  readonly shot_ids: readonly string[]
  readonly shots: number
}

export function selectedIn(trash: Trash, ids: ReadonlySet<string>): Selected {
  const sessions = trash.sessions.filter(({ id }) => ids.has(id))
  const held = new Set(sessions.map(({ id }) => id))
  const shots = trash.shots.filter(({ id }) => ids.has(id))
  const alone = shots.filter(({ session_id }) => !held.has(session_id))
  return {
    session_ids: [...held],
    shot_ids: shots.map(({ id }) => id),
    shots: sessions.reduce((sum, session) => sum + session.shots, 0) + alone.length,
  }
}

const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`

/** "2 sessions and 1 shot": the lines that were chosen. */
export function chosenSaid({ session_ids, shot_ids }: Selected): string {
  return (
    [
      session_ids.length > 0 && counted(session_ids.length, 'session'),
      shot_ids.length > 0 && counted(shot_ids.length, 'shot'),
    ]
      .filter(Boolean)
      .join(' and ') || 'Nothing selected'
  )
}

/** What goes if it is deleted for good. */
export function goesSaid({ shots }: Selected): string {
  const whose = shots === 1 ? '1 shot' : `${shots.toLocaleString('en')} shots`
  return `For good: measurements, notes and pictures of ${whose} go from this device. There is no undo, and a new import leaves them out.`
}
