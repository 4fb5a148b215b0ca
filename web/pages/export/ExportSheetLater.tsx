import { type ComponentProps, lazy } from 'react'
import { WhenOpened } from '../../ui/WhenOpened.tsx'

const ExportSheet = lazy(async () => ({ default: (await import('./ExportSheet.tsx')).ExportSheet }))

export function ExportSheetLater(props: ComponentProps<typeof ExportSheet>) {
  return (
    <WhenOpened open={props.open}>
      <ExportSheet {...props} />
    </WhenOpened>
  )
}
