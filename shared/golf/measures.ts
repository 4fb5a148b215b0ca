import type { Measure } from '../schema/rows.ts'

/** What a figure is, and so its unit on screen and its decimals. */
export type Quantity = 'distance' | 'height' | 'speed' | 'angle' | 'spin' | 'impact' | 'time' | 'ratio'

export const figureGroups = ['ball', 'flight', 'club', 'strike'] as const
export type FigureGroup = (typeof figureGroups)[number]

/** Computed from the measures, each by one function of metrics.ts. */
export type DerivedFigure =
  | 'smash'
  | 'spin_rpm'
  | 'spin_axis_deg'
  | 'face_to_path_deg'
  | 'spin_loft_deg'
  | 'strike_mm'
  | 'roll_m'
  | 'curve_m'

/** Everything about a shot that screens show as a number. */
export type Figure = Measure | DerivedFigure

/** The words for one side of zero: beside a value, spoken, and in a table's cell. */
export interface Side {
  readonly word: string
  readonly spoken: string
  readonly cell: string
}

export interface FigureInfo {
  readonly label: string
  /** For a table's heading. */
  readonly short: string
  /** One plain sentence for the tooltip and the shot's page. */
  readonly means: string
  readonly group: FigureGroup
  readonly quantity: Quantity
  /** Words instead of a sign; for a right-hander. */
  readonly sides?: { readonly plus: Side; readonly minus: Side }
  /** True where the words of a left-hander are the other way round; target space (left, right) never is. */
  readonly mirrored: boolean
}

const side = (word: string, cell: string, spoken = word): Side => ({ word, cell, spoken })

const RIGHT_LEFT = { plus: side('right', 'R'), minus: side('left', 'L') }
const UP_DOWN = { plus: side('up', 'up'), minus: side('down', 'down') }
const OUT_IN = { plus: side('out', 'out', 'in to out'), minus: side('in', 'in', 'out to in') }
const OPEN_CLOSED = { plus: side('open', 'open'), minus: side('closed', 'closed') }
const TO_PATH = {
  plus: side('open to path', 'open'),
  minus: side('closed to path', 'closed'),
}
const FADE_DRAW = { plus: side('fade', 'fade'), minus: side('draw', 'draw') }
const TOE_HEEL = { plus: side('toe', 'toe'), minus: side('heel', 'heel') }
const HIGH_LOW = { plus: side('high', 'high'), minus: side('low', 'low') }

const figure = (
  group: FigureGroup,
  quantity: Quantity,
  label: string,
  short: string,
  means: string,
): FigureInfo => ({ group, quantity, label, short, means, mirrored: false })

