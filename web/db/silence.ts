/** Notices that an owner is silent: frozen, or gone without giving the database up. */

/** Silent for so long it is asked, and for so long again replaced. */
const SILENCE_MS = 1_500

/**
 * Looks only while something is outstanding: no heartbeats. Asking first also tells a frozen owner from
 * a page that slept itself, whose timers are late and whose messages still wait.
 */
export function watchSilence(owner: {
  readonly outstanding: () => boolean
  readonly ask: () => void
  readonly replace: () => void
}): { start(): void; heard(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let heard = false
  let stopped = false

  function start(): void {
    if (timer !== undefined || stopped) return
    heard = false
    timer = setTimeout(look, SILENCE_MS)
  }

  function look(): void {
    if (heard || !owner.outstanding()) {
      again()
      return
    }
    owner.ask()
    timer = setTimeout(() => {
      if (!heard && owner.outstanding()) owner.replace()
      again()
    }, SILENCE_MS)
  }

  function again(): void {
    timer = undefined
    if (owner.outstanding()) start()
  }

  return {
    start,
    heard() {
      heard = true
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
