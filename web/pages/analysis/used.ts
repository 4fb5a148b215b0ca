import type { Used } from '../../db/analysis.ts'

/** "38 of 41 shots, 3 left out by you": what an answer stands on. `what`: what the others lack. */
export function usedSaid({ n, of, left_out }: Used, what: string): string {
  const count = (k: number) => k.toLocaleString('en')
  const shots = of === 1 ? 'shot' : 'shots'
  if (n === of) return `${count(of)} ${shots}`
  const without = of - n - left_out
  const why = [
    left_out > 0 && `${count(left_out)} left out by you`,
    without > 0 && `${count(without)} without ${what}`,
  ].filter(Boolean)
  return `${count(n)} of ${count(of)} ${shots}${why.length > 0 ? `, ${why.join(', ')}` : ''}`
}
