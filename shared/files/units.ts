/** Units as monitors write them, and their exact factors to SI. */

export type Dimension = 'length' | 'speed' | 'angle' | 'spin' | 'time'

/** By unit: what it measures, its factor to metres, m/s, degrees, rpm or seconds, and its words. */
export const UNITS = {
  m: { of: 'length', si: 1, says: 'metres' },
  yd: { of: 'length', si: 0.9144, says: 'yards' },
  ft: { of: 'length', si: 0.3048, says: 'feet' },
  in: { of: 'length', si: 0.0254, says: 'inches' },
  cm: { of: 'length', si: 0.01, says: 'centimetres' },
  mm: { of: 'length', si: 0.001, says: 'millimetres' },
  mps: { of: 'speed', si: 1, says: 'm/s' },
  mph: { of: 'speed', si: 0.44704, says: 'mph' },
  kmh: { of: 'speed', si: 1 / 3.6, says: 'km/h' },
  deg: { of: 'angle', si: 1, says: 'degrees' },
  rpm: { of: 'spin', si: 1, says: 'rpm' },
  s: { of: 'time', si: 1, says: 'seconds' },
  ms: { of: 'time', si: 0.001, says: 'milliseconds' },
} as const satisfies { readonly [unit: string]: { of: Dimension; si: number; says: string } }
export type Unit = keyof typeof UNITS

const SPELLINGS: { readonly [spelling: string]: Unit } = {
  m: 'm',
  meter: 'm',
  meters: 'm',
  metre: 'm',
  metres: 'm',
  yd: 'yd',
  yds: 'yd',
  yard: 'yd',
  yards: 'yd',
  ft: 'ft',
  feet: 'ft',
  foot: 'ft',
  in: 'in',
  inch: 'in',
  inches: 'in',
  cm: 'cm',
  mm: 'mm',
  'm/s': 'mps',
  mps: 'mps',
  mph: 'mph',
  'km/h': 'kmh',
  kmh: 'kmh',
  kph: 'kmh',
  deg: 'deg',
  degs: 'deg',
  degree: 'deg',
  degrees: 'deg',
  '°': 'deg',
  rpm: 'rpm',
  'u/min': 'rpm',
  s: 's',
  sec: 's',
  secs: 's',
  seconds: 's',
  sek: 's',
  ms: 'ms',
}

/** `[mph]`, `(yds)`, `MPH`, `deg L-/R+`: the unit named, or null. */
export function unitNamed(text: string): Unit | null {
  const word = text
    .replace(/[[\]()]/g, '')
    .trim()
    .toLowerCase()
    .split(/\s+/)[0]
  return (word !== undefined && Object.hasOwn(SPELLINGS, word) && SPELLINGS[word]) || null
}

/** To SI in the measure's own unit: impact is kept in millimetres, all other lengths in metres. */
export function toSi(value: number, unit: Unit, inMillimetres: boolean): number {
  if (!inMillimetres) return value * UNITS[unit].si
  return unit === 'mm' ? value : value * UNITS[unit].si * 1000
}
