import type { Measure } from '../schema/rows.ts'
import type { Facts } from './facts.ts'
import {
  field,
  isObject,
  type JsonObject,
  type Read,
  readBit,
  readId,
  readMoment,
  readNumber,
  readOptix,
  readOrder,
  readText,
  readYesNo,
  Unreadable,
} from './fields.ts'

type ReadShot =
  | {
      readonly kind: 'shot'
      readonly shot: Facts<'shots'> & { id: string }
      readonly dropped: readonly string[]
    }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Our measure ← the source's field. Units are the same on both sides: m/s, m, degrees, rpm, mm, s. */
const MEASURE_FIELDS: Readonly<Record<Measure, string>> = {
  ball_speed_mps: 'ball_speed',
  club_speed_mps: 'club_speed',
  carry_m: 'carry_distance',
  total_m: 'total_distance',
  side_m: 'side_distance',
  apex_m: 'apex',
  launch_deg: 'launch_angle',
  launch_direction_deg: 'side_angle',
  descent_deg: 'decent_angle',
  attack_deg: 'attack_angle',
  club_path_deg: 'club_path',
  face_deg: 'club_face_angle',
  dynamic_loft_deg: 'dynamic_loft',
  lie_deg: 'club_lie',
  back_spin_rpm: 'back_spin',
  side_spin_rpm: 'side_spin',
  impact_x_mm: 'impact_x',
  impact_y_mm: 'impact_y',
  flight_s: 'flight_time',
}
const MEASURES = Object.entries(MEASURE_FIELDS) as readonly (readonly [Measure, string])[]

/**
 * One shot's facts, or the reason why it can't be read. A measure or a mark of the source that is not what
 * it should be refuses the whole shot; upload time and numbers that only order shots may fall to null.
 */
export function readShot(json: unknown, at: { report_id: string; group_id: string }): ReadShot {
  if (!isObject(json)) return { kind: 'unreadable', reason: 'the shot is not an object' }
  const id = readId(field(json, 'id'))
  if (id === null) return { kind: 'unreadable', reason: '“id” is missing' }
  if (id instanceof Unreadable) return { kind: 'unreadable', reason: `“id” ${id.why}` }

  const fields = new ShotFields(json)
  const measures = {} as Record<Measure, number | null>
  for (const [measure, name] of MEASURES) measures[measure] = fields.must(name, readNumber)
  const shot = {
    id: `${at.group_id}_${id}`,
    report_id: at.report_id,
    group_id: at.group_id,
    ...measures,
    optix_x: fields.must('optix_x', readOptix),
    optix_y: fields.must('optix_y', readOptix),
    lie_text: fields.must('lie_angle', readText),
    flight_type: fields.must('type', readText),
    sensor_name: fields.must('sensor_name', readText),
    source_deleted: fields.must('is_deleted', readYesNo),
    source_shown: fields.must('show', readBit),
    client_shot_id: fields.may('client_shot_id', readOrder),
    client_session_id: fields.may('client_session_id', readOrder),
    uploaded_at: fields.may('created', readMoment),
    source_deleted_at: fields.may('deleted', readMoment),
  }
  return fields.refusal === null
    ? { kind: 'shot', shot, dropped: fields.dropped }
    : { kind: 'unreadable', reason: fields.refusal }
}

/** Reads a shot's fields and remembers what was wrong. */
class ShotFields {
  /** The first field that refuses the shot. */
  refusal: string | null = null
  readonly dropped: string[] = []
  readonly #json: JsonObject

  constructor(json: JsonObject) {
    this.#json = json
  }

  must<T>(name: string, read: (value: unknown) => Read<T>): T | null {
    const value = read(field(this.#json, name))
    if (!(value instanceof Unreadable)) return value
    this.refusal ??= `“${name}” ${value.why}`
    return null
  }

  may<T>(name: string, read: (value: unknown) => Read<T>): T | null {
    const value = field(this.#json, name)
    const result = read(value)
    if (!(result instanceof Unreadable)) return result
    if (typeof value === 'object' || typeof value === 'boolean') return this.must(name, read)
    this.dropped.push(`a shot’s “${name}” ${result.why}`)
    return null
  }
}
