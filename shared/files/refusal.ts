/** Why a file, or a part of it, can't be read: words for the golfer; the database's `Problem` is one. */
export interface Refusal {
  readonly kind: string
  readonly says: string
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Refusal }

export const refuse = (kind: string, says: string): { readonly ok: false; readonly problem: Refusal } => ({
  ok: false,
  problem: { kind, says },
})
