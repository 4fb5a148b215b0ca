import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

const USUAL_TEXT_PX = 16

/**
 * Width of an element in px of the usual text size: a picture drawn to it keeps its words as large as those
 * around it, on any screen and with any size of text.
 */
export function useWidth<E extends HTMLElement>(): readonly [RefObject<E | null>, number] {
  const element = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!element.current) return
    const take = (width_px: number) => {
      const text_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setWidth(Math.floor((width_px * USUAL_TEXT_PX) / text_px))
    }
    // Before the first paint: drawn once, at its size.
    take(element.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => entry && take(entry.contentRect.width))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width]
}
