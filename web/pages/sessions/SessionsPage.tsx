import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useDb, useLive, useLiveFiltered } from '../../db/react.tsx'
import { Action, ActionBar } from '../../ui/ActionBar.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { DeleteIcon, FilterIcon, MergeIcon, SelectIcon } from '../../ui/icons.ts'
import { useKeys } from '../../ui/keys.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useLongPress, useSelection } from '../../ui/selection.ts'
import { useSettings } from '../../ui/settings.ts'
import { WhenOpened } from '../../ui/WhenOpened.tsx'
import { useWide } from '../../ui/wide.ts'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { keepLastKnown, readLastKnown } from '../lastKnown.ts'
import { useParams } from '../params.ts'
import { chosenIn, filterOf } from './filter.ts'
import { byMonth, monthSaid } from './months.ts'
import { SessionRow } from './SessionRow.tsx'
import './sessions.css'

const FilterSheet = lazy(async () => ({ default: (await import('./FilterSheet.tsx')).FilterSheet }))
const MergeSheet = lazy(async () => ({ default: (await import('./MergeSheet.tsx')).MergeSheet }))
// A laptop's alone: a phone's first screen does not load it.
const SessionPreview = lazy(async () => ({ default: (await import('./SessionPreview.tsx')).SessionPreview }))

/** Every session, newest first, by month; found by words, club, kind and tag. */
export function SessionsPage() {
  const db = useDb()
  const act = useAct()
  const settings = useSettings()
  const [params, setParams] = useParams()
  const filter = filterOf(params)
  const chosen = chosenIn(filter)
  const isFiltered = chosen > 0 || filter.search !== undefined
  const live = useLiveFiltered('sessions', filter)
  const bag = useLive('bag', null)
  const [last] = useState(() => readLastKnown(db.name))
  const clubs = useClubs(last?.clubs)
  const sessions = live ?? (isFiltered ? undefined : last?.sessions)
  const months = useMemo(() => byMonth(sessions ?? []), [sessions])
  const [sheet, setSheet] = useState<'filter' | 'merge' | null>(null)
  const closeSheet = () => setSheet(null)

  useEffect(() => {
    if (live && bag && !isFiltered) {
      const clubs = bag.map(({ id, name, short, place }) => ({ id, name, short, place }))
      keepLastKnown(db.name, { settings, sessions: live, clubs })
    }
  }, [db.name, live, bag, settings, isFiltered])

  const selection = useSelection()
  const picked = (sessions ?? []).filter(session => selection.ids.has(session.id))
  const remove = () => {
    if (picked.length === 0) return
    act({ kind: 'delete_sessions', session_ids: picked.map(({ id }) => id) })
    selection.clear()
  }

  const wide = useWide()
  // Where the keys or the pointer are in the list; the newest before they came.
  const [at_id, setAt] = useState<string | null>(null)
  const shown = wide ? (sessions?.find(({ id }) => id === at_id) ?? months[0]?.sessions[0]) : undefined
  const standAt = ({ target }: { readonly target: EventTarget }) => {
    const id = target instanceof Element && target.closest<HTMLElement>('[data-id]')?.dataset['id']
    if (id) setAt(id)
  }

  const list = useRef<HTMLDivElement>(null)
  const press = useLongPress(selection.toggle)
  const rowsOf = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])]
  const focusedAt = () => rowsOf().findIndex(row => row.contains(document.activeElement))
  const focusAt = (at: number) => {
    const rows = rowsOf()
    rows[Math.max(0, Math.min(rows.length - 1, at))]?.querySelector<HTMLElement>('a, button')?.focus()
  }
  useKeys({
    j: () => focusAt(focusedAt() + 1),
    k: () => focusAt(focusedAt() - 1),
    x: () => {
      const at = focusedAt()
      const id = rowsOf()[at]?.dataset['id']
      if (id === undefined) return
      selection.toggle(id)
      // The link under the focus has become a button.
      requestAnimationFrame(() => focusAt(at))
    },
    d: remove,
    ...(selection.on && { Escape: selection.clear }),
  })

  return (
    <Page wide={wide}>
      <PageHead
        title="Sessions"
        aside={
          !selection.on &&
          sessions &&
          sessions.length > 0 && (
            <Button look="quiet" icon={SelectIcon} onPress={selection.begin}>
              Select
            </Button>
          )
        }
      />
      {!(sessions?.length === 0 && !isFiltered) && (
        <div className="sessions-find">
          <SearchField
            label="Search your sessions"
            value={params.get('q') ?? ''}
            autoFocus={params.has('search')}
            onChange={q => setParams({ q, search: null })}
          />
          <Button look="plain" icon={FilterIcon} onPress={() => setSheet('filter')}>
            {chosen > 0 ? `Filter · ${chosen}` : 'Filter'}
          </Button>
        </div>
      )}
      <div className="sessions-columns">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only follows where the rows' own links are focused. */}
        <div ref={list} className="sessions" onFocus={standAt} onPointerOver={standAt} {...press}>
          {months.map(({ month, sessions }) => (
            <section key={month} aria-label={monthSaid(month)}>
              <h2>
                {monthSaid(month)}
                <span className="soft num">
                  {sessions.length === 1 ? '1 session' : `${sessions.length} sessions`}
                </span>
              </h2>
              <ul>
                {sessions.map(session => (
                  <SessionRow
                    key={session.id}
                    session={session}
                    clubs={clubs}
                    selecting={selection.on}
                    selected={selection.ids.has(session.id)}
                    shown={session === shown}
                    onToggle={selection.toggle}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
        {shown && live && (
          <Suspense>
            <SessionPreview session={shown} clubs={clubs} />
          </Suspense>
        )}
      </div>
      {sessions?.length === 0 &&
        (isFiltered ? (
          <Empty
            title="No session fits"
            action={
              <Button onPress={() => setParams({ q: null, club: null, kind: null, tag: null })}>
                Show all
              </Button>
            }
          >
            The search looks at names, labels, notes and tags. Fewer conditions find more.
          </Empty>
        ) : (
          <Empty
            title="No sessions yet"
            action={
              <ButtonLink look="main" href="/import">
                Add a link
              </ButtonLink>
            }
          >
            A session is what you hit on one day. Paste the link of a report, and its shots come here.
          </Empty>
        ))}
      {selection.on && (
        <ActionBar says={`${picked.length} selected`} onClear={selection.clear}>
          <Action icon={MergeIcon} disabled={picked.length < 2} onPress={() => setSheet('merge')}>
            Merge
          </Action>
          <Action icon={DeleteIcon} disabled={picked.length === 0} onPress={remove}>
            Delete
          </Action>
        </ActionBar>
      )}
      <WhenOpened open={sheet === 'filter'}>
        <FilterSheet
          open={sheet === 'filter'}
          onClose={closeSheet}
          filter={filter}
          found={live?.length}
          onChange={setParams}
        />
      </WhenOpened>
      <WhenOpened open={sheet === 'merge'}>
        <MergeSheet
          open={sheet === 'merge'}
          onClose={closeSheet}
          sessions={picked}
          onMerge={into => {
            act({
              kind: 'merge_sessions',
              into,
              session_ids: picked.map(({ id }) => id).filter(id => id !== into),
            })
            selection.clear()
            closeSheet()
          }}
        />
      </WhenOpened>
    </Page>
  )
}
