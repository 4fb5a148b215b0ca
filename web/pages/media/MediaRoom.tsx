import { useBudget, useFilesSize } from '../../media/pictures.ts'
import { useCopies } from '../../media/react.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { bytesSaid } from '../data/words.ts'
import './media.css'

const MB = 1_000_000
const CHOICES = [250, 500, 1_000, 2_000, 5_000, 20_000].map(mb => ({
  value: String(mb * MB),
  says: mb < 1_000 ? `${mb} MB` : `${mb / 1_000} GB`,
}))

/** How much pictures take on this device, and how much they may. */
export function MediaRoom({ after }: { readonly after: unknown }) {
  const [budget_bytes, setBudget] = useBudget()
  const size = useFilesSize(after)
  const copies = useCopies()
  return (
    <section className="stack" id="pictures" aria-labelledby="pictures-title">
      <h2 id="pictures-title">Pictures of your swings</h2>
      <p className="num">
        {size === null
          ? '–'
          : `${size.files.toLocaleString('en')} here, ${bytesSaid(size.bytes)} of the ${bytesSaid(budget_bytes)} that they may take.`}
      </p>
      <Chips
        label="Room for pictures on this device"
        choices={CHOICES}
        value={String(budget_bytes)}
        onChoose={bytes => setBudget(Number(bytes))}
      />
      <p className="data-under soft">
        A filmed shot takes some 5 MB. When the room is used up,{' '}
        {copies
          ? 'those that your cloud or server holds too make room, the least looked at first, and come back when you look at them; all others stay.'
          : 'fetching stops and says so; no picture is thrown away.'}
      </p>
    </section>
  )
}
