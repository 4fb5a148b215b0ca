import { useEffect } from 'react'
import { CLOSED, SHEET_STATE } from '../ui/Sheet.tsx'

const PLACE = 'scroll'

/** How long a page that is still filling is waited for before its old place is given up. */
const FILLS_WITHIN_MS = 3_000

/**
 * A page that is gone back to stands where it stood; a new one starts at its top with its heading
 * read. The browser's own restoring comes before our lists are there, so each step of the history
 * keeps its place itself.
 */
export function useScrollMemory(): void {
  useEffect(() => {
    history.scrollRestoration = 'manual'
    let path = location.pathname
    let stop = restore(placeOf(history.state))
    let kept = 0
    let sheet: unknown
    const noteSheet = () => {
      sheet = history.state?.[SHEET_STATE]
    }
    /** A sheet that was left for another page, or by reloading, is closed. */
    const tidy = () => {
      if (history.state?.[SHEET_STATE] && !document.querySelector('dialog[open]')) {
        history.replaceState({ ...history.state, [SHEET_STATE]: CLOSED }, '')
      }
      noteSheet()
    }
    tidy()

    const keep = () => {
      clearTimeout(kept)
      kept = window.setTimeout(() => {
        if (location.pathname === path) {
          history.replaceState({ ...history.state, [PLACE]: Math.round(scrollY) }, '')
        }
      }, 100)
    }
    const pushed = () => {
      if (location.pathname === path) return
      clearTimeout(kept)
      path = location.pathname
      stop()
      scrollTo(0, 0)
      stop = whenThere(
        () => document.querySelector<HTMLElement>('main h1'),
        heading => {
          // A page that opens with a field to type into has said where to begin.
          if (!document.querySelector('main input:focus, main textarea:focus')) heading.focus()
        },
      )
    }
    const popped = () => {
      const left = sheet
      tidy()
      // Back from where a sheet was closed: the step before it is the same page, and not what was meant.
      if (left === CLOSED && sheet !== CLOSED && location.pathname === path) {
        history.back()
        return
      }
      if (location.pathname === path) return
      clearTimeout(kept)
      path = location.pathname
      stop()
      stop = restore(placeOf(history.state))
    }
    addEventListener('scroll', keep, { passive: true })
    addEventListener('pushState', noteSheet)
    addEventListener('replaceState', noteSheet)
    addEventListener('pushState', pushed)
    addEventListener('popstate', popped)
    return () => {
      stop()
      removeEventListener('scroll', keep)
      removeEventListener('pushState', noteSheet)
      removeEventListener('replaceState', noteSheet)
      removeEventListener('pushState', pushed)
      removeEventListener('popstate', popped)
    }
  }, [])
}

function placeOf(state: unknown): number {
  const place = typeof state === 'object' && state !== null ? Reflect.get(state, PLACE) : null
  return typeof place === 'number' ? place : 0
}

/** Goes to a place as soon as the page is long enough, unless the golfer scrolls first. */
function restore(place: number): () => void {
  if (place === 0) return () => {}
  return whenThere(
    () => (document.documentElement.scrollHeight - innerHeight >= place ? document.documentElement : null),
    () => scrollTo(0, place),
  )
}

function whenThere<T>(find: () => T | null, act: (found: T) => void): () => void {
  const until_ms = performance.now() + FILLS_WITHIN_MS
  let frame = 0
  const end = () => {
    cancelAnimationFrame(frame)
    removeEventListener('wheel', end)
    removeEventListener('touchstart', end)
    removeEventListener('keydown', end)
  }
  const look = () => {
    const found = find()
    if (found !== null) {
      end()
      act(found)
    } else if (performance.now() < until_ms) frame = requestAnimationFrame(look)
    else end()
  }
  addEventListener('wheel', end, { passive: true })
  addEventListener('touchstart', end, { passive: true })
  addEventListener('keydown', end)
  // Not at once: the old page is still in the document until React has drawn the new one.
  frame = requestAnimationFrame(look)
  return end
}
