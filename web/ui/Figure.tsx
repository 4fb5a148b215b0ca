import './Figure.css'

/** Fewer shots than these: the figure is grey, and has no spread. */
export const FEW_SHOTS = 5
export const TOO_FEW_FOR_SPREAD = 3

/** The answer of a screen: number, unit, spread, and the shots that it stands on. `value` null is shown as –. */
export function Figure({
  value,
  unit,
  spread,
  n,
  of,
  note,
}: {
  readonly value: string | null
  readonly unit: string
  /** As shown, without its ±. */
  readonly spread?: string | null
  readonly n?: number
  readonly of?: number
  /** In the place of the shots, where the figure counts something else. */
  readonly note?: string
}) {
  const few = n !== undefined && n < FEW_SHOTS
  const words = [
    spread != null && (n === undefined || n >= TOO_FEW_FOR_SPREAD) && `±${spread}`,
    n !== undefined && shotsSaid(n, of),
    note,
  ].filter(Boolean)
  return (
    <p className={few ? 'figure few' : 'figure'}>
      <span className="figure-value">
        {value ?? '–'}
        <span className="figure-unit">{unit}</span>
      </span>
      {words.length > 0 && <span className="figure-n">{words.join(' · ')}</span>}
    </p>
  )
}

/** "38 shots", "38 of 41 shots": how much a figure rests on. */
export function shotsSaid(n: number, of?: number): string {
  if (of !== undefined && of !== n) return `${n.toLocaleString('en')} of ${of.toLocaleString('en')} shots`
  return n === 1 ? '1 shot' : `${n.toLocaleString('en')} shots`
}

/** A smaller figure among others. With `onOpen` a tap tells what it means. */
export function Tile({
  value,
  says,
  n,
  onOpen,
}: {
  readonly value: string | null
  readonly says: string
  readonly n?: number
  readonly onOpen?: () => void
}) {
  const className = n !== undefined && n < FEW_SHOTS ? 'tile few' : 'tile'
  const inside = (
    <>
      <span className="tile-value">{value ?? '–'}</span>
      <span className="tile-says">{says}</span>
    </>
  )
  if (!onOpen) return <div className={className}>{inside}</div>
  return (
    <button type="button" className={className} onClick={onOpen}>
      {inside}
    </button>
  )
}
