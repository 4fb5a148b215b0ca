import type { Usage } from './gemini.ts'

/** US dollars a million tokens, as Google published them in 2025: an estimate, and none where it is not listed. */
const PRICES: readonly (readonly [model: string, input: number, output: number])[] = [
  ['gemini-2.5-pro', 1.25, 10],
  ['gemini-2.5-flash-lite', 0.1, 0.4],
  ['gemini-2.5-flash', 0.3, 2.5],
]

export function costOf(model: string, { input_tokens, output_tokens }: Usage): number | null {
  const price = PRICES.find(([name]) => model.startsWith(name))
  return price ? (input_tokens * price[1] + output_tokens * price[2]) / 1_000_000 : null
}
