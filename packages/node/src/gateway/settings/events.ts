import { z } from 'zod'

/** Where what happens is told. */
export const eventSettings = {
  eventsFile: z
    .string()
    .min(1)
    .optional()
    .describe('File that what happens is written to, an event as JSON in each line.'),
  eventsFileMaxBytes: z
    .int()
    .min(10_000)
    .default(100_000_000)
    .describe('An events file larger than this is put aside as FILE.1.'),
  eventsFilesKept: z.int().min(0).max(1_000).default(5).describe('Events files put aside that are kept.'),
  eventsWebhookUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Told by POST of {"events": […]} what happens; tried again until it answers 2xx.'),
  eventsWebhookTimeoutMs: z.int().min(50).max(60_000).default(5_000).describe('Deadline of one such call.'),
  eventsWebhookSecretFile: z
    .string()
    .optional()
    .describe('File whose first line signs what is posted: X-Millrace-Signature is sha256=HMAC of the body.'),
}
