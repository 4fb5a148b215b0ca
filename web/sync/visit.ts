/**
 * A golfer signs in at a cloud. It is a visit: no database knows of it until the golfer has seen what it will do
 * (home.ts).
 */
import { type AuthError, createClient, isAuthRetryableFetchError } from '@supabase/supabase-js'
import * as v from 'valibot'
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { CloudPlace } from './account.ts'
import { joinHub } from './ownServer.ts'
import { noSignal, saying } from './problems.ts'
import { supabaseCloud } from './supabase.ts'

export interface Holds {
  readonly shots: number
  readonly sessions: number
}

export interface Visit {
  readonly place: CloudPlace
  readonly cloud_id: string
  readonly user_id: string
  readonly email: string | null
  /** As the cloud's client keeps it. */
  readonly session: string
  /** Null where the cloud does not say. */
  readonly holds: Holds | null
  /** Signs out again, where the golfer does not stay. */
  readonly leave: () => void
}

/** Of about_rows, what is counted as the device counts its own: without what is deleted or merged into another. */
const aboutRows = v.object({
  tables: v.object({
    shots: v.object({ rows: v.number(), filled: v.object({ same_as: v.number() }) }),
    sessions: v.object({
      rows: v.number(),
      filled: v.object({ deleted_at: v.number(), merged_into: v.number() }),
    }),
  }),
})

/** All reject with a ProblemError. */
export interface Door {
  /** `code`: as a device that has joined shows it; null on the server's own machine. */
  readonly join: (code: string | null) => Promise<Visit>
  readonly signIn: (email: string, password: string) => Promise<Visit>
  /** Null: a code is on its way to that address, and is to be typed in. */
  readonly signUp: (email: string, password: string) => Promise<Visit | null>
  readonly sendCode: (email: string) => Promise<void>
  /** `kind`: what the code was sent for. */
  readonly enterCode: (email: string, code: string, kind: 'email' | 'signup') => Promise<Visit>
}

export function openDoor(place: CloudPlace): Door {
  const key = `rangebook-visit ${crypto.randomUUID()}`
  let session: string | null = null
  const client = createClient(place.url, place.anon_key, {
    auth: {
      storageKey: key,
      storage: {
        getItem: asked => (asked === key ? session : null),
        setItem(asked, value) {
          if (asked === key) session = value
        },
        removeItem(asked) {
          if (asked === key) session = null
        },
      },
      autoRefreshToken: false,
      detectSessionInUrl: false,
    },
  })
  const { auth } = client

  async function arrived(answer: {
    readonly data: { readonly user: { readonly id: string; readonly email?: string } | null }
    readonly error: AuthError | null
  }): Promise<Visit> {
    if (answer.error) throw new ProblemError(authProblem(answer.error), answer.error)
    const { user } = answer.data
    if (!user || session === null) throw new ProblemError(notSignedIn)
    const email = place.kind === 'hub' ? null : (user.email ?? null)
    const { cloud_id } = await about(user.id)
    const leave = () => void auth.signOut({ scope: 'local' })
    return { place, cloud_id, user_id: user.id, email, session, holds: await holds(), leave }
  }

  async function about(user_id: string) {
    return saying(supabaseCloud(client, user_id).about(new AbortController().signal))
  }

  async function holds(): Promise<Holds | null> {
    const { data } = await client.rpc('about_rows')
    const read = v.safeParse(aboutRows, data)
    if (!read.success) return null
    const { shots, sessions } = read.output.tables
    const gone = sessions.filled.deleted_at + sessions.filled.merged_into
    return { shots: shots.rows - shots.filled.same_as, sessions: Math.max(0, sessions.rows - gone) }
  }

  return {
    join: async code => arrived(await auth.setSession(await joinHub(code, deviceName(navigator.userAgent)))),
    signIn: async (email, password) => arrived(await auth.signInWithPassword({ email, password })),
    async signUp(email, password) {
      const answer = await auth.signUp({ email, password })
      return !answer.error && answer.data.session === null ? null : arrived(answer)
    },
    async sendCode(email) {
      const { error } = await auth.signInWithOtp({ email })
      if (error) throw new ProblemError(authProblem(error), error)
    },
    enterCode: async (email, token, type) => arrived(await auth.verifyOtp({ email, token, type })),
  }
}

const notSignedIn: Problem = { kind: 'not_signed_in', says: 'That did not sign you in. Try again.' }

const AUTH_PROBLEMS: { readonly [code: string]: string } = {
  invalid_credentials: 'That address and password do not belong together. New here? Create an account.',
  email_not_confirmed: 'That address is not confirmed yet. Sign in by a code sent to it.',
  user_already_exists: 'That address has an account already. Sign in with it.',
  email_exists: 'That address has an account already. Sign in with it.',
  weak_password: 'That password is too easy to guess. Take a longer one.',
  email_address_invalid: 'That is no e-mail address that the cloud takes.',
  email_address_not_authorized:
    'The cloud may not send to that address yet: its owner has to set up mail (docs/cloud.md).',
  validation_failed: 'The cloud does not take that. Check the address and the password.',
  signup_disabled: 'This cloud takes no new accounts. Its owner can add you.',
  email_provider_disabled: 'This cloud does not sign in by e-mail. Its owner can switch that on.',
  otp_disabled: 'This cloud does not sign in by a code for new addresses. Create an account with a password.',
  otp_expired: 'That code is wrong or too old. Ask for a new one.',
  over_email_send_rate_limit: 'The cloud has sent enough mail for now. Wait an hour, or use a password.',
  over_request_rate_limit: 'Too many tries. Wait a few minutes.',
  user_banned: 'This account is blocked in the cloud.',
}

export function authProblem(error: AuthError): Problem {
  if (isAuthRetryableFetchError(error)) return noSignal
  const { code = '' } = error
  return {
    kind: code,
    says: AUTH_PROBLEMS[code] ?? `The cloud does not sign you in. It says: ${error.message}`,
  }
}

/** For the list of devices at the hub. */
export function deviceName(user_agent: string): string {
  const known = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'CrOS', 'Linux'] as const
  return known.find(name => user_agent.includes(name)) ?? 'A browser'
}
