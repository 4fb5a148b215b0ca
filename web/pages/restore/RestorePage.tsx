import { useState } from 'react'
import { localDate } from '../../../shared/golf/dates.ts'
import type { RestorePreview } from '../../db/backup.ts'
import { ownDatabase, SAMPLE, switchTo } from '../../db/databases.ts'
import { useDb } from '../../db/react.tsx'
import { Track } from '../../ui/Bar.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Toggle } from '../../ui/Field.tsx'
import { Tile } from '../../ui/Figure.tsx'
import { WarnIcon } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { timeSaid } from '../days.ts'
import { ChooseFile } from './ChooseFile.tsx'
import { useRestore } from './useRestore.ts'
import { broughtSaid, isNothingNew } from './words.ts'
import './restore.css'

/** A backup back into the history: chosen, looked at, taken in. */
export function RestorePage() {
  const isSample = useDb().name === SAMPLE
  return (
    <Page>
      <PageHead title="Restore a backup" back={{ href: '/data', says: 'Data' }} />
      {isSample ? <NotIntoSample /> : <Restore />}
    </Page>
  )
}

function NotIntoSample() {
  return (
    <section className="stack">
      <p>You are looking at the sample. A backup is restored into your own history.</p>
      <Button look="main" wide onPress={() => switchTo(ownDatabase())}>
        Back to my own shots
      </Button>
    </section>
  )
}

function Restore() {
  const { restoring, choose, restore, stop, again } = useRestore()
  switch (restoring.is) {
    case 'choosing':
      return (
        <section className="stack">
          <p>
            A backup that Rangebook made, .json or .sqlite. It is added to what is here: nothing is lost, and
            of two edits of the same thing the later one stays.
          </p>
          {restoring.problem && (
            <p role="alert" className="restore-problem">
              <WarnIcon aria-hidden={true} />
              {restoring.problem.says}
            </p>
          )}
          <ChooseFile onChoose={choose}>Choose the file</ChooseFile>
          <p className="soft">You see what it holds before anything is changed.</p>
        </section>
      )
    case 'reading':
    case 'restoring':
      return (
        <section className="stack" role="status">
          <p>
            {restoring.is === 'reading' ? `Reading ${restoring.file.name}` : 'Taking it in'}. Stopped now,
            nothing is changed.
          </p>
          <Track
            label={restoring.is === 'reading' ? 'Reading the file' : 'Taking it in'}
            {...restoring.progress}
          />
          <Button wide onPress={stop}>
            Stop
          </Button>
        </section>
      )
    case 'previewed':
      return (
        <Preview
          name={restoring.file.name}
          preview={restoring.preview}
          onRestore={truth => restore(restoring.file, truth)}
          onAgain={again}
        />
      )
    case 'restored':
      return (
        <section className="stack">
          <p role="status">{restoring.says}.</p>
          <ButtonLink look="main" wide href="/">
            See my sessions
          </ButtonLink>
          <Button wide onPress={again}>
            Restore another file
          </Button>
        </section>
      )
    default:
      return restoring satisfies never
  }
}

function Preview({
  name,
  preview,
  onRestore,
  onAgain,
}: {
  readonly name: string
  readonly preview: RestorePreview
  readonly onRestore: (truth: boolean) => void
  readonly onAgain: () => void
}) {
  const display = useDisplay()
  const [truth, setTruth] = useState(false)
  const { made_at, sessions, shots, from, to, trash } = preview
  const known = isNothingNew(preview)
  const made = made_at === null ? null : new Date(made_at)
  const dates =
    from === null ? null : from === to ? display.date(from) : `${display.date(from)} to ${display.date(to)}`
  const beside = [
    dates,
    trash > 0 && `${trash.toLocaleString('en')} in its trash`,
    preview.keys && 'with the keys of your report links',
  ].filter(Boolean)
  return (
    <section className="stack">
      <Card>
        <p className="restore-name">
          <strong>{name}</strong>
          {made && (
            <span className="soft">
              made {display.date(localDate(made))}, {timeSaid(made)}
            </span>
          )}
        </p>
        <div className="restore-figures">
          <Total rows={shots} of="shot" />
          <Total rows={sessions} of="session" />
        </div>
        <p className="soft">{beside.join(' · ')}</p>
      </Card>
      <ul className="restore-brings">
        {broughtSaid(preview).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {shots.known + shots.changed + sessions.known + sessions.changed > 0 && (
        <Toggle
          label="Make the backup the truth"
          hint="Where you edited the same thing since, the backup wins. One step, which you can undo."
          on={truth}
          onChange={setTruth}
        />
      )}
      <Button look="main" wide disabled={known && !truth} onPress={() => onRestore(truth)}>
        {truth ? 'Make it the truth' : 'Restore'}
      </Button>
      <Button look="quiet" wide onPress={onAgain}>
        Choose another file
      </Button>
    </section>
  )
}

function Total({ rows, of }: { readonly rows: RestorePreview['shots']; readonly of: string }) {
  const n = rows.new + rows.changed + rows.known
  return <Tile value={n.toLocaleString('en')} says={n === 1 ? of : `${of}s`} />
}
