import { useCallback } from 'react'
import { useSearch } from 'wouter'
import { navigate } from 'wouter/use-browser-location'

/** What stands after the ? of the address, and a way to change it that lays no step for the back button. */
export function useParams(): readonly [
  URLSearchParams,
  (set: { readonly [name: string]: string | null }) => void,
] {
  const params = new URLSearchParams(useSearch())
  const change = useCallback((set: { readonly [name: string]: string | null }) => {
    const next = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(set)) {
      if (value === null || value === '') next.delete(name)
      else next.set(name, value)
    }
    // Ids hold colons, which an address may keep as they are.
    const search = next.toString().replaceAll('%3A', ':')
    // The state goes on: an open sheet and the place of the scroll are in it.
    navigate(location.pathname + (search && `?${search}`), { replace: true, state: history.state })
  }, [])
  return [params, change]
}
