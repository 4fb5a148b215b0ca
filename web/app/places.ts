import type { ComponentType } from 'react'
import {
  AddIcon,
  AnswersIcon,
  BagIcon,
  DataIcon,
  DeleteIcon,
  HistoryIcon,
  MoreIcon,
  SessionsIcon,
  SettingsIcon,
} from '../ui/icons.ts'

export interface Place {
  readonly href: string
  readonly says: string
  readonly icon: ComponentType<{ 'aria-hidden': true }>
  /** Addresses that belong to it besides its own. */
  readonly holds: readonly string[]
}

const sessions: Place = { href: '/', says: 'Sessions', icon: SessionsIcon, holds: ['/sessions/', '/shots/'] }
const bag: Place = { href: '/bag', says: 'Bag', icon: BagIcon, holds: ['/bag/'] }
const add: Place = { href: '/import', says: 'Add', icon: AddIcon, holds: ['/import/'] }
/** What the whole history answers. */
const analysis: Place = {
  href: '/analysis',
  says: 'Stats',
  icon: AnswersIcon,
  holds: ['/analysis/', '/coach'],
}
export const data: Place = { href: '/data', says: 'Data', icon: DataIcon, holds: ['/stores'] }
export const settings: Place = {
  href: '/settings',
  says: 'Settings',
  icon: SettingsIcon,
  holds: ['/settings/'],
}
export const history: Place = { href: '/history', says: 'History', icon: HistoryIcon, holds: [] }
export const trash: Place = { href: '/trash', says: 'Trash', icon: DeleteIcon, holds: [] }
const more: Place = {
  href: '/more',
  says: 'More',
  icon: MoreIcon,
  holds: ['/data', '/stores', '/restore', '/settings', '/history', '/trash', '/install'],
}

/** Under the thumb: five. */
export const bottomPlaces = [sessions, analysis, add, bag, more] as const
/** At the side there is room for all. */
export const sidePlaces = [sessions, analysis, bag, add, data, history, trash, settings] as const

export function isAt(place: Place, path: string): boolean {
  return place.href === path || place.holds.some(start => path.startsWith(start))
}
