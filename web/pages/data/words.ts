import type { StorageHealth } from '../../db/health.ts'

/** A size as a person says it: "860 KB", "1.2 MB". */
export function bytesSaid(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`
  if (bytes < 9_950_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  if (bytes < 999_500_000) return `${Math.round(bytes / 1_000_000)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

export interface Advice {
  readonly says: string
  /** What the golfer can do about it; null where all is well. */
  readonly todo: string | null
}

/** Whether the browser may throw the history away, and what keeps it from doing so. */
export function keepingSaid(persisted: StorageHealth['persisted'], installed: boolean): Advice {
  switch (persisted) {
    case true:
      return { says: 'This browser keeps your shots until you delete them.', todo: null }
    case 'asked':
      return {
        says: 'This browser asks whether Rangebook may keep its data.',
        todo: 'Allow it, and your shots stay when space runs short.',
      }
    case false:
      return {
        says: 'This browser may clear your shots when its space runs short.',
        todo: installed
          ? 'Ask it to keep them, and make a backup now and then.'
          : 'Ask it to keep them, or install Rangebook from its menu. Make a backup now and then.',
      }
    case 'unknown':
      return {
        says: 'This browser does not say whether it keeps your shots.',
        todo: 'Make a backup now and then.',
      }
    default:
      return persisted satisfies never
  }
}

/** How full the browser's store is; null where it does not tell. */
export function roomSaid({
  used_bytes,
  quota_bytes,
  nearly_full,
}: Pick<StorageHealth, 'used_bytes' | 'quota_bytes' | 'nearly_full'>): Advice | null {
  if (used_bytes === null || quota_bytes === null) return null
  const left = bytesSaid(Math.max(0, quota_bytes - used_bytes))
  return nearly_full
    ? {
        says: `Nearly full: ${left} left on this device.`,
        todo: 'Free space on the device, or delete for good what lies in the trash.',
      }
    : { says: `${left} left on this device.`, todo: null }
}
