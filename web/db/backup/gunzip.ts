/** As much as a report has at most (web/import/limits.ts): what unpacks to more is a bomb. */
const MAX_BYTES = 64 * 1024 * 1024

/** Null where it is no gzip of a text, or unpacks to more than any report has. */
export async function gunzip(bytes: Uint8Array): Promise<string | null> {
  // A mark at the beginning is a part of what was hashed.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const unpacked = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  let text = ''
  let size = 0
  try {
    for (;;) {
      const { value, done } = await unpacked.read()
      if (done) return text + decoder.decode()
      size += value.byteLength
      if (size > MAX_BYTES) {
        await unpacked.cancel()
        return null
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
