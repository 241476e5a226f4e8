import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'

/** What the leaderboard shows, as it stands in its address. Nonsense is left out. */
export const leaderboardSearchSchema = z.object({
  region: searchValue(z.coerce.string().check(z.regex(/^[\w.-]{1,32}$/))),
  profile: searchValue(z.coerce.string().check(z.minLength(1), z.maxLength(128))),
})
