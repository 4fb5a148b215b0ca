import { saveAs } from './saveAs.ts'

/** Gives a file to the golfer: on a phone to its share sheet, where it takes such a file, else as a download. */
export async function handOver(file: Blob, name: string): Promise<void> {
  const named = new File([file], name, { type: file.type })
  if (matchMedia('(pointer: coarse)').matches && navigator.canShare?.({ files: [named] })) {
    try {
      return await navigator.share({ files: [named], title: name })
    } catch (error) {
      // Closed by the golfer: nothing more to do. Refused: as a download then.
      if (error instanceof DOMException && error.name === 'AbortError') return
    }
  }
  saveAs(file, name)
}
