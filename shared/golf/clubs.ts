import type { ClubCategory } from '../schema/rows.ts'

/** A club as its code says it, before the golfer gives it a name or a loft of their own. */
export interface ClubInfo {
  /** Canonical: DRIVER, WOOD3, HYBRID4, IRON7, WEDGE_PITCHING, WEDGE_50, PUTTER, MIXED; else as written. */
  readonly code: string
  /** Null: no pattern fits, so the golfer has to say what it is. */
  readonly category: ClubCategory | null
  /** The number on the sole; null for driver, wedges, putter. */
  readonly number: number | null
  /** Static loft in degrees: written in the code, else typical; null where nothing is known. */
  readonly loft_deg: number | null
  /** 7 iron, 50° wedge, Pitching wedge, Driver. */
  readonly name: string
  /** For chips and axes: 7i, 50°, PW, D. */
  readonly short: string
}

/** What a row of the bag says of itself; the fields that are null follow from the code. */
export interface BagClub {
  readonly code: string | null
  readonly name?: string | null
  readonly category?: string | null
  readonly loft_deg?: number | null
}

/**
 * A club's name as the source or its page writes it, decoded by pattern: IRON7, Iron 7, 7 iron, 50WEDGE,
 * WEDGE_50, PITCHINGWEDGE. Null where there is no name at all.
 */
export function decodeClub(name: string | null): ClubInfo | null {
  if (name === null) return null
  const code = codeOf(name)
  return code === null ? null : clubOfCode(code)
}

/** Everything that a canonical code says. An unknown code keeps itself as its name. */
export function clubOfCode(code: string): ClubInfo {
  const numbered = /^(WOOD|HYBRID|IRON)(\d{1,2})$/.exec(code)
  if (numbered !== null) {
    const [kind, number] = [numbered[1] as Numbered, Number(numbered[2])]
    if (number >= 1 && number <= HIGHEST[kind]) return numberedClub(code, kind, number)
  }
  const lofted = /^WEDGE_((?:[456]\d|7[0-2])(?:\.\d)?)$/.exec(code)
  if (lofted !== null) {
    const loft_deg = Number(lofted[1])
    return {
      code,
      category: 'wedge',
      number: null,
      loft_deg,
      name: `${loft_deg}° wedge`,
      short: `${loft_deg}°`,
    }
  }
  const named = Object.hasOwn(NAMED, code) ? NAMED[code] : undefined
  if (named !== undefined) return { code, number: null, ...named }
  const words = code.replaceAll('_', ' ')
  const title = words.charAt(0) + words.slice(1).toLowerCase()
  return { code, category: null, number: null, loft_deg: null, name: title, short: code.slice(0, 5) }
}

/**
 * True where the golfer must be asked what this club is: names that fit no pattern, and clubs that hardly
 * anybody carries, which simulators leave chosen for a whole round (IRON1).
 */
export function needsQuestion(code: string | null): boolean {
  if (code === null) return true
  const { category, number } = clubOfCode(code)
  if (category === null) return true
  if (category === 'iron') return number === null || number < 2 || number > 9
  if (category === 'hybrid') return number === null || number < 2 || number > 8
  return category === 'wood' && (number === null || number < 2 || number > 11)
}

/** Order of the bag: driver, woods, hybrids, irons, wedges, putter, mixed, unknown; each from low loft to high. */
export function compareClubs(a: BagClub, b: BagClub): number {
  const [left, right] = [placeOf(a), placeOf(b)]
  return (
    left.category - right.category ||
    left.loft_deg - right.loft_deg ||
    left.number - right.number ||
    (left.text < right.text ? -1 : left.text > right.text ? 1 : 0)
  )
}

/** Row id of a club that the source names: the same on every device. */
export function clubIdOfCode(code: string): string {
  return `code:${code}`
}

/** The code within a club's id, null where the golfer made the club. */
export function codeOfClubId(id: string): string | null {
  return id.startsWith('code:') ? id.slice('code:'.length) : null
}

type Numbered = 'WOOD' | 'HYBRID' | 'IRON'

/** Numbers beyond these were never stamped on a sole. */
const HIGHEST: Readonly<Record<Numbered, number>> = { WOOD: 15, HYBRID: 10, IRON: 11 }

const ORDER: readonly string[] = ['driver', 'wood', 'hybrid', 'iron', 'wedge', 'putter', 'mixed']

/** Typical lofts by number; they order the bag until the golfer writes their own. */
const IRON_LOFTS_DEG: readonly (number | null)[] = [null, 16, 18, 20, 23, 26, 29, 33, 37, 41, 45, 49]

