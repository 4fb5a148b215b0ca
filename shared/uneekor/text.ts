/** Marks that turn the order of letters round until their end, which a foreign label may lack: the page's own words would be turned too. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g

export function withoutTurns(text: string): string {
  return text.replace(TURNS, '')
}
