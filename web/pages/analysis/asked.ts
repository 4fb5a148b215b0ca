import { groupKinds } from '../../../shared/schema/rows.ts'
import type { ShotFilter } from '../../db/command.ts'

/** What the address asks about: the same words on every screen, so that one leads to the other. */
export interface Asked {
  readonly filter: ShotFilter
  /** Shots that were left out count too. */
  readonly all: boolean
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** What an address does not know how to say is as if it were not there. `b` = of the second one. */
export function askedOf(params: URLSearchParams, prefix = ''): Asked {
  const of = (name: string) => params.get(prefix + name) || undefined
  const date = (name: string) => (DATE.test(of(name) ?? '') ? of(name) : undefined)
  const [club_id, from, to, tag, session_id] = [
    of('club'),
    date('from'),
    date('to'),
    of('tag'),
    of('session'),
  ]
  const kind = groupKinds.find(kind => kind === of('kind'))
  const all = params.get('all') === '1'
  return {
    filter: {
      ...(club_id !== undefined && { club_id }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(kind !== undefined && { kind }),
      ...(tag !== undefined && { tag }),
      ...(session_id !== undefined && { session_id }),
      ...(!all && { excluded: false }),
    },
    all,
  }
}

/** Conditions besides the club, which stands in the open. */
export const conditionsIn = ({ filter, all }: Asked): number =>
  [filter.from ?? filter.to, filter.kind, filter.tag, filter.session_id].filter(value => value !== undefined)
    .length + (all ? 1 : 0)

/** The address of a screen that asks about the same. */
export function sameAsked(path: string, params: URLSearchParams): string {
  const kept = new URLSearchParams()
  for (const name of ['club', 'from', 'to', 'kind', 'tag', 'session', 'all']) {
    const value = params.get(name)
    if (value) kept.set(name, value)
  }
  const search = kept.toString().replaceAll('%3A', ':')
  return search === '' ? path : `${path}?${search}`
}

/** The same of every club at once. */
export function everyClub({ filter: { club_id: _, ...filter } }: Asked): ShotFilter {
  return filter
}
