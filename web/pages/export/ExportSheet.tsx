import { useState } from 'react'
import type { ExportRequest } from '../../db/backup.ts'
import type { ShotSelection } from '../../db/command.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { Toggle } from '../../ui/Field.tsx'
import { DownloadIcon, ShareIcon } from '../../ui/icons.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { saveAs } from '../../ui/saveAs.ts'
import { useSettings } from '../../ui/settings.ts'
import { bytesSaid } from '../data/words.ts'
import { canShare, useMakeFile } from './makeFile.ts'
import './export.css'

type Format = ExportRequest['as']

const FORMATS: readonly { readonly value: Format; readonly says: string }[] = [
  { value: 'json', says: 'Backup' },
  { value: 'csv', says: 'Spreadsheet' },
  { value: 'sqlite', says: 'Database' },
]

const HOLDS: { readonly [F in Format]: { readonly all: string; readonly some: string } } = {
  json: {
    all: 'Everything: shots, edits, trash, every step, the raw reports. Rangebook restores it on any device. A JSON file.',
    some: 'These shots with their sessions, groups and clubs. Rangebook takes it in on any device. A JSON file.',
  },
  csv: {
    all: 'A line a shot with every measure, for Excel, Numbers or Sheets. Without the trash. A CSV file.',
    some: 'A line a shot with every measure, for Excel, Numbers or Sheets. A CSV file.',
  },
  sqlite: {
    all: 'The same as the backup, for any program that reads SQLite. Rangebook restores it as well.',
    some: 'These shots with their sessions, groups and clubs, for any program that reads SQLite.',
  },
}

/** One sheet for every way out: of everything, of a session, of selected shots. */
export function ExportSheet({
  open,
  title,
  ...what
}: {
  readonly open: boolean
  readonly title: string
  /** Null = everything. */
  readonly shots: ShotSelection | null
  /** In the name of the file: "33 shots"; empty = everything. */
  readonly of: string
  readonly onClose: () => void
}) {
  return (
    <Sheet open={open} title={title} onClose={what.onClose}>
      <Choices {...what} />
    </Sheet>
  )
}

function Choices({
  shots,
  of,
  onClose,
}: {
  readonly shots: ShotSelection | null
  readonly of: string
  readonly onClose: () => void
}) {
  const { making, make, stop, again } = useMakeFile()
  const [as, setAs] = useState<Format>(shots === null ? 'json' : 'csv')
  const [units, setUnits] = useState<ExportRequest['units']>('golfer')
  const [keys, setKeys] = useState(false)
  if (making.is === 'made') return <Made file={making.file} onClose={onClose} onAgain={again} />
  if (making.is === 'making') {
    return (
      <div className="stack" role="status">
        <p>Making the file. Nothing is changed, and you can go on meanwhile.</p>
        <Track label="Making the file" {...making.progress} />
        <Button wide onPress={stop}>
          Stop
        </Button>
      </div>
    )
  }
  return (
    <div className="stack">
      <Chips label="What kind of file" line="joined" value={as} choices={FORMATS} onChoose={setAs} />
      <p className="export-holds">{HOLDS[as][shots === null ? 'all' : 'some']}</p>
      {as === 'csv' && <Units value={units} onChoose={setUnits} />}
      {as !== 'csv' && (
        <Toggle
          label="With the keys of my report links"
          hint="For fetching pictures on another device. Whoever has the file can then open those reports."
          on={keys}
          onChange={setKeys}
        />
      )}
      {making.problem && making.problem.kind !== 'cancelled' && <p role="alert">{making.problem.says}</p>}
      <Button look="main" wide onPress={() => make({ as, shots, units, keys: keys && as !== 'csv' }, of)}>
        Make the file
      </Button>
    </div>
  )
}

function Units({
  value,
  onChoose,
}: {
  readonly value: ExportRequest['units']
  readonly onChoose: (units: ExportRequest['units']) => void
}) {
  const { distance, speed } = useSettings()
  const mine = [distance === 'yard' ? 'yards' : 'metres', SPEEDS[speed]].join(', ')
  return (
    <Chips
      label="Units"
      value={value}
      choices={[
        { value: 'golfer', says: `My units: ${mine}` },
        { value: 'si', says: 'Metres, m/s' },
      ]}
      onChoose={onChoose}
    />
  )
}
const SPEEDS = { mph: 'mph', kmh: 'km/h', mps: 'm/s' } as const

/** Sharing wants a tap of its own: the one that began the work may be long gone. */
function Made({
  file,
  onClose,
  onAgain,
}: {
  readonly file: File
  readonly onClose: () => void
  readonly onAgain: () => void
}) {
  const [saved, setSaved] = useState(false)
  const shares = canShare(file)
  const share = async () => {
    try {
      await navigator.share({ files: [file], title: file.name })
      onClose()
    } catch (error) {
      // Closed without choosing: the file is still here. Whatever else it was, saving works.
      if (!(error instanceof DOMException)) throw error
    }
  }
  const save = () => {
    saveAs(file, file.name)
    setSaved(true)
  }
  return (
    <div className="stack">
      <p role="status" className="export-made">
        <strong>{file.name}</strong>
        <span className="soft num">
          {bytesSaid(file.size)}
          {saved && ', saved to your downloads'}
        </span>
      </p>
      {shares && (
        <Button look="main" wide icon={ShareIcon} onPress={share}>
          Share or keep it
        </Button>
      )}
      <Button look={shares ? 'plain' : 'main'} wide icon={DownloadIcon} onPress={save}>
        Download
      </Button>
      <Button look="quiet" wide onPress={onAgain}>
        Another kind of file
      </Button>
    </div>
  )
}
