import { z } from 'zod'
import { inflationCourses } from '../../yield/inputs.ts'

/** Amounts of tokens that can be asked about: as many digits as any supply has, and as a token has parts. */
export const principalPattern = /^\d{1,12}(\.\d{1,18})?$/

/** What an address says of the forecast that it wants. Nonsense is left out. */
export const questionSearchSchema = z.object({
  /** In tokens. */
  principal: z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().regex(principalPattern))
    .optional()
    .catch(undefined),
  rounds: z.int().min(1).max(5_000).optional().catch(undefined),
  inflation: z.enum(inflationCourses).optional().catch(undefined),
  /** Ether for a token, to add fees to the yield. */
  tokenPrice: z.number().positive().optional().catch(undefined),
})

export type QuestionSearch = z.output<typeof questionSearchSchema>
