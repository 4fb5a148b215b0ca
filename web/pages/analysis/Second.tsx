import { useState } from 'react'
import type { ShotFilter } from '../../db/command.ts'
import type { ClubLine } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { type Display, useDisplay } from '../../ui/display.ts'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { ClubCondition, TagCondition } from '../Conditions.tsx'
import { useParams } from '../params.ts'
import { askedOf } from './asked.ts'

/** What the second is of: the first one's shots, with what the address says of it put in their place. */
export function useSecond(first: ShotFilter): ShotFilter | null {
  const [params] = useParams()
  const { excluded: _, ...own } = askedOf(params, 'b.').filter
  if (Object.keys(own).length === 0) return null
  // A time of its own takes the place of the first one's.
  const { from: _f, to: _t, session_id: _s, ...undated } = first
  const dated = (own.from ?? own.to ?? own.session_id) !== undefined
  return { ...(dated ? undated : first), ...own }
}

/** In words, against the first. */
export function secondSaid(
  params: URLSearchParams,
  clubs: readonly ClubLine[],
  display: Display,
  prefix: string,
) {
  const { filter } = askedOf(params, prefix)
  const club = clubs.find(({ id }) => id === filter.club_id)
  const { from, to, session_id, kind, tag } = filter
  return [
    club?.name,
    from && to
      ? `${display.date(from)} to ${display.date(to)}`
      : from
        ? `since ${display.date(from)}`
        : to && `until ${display.date(to)}`,
    session_id && 'one session',
    kind,
    tag && `tag ${tag}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** Chooses another club, period, session or tag to lay over the first. */
export function SecondButton({ club }: { readonly club: ClubLine | undefined }) {
  const [params, setParams] = useParams()
  const [open, setOpen] = useState(false)
  const bag = useLive('bag', null)
  const display = useDisplay()
  const sessions = useLive('sessions', { ...(club && { club_id: club.id }) })
  const { filter } = askedOf(params, 'b.')
  const said = secondSaid(params, bag ?? [], display, 'b.')
  return (
    <>
      <div className="row">
        <Button pressed={said !== ''} onPress={() => setOpen(true)}>
          {said === '' ? 'Compare with…' : `Against: ${said}`}
        </Button>
        {said !== '' && (
          <Button
            look="quiet"
            onPress={() =>
              setParams(
                Object.fromEntries(
                  ['club', 'from', 'to', 'session', 'tag', 'kind'].map(k => [`b.${k}`, null]),
                ),
              )
            }
          >
            End
          </Button>
        )}
      </div>
      <Sheet open={open} title="Compare with" onClose={() => setOpen(false)}>
        <ClubCondition
          label="Another club"
          clubs={(bag ?? []).filter(one => one.shots > 0 && one.id !== club?.id)}
          value={filter.club_id}
          onChange={id => setParams({ 'b.club': id })}
        />
        <section className="stack">
          <h3>Another time</h3>
          <div className="ask-dates">
            <Field
              label="From"
              type="date"
              value={filter.from ?? ''}
              onChange={from => setParams({ 'b.from': from, 'b.session': null })}
            />
            <Field
              label="To"
              type="date"
              value={filter.to ?? ''}
              onChange={to => setParams({ 'b.to': to, 'b.session': null })}
            />
          </div>
        </section>
        {sessions && sessions.length > 1 && (
          <section>
            <h3>One session</h3>
            <Chips
              label="One session"
              value={filter.session_id ?? null}
              onChoose={id =>
                setParams({
                  'b.session': id === filter.session_id ? null : id,
                  'b.from': null,
                  'b.to': null,
                })
              }
              choices={sessions.slice(0, 12).map(({ id, practice_date, title }) => ({
                value: id,
                says: `${display.date(practice_date)}`,
                label: `${display.date(practice_date)}, ${title}`,
              }))}
            />
          </section>
        )}
        <TagCondition value={filter.tag} onChange={tag => setParams({ 'b.tag': tag })} />
        <Button look="main" wide onPress={() => setOpen(false)}>
          Show
        </Button>
      </Sheet>
    </>
  )
}
