import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { type ClubShape, shapePath } from '../../../ui/club.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { useWidth } from '../../../ui/width.ts'
import { nearestOf } from '../../session/frame.ts'
import { type Ends, type Plane, planeOf } from './plane.ts'
import { useZoom } from './useZoom.ts'
import './chart.css'

export interface PlotPoint {
  readonly id: string
  readonly x: number
  readonly y: number
  /** Which of the series, 0-based. */
  readonly series: number
  /** Outlined: it is in no figure. */
  readonly out: boolean
}

export interface Series {
  /** A custom property of the theme: var(--c1). */
  readonly color: string
  readonly shape: ClubShape
}

export interface Axis extends Ends {
  readonly says: (value: number) => string
}

/** Shots further, by key; to the ends, however many there are. */
const STEPS: { readonly [key: string]: number } = {
  ...{ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
}

/**
 * Points on a canvas, all else in SVG behind and over it. A tap chooses the nearest shot; by keys the
 * picture is a slider over its shots, from left to right. Pinched, or by the + key, it grows.
 */
export function Plot({
  says,
  points,
  of = points.length,
  series,
  x,
  y,
  height,
  equal = false,
  chosen: said,
  behind,
  over,
}: {
  /** Read aloud for the picture. */
  readonly says: string
  readonly points: readonly PlotPoint[]
  /** How many there are, where the newest stand first and the others follow. */
  readonly of?: number
  readonly series: readonly Series[]
  readonly x: Axis
  readonly y: Axis
  readonly height: number
  readonly equal?: boolean
  /** A point in words, and where it leads, if anywhere. */
  readonly chosen?: (point: PlotPoint) => {
    readonly says: string
    readonly href?: string
    readonly link?: string
  }
  readonly behind?: (plane: Plane) => ReactNode
  readonly over?: (plane: Plane) => ReactNode
}) {
  const [ref, width] = useWidth<HTMLDivElement>(334)
  const zoom = useZoom({ x, y })
  const text = textScale()
  const letters = Math.max(...[y.from, (y.from + y.to) / 2, y.to].map(at => y.says(Math.round(at)).length))
  const [left, right] = [zoom.view.x.from, zoom.view.x.to]
  const [low, high] = [zoom.view.y.from, zoom.view.y.to]
  // By value: a point that is chosen draws thousands of others anew otherwise.
  const plane = useMemo(
    () =>
      planeOf({
        ...{ width, height, equal, text, letters },
        x: { from: left, to: right },
        y: { from: low, to: high },
      }),
    [width, height, left, right, low, high, equal, text, letters],
  )
  const orderOf = useMemo(() => leftToRight(points), [points])
  const [chosen_id, choose] = useState<string | null>(null)
  const chosen = chosen_id === null ? undefined : points.find(({ id }) => id === chosen_id)
  const at = chosen ? orderOf().indexOf(chosen) : -1
  const words = chosen && said?.(chosen)
  const step = (by: number) => {
    const order = orderOf()
    // The first key chooses one of the ends.
    const from = at < 0 ? (by > 0 ? -1 : order.length) : at
    const next = order[Math.min(order.length - 1, Math.max(0, from + by))]
    if (next) choose(next.id)
  }
  const press = (key: string): boolean => {
    const by = STEPS[key]
    if (by !== undefined) step(by)
    else if (key === '+') zoom.by(1.5)
    else if (key === '-') zoom.by(1 / 1.5)
    else if (key === 'Escape' && zoom.zoomed) zoom.reset()
    else if (key === 'Enter' && words) document.getElementById(`chosen-${chosen_id}`)?.click()
    else return false
    return true
  }
  return (
    <div className="plot">
      <div className="plot-area" ref={ref} style={{ height }}>
        <svg role="img" aria-label={says} width={plane.width} height={height}>
          <Axes plane={plane} x={x} y={y} />
          <g>{behind?.(plane)}</g>
        </svg>
        <Points points={points} specks={of > SPECKS} series={series} plane={plane} />
        <svg aria-hidden={true} width={plane.width} height={height}>
          {over?.(plane)}
          {points.length < of && (
            <text className="says" x={plane.right} y={plane.top + 8} textAnchor="end">
              newest {points.length.toLocaleString('en')} of {of.toLocaleString('en')}
            </text>
          )}
          {chosen && (
            <circle
              className="chosen"
              cx={plane.x(chosen.x)}
              cy={plane.y(chosen.y)}
              r={7}
              style={{ fill: series[chosen.series]?.color }}
            />
          )}
        </svg>
        {points.length > 0 && (
          <div
            className={zoom.zoomed ? 'plot-touch zoomed' : 'plot-touch'}
            role="slider"
            tabIndex={0}
            aria-label="Shots in the picture, from left to right"
            aria-valuemin={1}
            aria-valuemax={points.length}
            aria-valuenow={Math.max(1, at + 1)}
            aria-valuetext={words ? words.says : 'none chosen'}
            {...zoom.handlers(plane, event => {
              const box = event.currentTarget.getBoundingClientRect()
              const [x, y] = [event.clientX - box.left, event.clientY - box.top]
              choose(nearestOf(points, point => [plane.x(point.x), plane.y(point.y)], x, y)?.id ?? null)
            })}
            onKeyDown={event => {
              if (event.ctrlKey || event.metaKey || event.altKey || !press(event.key)) return
              event.preventDefault()
              // Arrows and Escape mean other things to the page.
              event.stopPropagation()
            }}
          />
        )}
      </div>
      {(words || zoom.zoomed) && (
        <p className="row plot-chosen">
          {words && <span className="num">{words.says}</span>}
          {zoom.zoomed && (
            <Button look="quiet" onPress={zoom.reset}>
              Whole picture
            </Button>
          )}
          {words?.href && (
            <a className="end" id={`chosen-${chosen_id}`} href={words.href}>
              {words.link}
            </a>
          )}
        </p>
      )}
    </div>
  )
}

/** Ordered when the first key asks for it: thousands of points would hold the picture up. */
function leftToRight(points: readonly PlotPoint[]): () => readonly PlotPoint[] {
  let order: readonly PlotPoint[] | null = null
  return () => {
    order ??= [...points].sort((a, b) => a.x - b.x || a.y - b.y)
    return order
  }
}

/** How much larger than usual the golfer's letters are. */
function textScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
}

