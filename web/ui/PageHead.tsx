import { type ReactNode, useEffect } from 'react'
import { ButtonLink } from './Button.tsx'
import { BackIcon } from './icons.ts'
import './PageHead.css'

/** A page's heading and title; `back` for a page below another one. */
export function PageHead({
  title,
  children,
  back,
  aside,
}: {
  /** For the tab and the history of the browser, and as the heading unless `children` are given. */
  readonly title: string
  /** The heading where it is more than words (a name edited in place). */
  readonly children?: ReactNode
  readonly back?: { readonly href: string; readonly says: string }
  readonly aside?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Rangebook`
  }, [title])
  return (
    <header className="page-head">
      {back && (
        <div className="back">
          <ButtonLink look="quiet" icon={BackIcon} iconOnly href={back.href}>
            {back.says}
          </ButtonLink>
        </div>
      )}
      <h1 tabIndex={-1}>{children ?? title}</h1>
      {aside && <div className="page-head-aside">{aside}</div>}
    </header>
  )
}
