import { useEffect, useRef, useState } from 'react'

export interface Dropped {
  readonly files: readonly File[]
  readonly text: string
}

/** Takes what is dropped anywhere on the page: missed by a hair, a browser would leave the app for the file. */
export function useDrop(onDrop: (dropped: Dropped) => void): boolean {
  const [over, setOver] = useState(false)
  const now = useRef(onDrop)
  now.current = onDrop
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      // Out of the window, not from one element to the next.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      if (!event.dataTransfer) return
      const { files } = event.dataTransfer
      now.current({ files: [...files], text: event.dataTransfer.getData('text') })
    }
    addEventListener('dragover', drag)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', drag)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return over
}
