/**
 * Sample data: one golfer, 20 practice dates over four months, 2,000 shots, as reports in the source's own
 * JSON, so that they come in through the importer like real ones. Loaded only when asked for.
 */
import { type Chance, chanceFrom } from './chance.ts'
import { addDays } from './dates.ts'
import { type SwingName, swing } from './sampleSwings.ts'

export interface SampleReport {
  readonly report_id: string
  /** The answer of the source: a list of groups. */
  readonly payload: unknown
}

/** The same seed and last date give the same bytes. */
export function sampleReports({ last_date, seed }: { last_date: string; seed: number }): SampleReport[] {
  const chance = chanceFrom(seed)
  const sizes = sessionSizes(chance)
  return SESSIONS.map((template, index) => {
    const progress = index / (SESSIONS.length - 1)
    const daysAgo = Math.round((1 - progress) * 119) + (index % 3 === 2 ? 2 : 0)
    const session = {
      index,
      date: addDays(last_date, -daysAgo),
      blocks: resized(TEMPLATES[template], sizes[index] ?? 0),
      progress,
    }
    return { report_id: String(FIRST_REPORT + index), payload: groupsOf(session, chance) }
  })
}

interface Block {
  readonly label: string
  /** Club chosen in the software. */
  readonly club: keyof typeof SOURCE_CLUBS
  /** What was swung: of several, each shot another. */
  readonly swings: readonly [SwingName, ...SwingName[]]
  readonly shots: number
}

const FIRST_REPORT = 900_001

/** The source's numbers for kind and club (inferred beyond IRON6 and WEDGE_50); nothing reads them. */
const SOURCE_CLUBS = {
  DRIVER: ['1', '1'],
  WOOD3: ['2', '3'],
  HYBRID4: ['2', '14'],
  IRON1: ['3', '18'],
  IRON6: ['3', '23'],
  IRON7: ['3', '24'],
  IRON8: ['3', '25'],
  WEDGE_PITCHING: ['4', '27'],
  WEDGE_50: ['4', '33'],
  WEDGE_56: ['4', '39'],
} as const

const block = (
  label: string,
  club: Block['club'],
  swings: SwingName | Block['swings'],
  shots: number,
): Block => ({
  label,
  club,
  swings: typeof swings === 'string' ? [swings] : swings,
  shots,
})

/** Each 100 shots. As with real golfers half of the labels are no clubs. */
const TEMPLATES = {
  range: [
    block('Warmup', 'WEDGE_50', 'w50', 14),
    block('Iron 8', 'IRON8', 'iron8', 22),
    block('Iron 6', 'IRON6', 'iron6', 22),
    block('Driver', 'DRIVER', 'driver', 27),
    block('56', 'WEDGE_56', 'w56', 15),
  ],
  path: [
    block('warmup 56', 'WEDGE_56', 'w56', 15),
    block('Path Focus', 'IRON6', 'iron6', 30),
    block('IRON7 | MEDIUM', 'IRON7', 'iron7', 25),
    block('Driver', 'DRIVER', 'driver', 30),
  ],
  short: [
    block('1/2 Swing', 'IRON7', 'half7', 35),
    block('PW', 'WEDGE_PITCHING', 'pw', 20),
    block('50', 'WEDGE_50', 'w50', 20),
    block('56', 'WEDGE_56', 'w56', 25),
  ],
  mapping: [
    block('Warmup', 'WEDGE_56', 'w56', 10),
    block('Bag Mapping', 'WEDGE_56', 'w56', 10),
    block('Bag Mapping', 'WEDGE_50', 'w50', 10),
    block('Bag Mapping', 'WEDGE_PITCHING', 'pw', 10),
    block('Bag Mapping', 'IRON8', 'iron8', 10),
    block('Bag Mapping', 'IRON7', 'iron7', 10),
    block('Bag Mapping', 'IRON6', 'iron6', 10),
    block('Bag Mapping', 'HYBRID4', 'hybrid4', 10),
    block('Bag Mapping', 'WOOD3', 'wood3', 10),
    block('Bag Mapping', 'DRIVER', 'driver', 10),
  ],
  challenge: [block('60 Shot Challenge', 'IRON8', 'iron8', 60), block('M 7', 'IRON7', 'iron7', 40)],
  par3: [
    block('Par 3', 'IRON8', 'iron8', 25),
    block('Par 3', 'WEDGE_PITCHING', 'pw', 25),
    block('Driver', 'DRIVER', 'driver', 50),
  ],
  drill: [block('tempo towel 8', 'IRON8', 'iron8', 50), block('tempo towel 8', 'IRON6', 'iron6', 50)],
  // The software keeps one club for the whole round: the golfer has to be asked.
  round: [
    block('Warmup', 'WEDGE_50', 'w50', 20),
    block(
      'Sgt Rd1',
      'IRON1',
      [
        'driver',
        'driver',
        'wood3',
        'hybrid4',
        'iron6',
        'iron8',
        'pw',
        'w50',
        'w56',
        'w56',
        'w56',
        'half7',
        'half7',
        'half7',
        'half7',
        'half7',
      ],
      80,
    ),
  ],
} as const satisfies Record<string, readonly Block[]>

