/** What the golfer allowed on this device, by database; it goes with it. */

const onKey = (database: string) => `rangebook.gemini.${database}`

/** on: questions may go to Gemini. notes: it may read them, too. */
export type Allowed = 'nothing' | 'on' | 'notes'

/** Nothing until the golfer has turned it on. */
export function allowed(database: string): Allowed {
  const kept = localStorage.getItem(onKey(database))
  return kept === null ? 'nothing' : kept === 'notes' ? 'notes' : 'on'
}

export function allow(database: string, what: Allowed): void {
  if (what === 'nothing') localStorage.removeItem(onKey(database))
  else localStorage.setItem(onKey(database), what)
}
