/** Reports of any length, made of the real one's shots under new ids. */
import * as v from 'valibot'
import { realReportText } from './standins/uneekor.ts'

const Group = v.looseObject({ id: v.number(), shots: v.array(v.looseObject({ id: v.number() })) })
const real = v.parse(v.pipe(v.string(), v.parseJson(), v.array(Group)), realReportText)

export const SHOTS_PER_GROUP = 50

/** `shots` shots of one practice date, fifty a group, newest first as the source sends them. */
export function reportOf({ report_id, shots }: { report_id: string; shots: number }): unknown {
  const models = real.flatMap(group => group.shots.map(shot => ({ group, shot })))
  const groups: unknown[] = []
  for (let from = 0; from < shots; from += SHOTS_PER_GROUP) {
    const id = 100_000 + from
    const model = models[(from * 7) % models.length]?.group
    const own = Array.from({ length: Math.min(SHOTS_PER_GROUP, shots - from) }, (_, n) => ({
      ...models[(from + n) % models.length]?.shot,
      id: 2_000_000 + from + n,
      session_id: id,
      client_shot_id: String(500_000 + from + n),
      client_session_id: String(from),
    }))
    groups.unshift({
      ...model,
      id,
      report_id: Number(report_id),
      client_session_id: String(from),
      shots: own.reverse(),
    })
  }
  return groups
}
