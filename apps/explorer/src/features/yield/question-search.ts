import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'
import { inflationCourses } from '../../yield/inputs.ts'

/** Amounts of tokens that can be asked about: as many digits as any supply has, and as a token has parts. */
export const principalPattern = /^\d{1,12}(\.\d{1,18})?$/

/** What an address says of the forecast that it wants. Nonsense is left out. */
export const questionSearchSchema = z.object({
  /** In tokens. */
  principal: searchValue(
    z.pipe(
      z.union([z.string(), z.pipe(z.number(), z.transform(String))]),
      z.string().check(z.regex(principalPattern)),
    ),
  ),
  rounds: searchValue(z.int().check(z.minimum(1), z.maximum(5_000))),
  inflation: searchValue(z.enum(inflationCourses)),
  /** Ether for a token, to add fees to the yield. */
  tokenPrice: searchValue(z.number().check(z.positive())),
})

export type QuestionSearch = z.output<typeof questionSearchSchema>
