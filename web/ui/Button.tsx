import type { ComponentType, ReactNode } from 'react'
import './Button.css'

/** main: the one thing this screen is for. plain: beside it. quiet: words alone. */
export type ButtonLook = 'main' | 'plain' | 'quiet'

interface Face {
  readonly look?: ButtonLook
  readonly icon?: ComponentType<{ 'aria-hidden': true }>
  readonly wide?: boolean
  /** The words are read aloud and not shown: the icon must say it alone. */
  readonly iconOnly?: boolean
  readonly children: ReactNode
}

function className({ look = 'plain', wide, iconOnly }: Face): string {
  return ['button', look, wide && 'wide', iconOnly && 'icon-only'].filter(Boolean).join(' ')
}

function Inside({ icon: Icon, iconOnly, children }: Face) {
  return (
    <>
      {Icon && <Icon aria-hidden={true} />}
      {iconOnly ? <span className="spoken">{children}</span> : <span>{children}</span>}
    </>
  )
}

export function Button({
  onPress,
  disabled,
  submits,
  pressed,
  expanded,
  ...face
}: Face & {
  readonly onPress?: () => void
  readonly disabled?: boolean
  readonly submits?: boolean
  readonly pressed?: boolean
  readonly expanded?: boolean
}) {
  return (
    <button
      type={submits ? 'submit' : 'button'}
      className={className(face)}
      disabled={disabled}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onPress}
    >
      <Inside {...face} />
    </button>
  )
}

/** A place to go rather than a thing to do; looks the same. */
export function ButtonLink({
  href,
  download,
  ...face
}: Face & { readonly href: string; readonly download?: string }) {
  return (
    <a className={className(face)} href={href} download={download}>
      <Inside {...face} />
    </a>
  )
}
