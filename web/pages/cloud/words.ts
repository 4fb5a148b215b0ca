/** What sync does, in the golfer's words. */
import type { Account, CloudPlace } from '../../sync/account.ts'
import type { SyncState } from '../../sync/engine.ts'
import type { Home } from '../../sync/home.ts'
import type { Holds } from '../../sync/visit.ts'

export interface Told {
  readonly says: string
  /** off: no signal, which passes. wants: the golfer has to do something. */
  readonly look: 'done' | 'busy' | 'off' | 'wants'
}

const count = (n: number): string => n.toLocaleString('en')
const shots = (n: number): string => (n === 1 ? '1 shot' : `${count(n)} shots`)
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
const sessions = (n: number): string => (n === 1 ? '1 session' : `${count(n)} sessions`)

/** In a few words, for every screen. */
export function chipSaid(state: SyncState): Told {
  const { now, waiting, held, refused, synced_ms } = state
  const waits = waiting > 0 ? `, ${count(waiting)} waiting` : ''
  if (now.kind === 'failed' && !isNoSignal(state)) {
    const says = FAILED[now.problem.kind] ?? (now.again_ms === null ? 'Sync has stopped' : 'Not synced')
    return { says: says + waits, look: 'wants' }
  }
  if (now.kind === 'offline' || now.kind === 'failed') return { says: `Offline${waits}`, look: 'off' }
  if (now.kind === 'sending' || now.kind === 'receiving') {
    const done = now.of > 0 ? ` ${Math.floor((100 * now.done) / now.of)} %` : ''
    return { says: (now.kind === 'sending' ? 'Sending' : 'Fetching') + done, look: 'busy' }
  }
  if (waiting > 0) return { says: `${count(waiting)} waiting`, look: 'busy' }
  if (refused > 0) return { says: `${count(refused)} refused`, look: 'wants' }
  if (held > 0) return { says: `${count(held)} held back`, look: 'wants' }
  return synced_ms === null ? { says: 'Looking for news', look: 'busy' } : { says: 'Synced', look: 'done' }
}

const FAILED: { readonly [kind: string]: string } = {
  signed_out: 'Sign in again',
  client_too_old: 'Update Rangebook',
  not_set_up: 'The cloud is not set up',
  moved: 'The cloud has moved',
}

function isNoSignal({ now }: SyncState): boolean {
  return now.kind === 'failed' && now.problem.kind === 'no_signal'
}

/** The same in a sentence, for the cloud's own screen. */
export function stateSaid(state: SyncState, place: CloudPlace): string {
  const { now, waiting } = state
  const waits =
    waiting === 0
      ? ''
      : ` ${waiting === 1 ? 'One change waits' : `${count(waiting)} changes wait`} on this device.`
  switch (now.kind) {
    case 'failed':
      return now.problem.says + waits
    case 'offline':
      return `No signal. Sync goes on when there is one.${waits}`
    case 'sending':
      return `Sending: ${count(now.done)} of ${count(now.of)}. Go on as you like; closed now, it goes on next time.`
    case 'receiving':
      return `Your newest sessions are here; the rest follows, ${count(now.done)} of ${count(now.of)}. Go on as you like; closed now, it goes on next time.`
    case 'asking':
    case 'resting':
      if (waiting > 0) return `${count(waiting)} ${waiting === 1 ? 'change goes' : 'changes go'} in a moment.`
      return state.synced_ms === null
        ? `Asking ${cloudNamed(place)} for news.`
        : `All of it is on this device and ${place.kind === 'hub' ? 'on the server' : 'in the cloud'}.`
    default:
      return now satisfies never
  }
}

export const cloudNamed = ({ kind }: CloudPlace): string =>
  kind === 'hub' ? 'the Rangebook server' : 'the cloud'

/** Seconds are nobody's business. */
export function agoSaid(then_ms: number, now_ms: number): string {
  const minutes = Math.floor((now_ms - then_ms) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return hours === 1 ? 'an hour ago' : `${hours} hours ago`
  const days = Math.floor(hours / 24)
  return days === 1 ? 'a day ago' : `${count(days)} days ago`
}

/** What signing in will do, before it does. `here`: what lies on this device; `there` null: not known. */
export function homeSaid(home: Home, here: Holds, there: Holds | null, place: CloudPlace): string {
  const cloud = cloudNamed(place)
  const holds = ({ shots: n, sessions: of }: Holds) => `${shots(n)} in ${sessions(of)}`
  const comes =
    there === null
      ? 'What it holds comes to this device, the newest sessions first.'
      : there.shots === 0
        ? `${sentence(cloud)} holds nothing of yours yet.`
        : `${sentence(cloud)} holds ${holds(there)}. They come to this device, the newest sessions first.`
  switch (home.kind) {
    case 'there':
      return 'This account has a history of its own on this device. It is opened; the one you see now stays as it is.'
    case 'new':
      return `What you see now belongs to another account, and stays as it is. This account gets a history of its own beside it. ${comes}`
    case 'asked':
      return `This history belongs to another cloud until now: ${holds(here)}. Bring it along, and all of it is copied to ${cloud}. Or begin a separate one. ${comes}`
    case 'this':
      if (here.shots === 0) return comes
      if (there === null || there.shots === 0)
        return `This device has ${holds(here)}. They are copied to ${cloud}, and stay here.`
      return `This device has ${holds(here)}, ${cloud} ${holds(there)}. Afterwards both have all of them; what is the same is there once.`
    default:
      return home satisfies never
  }
}

/** What a cloud is called where several histories stand beside each other. */
export function accountSaid(account: Account | null): string {
  if (!account) return 'On this device alone'
  const where = account.kind === 'hub' ? 'Rangebook server' : new URL(account.url).host
  return account.email ?? where
}

/** What no other device can get, where a copy is to be removed. */
export function aloneSaid(changes: number, pictures: number): string {
  const words = [
    changes > 0 && (changes === 1 ? 'one change' : `${count(changes)} changes`),
    pictures > 0 && (pictures === 1 ? 'one picture' : `${count(pictures)} pictures`),
  ].filter(word => word !== false)
  if (words.length === 0) return 'Not all raw reports are sent yet.'
  const are = changes + pictures > 1 ? 'are' : 'is'
  return `${sentence(words.join(' and '))} ${are} on this device alone.`
}
