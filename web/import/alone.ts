/**
 * Longer than one report takes, with all its tries at the source. A tab that is asleep with the lock (a phone
 * freezes those in the background) loses it then: if it wakes, a report is fetched twice, which harms nobody.
 */
const PATIENCE_MS = 120_000

/** Runs the work while no other tab runs one of that name. */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  let began = false
  const begin = async () => {
    began = true
    await work()
  }
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(PATIENCE_MS) }, begin)
  } catch (error) {
    // Once begun, it is the work's own error, or the lock was taken from us.
    if (began) throw error
    await navigator.locks.request(name, { steal: true }, begin)
  }
}
