import { useEffect, useRef, useState } from 'react'
import { localDate } from '../../../shared/golf/dates.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { Field, Toggle } from '../../ui/Field.tsx'
import { FilterIcon } from '../../ui/icons.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { KindCondition, TagCondition } from '../Conditions.tsx'
import { useParams } from '../params.ts'
import { askedOf, conditionsIn } from './asked.ts'

const ANY = 'any'

/**
 * Which shots: the club in the open, the rest in a sheet; all of it in the address. `clubs`: one must be
 * chosen, any may stand for all, or the screen shows every club anyway.
 */
export function AskBar({
  clubs,
  club_id,
}: {
  readonly clubs: 'one' | 'any' | 'none'
  readonly club_id?: string
}) {
  const [params, setParams] = useParams()
  const [open, setOpen] = useState(false)
  const bag = useLive('bag', null)
  const asked = askedOf(params)
  const n = conditionsIn(asked)
  const hit = bag?.filter(({ shots }) => shots > 0) ?? []
  const chosen = club_id ?? asked.filter.club_id ?? ANY
  const line = useRef<HTMLDivElement>(null)
  // The chosen club may stand beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another is chosen, or the clubs have come.
  useEffect(() => {
    const chips = line.current?.querySelector('fieldset')
    const chip = chips?.querySelector<HTMLElement>('[aria-pressed=true]')
    if (chips && chip) chips.scrollLeft = chip.offsetLeft + chip.offsetWidth / 2 - chips.clientWidth / 2
  }, [chosen, hit.length])
  return (
    <div className="ask" ref={line}>
      {clubs !== 'none' && hit.length > 1 && (
        <Chips
          label="Club"
          line="scrolls"
          value={chosen}
          onChoose={club => setParams({ club: club === ANY ? null : club })}
          choices={[
            ...(clubs === 'any' ? [{ value: ANY, says: 'All clubs' }] : []),
            ...hit.map(({ id, name, place }) => ({
              value: id,
              says: (
                <>
                  <ClubMark place={place} />
                  {name}
                </>
              ),
            })),
          ]}
        />
      )}
      <div className="ask-bar">
        <Button look="quiet" icon={FilterIcon} pressed={n > 0} onPress={() => setOpen(true)}>
          {n === 0 ? 'Filter' : `Filter: ${n}`}
        </Button>
        <span className="soft">{n === 0 ? 'All dates and kinds of practice' : <AskedSaid />}</span>
      </div>
      <Sheet open={open} title="Which shots" onClose={() => setOpen(false)}>
        <Conditions onClose={() => setOpen(false)} />
      </Sheet>
    </div>
  )
}

/** The conditions in words. */
function AskedSaid() {
  const [params] = useParams()
  const { filter, all } = askedOf(params)
  const dates =
    filter.from && filter.to
      ? `${filter.from} to ${filter.to}`
      : filter.from
        ? `since ${filter.from}`
        : filter.to && `until ${filter.to}`
  return [
    dates,
    filter.kind,
    filter.tag && `tag ${filter.tag}`,
    filter.session_id && 'one session',
    all && 'left out shots too',
  ]
    .filter(Boolean)
    .join(' · ')
}

const PERIODS = [
  { value: 'all', says: 'All time', days: null },
  { value: '30', says: '30 days', days: 30 },
  { value: '90', says: '90 days', days: 90 },
  { value: '365', says: 'A year', days: 365 },
] as const

function Conditions({ onClose }: { readonly onClose: () => void }) {
  const [params, setParams] = useParams()
  const { filter, all } = askedOf(params)
  const daysAgo = (days: number) => {
    const at = new Date()
    at.setDate(at.getDate() - days)
    return localDate(at)
  }
  const period = PERIODS.find(({ days }) =>
    days === null ? !filter.from && !filter.to : filter.from === daysAgo(days) && !filter.to,
  )
  return (
    <>
      <section className="stack">
        <h3>When</h3>
        <Chips
          label="When"
          value={period?.value ?? null}
          choices={PERIODS}
          onChoose={value => {
            const days = PERIODS.find(period => period.value === value)?.days ?? null
            setParams({ from: days === null ? null : daysAgo(days), to: null })
          }}
        />
        <div className="ask-dates">
          <Field label="From" type="date" value={filter.from ?? ''} onChange={from => setParams({ from })} />
          <Field label="To" type="date" value={filter.to ?? ''} onChange={to => setParams({ to })} />
        </div>
      </section>
      <KindCondition value={filter.kind} onChange={kind => setParams({ kind })} />
      <TagCondition value={filter.tag} onChange={tag => setParams({ tag })} />
      <Toggle
        label="Left out shots too"
        hint="Every figure then stands on all shots."
        on={all}
        onChange={on => setParams({ all: on ? '1' : null })}
      />
      <Button look="main" wide onPress={onClose}>
        Show
      </Button>
      <Button
        look="quiet"
        wide
        onPress={() => setParams({ from: null, to: null, kind: null, tag: null, session: null, all: null })}
      >
        Clear
      </Button>
    </>
  )
}
