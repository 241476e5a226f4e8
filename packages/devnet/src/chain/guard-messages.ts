import { z } from 'zod'

/** What the starting process tells its guard. */
export const toGuardSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    options: z.object({
      dataDir: z.string(),
      port: z.number(),
      blockTimeSeconds: z.number(),
      accounts: z.number(),
      compactAfterBlocks: z.number(),
      genesisSeconds: z.number().optional(),
    }),
  }),
  z.object({ type: z.literal('save') }),
  z.object({ type: z.literal('close') }),
])

const reportSchema = z.object({
  head: z.number(),
  bytes: z.number(),
  durationMs: z.number(),
  blocks: z.number(),
  allBlocks: z.number(),
})

/** An error over the channel: its code tells its class, its facts are what the class is made of. */
const failureSchema = z.object({
  code: z.string().optional(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()),
})

/** What a guard tells. */
export const fromGuardSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('anvil'), pid: z.number() }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('saved'), report: reportSchema }),
  z.object({ type: z.literal('save-failed'), failure: failureSchema }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
])

export type ToGuard = z.output<typeof toGuardSchema>
export type FromGuard = z.output<typeof fromGuardSchema>
export type Failure = z.output<typeof failureSchema>
