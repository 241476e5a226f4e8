import {
  afterCheck,
  type CheckOutcome,
  newcomer,
  type PolicyOptions,
  type Standing,
} from '@millrace/verification/policy'
import { z } from 'zod'

const count = z.number().int().nonnegative()

export const badResultSchema = z.object({
  atMs: z.number().finite(),
  streamId: z.string(),
  seqNo: count,
  /** Code and sentence of each reason, with the name of its rendition. */
  reasons: z.array(z.object({ rendition: z.string(), code: z.string(), message: z.string() })).readonly(),
  /** Address of the evidence that is kept of it. */
  evidence: z.string().optional(),
})

export const checkRecordSchema = z.object({
  standing: z.object({ trialLeft: z.number().finite(), rate: z.number().finite() }).optional(),
  checked: count,
  bad: count,
  lastBad: badResultSchema.optional(),
})

/** A bad result, as it is remembered with its orchestrator. */
export type BadResult = Readonly<z.output<typeof badResultSchema>>

/** What came of checking the results of one orchestrator. */
export interface CheckRecord {
  /** How closely it is looked at; undefined: as one of whom nothing is known. */
  readonly standing?: Standing | undefined
  readonly checked: number
  readonly bad: number
  readonly lastBad?: BadResult | undefined
}

export const uncheckedRecord: CheckRecord = { checked: 0, bad: 0 }

/** Of an orchestrator that was caught by other means: everything of it is checked again. */
export function withoutTrust(record: CheckRecord): CheckRecord {
  return { ...record, standing: undefined }
}

export function standingOf({ standing }: CheckRecord, policy: PolicyOptions): Standing {
  return standing ?? newcomer(policy)
}

/** @param bad what is wrong with it, where the outcome is that. */
export function afterChecked(
  record: CheckRecord,
  { outcome, bad }: { readonly outcome: CheckOutcome; readonly bad?: BadResult | undefined },
  policy: PolicyOptions,
): CheckRecord {
  return {
    standing: afterCheck(standingOf(record, policy), outcome, policy),
    checked: record.checked + 1,
    bad: record.bad + (outcome === 'bad' ? 1 : 0),
    lastBad: bad ?? record.lastBad,
  }
}