function Axes({ plane, x, y }: { readonly plane: Plane; readonly x: Axis; readonly y: Axis }) {
  return (
    <g className="axes">
      {plane.yTicks.map(tick => (
        <g key={tick}>
          <line x1={plane.left} x2={plane.right} y1={plane.y(tick)} y2={plane.y(tick)} />
          <text x={plane.left - 6} y={plane.y(tick) + 4} textAnchor="end">
            {y.says(tick)}
          </text>
        </g>
      ))}
      {plane.xTicks.map(tick => (
        <g key={tick}>
          <line x1={plane.x(tick)} x2={plane.x(tick)} y1={plane.bottom} y2={plane.bottom + 4} />
          <text
            x={plane.x(tick) > plane.right - 20 ? plane.width : plane.x(tick)}
            y={plane.height - 6}
            textAnchor={
              plane.x(tick) > plane.right - 20 ? 'end' : plane.x(tick) < plane.left + 8 ? 'start' : 'middle'
            }
          >
            {x.says(tick)}
          </text>
        </g>
      ))}
    </g>
  )
}

/** From this many on a point is a speck: shapes would be a blot, and cost a frame. */
const SPECKS = 2_000

function Points({
  points,
  specks,
  series,
  plane,
}: {
  readonly points: readonly PlotPoint[]
  readonly specks: boolean
  readonly series: readonly Series[]
  readonly plane: Plane
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { theme } = useTheme()
  const dark = useDark()
  // By value, as the plane.
  const look = series.map(({ color, shape }) => `${color} ${shape}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours; `look` is the series.
  useEffect(() => {
    const element = canvas.current
    const draw = element?.getContext('2d')
    if (!element || !draw) return
    const density = devicePixelRatio
    element.width = Math.round(plane.width * density)
    element.height = Math.round(plane.height * density)
    draw.setTransform(density, 0, 0, density, 0, 0)
    draw.beginPath()
    draw.rect(plane.left, 0, plane.width - plane.left, plane.bottom)
    draw.clip()
    const strong = theme === 'sun'
    for (const [i, { color, shape }] of series.entries()) {
      // The browser resolves the theme's colour; the canvas knows no custom property.
      element.style.color = color
      const ink = getComputedStyle(element).color
      draw.fillStyle = ink
      draw.strokeStyle = ink
      draw.lineWidth = 1.5
      const mark = new Path2D(shapePath(shape))
      draw.globalAlpha = 0.35
      for (const point of points) {
        if (point.series !== i) continue
        const [x, y] = [plane.x(point.x), plane.y(point.y)]
        if (specks) {
          draw.fillRect(x - 1.5, y - 1.5, 3, 3)
          continue
        }
        draw.globalAlpha = point.out ? 0.7 : strong ? 0.85 : 0.6
        draw.setTransform(density * 0.8, 0, 0, density * 0.8, density * x, density * y)
        if (point.out) draw.stroke(mark)
        else draw.fill(mark)
      }
      draw.setTransform(density, 0, 0, density, 0, 0)
    }
    element.style.color = ''
  }, [points, specks, look, plane, theme, dark])
  return <canvas ref={canvas} style={{ width: plane.width, height: plane.height }} />
}

function useDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const asked = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setDark(asked.matches)
    asked.addEventListener('change', follow)
    return () => asked.removeEventListener('change', follow)
  }, [])
  return dark
}
