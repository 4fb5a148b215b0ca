import { useSessionPictures } from '../../media/pictures.ts'
import { useCopies, useWant } from '../../media/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import { DownloadIcon } from '../../ui/icons.ts'
import { Coming, Stopped, useFetch } from './Coming.tsx'
import { costSaid, sessionSaid } from './words.ts'
import './media.css'
import { useLive } from '../../db/react.tsx'
import { Chip } from '../../ui/Chips.tsx'
import { useAct } from '../act.tsx'

/** The pictures of a session's shots: what there is, and the way to get the rest. */
export function SessionMedia({ id }: { readonly id: string }) {
  const target = { of: 'session', id } as const
  const want = useWant(target)
  const coming = want?.problem === null
  const pictures = useSessionPictures(id, coming)
  const { want: get } = useFetch()
  const copies = useCopies()
  if (want === undefined || (!coming && (!pictures || pictures.shots === 0))) return null
  const said = pictures && sessionSaid(pictures)
  return (
    <Card>
      <section className="stack media" aria-label="Pictures">
        <h2>Pictures</h2>
        {coming && <Coming want={target} />}
        {!coming && said && <p>{said}</p>}
        {copies && pictures && pictures.here > 0 && <Keep id={id} />}
        {want?.problem && <Stopped want={want} />}
        {!coming && pictures && pictures.missing > 0 && (
          <>
            <Button icon={DownloadIcon} wide onPress={() => get(target)}>
              {said ? 'Get the rest' : `Get the pictures of ${shotsSaid(pictures.missing)}`}
            </Button>
            {!said && (
              <p className="soft">
                Impact and swing of each shot, {costSaid(pictures.missing)}. They stay on this device.
              </p>
            )}
          </>
        )}
      </section>
    </Card>
  )
}

/** Where a cloud holds them too, they may make room for others: these not. */
function Keep({ id }: { readonly id: string }) {
  const pins = useLive('media_pins', null)
  const act = useAct()
  const pinned = pins?.includes(id) ?? false
  if (!pins) return null
  return (
    <Chip on={pinned} onPress={() => act({ kind: 'pin_media', session_id: id, pinned: !pinned })}>
      Keep on this device
    </Chip>
  )
}
