/** When pictures go to the cloud: this device's own choice, that never enters the database. */

export const SEND_PICTURES = ['never', 'asked', 'always', 'wifi'] as const

export interface Sending {
  readonly when: (typeof SEND_PICTURES)[number]
  /** The golfer has asked for those that are here now. */
  readonly asked: boolean
  readonly paused: boolean
}

export interface SendingSetting {
  /** The same object until it changes. */
  readonly now: () => Sending
  readonly set: (change: Partial<Sending>) => void
  /** Also where another tab set it. */
  readonly onChange: (listener: () => void) => () => void
}

const FIRST: Sending = { when: 'asked', asked: false, paused: false }

export function openSending(database: string): SendingSetting {
  const key = `rangebook.send-pictures.${database}`
  const listeners = new Set<() => void>()
  let sending = read()

  function read(): Sending {
    try {
      const kept: Partial<Sending> = JSON.parse(localStorage.getItem(key) ?? '{}')
      const when = SEND_PICTURES.find(known => known === kept.when) ?? FIRST.when
      return { when, asked: kept.asked === true, paused: kept.paused === true }
    } catch {
      return FIRST
    }
  }

  return {
    now: () => sending,
    set(change) {
      sending = { ...sending, ...change }
      localStorage.setItem(key, JSON.stringify(sending))
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      const follow = (event: StorageEvent) => {
        if (event.key !== key) return
        sending = read()
        listener()
      }
      addEventListener('storage', follow)
      listeners.add(listener)
      return () => {
        removeEventListener('storage', follow)
        listeners.delete(listener)
      }
    },
  }
}

interface Wire extends EventTarget {
  readonly type: string
}

/** Null where the browser does not tell: then wifi can't be asked for. */
function wire(): Wire | null {
  const { connection } = navigator as { readonly connection?: Partial<Wire> }
  return connection !== undefined && typeof connection.type === 'string' ? (connection as Wire) : null
}

export const tellsWifi = (): boolean => wire() !== null

export const onWifi = (): boolean => ['wifi', 'ethernet'].includes(wire()?.type ?? '')

export function onWireChange(listener: () => void): () => void {
  wire()?.addEventListener('change', listener)
  return () => wire()?.removeEventListener('change', listener)
}
