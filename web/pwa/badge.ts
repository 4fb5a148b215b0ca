/** The number on the app's icon; 0 takes it away. Where there is none, or it is not allowed, nothing happens. */
export function showBadge(n: number): void {
  if (!('setAppBadge' in navigator)) return
  const shown = n > 0 ? navigator.setAppBadge(n) : navigator.clearAppBadge()
  shown.catch(() => {})
}
