/** What altitude and temperature do to carry, as a rule of thumb: golf-reference.md, 1.11. */
import { FEET_PER_METRE } from './units.ts'

export interface Air {
  readonly altitude_m: number
  readonly temperature_c: number
}

/** What rules of thumb count from: sea level, 77 °F. */
export const PLAIN_AIR: Air = { altitude_m: 0, temperature_c: 25 }

/** Titleist (Aoyama): 1.16 % of 1,000 ft. By club, sources say 0.5 to 2.3 %. */
const PER_1000_FT = 0.0116
/** Titleist: 1.5 % of 20 °F. Others say 1 to 2 yd of 10 °F. */
const PER_FAHRENHEIT = 0.00075

const flies = ({ altitude_m, temperature_c }: Air) =>
  (1 + (PER_1000_FT * altitude_m * FEET_PER_METRE) / 1000) *
  (1 + PER_FAHRENHEIT * 1.8 * (temperature_c - PLAIN_AIR.temperature_c))

/** How many times as far a carry of `here` goes `there`. Roll is another matter: no total is reckoned so. */
export const carryFactor = (here: Air, there: Air): number => flies(there) / flies(here)
