import type { RestorePreview } from '../../db/backup.ts'

/** Everything in it is here already, as it is. */
export function isNothingNew({ sessions, shots, others }: RestorePreview): boolean {
  return sessions.new + sessions.changed + shots.new + shots.changed + others === 0
}

/** What restoring would do, a line each. */
export function broughtSaid(preview: RestorePreview): string[] {
  if (isNothingNew(preview)) return ['All of this is in your history already.']
  const { sessions, shots, others } = preview
  const lines = [
    newSaid(shots.new, 'new shot', sessions.new, 'new session'),
    newSaid(shots.changed, 'shot completed', sessions.changed, 'session completed'),
    shots.known > 0 &&
      `${count(shots.known, 'shot')} known already, left as ${shots.known === 1 ? 'it is' : 'they are'}`,
    others > 0 && shots.new + sessions.new === 0 && 'Clubs, groups, settings or steps of the history',
  ]
  return lines.filter(line => line !== false && line !== '') as string[]
}

function newSaid(shots: number, shot: string, sessions: number, session: string): string {
  return [shots > 0 && count(shots, shot), sessions > 0 && count(sessions, session)]
    .filter(Boolean)
    .join(', ')
}

/** "1 new shot", "2,014 new shots", "2 shots completed". */
function count(n: number, words: string): string {
  const said = n === 1 ? words : words.replace(/(shot|session)/, '$1s')
  return `${n.toLocaleString('en')} ${said}`
}
