/** Pictures as they are on screen, theme and all, as one PNG: whatever draws with SVG or a canvas has this way out. */

import { handOver } from '../ui/handOver.ts'

/** What style sheets say of SVG; an image knows none of them. */
const STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['stroke-linecap', 'opacity', 'paint-order', 'font', 'font-variant-numeric', 'text-anchor'],
  ...['vector-effect', 'letter-spacing', 'visibility'],
] as const

const EDGE_PX = 16
const LINE_PX = 20
/** A phone's picture, sent on, is looked at on a larger screen. */
const DENSITY = 3

/** All that the page shows, given to the golfer; false where it shows none. */
export async function takePicture(says: string, name: string): Promise<boolean> {
  const png = await pngOf(document.getElementById('main') ?? document.body, says)
  if (png) await handOver(png, name)
  return png !== null
}

/** Null where there is no picture in `root`. `says` stands over it, in lines. */
export async function pngOf(root: Element, says: string): Promise<Blob | null> {
  const frames = [...root.querySelectorAll('.plot-area, svg[role=img]')].filter(
    frame => !frame.parentElement?.closest('.plot-area') && frame.getBoundingClientRect().width > 0,
  )
  const boxes = frames.map(frame => frame.getBoundingClientRect())
  if (frames.length === 0) return null
  const wide = Math.max(...boxes.map(({ width }) => width))
  const canvas = document.createElement('canvas')
  const draw = canvas.getContext('2d')
  if (!draw) return null
  const { color, fontFamily } = getComputedStyle(root)
  const font = `16px ${fontFamily}`
  draw.font = font
  const lines = linesOf(says, text => draw.measureText(text).width <= wide)
  const head = lines.length === 0 ? 0 : lines.length * LINE_PX + EDGE_PX
  canvas.width = DENSITY * (wide + 2 * EDGE_PX)
  canvas.height = DENSITY * (head + boxes.reduce((sum, { height }) => sum + height + EDGE_PX, EDGE_PX))
  draw.scale(DENSITY, DENSITY)
  draw.fillStyle = paperOf(frames[0] ?? root)
  draw.fillRect(0, 0, canvas.width, canvas.height)
  draw.fillStyle = color
  draw.font = font
  for (const [i, line] of lines.entries()) draw.fillText(line, EDGE_PX, EDGE_PX + (i + 0.75) * LINE_PX)
  let y = EDGE_PX + head
  for (const [i, frame] of frames.entries()) {
    const box = boxes[i] ?? frame.getBoundingClientRect()
    const layers = frame instanceof SVGElement ? [frame] : [...frame.querySelectorAll(':scope > svg, canvas')]
    for (const layer of layers) {
      const image = layer instanceof HTMLCanvasElement ? layer : await imageOf(layer)
      draw.drawImage(image, EDGE_PX, y, box.width, box.height)
    }
    y += box.height + EDGE_PX
  }
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}

/** The colour that the picture lies on. */
function paperOf(frame: Element): string {
  for (let at: Element | null = frame; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor
  }
  return 'white'
}

async function imageOf(svg: Element): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGElement
  const { width, height } = svg.getBoundingClientRect()
  const copies = copy.querySelectorAll<SVGElement>('*')
  for (const [i, element] of svg.querySelectorAll('*').entries()) {
    const own = getComputedStyle(element)
    for (const name of STYLES) copies[i]?.style.setProperty(name, own.getPropertyValue(name))
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', `${width}`)
  copy.setAttribute('height', `${height}`)
  const text = new XMLSerializer().serializeToString(copy)
  const image = new Image()
  // A blob's address would taint the canvas in older Safari.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  return image
}

/** Words into lines that have room. */
export function linesOf(says: string, fits: (text: string) => boolean): string[] {
  const lines: string[] = []
  for (const word of says.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim()
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.filter(line => line !== '')
}
