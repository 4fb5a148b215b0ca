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
