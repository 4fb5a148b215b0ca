/** Hands bytes to the golfer as a downloaded file. */
export function saveAs(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  type = 'application/octet-stream',
): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then, in every browser.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