const NAMED: Readonly<Record<string, Omit<ClubInfo, 'code' | 'number'>>> = {
  DRIVER: { category: 'driver', loft_deg: 10.5, name: 'Driver', short: 'D' },
  WEDGE_PITCHING: { category: 'wedge', loft_deg: 45, name: 'Pitching wedge', short: 'PW' },
  WEDGE_GAP: { category: 'wedge', loft_deg: 50, name: 'Gap wedge', short: 'GW' },
  WEDGE_SAND: { category: 'wedge', loft_deg: 56, name: 'Sand wedge', short: 'SW' },
  WEDGE_LOB: { category: 'wedge', loft_deg: 60, name: 'Lob wedge', short: 'LW' },
  PUTTER: { category: 'putter', loft_deg: 3, name: 'Putter', short: 'Pt' },
  MIXED: { category: 'mixed', loft_deg: null, name: 'Mixed clubs', short: 'Mix' },
}

function numberedClub(code: string, kind: Numbered, number: number): ClubInfo {
  switch (kind) {
    case 'WOOD': {
      // 3 wood 15°, 5 wood 18°, 7 wood 21°, 9 wood 24°.
      const loft_deg = 15 + (number - 3) * 1.5
      return { code, category: 'wood', number, loft_deg, name: `${number} wood`, short: `${number}w` }
    }
    case 'HYBRID': {
      // 3 hybrid 19°, 4 hybrid 22°, 5 hybrid 25°.
      const loft_deg = 19 + (number - 3) * 3
      return { code, category: 'hybrid', number, loft_deg, name: `${number} hybrid`, short: `${number}h` }
    }
    case 'IRON': {
      const loft_deg = IRON_LOFTS_DEG[number] ?? null
      return { code, category: 'iron', number, loft_deg, name: `${number} iron`, short: `${number}i` }
    }
    default:
      return kind satisfies never
  }
}

const WEDGE_WORDS: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/^(?:WEDGE(?:PITCHING|PITCH|P)|(?:PITCHING|PITCH|P)WEDGE|PW)$/, 'WEDGE_PITCHING'],
  [/^(?:WEDGE(?:GAP|APPROACH|[GAU])|(?:GAP|APPROACH|ATTACK|UTILITY|[GAU])WEDGE|[GAU]W)$/, 'WEDGE_GAP'],
  [/^(?:WEDGE(?:SAND|S)|(?:SAND|S)WEDGE|SW)$/, 'WEDGE_SAND'],
  [/^(?:WEDGE(?:LOB|L)|(?:LOB|L)WEDGE|LW)$/, 'WEDGE_LOB'],
]

function codeOf(name: string): string | null {
  const upper = name.slice(0, 80).toUpperCase()
  const tight = upper.replace(/[\s_°-]+|DEGREES?|DEG/g, '')
  if (/^(?:DRIVER|DR|D|1W(?:OOD)?|WOOD1)$/.test(tight)) return 'DRIVER'
  if (/^(?:PUTTER|PT)$/.test(tight)) return 'PUTTER'
  if (/^MIXED(?:CLUBS)?$/.test(tight)) return 'MIXED'
  const wedge = WEDGE_WORDS.find(([pattern]) => pattern.test(tight))
  if (wedge !== undefined) return wedge[1]
  const numbered = numberedCode(tight)
  if (numbered !== null) return numbered
  const kept = upper
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 40)
    .replace(/^_+|_+$/g, '')
  return kept === '' ? null : kept
}

function numberedCode(tight: string): string | null {
  const match =
    /^(?<word>[A-Z]*)(?<digits>\d{1,2}(?:\.\d)?)$/.exec(tight) ??
    /^(?<digits>\d{1,2}(?:\.\d)?)(?<word>[A-Z]*)$/.exec(tight)
  const word = match?.groups?.['word'] ?? ''
  const number = Number(match?.groups?.['digits'])
  if (Number.isNaN(number)) return null
  // Lofts of wedges begin where the numbers of irons have long ended.
  if (number >= 40 && number < 73 && /^(?:WEDGE|W|)$/.test(word)) return `WEDGE_${number}`
  if (!Number.isInteger(number) || number < 1) return null
  if (/^(?:WOOD|FAIRWAYWOOD|FAIRWAY|FW|W)$/.test(word) && number <= HIGHEST.WOOD) return `WOOD${number}`
  if (/^(?:HYBRID|HYB|HY|H|RESCUE|UTILITY)$/.test(word) && number <= HIGHEST.HYBRID) return `HYBRID${number}`
  if (/^(?:IRON|I|)$/.test(word) && number <= HIGHEST.IRON) return `IRON${number}`
  return null
}

interface Place {
  readonly category: number
  readonly loft_deg: number
  readonly number: number
  readonly text: string
}

function placeOf(club: BagClub): Place {
  const info = club.code === null ? null : clubOfCode(club.code)
  const category = ORDER.indexOf(club.category ?? info?.category ?? '')
  return {
    category: category < 0 ? ORDER.length : category,
    // A club whose loft nobody knows stands behind those of its kind.
    loft_deg: club.loft_deg ?? info?.loft_deg ?? 90,
    number: info?.number ?? 99,
    text: club.name ?? info?.name ?? '',
  }
}
