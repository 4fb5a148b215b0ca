/** How much of a piece that can't be read is kept beside the reason (the payload itself is kept whole). */
export const RAW_LIMIT_BYTES = 4096

const DEEPEST = 16

/**
 * A value as JSON text of at most 4 KB in ASCII. One that is longer or deeper is cut: its beginning comes
 * as a JSON string, so that what is stored is valid JSON either way. Costs no more than what is kept.
 */
export function rawText(value: unknown): string {
  const out = { text: '', cut: false }
  write(value, 0, out)
  if (!out.cut && out.text.length <= RAW_LIMIT_BYTES) return out.text
  // Quotes and backslashes double within a string: halve until it fits.
  for (let kept = RAW_LIMIT_BYTES - 3; ; kept = Math.floor(kept * 0.8)) {
    const text = JSON.stringify(`${out.text.slice(0, kept)}…`).replace('…', '\\u2026')
    if (text.length <= RAW_LIMIT_BYTES) return text
  }
}

function write(value: unknown, depth: number, out: { text: string; cut: boolean }): void {
  if (out.cut || depth > DEEPEST || out.text.length > RAW_LIMIT_BYTES) {
    out.cut = true
    return
  }
  if (Array.isArray(value)) {
    out.text += '['
    for (let i = 0; i < value.length && !out.cut; i++) {
      if (i > 0) out.text += ','
      write(value[i], depth + 1, out)
    }
    out.text += ']'
  } else if (typeof value === 'object' && value !== null) {
    out.text += '{'
    let first = true
    // for…in, so that an object of a million keys is left after the first few.
    for (const key in value) {
      if (out.cut || !Object.hasOwn(value, key)) break
      out.text += `${first ? '' : ','}${ascii(key)}:`
      write(value[key as keyof typeof value], depth + 1, out)
      first = false
    }
    out.text += '}'
  } else {
    out.text += atom(value)
  }
}

function atom(value: unknown): string {
  if (typeof value === 'string') return ascii(value)
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value)
  return 'null'
}

function ascii(text: string): string {
  return JSON.stringify(text.slice(0, RAW_LIMIT_BYTES + 1)).replace(
    /[\u007f-\uffff]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
