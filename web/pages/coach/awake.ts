import { useEffect } from 'react'

/** The screen stays on while `on`: the phone lies beside the balls. Taken again when the app is looked at again. */
export function useAwake(on: boolean): void {
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    let ended = false
    const take = async () => {
      if (document.visibilityState !== 'visible') return
      // Refused with a low battery: the practice goes on without it.
      const taken = await navigator.wakeLock.request('screen').catch(() => null)
      if (ended) void taken?.release()
      else lock = taken
    }
    void take()
    document.addEventListener('visibilitychange', take)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', take)
      void lock?.release()
    }
  }, [on])
}
