import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { findLinks } from '../../../shared/uneekor/links.ts'
import type { Db } from '../../db/client.ts'
import { ownDatabase, SAMPLE, switchTo } from '../../db/databases.ts'
import { useDb } from '../../db/react.tsx'
import { type Intake, takeFiles, takeText } from '../../import/intake.ts'
import { importAddress } from '../../ui/address.ts'
import { Button } from '../../ui/Button.tsx'
import { FileIcon, LinkIcon, WarnIcon } from '../../ui/icons.ts'
import { InstallFirst } from '../phone/InstallFirst.tsx'
import { useDrop } from './useDrop.ts'
import './addReport.css'

/** Reads the clipboard where the browser has such a thing; Firefox on a phone has not. */
const canReadClipboard = (): boolean => typeof navigator.clipboard?.readText === 'function'

/**
 * The one way in: links by paste, in a sentence or several at once, and files by choice or by drop.
 * What is taken leads to its preview; what can't be is said here.
 */
export function AddReport({ beside }: { readonly beside?: ReactNode }) {
  const db = useDb()
  return db.name === SAMPLE ? (
    <NotIntoSample />
  ) : (
    <InstallFirst>
      <AddFields db={db} beside={beside} />
    </InstallFirst>
  )
}

/** The sample is removed one day, and what was added to it would go with it. */
function NotIntoSample() {
  return (
    <section className="add-report" aria-label="Add a report">
      <p>You are looking at the sample. Your own shots are added to your own history.</p>
      <Button look="main" wide onPress={() => switchTo(ownDatabase())}>
        Back to my own shots
      </Button>
    </section>
  )
}

function AddFields({ db, beside }: { readonly db: Db; readonly beside: ReactNode }) {
  const id = useId()
  const [text, setText] = useState('')
  const [isReading, setIsReading] = useState(false)
  const [problems, setProblems] = useState<readonly string[]>([])
  const [fileProblems, setFileProblems] = useState<readonly string[]>([])
  const field = useRef<HTMLTextAreaElement>(null)

  const taken = ({ ids, problems }: Intake, say: typeof setProblems) => {
    setProblems([])
    setFileProblems([])
    say(problems.map(({ says }) => says))
    const [first] = ids
    if (first === undefined) return
    setText('')
    navigate(importAddress(first))
  }
  const take = async (text: string) => taken(await takeText(db, text), setProblems)
  const takeChosen = async (files: readonly File[]) => {
    if (files.length === 0) return
    setIsReading(true)
    taken(await takeFiles(db, files).finally(() => setIsReading(false)), setFileProblems)
  }
  const paste = async () => {
    try {
      const copied = await navigator.clipboard.readText()
      setText(copied)
      await take(copied)
    } catch {
      setProblems([
        'This browser keeps the clipboard to itself. Press and hold the field, then choose paste.',
      ])
      field.current?.focus()
    }
  }
  // A paste that holds a link is all that is needed; without one it stays in the field to be mended.
  const pasted = (event: ClipboardEvent) => {
    const copied = event.clipboardData.getData('text')
    if (findLinks(copied).links.length === 0) return
    event.preventDefault()
    setText(copied)
    take(copied)
  }
  const entered = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    take(text)
  }

  const over = useDrop(({ files, text }) => (files.length > 0 ? takeChosen(files) : take(text)))

  return (
    <section aria-label="Add a report" className={over ? 'add-report over' : 'add-report'}>
      <div className="field">
        <label htmlFor={id}>Link of your report</label>
        <div className="link-field">
          <textarea
            id={id}
            ref={field}
            className="input"
            rows={1}
            value={text}
            placeholder="https://my.uneekor.com/…"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            enterKeyHint="go"
            inputMode="url"
            aria-invalid={problems.length > 0 || undefined}
            aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
            onChange={event => {
              setText(event.currentTarget.value)
              setProblems([])
            }}
            onPaste={pasted}
            onKeyDown={entered}
          />
          {canReadClipboard() && text === '' && (
            <Button look="quiet" onPress={paste}>
              Paste
            </Button>
          )}
        </div>
        <Problems id={`${id}-problems`} say={problems} />
      </div>
      <Button look="main" wide icon={LinkIcon} onPress={() => take(text)}>
        Get my shots
      </Button>
      <div className="add-others">
        <label className="button plain">
          <FileIcon aria-hidden={true} />
          <span>Choose a file</span>
          <input
            type="file"
            className="spoken"
            multiple
            aria-label="Choose a file: another monitor’s CSV, a saved report, the earlier database"
            onChange={event => {
              const chosen = [...(event.currentTarget.files ?? [])]
              // The same file chosen again is a choice too.
              event.currentTarget.value = ''
              takeChosen(chosen)
            }}
          />
        </label>
        {beside}
      </div>
      <Problems say={fileProblems} />
      {isReading && <p role="status">Reading the file…</p>}
      <p className="soft drop-hint">A file can be dropped anywhere on this page.</p>
    </section>
  )
}

function Problems({ say, id }: { readonly say: readonly string[]; readonly id?: string }) {
  return (
    <div id={id} role="alert" className="add-problems">
      {say.map(says => (
        <p key={says} className="field-problem">
          <WarnIcon aria-hidden={true} />
          <span>{says}</span>
        </p>
      ))}
    </div>
  )
}
