import { type CardLine, MOST_LINES } from './card.ts'

/** A wallet card, upright, in tenths of a mm: 54 × 85.6 mm (ISO 7810 ID-1). */
const [WIDE, HIGH] = [540, 856]
const [HEAD, FOOT] = [84, 52]
const ADJUSTED_PX = 40
const [NAME_X, COVER_X, STOCK_X, LONG_X] = [30, 290, 405, 510]

/** Black on white on every theme: it is to be printed, and read in the sun. */
export function CardPicture({
  lines,
  unit,
  date,
  adjusted,
}: {
  readonly lines: readonly CardLine[]
  readonly unit: string
  readonly date: string
  readonly adjusted: string | null
}) {
  const foot = FOOT + (adjusted === null ? 0 : ADJUSTED_PX)
  const step = Math.min(80, (HIGH - HEAD - foot) / Math.max(1, Math.min(MOST_LINES, lines.length)))
  const said = lines.map(({ name, cover, stock, long }) => `${name} ${cover}, ${stock}, ${long}`).join('; ')
  return (
    <svg
      role="img"
      className="card-picture num"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      aria-label={`Yardage card in ${unit}, cover, stock and long: ${said}${adjusted ? `. ${adjusted}` : ''}`}
    >
      <rect className="card-paper" x={1.5} y={1.5} width={WIDE - 3} height={HIGH - 3} rx={30} />
      <text className="card-head" x={NAME_X} y={54}>
        Carry, {unit}
      </text>
      {(
        [
          ['cover', COVER_X],
          ['stock', STOCK_X],
          ['long', LONG_X],
        ] as const
      ).map(([word, x]) => (
        <text key={word} className="card-word" x={x} y={54} textAnchor="end">
          {word}
        </text>
      ))}
      <line className="card-rule" x1={20} x2={WIDE - 20} y1={HEAD - 12} y2={HEAD - 12} />
      {lines.map(({ id, name, cover, stock, long, few }, i) => {
        const y = HEAD + (i + 0.5) * step + 13
        return (
          <g key={id}>
            <text className="card-name" x={NAME_X} y={y}>
              {name}
              {few && '*'}
            </text>
            <text className="card-side" x={COVER_X} y={y} textAnchor="end">
              {cover}
            </text>
            <text className="card-stock" x={STOCK_X} y={y} textAnchor="end">
              {stock}
            </text>
            <text className="card-side" x={LONG_X} y={y} textAnchor="end">
              {long}
            </text>
          </g>
        )
      })}
      {adjusted && (
        <text className="card-adjusted" x={WIDE / 2} y={HIGH - FOOT - 6} textAnchor="middle">
          {adjusted}
        </text>
      )}
      <text className="card-word" x={WIDE / 2} y={HIGH - 22} textAnchor="middle">
        {date} · Rangebook
      </text>
    </svg>
  )
}
