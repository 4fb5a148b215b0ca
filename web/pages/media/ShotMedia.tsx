import { IMPACT, isFrame } from '../../../shared/uneekor/media.ts'
import { usePictures, useShotMedia } from '../../media/pictures.ts'
import { useWant } from '../../media/react.tsx'
import { canAsk, isWhole } from '../../media/wanted.ts'
import { Button } from '../../ui/Button.tsx'
import { DownloadIcon } from '../../ui/icons.ts'
import { Coming, Stopped, useFetch } from './Coming.tsx'
import { Scrubber } from './Scrubber.tsx'
import { costSaid } from './words.ts'
import './media.css'

/** The pictures of one shot: the impact, the swing, and how they get here. */
export function ShotMedia({ id }: { readonly id: string }) {
  const target = { of: 'shot', id } as const
  const { media, here, cloud = null } = useShotMedia(id) ?? {}
  const want = useWant(target)
  const { want: get } = useFetch()
  const files = media?.files.flatMap(({ name, hash }) =>
    hash !== null && here?.has(hash) ? [{ name, hash }] : [],
  )
  const urls = usePictures(files?.map(({ hash }) => hash) ?? [])
  const sentNowhere = media?.files.some(({ hash }) => hash !== null) ?? false
  if (!media || !here || want === undefined || !files) return null
  const shown = files.flatMap(({ name, hash }) => {
    const url = urls.get(hash)
    return url === undefined ? [] : [{ name, url }]
  })
  const frames = shown.filter(({ name }) => isFrame(name)).map(({ url }) => url)
  const impact = shown.find(({ name }) => name === IMPACT)
  const whole = isWhole(media, here)
  return (
    <section className="stack media" aria-label="Pictures">
      <h2>Pictures</h2>
      {frames.length > 0 && <Scrubber frames={frames} of={media.video_frames ?? frames.length} />}
      {impact && (
        <figure>
          <img src={impact.url} alt="The ball on the face" />
          <figcaption className="soft">At impact</figcaption>
        </figure>
      )}
      {whole && media.files.length === 0 && <p>Uneekor has no pictures of this shot: it was not filmed.</p>}
      {cloud === 'comes' && <p role="status">The pictures are on their way.</p>}
      {cloud !== null && cloud !== 'comes' && !whole && (
        <p className="media-stopped" role="alert">
          {cloud.says}
        </p>
      )}
      {want && want.problem === null && <Coming want={target} />}
      {want?.problem && <Stopped want={want} />}
      {!whole && cloud !== 'comes' && !(want && want.problem === null) && canAsk(id, media.key) && (
        <>
          <Button icon={DownloadIcon} wide onPress={() => get(target)}>
            {files.length > 0 ? 'Get the missing pictures' : 'Get the pictures'}
          </Button>
          {files.length === 0 && !want && (
            <p className="soft">
              The impact and the swing in 24 frames, {costSaid(1)}. They stay on this device.
            </p>
          )}
        </>
      )}
      {!canAsk(id, media.key) && files.length === 0 && cloud === null && (
        <p className="soft">
          {sentNowhere
            ? 'The pictures lie on the device that fetched them, which has not sent them.'
            : 'Pictures come by a report’s link. This shot came without one.'}
        </p>
      )}
    </section>
  )
}
