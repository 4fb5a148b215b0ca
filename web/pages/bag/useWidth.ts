import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Width of an element in px, so that a picture can be drawn in px: its words then keep their size on any screen. */
export function useWidth<E extends HTMLElement>(): readonly [RefObject<E | null>, number] {
  const element = useRef<E>(null)
  const [width_px, setWidth_px] = useState(0)
  useLayoutEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth_px(Math.floor(entry.contentRect.width))
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width_px]
}