/** Each figure once, in the order in which a table shows them. */
export const figures: Readonly<Record<Figure, FigureInfo>> = {
  carry_m: figure('flight', 'distance', 'Carry', 'carry', 'How far the ball flew before it landed.'),
  total_m: figure(
    'flight',
    'distance',
    'Total',
    'total',
    'Carry and roll together; roll is a setting of the simulator.',
  ),
  side_m: {
    ...figure('flight', 'distance', 'Side', 'side', 'How far right or left of the target line it ended.'),
    sides: RIGHT_LEFT,
  },
  ball_speed_mps: figure('ball', 'speed', 'Ball speed', 'ball', 'Speed of the ball just after impact.'),
  club_speed_mps: figure('club', 'speed', 'Club speed', 'club', 'Speed of the club head at impact.'),
  smash: figure(
    'club',
    'ratio',
    'Smash factor',
    'smash',
    'Ball speed divided by club speed: how well the strike passed speed on.',
  ),
  launch_deg: {
    ...figure('ball', 'angle', 'Launch angle', 'launch', 'How steeply the ball took off.'),
    sides: { plus: side('', ''), minus: side('down', 'down') },
  },
  launch_direction_deg: {
    ...figure(
      'ball',
      'angle',
      'Launch direction',
      'start',
      'Where the ball started, right or left of the target.',
    ),
    sides: RIGHT_LEFT,
  },
  back_spin_rpm: figure(
    'ball',
    'spin',
    'Back spin',
    'back spin',
    'The part of the spin that lifts the ball.',
  ),
  side_spin_rpm: {
    ...figure('ball', 'spin', 'Side spin', 'side spin', 'The part of the spin that curves the ball.'),
    sides: FADE_DRAW,
    mirrored: true,
  },
  spin_rpm: figure('ball', 'spin', 'Spin', 'spin', 'All spin of the ball: back and side spin together.'),
  spin_axis_deg: {
    ...figure(
      'ball',
      'angle',
      'Spin axis',
      'axis',
      'How far the axis of the spin is tilted; the ball curves that way.',
    ),
    sides: FADE_DRAW,
    mirrored: true,
  },
  attack_deg: {
    ...figure('club', 'angle', 'Attack angle', 'attack', 'Whether the club head moved up or down at impact.'),
    sides: UP_DOWN,
  },
  club_path_deg: {
    ...figure(
      'club',
      'angle',
      'Club path',
      'path',
      'Where the club head moved at impact: in to out, or out to in.',
    ),
    sides: OUT_IN,
    mirrored: true,
  },
  face_deg: {
    ...figure(
      'club',
      'angle',
      'Face angle',
      'face',
      'Where the club face pointed at impact, against the target.',
    ),
    sides: OPEN_CLOSED,
    mirrored: true,
  },
  face_to_path_deg: {
    ...figure(
      'club',
      'angle',
      'Face to path',
      'face–path',
      'Face angle less club path: open to the path curves a centred strike towards a fade.',
    ),
    sides: TO_PATH,
    mirrored: true,
  },
  dynamic_loft_deg: figure('club', 'angle', 'Dynamic loft', 'dyn. loft', 'Loft of the face at impact.'),
  spin_loft_deg: figure(
    'club',
    'angle',
    'Spin loft',
    'spin loft',
    'Angle between the face and the way the club head moved: more of it spins more.',
  ),
  lie_deg: {
    ...figure('club', 'angle', 'Lie at impact', 'lie', 'Whether the toe was up or down at impact.'),
    sides: UP_DOWN,
  },
  impact_x_mm: {
    ...figure(
      'strike',
      'impact',
      'Strike, toe or heel',
      'toe/heel',
      "Distance from the face's centre towards the toe or the heel.",
    ),
    sides: TOE_HEEL,
  },
  impact_y_mm: {
    ...figure(
      'strike',
      'impact',
      'Strike, high or low',
      'high/low',
      "Distance from the face's centre, up or down.",
    ),
    sides: HIGH_LOW,
  },
  strike_mm: figure(
    'strike',
    'impact',
    'Strike distance',
    'off centre',
    "How far from the face's centre the ball was struck.",
  ),
  apex_m: figure('flight', 'height', 'Apex', 'apex', 'Greatest height of the flight.'),
  descent_deg: figure('flight', 'angle', 'Descent angle', 'descent', 'How steeply the ball came down.'),
  flight_s: figure('flight', 'time', 'Flight time', 'time', 'How long the ball was in the air.'),
  roll_m: figure('flight', 'distance', 'Roll', 'roll', 'Total less carry.'),
  curve_m: {
    ...figure('flight', 'distance', 'Curve', 'curve', 'How far the ball left the line on which it started.'),
    sides: RIGHT_LEFT,
  },
}

const DERIVED: ReadonlySet<string> = new Set<DerivedFigure>([
  'smash',
  'spin_rpm',
  'spin_axis_deg',
  'face_to_path_deg',
  'spin_loft_deg',
  'strike_mm',
  'roll_m',
  'curve_m',
])

export const figureNames = Object.keys(figures) as readonly Figure[]

/** The measured ones, in the same order. */
export const measureNames = figureNames.filter((name): name is Measure => !isDerived(name))

export function isDerived(figure: Figure): figure is DerivedFigure {
  return DERIVED.has(figure)
}
