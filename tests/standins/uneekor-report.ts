/** Reports of any size in the source's own shape, for benchmarks and load: seeded, so each run is the same. */

/** As sent by the source; see uneekor.md. */
export interface SentGroup {
  readonly id: number
  readonly shots: readonly SentShot[]
  readonly [field: string]: unknown
}
export interface SentShot {
  readonly id: number
  readonly [field: string]: unknown
}

const SHOTS_A_GROUP = 50

/** Club, its number with the source, ball speed in m/s, launch in degrees, back spin in rpm. */
const CLUBS = [
  ['DRIVER', 0, 67, 13, 2600],
  ['WOOD3', 3, 63, 12, 3500],
  ['HYBRID4', 14, 58, 14, 4300],
  ['IRON6', 23, 53, 16, 6000],
  ['IRON7', 24, 51, 18, 6800],
  ['IRON9', 26, 46, 23, 8300],
  ['WEDGE_PITCHING', 27, 43, 26, 9000],
  ['WEDGE_56', 56, 34, 32, 9800],
] as const

export function generateReport(report_id: number, shots: number, date = '2026-03-14'): SentGroup[] {
  const random = seeded(report_id)
  const groups: SentGroup[] = []
  for (let first = 0; first < shots; first += SHOTS_A_GROUP) {
    const group = groups.length
    const count = Math.min(SHOTS_A_GROUP, shots - first)
    // The source sends the newest first, groups and shots both.
    groups.unshift(generateGroup(report_id, group, count, date, random))
  }
  return groups
}

function generateGroup(
  report_id: number,
  n: number,
  count: number,
  date: string,
  random: () => number,
): SentGroup {
  const id = report_id * 100 + n
  const club = CLUBS[n % CLUBS.length] ?? CLUBS[0]
  const client_session_id = String(1000 + n)
  const created = `${date}T23:00:00.000Z`
  return {
    id,
    report_id,
    is_deleted: 'N',
    created,
    deleted: null,
    client_created_date: date,
    client_session_id,
    name: `practice ${n + 1}`,
    show: { type: 'Buffer', data: [1] },
    color: 'DF7C93',
    club_type: '3',
    club: String(club[1]),
    club_name: club[0],
    ball_type: '3',
    ball_name: 'MEDIUM',
    shots: Array.from({ length: count }, (_, shot) => ({
      id: id * 1000 + shot,
      session_id: id,
      is_deleted: 'N',
      created,
      deleted: null,
      client_shot_id: String(100_000 + n * SHOTS_A_GROUP + shot),
      client_session_id,
      show: { type: 'Buffer', data: [1] },
      ...swing(club, random),
    })).reverse(),
  }
}

function swing([, , ball_speed, launch, spin]: (typeof CLUBS)[number], random: () => number) {
  const around = (mean: number, spread: number) => round(mean + (random() + random() - 1) * spread)
  // In the real report a third of the shots lack their impact.
  const seen = random() > 0.35
  const ball = around(ball_speed, 4)
  const carry = round(ball * 3.1 + around(0, 8))
  return {
    ball_speed: ball,
    club_speed: round(ball / 1.38),
    club_face_angle: around(0, 4),
    side_spin: Math.round(around(0, 900)),
    back_spin: Math.round(around(spin, 700)),
    side_angle: around(0, 4),
    launch_angle: around(launch, 3),
    dynamic_loft: around(launch + 6, 4),
    attack_angle: random() > 0.3 ? around(-3, 3) : 99999,
    impact_x: seen ? around(0, 15) : 99999,
    impact_y: seen ? around(3, 10) : 99999,
    club_path: around(-1, 5),
    club_lie: seen ? around(2, 3) : 99999,
    carry_distance: carry,
    total_distance: round(carry + 6 + random() * 8),
    side_distance: around(0, 25),
    decent_angle: around(42, 5),
    apex: around(26, 6),
    flight_time: around(5.6, 0.6),
    type: 'straight',
    optix_x: seen ? '0.01' : '-1666.64',
    optix_y: seen ? '-0.05' : '1666.55',
    lie_angle: seen ? 'UP 2.25' : '',
    sensor_name: 'EYEXO',
  }
}

function round(x: number): number {
  return Math.round(x * 100) / 100
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
