import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { ProblemBar, UndoBar } from './UndoBar.tsx'
import './Notices.css'

interface Done {
  readonly says: string
  readonly onUndo?: () => void
}
interface Wrong {
  readonly says: string
  /** A button for what to do about it. */
  readonly cure?: ReactNode
}
export interface Notices {
  readonly done: (what: Done) => void
  readonly problem: (what: Wrong) => void
}

const NoticesContext = createContext<Notices>({ done: () => {}, problem: () => {} })
export const useNotices = (): Notices => useContext(NoticesContext)

/** The bars above the bottom bar: the last thing done, with its undo, and the last that went wrong. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<{ n: number; done: Done | null; wrong: Wrong | null }>({
    n: 0,
    done: null,
    wrong: null,
  })
  const notices = useMemo<Notices>(
    () => ({
      // What went right after it takes a problem's bar away: it is not the last word any more.
      done: done => setShown(({ n }) => ({ n: n + 1, done, wrong: null })),
      problem: wrong => setShown(({ n, done }) => ({ n: n + 1, done, wrong })),
    }),
    [],
  )
  const doneGone = useCallback(() => setShown(was => ({ ...was, done: null })), [])
  const wrongGone = useCallback(() => setShown(was => ({ ...was, wrong: null })), [])
  return (
    <NoticesContext value={notices}>
      {children}
      <div className="notices">
        {shown.wrong && <ProblemBar {...shown.wrong} onClose={wrongGone} />}
        <div role="status" aria-live="polite">
          {shown.done && <UndoBar key={shown.n} {...shown.done} onGone={doneGone} />}
        </div>
      </div>
    </NoticesContext>
  )
}
