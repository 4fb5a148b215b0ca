import { useState } from 'react'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { DownloadIcon, RestoreIcon } from '../../ui/icons.ts'
import { ExportSheetLater } from './ExportSheetLater.tsx'

/** The history as a file, and back. */
export function WaysOut() {
  const [open, setOpen] = useState(false)
  return (
    <section className="stack">
      <h2>Backup and export</h2>
      <p>Your history is yours: all of it in one file, for another device or another program.</p>
      <Button look="main" icon={DownloadIcon} wide onPress={() => setOpen(true)}>
        Export or back up
      </Button>
      <ButtonLink icon={RestoreIcon} wide href="/restore">
        Restore a backup
      </ButtonLink>
      <ExportSheetLater
        open={open}
        title="Export everything"
        shots={null}
        of=""
        onClose={() => setOpen(false)}
      />
    </section>
  )
}
