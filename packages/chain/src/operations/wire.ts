/** Previews and outcomes as they travel: JSON, amounts as decimal text. */
import { z } from 'zod'
import type { OperationOutcome } from './operation-sender.ts'
import type { OperationPreview } from './preview.ts'

const amount = z.string().regex(/^\d{1,78}$/)
const addressText = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const hexText = z.string().regex(/^0x[0-9a-fA-F]*$/)

const eventsSchema = z
  .array(z.object({ contract: z.string(), event: z.string(), values: z.record(z.string(), z.unknown()) }))
  .describe('What the protocol’s contracts said.')

export const operationPreviewSchema = z.object({
  operation: z.string(),
  from: addressText.describe('The account that would send.'),
  chainId: z.int(),
  effect: z.string().describe('What it does, in a sentence.'),
  warnings: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .describe('What should be known before agreeing.'),
  calls: z
    .array(
      z.object({
        label: z.string(),
        to: addressText.optional(),
        data: hexText.optional(),
        valueWei: amount.optional(),
        gas: amount.optional().describe('Missing where it cannot be known before the calls ahead of it.'),
      }),
    )
    .describe('In the order in which they are made.'),
  valueWei: amount.describe('Ether that goes with the calls.'),
  gas: amount.describe('Gas of the calls.'),
  feeWei: amount.describe('What that costs at today’s price of gas.'),
  maxFeeWei: amount.describe('The most that it may cost.'),
  balanceWei: amount.describe('Ether of the account.'),
  events: eventsSchema,
  refusal: z
    .object({
      reason: z.string().describe('Name of the contract’s error, or InsufficientEther.'),
      message: z.string(),
      retryable: z.boolean().describe('Whether waiting can help.'),
    })
    .optional()
    .describe('Why it would fail as things stand.'),
})

export const operationOutcomeSchema = z.object({
  id: z.string().describe('Of the request.'),
  operation: z.string(),
  from: addressText,
  mined: z.array(
    z.object({
      label: z.string(),
      txHash: hexText,
      blockNumber: amount,
      gasUsed: amount,
      feeWei: amount.describe('What it cost.'),
    }),
  ),
  events: eventsSchema,
  wasSentBefore: z.boolean().describe('Whether an earlier request had sent it, whose answer was lost.'),
})

export type OperationPreviewJson = z.output<typeof operationPreviewSchema>
export type OperationOutcomeJson = z.output<typeof operationOutcomeSchema>

export function previewJson(preview: OperationPreview): OperationPreviewJson {
  return operationPreviewSchema.parse(inText(preview))
}

export function outcomeJson(outcome: OperationOutcome): OperationOutcomeJson {
  return operationOutcomeSchema.parse(inText(outcome))
}

function inText(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? one.toString() : one)))
}
