import { useSyncExternalStore } from 'react'
import type { FileSync, FilesState } from '../../sync/fileSync.ts'
import { onWifi, SEND_PICTURES, type Sending, tellsWifi } from '../../sync/sending.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { WarnIcon } from '../../ui/icons.ts'
import { damagedSaid, sendingSaid, type Where } from './cloudWords.ts'
import './media.css'

const SAYS: { readonly [W in Sending['when']]: string } = {
  never: 'Never',
  asked: 'When I ask',
  always: 'Always',
  wifi: 'On wifi',
}

/** When this device's pictures go to the cloud, how many are there, and what holds them up. */
export function CloudPictures({
  files,
  where,
}: {
  readonly files: FileSync
  /** A hub is no cloud. */
  readonly where: Where
}) {
  const state = useSyncExternalStore(files.onState, files.state)
  const sending = useSyncExternalStore(files.sending.onChange, files.sending.now)
  const { set } = files.sending
  const left = state.here - state.stored
  return (
    <Card>
      <section className="stack" aria-labelledby="cloud-pictures">
        <h2 id="cloud-pictures">Pictures {where}</h2>
        <Chips
          label="When pictures of this device are sent"
          choices={SEND_PICTURES.filter(when => when !== 'wifi' || tellsWifi()).map(value => ({
            value,
            says: SAYS[value],
          }))}
          value={sending.when}
          onChoose={when => set({ when, asked: false, paused: false })}
        />
        {state.here > 0 && (
          <>
            <p role="status" className="num">
              {sendingSaid(state, sending, where, onWifi())}
            </p>
            {left > 0 && <Track label={`Pictures ${where}`} done={state.stored} of={state.here} />}
          </>
        )}
        <Problems state={state} where={where} />
        {left > 0 && sending.when === 'asked' && !sending.asked && (
          <Button wide onPress={() => set({ asked: true, paused: false })}>
            Send them now
          </Button>
        )}
        {left > 0 && goes(sending) && (
          <Button wide onPress={() => set({ paused: !sending.paused })}>
            {sending.paused ? 'Go on' : 'Pause'}
          </Button>
        )}
        <p className="soft">
          The reports themselves are sent in any case: every figure can be worked out from them again.
        </p>
      </section>
    </Card>
  )
}

const goes = ({ when, asked }: Sending): boolean => when === 'always' || when === 'wifi' || asked

function Problems({ state, where }: { readonly state: FilesState; readonly where: Where }) {
  const { now, damaged } = state
  const says = [
    ...(now.kind === 'failed' ? [now.problem.says] : []),
    ...(damaged > 0 ? [damagedSaid(damaged, where)] : []),
  ]
  return says.map(sentence => (
    <p key={sentence} className="media-stopped" role="alert">
      <WarnIcon aria-hidden={true} />
      {sentence}
    </p>
  ))
}
