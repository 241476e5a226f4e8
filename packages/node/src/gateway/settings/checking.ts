import { defaultPolicy } from '@millrace/verification/policy'
import { z } from 'zod'

/** Whether results are what was ordered: which of them are looked at. */
export const checkingSettings = {
  resultChecks: z
    .enum(['off', 'facts', 'content'])
    .default('facts')
    .describe(
      'How closely results are looked at that are drawn for it, in a process of its own, before they are published. facts: codec, size, frames, times, sound; content: the pictures too. A bad one is done again elsewhere, its orchestrator suspended, and evidence kept.',
    ),
  resultChecksTrial: z
    .int()
    .min(0)
    .max(100_000)
    .default(defaultPolicy.trialChecks)
    .describe(
      'Every result of an orchestrator that is new, or was caught, is checked until so many were good.',
    ),
  resultChecksShare: z
    .number()
    .gt(0)
    .max(1)
    .default(defaultPolicy.baseRate)
    .describe('Part of the results that is checked of an orchestrator that was good so far, at the least.'),
  redundancyShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'Part of the segments that a second orchestrator transcodes and is paid for, too, while the first result is published: what the two made is compared, and where they disagree a transcode of this gateway’s own decides.',
    ),
  evidenceQuotaBytes: z
    .int()
    .nonnegative()
    .default(500_000_000)
    .describe(
      'Most that evidence of bad results may take, in recordStore, else objectStore, else the data folder; 0 keeps none. A file has a few megabytes.',
    ),
}
