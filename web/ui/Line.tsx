import type { ComponentType, ReactNode } from 'react'
import { OpenIcon } from './icons.ts'
import './Line.css'

interface Face {
  readonly icon?: ComponentType<{ 'aria-hidden': true }>
  readonly children: ReactNode
  /** Small, under the words. */
  readonly under?: ReactNode
  /** At the end of the line. */
  readonly end?: ReactNode
}

/** Lines under each other, parted by a rule; each child is a line. */
export function Lines({ children }: { readonly children: ReactNode }) {
  return <ul className="lines">{children}</ul>
}

function Inside({ icon: Icon, children, under, end }: Face) {
  return (
    <>
      {Icon && <Icon aria-hidden={true} />}
      <span>
        {children}
        {under && <small>{under}</small>}
      </span>
      {end}
    </>
  )
}

/** A line that opens a page. */
export function LineLink({ href, ...face }: Face & { readonly href: string }) {
  return (
    <li>
      <a className="line" href={href}>
        <Inside {...face} />
        <OpenIcon aria-hidden={true} />
      </a>
    </li>
  )
}

/** A line that does something; with `on` it is one that can be chosen. */
export function LineButton({
  onPress,
  on,
  ...face
}: Face & { readonly onPress: () => void; readonly on?: boolean }) {
  return (
    <li>
      <button type="button" className="line" aria-pressed={on} onClick={onPress}>
        <Inside {...face} />
      </button>
    </li>
  )
}

/** A line that only says. */
export function Line(face: Face) {
  return (
    <li>
      <div className="line">
        <Inside {...face} />
      </div>
    </li>
  )
}
