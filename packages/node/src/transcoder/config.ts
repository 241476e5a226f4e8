import { encoder, logSettings, operatorHost, operatorPort } from '@millrace/daemon'
import { z } from 'zod'

/** Settings of the transcoder role. */
export const transcoderConfigSchema = z.strictObject({
  dataDir: z
    .string()
    .min(1)
    .default('./transcoder-data')
    .describe('Folder of this transcoder’s operator token; one transcoder a folder.'),
  ...logSettings,
  orchestrator: z
    .string()
    .min(1)
    .describe(
      'Service address of the orchestrator, such as https://host:8935; without a scheme it is https.',
    ),
  secretFile: z
    .string()
    .min(1)
    .describe('File whose first line is the secret that the orchestrator knows its transcoders by.'),
  orchestratorFingerprint: z
    .string()
    .transform((text) => text.replaceAll(':', '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 fingerprint of 32 bytes in hexadecimal'))
    .optional()
    .describe(
      'SHA-256 of the orchestrator’s certificate, in hexadecimal; by default any certificate is accepted, as everywhere on the network.',
    ),
  encoder,
  transcodeWorkers: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Transcoding child processes; by default as the machine has cores.'),
  capacityPixelsPerSecond: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe('Encoded pixels a second that are offered to the orchestrator; `auto` measures at start.'),
  drainMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(10_000)
    .describe('Time to finish the segments at work when the transcoder is stopped.'),
  operatorHost,
  operatorPort: operatorPort(6935),
})

/** Parsed settings. */
export type TranscoderConfig = z.output<typeof transcoderConfigSchema>
/** Settings as written in a file. */
export type TranscoderConfigInput = z.input<typeof transcoderConfigSchema>