const SESSIONS: readonly (keyof typeof TEMPLATES)[] = [
  ...([
    'range',
    'path',
    'short',
    'range',
    'mapping',
    'range',
    'path',
    'challenge',
    'range',
    'short',
  ] as const),
  ...([
    'par3',
    'range',
    'round',
    'drill',
    'path',
    'range',
    'mapping',
    'short',
    'challenge',
    'range',
  ] as const),
]

/** 100 shots on average: what one session has more, the next has less. */
function sessionSizes(chance: Chance): number[] {
  const sizes: number[] = []
  for (let i = 0; i < SESSIONS.length; i += 2) {
    const more = Math.floor(chance.even() * 9) - 4
    sizes.push(100 + more, 100 - more)
  }
  return sizes
}

function resized(blocks: readonly Block[], shots: number): Block[] {
  return blocks.map((b, i) => (i === blocks.length - 1 ? { ...b, shots: b.shots + shots - 100 } : b))
}

interface SampleSession {
  readonly index: number
  readonly date: string
  readonly blocks: readonly Block[]
  readonly progress: number
}

/** Newest first, groups and shots both, as the source sends them. */
function groupsOf(session: SampleSession, chance: Chance) {
  const report_id = FIRST_REPORT + session.index
  // The evening's practice is uploaded after midnight UTC: the practice date must not follow it.
  const uploadDay = addDays(session.date, 1)
  let seconds = 0
  const upload = () => {
    seconds += 5
    const at = [Math.floor(seconds / 3600) + 2, Math.floor(seconds / 60) % 60, seconds % 60]
    return `${uploadDay}T${at.map(n => String(n).padStart(2, '0')).join(':')}.000Z`
  }
  const shown = { type: 'Buffer', data: [1] }
  const groups = session.blocks.map((b, i) => {
    const id = report_id * 20 + i
    const client_session_id = String(session.index * 20 + i + 6000)
    const created = upload()
    const shots = Array.from({ length: b.shots }, (_, n) => ({
      id: id * 100 + n,
      session_id: id,
      is_deleted: 'N',
      created: upload(),
      deleted: null,
      client_shot_id: String((session.index * 20 + i) * 100 + n + 400_000),
      client_session_id,
      show: shown,
      ...swing(chance.oneOf(b.swings), session, chance),
      sensor_name: 'EYEXO',
    }))
    const [club_type, club] = SOURCE_CLUBS[b.club]
    return {
      ...{ id, report_id, is_deleted: 'N', created, deleted: null, client_created_date: session.date },
      ...{
        client_session_id,
        name: b.label,
        show: shown,
        color: 'DF7C93',
        club_type,
        club,
        club_name: b.club,
      },
      ...{ ball_type: '3', ball_name: 'MEDIUM', shots: shots.toReversed() },
    }
  })
  return groups.toReversed()
}
