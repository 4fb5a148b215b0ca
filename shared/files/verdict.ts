/** What was decided about a whole file, said to the golfer, and how to turn it round. */
export interface Verdict {
  /** Names the decision: `unit:apex_m`, `sign:spin_axis_deg`, `date_order`, `file_date`. */
  readonly what: string
  /** "Apex read as feet." */
  readonly says: string
  readonly decided: string
  /** file: it says so itself; physics: its numbers show it; maker: as this maker writes; custom: as is usual. */
  readonly by: 'golfer' | 'file' | 'physics' | 'maker' | 'custom'
  /** Worth a look: decided against what is written or usual, or on no evidence. */
  readonly notable: boolean
  readonly alternatives: readonly { readonly value: string; readonly says: string }[]
}

/** By `what`: the golfer's own decision. */
export type Overrides = { readonly [what: string]: string }
