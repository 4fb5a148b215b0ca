import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { PauseIcon, PlayIcon } from '../../ui/icons.ts'

const PLAYED_MS = 1000 / 12
/** Where the system asks for less motion: slow enough to be looked at one by one, and once. */
const STEPPED_MS = 1000 / 3

/** A swing, frame by frame: a finger across it, the arrow keys, or played. */
export function Scrubber({ frames, of }: { readonly frames: readonly string[]; readonly of: number }) {
  const [frame, setFrame] = useState(0)
  const [playing, setPlaying] = useState(false)
  const slider = useRef<HTMLDivElement>(null)
  const last = frames.length - 1
  const at = Math.min(frame, last)

  useEffect(() => {
    if (!playing) return
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const next = () => {
      if (at < last) setFrame(at + 1)
      else if (calm) setPlaying(false)
      else setFrame(0)
    }
    const timer = setTimeout(next, calm ? STEPPED_MS : PLAYED_MS)
    return () => clearTimeout(timer)
  }, [playing, at, last])

  const go = (to: number) => {
    setPlaying(false)
    setFrame(Math.max(0, Math.min(last, to)))
  }
  const play = () => {
    if (!playing && at === last) setFrame(0)
    setPlaying(!playing)
  }
  const toPointer = (event: PointerEvent) => {
    const box = slider.current?.getBoundingClientRect()
    if (box) go(Math.floor(((event.clientX - box.left) / box.width) * frames.length))
  }
  const frameByKey = new Map([
    ['ArrowRight', at + 1],
    ['ArrowUp', at + 1],
    ['ArrowLeft', at - 1],
    ['ArrowDown', at - 1],
    ['PageUp', at + 6],
    ['PageDown', at - 6],
    ['Home', 0],
    ['End', last],
  ])
  const press = (event: KeyboardEvent) => {
    const to = frameByKey.get(event.key)
    if (event.ctrlKey || event.metaKey || event.altKey || (to === undefined && event.key !== ' ')) return
    // Nor do the arrows leaf through the shots.
    event.preventDefault()
    if (to === undefined) play()
    else go(to)
  }
  return (
    // A finger across the swing leafs through it, not through the shots (ShotPage).
    <div className="scrubber" onTouchStart={event => event.stopPropagation()}>
      <div
        ref={slider}
        className="scrubber-slider"
        role="slider"
        tabIndex={0}
        aria-label="Swing"
        aria-valuemin={1}
        aria-valuemax={frames.length}
        aria-valuenow={at + 1}
        aria-valuetext={`Frame ${at + 1} of ${frames.length}`}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          toPointer(event)
        }}
        onPointerMove={event => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) toPointer(event)
        }}
        onKeyDown={press}
      >
        <img src={frames[at]} alt="" decoding="sync" draggable={false} />
        <div className="scrubber-track">
          <i style={{ left: `${last > 0 ? (at / last) * 100 : 0}%` }} />
        </div>
      </div>
      <div className="row">
        <Button look="quiet" icon={playing ? PauseIcon : PlayIcon} onPress={play}>
          {playing ? 'Pause' : 'Play'}
        </Button>
        <span className="soft num end">
          Frame {at + 1} of {frames.length}
          {frames.length < of && `, ${of} in all`}
        </span>
      </div>
    </div>
  )
}
