import { useLocation } from 'wouter'
import { useLive } from '../../db/react.tsx'
import { useMediaState } from '../../media/react.tsx'
import { sessionAddress, shotAddress } from '../../ui/address.ts'
import { Bar } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { fetchingOf, progressOf, useFetch } from './Coming.tsx'
import { comingSaid } from './words.ts'

/** Pictures that come in while the golfer does something else, or why they stopped. */
export function MediaBar() {
  const [path] = useLocation()
  const wants = useLive('media_wants', null)
  const state = useMediaState()
  const { stop } = useFetch()
  const want =
    wants?.find(want => fetchingOf(state, want)) ??
    wants?.find(({ problem }) => problem === null) ??
    wants?.[0]
  if (!want) return null
  const href = want.of === 'session' ? sessionAddress(want.id) : shotAddress(want.id)
  // Its own page shows the same, and more of it.
  if (path === href) return null
  const fetching = fetchingOf(state, want)
  return (
    <Bar
      href={href}
      {...(fetching && { progress: { label: 'Pictures', ...progressOf(fetching) } })}
      action={
        <Button look="quiet" onPress={() => stop(want)}>
          {want.problem ? 'Close' : 'Cancel'}
          <span className="spoken"> pictures</span>
        </Button>
      }
    >
      {want.problem ? want.problem.says : `Pictures: ${comingSaid(want, state)}`}
    </Bar>
  )
}
