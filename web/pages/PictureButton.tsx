import { Button } from '../ui/Button.tsx'
import { DownloadIcon } from '../ui/icons.ts'
import { useNotices } from '../ui/Notices.tsx'

/** The page's pictures to take along, as one PNG under what it says; drawn by a part that comes with the first tap. */
export function PictureButton({
  name,
  says,
}: {
  /** Of the file. */
  readonly name: string
  readonly says: () => string
}) {
  const notices = useNotices()
  const take = async () => {
    try {
      const { takePicture } = await import('./png.ts')
      const taken = await takePicture(says(), `rangebook-${name}.png`)
      if (!taken) notices.problem({ says: 'There is no picture here yet.' })
    } catch (error) {
      console.error(error)
      notices.problem({
        says: 'The picture could not be made.',
        cure: (
          <Button look="quiet" onPress={take}>
            Try again
          </Button>
        ),
      })
    }
  }
  return (
    <Button look="quiet" icon={DownloadIcon} onPress={take}>
      Picture
    </Button>
  )
}
