import { csvCell } from '../../../shared/files/csv_cell.ts'

/** Rows as a spreadsheet reads them (RFC 4180). A cell that would be a formula there is kept text. */
export function csvOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[columns, ...rows].map(row => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A figure below zero stays one. */
function cell(text: string): string {
  return csvCell(/^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text)
}
