import { z } from 'zod'
import { type Cheat, cheatKinds, cheatOfKind } from './cheats.ts'

export const cheatKind = z.enum(cheatKinds, {
  error: ({ input }) => `there is no cheat ${String(input)}, only ${cheatKinds.join(', ')}`,
})

/** When orchestrators of a devnet cheat: settings of the network, and of the program of one that does. */
export const cheatPace = {
  cheatAfter: z.int().nonnegative().default(0).describe('Segments that it does honestly before it begins.'),
  cheatShare: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe('Part of the segments that it cheats on from then on; by default all, bad-second 0.2.'),
} as const

/** What an orchestrator that cheats does. */
export interface CheatPlan {
  readonly cheat: Cheat
  /** Segments that are done honestly before. */
  readonly afterSegments: number
  /** Part of the segments from then on, above 0, at most 1. */
  readonly share: number
}

/** As the program of one that cheats reads them. */
export interface CheatSettings {
  readonly cheat: string
  readonly cheatAfter: number
  readonly cheatShare?: number | undefined
}

export function cheatPlanOf({ cheat: kind, cheatAfter, cheatShare }: CheatSettings): CheatPlan {
  const cheat = cheatOfKind(kind)
  return { cheat, afterSegments: cheatAfter, share: cheatShare ?? cheat.share ?? 1 }
}
