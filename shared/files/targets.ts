/** What a column can be, what it measures, and the headings that name it, as seen in monitors.md. */
import type { Measure } from '../schema/rows.ts'
import type { Dimension } from './units.ts'

/** What a column can be: a measure of the catalogue, one it is derived from, or a word about the shot. */
export type Target =
  | Measure
  | 'carry_side_m'
  | 'curve_m'
  | 'roll_m'
  | 'spin_rpm'
  | 'spin_axis_deg'
  | 'face_to_path_deg'
  | 'date'
  | 'time'
  | 'club'
  | 'ball'
  | 'number'
  | 'use'
  | 'tags'
  | 'notes'
  | 'flight_type'

export interface TargetKind {
  readonly says: string
  readonly of: Dimension | 'text'
  /** Left or right of the target: its sign may be the other way round in a file. */
  readonly lateral?: true
  /** Measured at the club: a monitor without club data writes all of these as 0. */
  readonly club?: true
  /** Headings without unit, space and sign, the surest first. */
  readonly names: readonly string[]
}

export const TARGETS: { readonly [T in Target]: TargetKind } = {
  ball_speed_mps: {
    says: 'ball speed',
    of: 'speed',
    names: ['ballspeed', 'ball', 'ballgeschwindigkeit', 'ballgeschw'],
  },
  club_speed_mps: {
    says: 'club speed',
    of: 'speed',
    club: true,
    names: ['clubspeed', 'clubheadspeed', 'club', 'schlgsch', 'schlägergeschwindigkeit', 'swingspeed'],
  },
  carry_m: {
    says: 'carry',
    of: 'length',
    names: ['carry', 'carrydistance', 'carrydist', 'carryflatlength', 'carrydistanz'],
  },
  total_m: {
    says: 'total',
    of: 'length',
    names: ['total', 'totaldistance', 'totaldist', 'esttotalflatlength', 'gesamtstrecke'],
  },
  side_m: {
    says: 'side',
    of: 'length',
    lateral: true,
    names: [
      'sidedist',
      'sidedistance',
      'totaldeviationdistance',
      'gesamtabweichungsdistanz',
      'esttotalflatside',
      'totallateraldistance',
      'totaloffline',
      'totalside',
      'offline',
      'lateral',
      'side',
    ],
  },
  carry_side_m: {
    says: 'side at landing',
    of: 'length',
    lateral: true,
    names: [
      'carrydeviationdistance',
      'carryabweichungsdistanz',
      'carryflatside',
      'carrylateraldistance',
      'sidecarry',
      'carryside',
    ],
  },
  curve_m: {
    says: 'curve',
    of: 'length',
    lateral: true,
    names: ['curve', 'carrycurvedistance', 'totalcurvedistance'],
  },
  roll_m: { says: 'roll', of: 'length', names: ['roll', 'rolldistance'] },
  apex_m: {
    says: 'apex',
    of: 'length',
    names: [
      'apex',
      'apexheight',
      'peakheight',
      'maxheightheight',
      'maxheight',
      'height',
      'höhedesscheitelpunkts',
    ],
  },
  launch_deg: {
    says: 'launch',
    of: 'angle',
    names: [
      'launchangle',
      'launch',
      'verticallaunch',
      'verticallaunchangle',
      'launchanglev',
      'launchv',
      'vla',
      'abflugwinkel',
    ],
  },
  launch_direction_deg: {
    says: 'launch direction',
    of: 'angle',
    lateral: true,
    names: [
      'launchdirection',
      'sideangle',
      'azimuth',
      'pushpull',
      'hla',
      'horizontallaunch',
      'horizontallaunchangle',
      'launchangleh',
      'launchh',
      'abflugrichtung',
      'side',
    ],
  },
  descent_deg: {
    says: 'descent',
    of: 'angle',
    names: [
      'descentangle',
      'descent',
      'decentangle',
      'decent',
      'landingangle',
      'landangle',
      'carryflatlandangle',
      'descangle',
      'dscnt',
    ],
  },
  attack_deg: {
    says: 'attack angle',
    of: 'angle',
    club: true,
    names: ['attackangle', 'attack', 'angleofattack', 'aoa', 'clubaoa', 'vertpath', 'anstellwinkel'],
  },
  club_path_deg: {
    says: 'club path',
    of: 'angle',
    lateral: true,
    club: true,
    names: ['clubpath', 'path', 'horizpath', 'schwungbahn'],
  },
  face_deg: {
    says: 'face',
    of: 'angle',
    lateral: true,
    club: true,
    names: ['faceangle', 'facetotarget', 'facetarget', 'clubface', 'ftt', 'face', 'schlagfläche'],
  },
  face_to_path_deg: {
    says: 'face to path',
    of: 'angle',
    lateral: true,
    club: true,
    names: ['facetopath', 'facepath', 'ftp', 'schlagflächenstellung'],
  },
  dynamic_loft_deg: {
    says: 'dynamic loft',
    of: 'angle',
    club: true,
    names: ['dynamicloft', 'dynloft', 'loft'],
  },
  lie_deg: { says: 'lie', of: 'angle', club: true, names: ['clublie', 'lieangle', 'dynamiclie', 'lie'] },
  back_spin_rpm: { says: 'back spin', of: 'spin', names: ['backspin', 'back'] },
  side_spin_rpm: { says: 'side spin', of: 'spin', lateral: true, names: ['sidespin', 'side'] },
  spin_rpm: { says: 'spin rate', of: 'spin', names: ['spinrate', 'totalspin', 'spin', 'drehrate'] },
  spin_axis_deg: {
    says: 'spin axis',
    of: 'angle',
    lateral: true,
    names: ['spinaxis', 'spinaxistilt', 'rawspinaxis', 'drehachse'],
  },
  impact_x_mm: {
    says: 'strike, heel to toe',
    of: 'length',
    club: true,
    names: [
      'impactposx',
      'impactx',
      'impacthorizontal',
      'horizontalimpact',
      'horizimpact',
      'horzimpact',
      'faceimpacthorizontal',
      'impactoffset',
      'hi',
    ],
  },
  impact_y_mm: {
    says: 'strike, low to high',
    of: 'length',
    club: true,
    names: [
      'impactposy',
      'impacty',
      'impactvertical',
      'verticalimpact',
      'vertimpact',
      'faceimpactvertical',
      'impactheight',
      'vi',
    ],
  },
  flight_s: {
    says: 'flight time',
    of: 'time',
    names: ['flighttime', 'hangtime', 'carryflattime', 'time', 'flight'],
  },
  date: {
    says: 'date',
    of: 'text',
    names: ['date', 'datum', 'shotcreateddate', 'datetime', 'timestamp', 'sessiondate', 'practicedate'],
  },
  time: { says: 'time of day', of: 'text', names: ['time', 'uhrzeit'] },
  club: {
    says: 'club',
    of: 'text',
    names: ['clubname', 'club', 'clubtype', 'schlägername', 'schlägerart', 'schläger'],
  },
  ball: { says: 'ball', of: 'text', names: ['ball', 'ballname', 'balltype'] },
  number: {
    says: 'number of the shot',
    of: 'text',
    names: ['no', 'shot', 'shotnumber', 'shotno', 'tmdno', 'index', 'shotid', 'number'],
  },
  use: { says: 'counts in the figures', of: 'text', names: ['useinstat', 'counted'] },
  tags: { says: 'tags', of: 'text', names: ['tags', 'tag', 'markierung'] },
  notes: { says: 'notes', of: 'text', names: ['notes', 'note', 'notiz', 'comment'] },
  flight_type: { says: 'kind of flight', of: 'text', names: ['shottype', 'shotclassification'] },
}

export const targets = Object.keys(TARGETS) as Target[]
export const isMeasured = (target: Target) => TARGETS[target].of !== 'text'
export const inMillimetres = (target: Target) => target.endsWith('_mm')
