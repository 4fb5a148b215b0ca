/** The real report, and what a test makes of it. */
import { readFileSync } from 'node:fs'
import type { ImportAnswers, Outcome } from '../command.ts'
import type { Memory } from './memory.ts'

export interface SourceShot {
  id: number
  [field: string]: unknown
}
export interface SourceGroup {
  id: number
  report_id: number
  shots: SourceShot[]
  [field: string]: unknown
}

const text = readFileSync(
  new URL('../../../tests/fixtures/uneekor-report-part.json', import.meta.url),
  'utf8',
)

export const REPORT = '41511'
export const SESSION = '41511:2025-12-26'
export const SIX_IRON_GROUP = '41511_85589'
export const WEDGE_GROUP = '41511_85591'

export function realReport(): SourceGroup[] {
  return JSON.parse(text) as SourceGroup[]
}

/** As the app does it: a link waits, its report comes, the golfer accepts. */
export async function importReport(
  memory: Memory,
  report: readonly SourceGroup[] = realReport(),
  answers: ImportAnswers = {},
): Promise<Extract<Outcome, { ok: true }>> {
  const report_id = String(report[0]?.report_id)
  await memory.done({ kind: 'queue_links', links: [{ report_id, key: 'Ab3dEf9' }] })
  await memory.done({ kind: 'queue_fetched', queue_id: report_id, text: JSON.stringify(report) })
  return memory.done({ kind: 'accept_import', queue_id: report_id, answers })
}

/** The real shots again under another report, group or club, as another day's practice. */
export function reportOf({
  report_id,
  date = '2025-12-27',
  groups = [{ id: 1, club_name: 'IRON7', name: 'Iron 7', shots: 5 }],
}: {
  report_id: number
  date?: string
  groups?: readonly { id: number; club_name: string; name: string; shots: number }[]
}): SourceGroup[] {
  const models = realReport().flatMap(group => group.shots)
  const [model] = realReport()
  return groups.map(group => ({
    ...model,
    id: group.id,
    report_id,
    client_created_date: date,
    client_session_id: String(group.id),
    club_name: group.club_name,
    name: group.name,
    shots: Array.from({ length: group.shots }, (_, n) => ({
      ...models[n % models.length],
      id: group.id * 100_000 + n,
      session_id: group.id,
      client_shot_id: String(n),
      client_session_id: String(group.id),
    })),
  }))
}

/** The real report's shots as another program would write them: in order of time, rounded. */
export function otherFile(date = '25.1226.101500'): { name: string; text: string } {
  const rows = realReport()
    .flatMap(group => group.shots)
    .sort(
      (a, b) =>
        Number(a['client_session_id']) - Number(b['client_session_id']) ||
        Number(a['client_shot_id']) - Number(b['client_shot_id']),
    )
    .map((shot, n) =>
      [
        n + 1,
        Number(shot['carry_distance']) / 0.9144,
        Number(shot['ball_speed']) / 0.44704,
        Number(shot['launch_angle']),
      ]
        .map((value, i) => (i === 0 ? value : value.toFixed(1)))
        .join(','),
    )
  const text = `No,Carry (yds),Ball Speed (mph),Launch Angle (deg)\n${rows.join('\n')}\n`
  return { name: `${date}.csv`, text }
}
