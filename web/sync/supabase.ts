/** A cloud that speaks as Supabase does: PostgREST's functions, called with the golfer's session. */
import { isAuthRetryableFetchError, type SupabaseClient } from '@supabase/supabase-js'
import { type CallCloud, type Cloud, CloudError, type CloudTrouble, cloudOver } from './cloud.ts'

/** Supabase ends a golfer's statement after 8 s; a slow signal takes its time with a megabyte. */
const LONGEST_MS = 60_000

/** `client` is signed in as that golfer, and renews its session by itself. */
export function supabaseCloud(client: Pick<SupabaseClient, 'rpc' | 'auth'>, user_id: string): Cloud {
  return cloudOver(user_id, callSupabase(client))
}

export function callSupabase(client: Pick<SupabaseClient, 'rpc' | 'auth'>): CallCloud {
  return (name, request, signal) =>
    callFunction(client, name, request === null ? undefined : { request }, signal)
}

/** By its name and arguments; rejects with a CloudError. */
export async function callFunction(
  client: Pick<SupabaseClient, 'rpc' | 'auth'>,
  name: string,
  args: object | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const limit = AbortSignal.timeout(LONGEST_MS)
  const asking = args === undefined ? client.rpc(name) : client.rpc(name, args)
  const { data, error, status } = await asking.abortSignal(AbortSignal.any([signal, limit]))
  signal.throwIfAborted()
  if (error) {
    const trouble = limit.aborted ? 'timeout' : troubleOf(status, error.code)
    throw new CloudError(trouble === 'signed_out' ? await whySignedOut(client) : trouble, error)
  }
  return data
}

/** A session that could not be renewed just now is none that is over: that golfer need not sign in again. */
async function whySignedOut({ auth }: Pick<SupabaseClient, 'auth'>): Promise<CloudTrouble> {
  const { error } = await auth.refreshSession()
  if (error && !isAuthRetryableFetchError(error)) return 'signed_out'
  return error && !error.status ? 'no_signal' : 'down'
}

const TROUBLES: { readonly [code: string]: CloudTrouble } = {
  // statement_timeout, lock_timeout
  '57014': 'timeout',
  '55P03': 'timeout',
  // insufficient_privilege: nobody is signed in
  '42501': 'signed_out',
  PGRST301: 'signed_out',
  PGRST302: 'signed_out',
  PGRST303: 'signed_out',
  // untranslatable_character (a NUL), invalid_text_representation (half a character), of real PostgREST
  '22P05': 'unreadable',
  '22P02': 'unreadable',
  // disk_full
  '53100': 'full',
  // no such function, table or schema
  PGRST202: 'not_set_up',
  PGRST106: 'not_set_up',
  '42883': 'not_set_up',
  '42P01': 'not_set_up',
}

/** Status 0: no answer came at all. */
function troubleOf(status: number, code: string): CloudTrouble {
  const known = TROUBLES[code]
  if (known !== undefined) return known
  if (status === 0) return 'no_signal'
  if (status === 401) return 'signed_out'
  if (status === 404) return 'not_set_up'
  // 413: as one that takes too long, it is sent in halves.
  return [408, 413, 504, 524].includes(status) ? 'timeout' : 'down'
}
