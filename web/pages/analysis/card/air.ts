import { type Air, PLAIN_AIR } from '../../../../shared/golf/air.ts'

export type Degrees = 'C' | 'F'

/** Golf is played from the Dead Sea to La Paz, and between frost and heat; beyond it was mistyped. */
const BOUNDS = { alt: [-500, 5_000], temp: [-30, 55] } as const

/** What the address says of the air, in m and °C; null where it says nothing. */
export function airOf(params: URLSearchParams, prefix: '' | 'here.'): Air | null {
  const of = (name: 'alt' | 'temp') => {
    const text = params.get(prefix + name)
    const value = Number(text || Number.NaN)
    return value >= BOUNDS[name][0] && value <= BOUNDS[name][1] ? value : null
  }
  const [altitude, temperature] = [of('alt'), of('temp')]
  if (altitude === null && temperature === null) return null
  return {
    altitude_m: altitude ?? PLAIN_AIR.altitude_m,
    temperature_c: temperature ?? PLAIN_AIR.temperature_c,
  }
}

export function degreesSaid(temperature_c: number, degrees: Degrees): string {
  const value = Math.round(degrees === 'F' ? temperature_c * 1.8 + 32 : temperature_c)
  return `${value < 0 ? '−' : ''}${Math.abs(value)} °${degrees}`
}
