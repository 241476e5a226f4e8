import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'

/** To the thread. */
export type LookingOrder =
  | { readonly type: 'verify'; readonly segment: Omit<SegmentToVerify, 'signal'> }
  | { readonly type: 'close' }

/** From the thread, one for each segment, in their order. */
export type LookingAnswer =
  | { readonly type: 'verdicts'; readonly verdicts: readonly Verdict[] }
  | { readonly type: 'failed'; readonly isSource: boolean; readonly reason: string }
