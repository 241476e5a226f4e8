import { z } from 'zod'
import { type Cheat, cheatKinds, cheatOfKind } from './cheats.ts'

/** How one orchestrator of a devnet cheats: settings of the network, and of that orchestrator's program. */
export const cheatSettings = {
  cheat: z
    .enum(cheatKinds, {
      error: ({ input }) => `there is no cheat ${String(input)}, only ${cheatKinds.join(', ')}`,
    })
    .optional()
    .describe(
      'Makes the first orchestrator cheat: it is paid, signs, and returns something else. A kind such as black, frozen or bitrate-1-10.',
    ),
  cheatAfter: z.int().nonnegative().default(0).describe('Segments that it does honestly before it begins.'),
  cheatShare: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe('Part of the segments that it cheats on from then on; by default all, bad-second 0.2.'),
}

/** What an orchestrator that cheats does. */
export interface CheatPlan {
  readonly cheat: Cheat
  /** Segments that are done honestly before. */
  readonly afterSegments: number
  /** Part of the segments from then on, above 0, at most 1. */
  readonly share: number
}

export interface CheatSettings {
  readonly cheat: string
  readonly cheatAfter: number
  readonly cheatShare?: number | undefined
}

export function cheatPlanOf({ cheat: kind, cheatAfter, cheatShare }: CheatSettings): CheatPlan {
  const cheat = cheatOfKind(kind)
  return { cheat, afterSegments: cheatAfter, share: cheatShare ?? cheat.share ?? 1 }
}
