import { useState } from 'react'
import { useLive } from '../../db/react.tsx'
import { EditIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import { TextSheet } from '../TextSheet.tsx'

/** What this device is called where two devices edited the same thing. */
export function DeviceName() {
  const name = useLive('device_name', null)
  const act = useAct()
  const [open, setOpen] = useState(false)
  if (!name) return null
  return (
    <>
      <Lines>
        <LineButton
          onPress={() => setOpen(true)}
          under="Its name where two devices edited the same thing"
          end={<EditIcon aria-hidden={true} />}
        >
          This device: {name}
        </LineButton>
      </Lines>
      <TextSheet
        open={open}
        title="This device"
        label="Name"
        value={name}
        onSave={words => words !== null && act({ kind: 'name_device', name: words })}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
