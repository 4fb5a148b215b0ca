/** What every engine stands on in this browser: its signal, its looks, its time. */
export const browser = {
  online: () => navigator.onLine,
  onHope(hope: () => void): () => void {
    const looked = () => {
      if (document.visibilityState === 'visible') hope()
    }
    addEventListener('online', hope)
    document.addEventListener('visibilitychange', looked)
    return () => {
      removeEventListener('online', hope)
      document.removeEventListener('visibilitychange', looked)
    }
  },
  now: () => Date.now(),
  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
