/**
 * The makers whose files are known by their headings (monitors.md). A maker is read by itself only
 * where its format was seen in a real file; the others are proposals for the mapping screen.
 */
import type { Heading } from './headings.ts'
import type { Target } from './targets.ts'
import type { Unit } from './units.ts'

export interface Maker {
  /** Begins the ids of its rows: never changed once shipped. */
  readonly id: string
  readonly name: string
  readonly by_itself: boolean
  /** One of these sets of heading keys must be there whole; others may be. */
  readonly headings: readonly (readonly string[])[]
  /** What it writes where the file names no unit: a presumption that physics may overrule. */
  readonly units?: { readonly [T in Target]?: Unit }
  /** Headings that mean something with this maker alone. */
  readonly also?: { readonly [key: string]: Target }
  readonly newest_first?: true
}

const YARDS = {
  ball_speed_mps: 'mph',
  club_speed_mps: 'mph',
  carry_m: 'yd',
  total_m: 'yd',
  side_m: 'yd',
  carry_side_m: 'yd',
  curve_m: 'yd',
  roll_m: 'yd',
} as const

export const makers: readonly Maker[] = [
  {
    id: 'uneekor-view',
    name: 'Uneekor VIEW',
    by_itself: true,
    headings: [['no', 'sidedist', 'decentangle', 'impactposx', 'impactposy', 'disttoapex']],
    units: { ...YARDS, apex_m: 'ft' },
    also: { type: 'flight_type' },
    newest_first: true,
  },
  {
    id: 'garmin',
    name: 'Garmin Golf',
    by_itself: true,
    headings: [
      ['clubtype', 'sidespin', 'spinratetype', 'carrydeviationdistance', 'totaldeviationdistance'],
      ['schlägerart', 'sidespin', 'drehratentyp', 'carryabweichungsdistanz', 'gesamtabweichungsdistanz'],
    ],
    units: { ...YARDS, apex_m: 'yd' },
  },
  {
    id: 'trackman',
    name: 'TrackMan',
    by_itself: true,
    headings: [
      ['carryflatlength', 'carryflatside', 'esttotalflatlength', 'maxheightheight'],
      ['tmdno', 'carryflatlength', 'carryflatside'],
    ],
    units: { ...YARDS, curve_m: 'ft', apex_m: 'ft', impact_x_mm: 'mm', impact_y_mm: 'mm' },
  },
  {
    id: 'rapsodo',
    name: 'Rapsodo MLM2PRO',
    by_itself: false,
    headings: [['clubtype', 'clubbrand', 'clubmodel', 'carrydistance', 'sidecarry']],
    units: { ...YARDS, apex_m: 'ft' },
  },
  {
    id: 'mevo',
    name: 'FlightScope Mevo',
    by_itself: false,
    headings: [['ballspeed', 'clubspeed', 'smash', 'carrydistance', 'launchanglev', 'spin']],
  },
  {
    id: 'flightscope',
    name: 'FlightScope',
    by_itself: false,
    headings: [
      ['club', 'shot', 'ball', 'carry', 'lateral', 'launchh', 'launchv'],
      ['carry', 'lateral', 'clubspeed', 'aoa', 'lowpoint', 'ftp', 'ftt'],
    ],
  },
  {
    id: 'foresight-fsx',
    name: 'Foresight FSX',
    by_itself: false,
    headings: [
      ['shotid', 'clubheadspeed', 'azimuth', 'horizpath', 'facetotarget', 'closurerate'],
      ['shotnumber', 'pushpull', 'efficiency', 'faceimpacthorizontal', 'closurerate'],
    ],
  },
  {
    id: 'foresight',
    name: 'Foresight GC3 or Bushnell Launch Pro',
    by_itself: false,
    headings: [
      ['spinaxistilt', 'clubspeedatimpact', 'smashfactor', 'closurerate', 'horizontalimpact'],
      ['clubspeedimpact', 'efficiency', 'totaloffline', 'closurerate', 'horzimpact'],
    ],
    units: YARDS,
  },
  {
    id: 'skytrak',
    name: 'SkyTrak',
    by_itself: false,
    headings: [['shot', 'hand', 'ballspeed', 'back', 'side', 'offline', 'dscnt', 'ftt']],
  },
  {
    id: 'square',
    name: 'Square Golf',
    by_itself: false,
    headings: [
      ['club', 'index', 'ballspeed', 'landingangle', 'offline', 'faceangle', 'dynamicloft', 'spinaxis'],
    ],
    // Club speed stands there in m/s beside a ball speed in mph.
    units: { ball_speed_mps: 'mph', club_speed_mps: 'mps', side_m: 'yd' },
  },
  {
    id: 'awesome-golf',
    name: 'Awesome Golf',
    by_itself: false,
    headings: [
      ['clubtype', 'verticallaunch', 'horizontallaunch', 'carrylateraldistance', 'totallateraldistance'],
    ],
  },
  {
    id: 'gspro',
    name: 'GSPro',
    by_itself: false,
    headings: [
      ['totaldistance', 'hla', 'vla', 'decent', 'rawspinaxis', 'rawcarrygame', 'rawcarrylm'],
      ['carrydist', 'totaldist', 'hla', 'vla', 'descangle', 'clubaoa'],
    ],
    units: YARDS,
  },
  {
    id: 'shot-pattern',
    name: 'Shot Pattern',
    by_itself: false,
    headings: [['club', 'type', 'target', 'total', 'side']],
    units: YARDS,
  },
]

export const makerById = (id: string): Maker | undefined => makers.find(maker => maker.id === id)

/** The maker whose headings are all there; of several the one that asks for most. */
export function makerOf(headings: readonly Heading[]): Maker | null {
  const keys = new Set(headings.map(heading => heading.key))
  let best: Maker | null = null
  let most = 0
  for (const maker of makers) {
    for (const wanted of maker.headings) {
      if (wanted.length > most && wanted.every(key => keys.has(key))) [best, most] = [maker, wanted.length]
    }
  }
  return best
}
