import { useLayoutEffect, useRef, useState } from 'react'

/** Width of an element in px, so that a picture is drawn at its true size and its words keep theirs. */
export function useWidth<E extends HTMLElement>(first: number) {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    // Before the first paint: drawn once, at its size.
    if (element.clientWidth > 0) setWidth(element.clientWidth)
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}

const USUAL_TEXT_PX = 16

/**
 * The same in px of the usual text size: a picture drawn to it keeps its words as large as those around it,
 * with any size of text.
 */
export function useWidthInText<E extends HTMLElement>() {
  const [ref, width] = useWidth<E>(0)
  const text_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return [ref, Math.floor((width * USUAL_TEXT_PX) / text_px)] as const
}
