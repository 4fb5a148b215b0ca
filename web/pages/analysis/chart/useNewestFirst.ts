import { useDeferredValue } from 'react'

/** So many are drawn within a frame or two, also on a slow phone. */
export const FIRST = 2_000
const NONE: readonly never[] = []

/** The newest of many for the picture that comes at once, all of them for the one that follows it. Given newest first. */
export function useNewestFirst<T>(all: readonly T[]): readonly T[] {
  const followed = useDeferredValue<readonly T[]>(all, NONE)
  return followed === all || all.length <= FIRST ? all : all.slice(0, FIRST)
}
