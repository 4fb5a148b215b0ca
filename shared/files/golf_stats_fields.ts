/** The earlier system's columns, in its units, to measures in SI. */
import type { Measures, Row } from '../schema/rows.ts'
import type { GolfStatsRow } from './golf_stats.ts'
import { UNITS, type Unit } from './units.ts'

/** A row that can't be read; the message is for the golfer. */
export class Unreadable extends Error {}

/** Text as it stands; null for nothing, and for what is no text at all. */
export function text(row: GolfStatsRow, column: string): string | null {
  const value = row[column]
  if (typeof value === 'number') return String(value)
  const words = typeof value === 'string' ? value.trim().slice(0, 10_000) : ''
  return words === '' ? null : words
}

/** Uneekor's "not measured" is 99999; some rows still have it, and optix has it converted. */
const NOT_MEASURED = 99_990

/** Without a unit: as it is, in the catalogue's. */
function number(row: GolfStatsRow, column: string, unit?: Unit): number | null {
  const value = row[column]
  if (value === null || value === undefined || value === '') return null
  const size = typeof value === 'string' ? Number(value) : value
  if (typeof size !== 'number' || !Number.isFinite(size)) {
    throw new Unreadable(`${column} is no number: “${String(value).slice(0, 40)}”.`)
  }
  return Math.abs(size) >= NOT_MEASURED ? null : unit ? size * UNITS[unit].si : size
}

export function golfStatsMeasures(row: GolfStatsRow): Measures & Pick<Row<'shots'>, 'optix_x' | 'optix_y'> {
  const of = (column: string, unit?: Unit) => number(row, column, unit)
  const [impact_x, impact_y] = [of('impact_x'), of('impact_y')]
  const [attack, loft] = [of('attack_angle'), of('dynamic_loft')]
  // It wrote a value that was not measured as 0.
  const struck = impact_x !== 0 || impact_y !== 0
  const delivered = attack !== 0 || loft !== 0
  const optix = [of('optix_x'), of('optix_y')]
  const optixThere = struck && optix.every(v => v !== null && Math.abs(v) < 1000)
  const lie = of('club_lie')
  return {
    ball_speed_mps: of('ball_speed', 'mph') || null,
    club_speed_mps: of('club_speed', 'mph') || null,
    carry_m: of('carry', 'yd'),
    total_m: of('total', 'yd'),
    // Metres, though the earlier system showed them as yards.
    side_m: of('side_distance'),
    apex_m: of('apex'),
    launch_deg: of('launch_angle'),
    launch_direction_deg: of('side_angle'),
    descent_deg: of('descent_angle'),
    attack_deg: delivered ? attack : null,
    club_path_deg: of('club_path'),
    face_deg: of('face_angle'),
    dynamic_loft_deg: delivered ? loft : null,
    // 0 without the words "UP 0.00" beside it is a lie that was not measured.
    lie_deg: lie === 0 && text(row, 'lie_angle') === null ? null : lie,
    back_spin_rpm: of('back_spin'),
    side_spin_rpm: of('side_spin'),
    impact_x_mm: struck ? impact_x : null,
    impact_y_mm: struck ? impact_y : null,
    flight_s: of('flight_time'),
    optix_x: optixThere ? (optix[0] ?? null) : null,
    optix_y: optixThere ? (optix[1] ?? null) : null,
  }
}
