/** A cell as RFC 4180 has it: quoted where it holds what would end it, or a blank at its edge that a reader may drop. */
export function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
